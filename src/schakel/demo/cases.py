"""A question on its way through the hands of a supporter: picked up, clarified, agreed to, answered.

Nothing here decides a date: a step is done when the supporter is there, has time, and the other has answered.
"""

from dataclasses import dataclass, field

from schakel.demo import answering, asking, knowing, phrases, truth
from schakel.demo.book import Book
from schakel.demo.clock import Day, Moment, age_on, day_of
from schakel.demo.draws import Draws, Table
from schakel.demo.records import Request, Support
from schakel.demo.town import Child, group_of

CHILD_HELP = frozenset({"short_intervention", "return_to_school_plan", "referral", "support"})
_CHILD_ROUTE, _GROUP_ROUTE = Table(truth.CHILD_ROUTES), Table(truth.GROUP_ROUTES)
_HOW = Table([("talk", 0.6), ("call", 0.2), ("signed", 0.15), ("message", 0.05)])
_ASK_AGAIN = 21
_NEVER = 1 << 30


@dataclass(slots=True)
class Case:
    """A question in progress. `route` is where it goes when nothing comes between; `ready_on` the first day of the next step."""

    request: Request
    child: Child | None
    group: str
    route: str
    ready_on: Day
    previous: Support | None = None
    repeat: str = ""
    awaited: dict[int, Day] = field(default_factory=dict)
    agreed: bool = False

    @property
    def needs_child(self) -> bool:
        return self.child is not None and self.route in CHILD_HELP


def route_of(draws: Draws, about: str) -> str:
    """Where a question goes, as far as it is up to chance."""
    return draws.by(_CHILD_ROUTE if about == "child" else _GROUP_ROUTE)


def clarify(book: Book, draws: Draws, keys: Draws, case: Case, by: int, at: Moment) -> None:
    """Look behind it; and where help for a child may be needed, know the child and ask who must agree."""
    offered = draws.by(_OFFERED)
    words = phrases.OFFERED_NONE if offered == "none" else phrases.OFFERED
    answering.clarify(
        book,
        at=at,
        by=by,
        request=case.request,
        we_see=draws.pick(phrases.WE_SEE),
        behind_it=draws.pick(phrases.BEHIND_IT),
        asks_of_us=draws.pick(phrases.ASKS_OF_US),
        offered_first=offered,
        offered_words=draws.pick(words),
    )
    case.ready_on = day_of(at) + draws.between(1, 6)
    if case.needs_child:
        know_child(book, draws, keys, case, by, at + 60)
        ask_consent(book, draws, case, day_of(at))


_OFFERED = Table([("class", 0.42), ("home", 0.28), ("team", 0.18), ("none", 0.12)])


def know_child(book: Book, draws: Draws, keys: Draws, case: Case, by: int, at: Moment) -> None:
    """Record the child and its parents, unless they are known already."""
    child = case.child
    assert child is not None
    if child.person is None:
        child.person = _new_child(book, keys, child, case.request.site_id, by, at)
        _known_parents(book, draws, child, by, at + 30)
    asking.name_child(book, at=at + 60, by=by, request=case.request, child=child.person)
    _new_parents(book, draws, keys, child, by, at + 120)


def _new_child(book: Book, keys: Draws, child: Child, site: int, by: int, at: Moment) -> int:
    return knowing.add_child(
        book,
        at=at,
        keys=keys,
        by=by,
        first_name=child.first_name,
        last_name=child.last_name,
        birth_date=child.born,
        site=site,
        group_name=group_of(child.born, day_of(at)),
    )


def _known_parents(book: Book, draws: Draws, child: Child, by: int, at: Moment) -> None:
    assert child.person is not None
    for parent in child.household.parents:
        if parent.person is not None:
            how = draws.pick(phrases.VERIFIED)
            knowing.link_parent(
                book, at=at, by=by, child=child.person, holder=parent.person, verified_how=how
            )


def _new_parents(book: Book, draws: Draws, keys: Draws, child: Child, by: int, at: Moment) -> None:
    assert child.person is not None
    for place, parent in enumerate(child.household.parents):
        if parent.person is None:
            parent.person = knowing.add_parent(
                book,
                at=at + 30 * place,
                keys=keys,
                by=by,
                child=child.person,
                first_name=parent.first_name,
                last_name=parent.last_name,
                phone=parent.phone,
                email=parent.email,
                verified_how=draws.pick(phrases.VERIFIED),
            )


def ask_consent(book: Book, draws: Draws, case: Case, day: Day) -> None:
    """Each person who must agree answers some days later; who does not is asked again."""
    assert case.child is not None
    assert case.child.person is not None
    for person in answering.missing(book, case.child.person, day):
        if person not in case.awaited:
            case.awaited[person] = day + _days_to_answer(draws)
    case.agreed = not case.awaited
    case.ready_on = min(case.awaited.values(), default=case.ready_on)


def _days_to_answer(draws: Draws) -> int:
    days = draws.log_normal(truth.CONSENT_DAYS, truth.CONSENT_SPREAD)
    return round(days) if days < _ASK_AGAIN else _ASK_AGAIN + draws.between(1, 14)


def hear_consent(book: Book, draws: Draws, case: Case, by: int, at: Moment) -> None:
    """Write down who answered. A no is respected: then advice without a name remains."""
    assert case.child is not None
    assert case.child.person is not None
    child, day = case.child.person, day_of(at)
    for number, person in enumerate([who for who, when in case.awaited.items() if when <= day]):
        said = "refused" if draws.chance(truth.REFUSES) else "given"
        del case.awaited[person]
        how = draws.by(_HOW)
        answering.record_consent(
            book,
            at=at + 20 * number,
            by=by,
            child=child,
            person=person,
            said=said,
            how=how,
            request=case.request,
        )
        if said == "refused":
            case.route, case.awaited = "consultation", {}
            break
    if not case.awaited:
        _all_answered(book, draws, case, day)
    case.ready_on = min(case.awaited.values(), default=day)


def _all_answered(book: Book, draws: Draws, case: Case, day: Day) -> None:
    """A birthday in between may ask for one more yes; a no of earlier still stands."""
    assert case.child is not None
    assert case.child.person is not None
    if not case.needs_child:
        return
    missing = answering.missing(book, case.child.person, day)
    refused = {word.person_id for word in book.said.get(case.child.person, ()) if word.said != "given"}
    if refused.intersection(missing):
        case.route = "consultation"
    elif missing:
        case.awaited = {person: day + _days_to_answer(draws) for person in missing}
    case.agreed = not missing


def answer(book: Book, draws: Draws, case: Case, by: int, at: Moment) -> int:
    """Answer without a support. Returns how many more sessions were promised."""
    kind = case.route
    answering.answer(
        book,
        at=at,
        by=by,
        request=case.request,
        kind=kind,
        agreed=draws.pick(phrases.AGREED[kind]),
        for_child=case.needs_child,
        share=case.request.asked_by_id is not None and draws.chance(0.7),
    )
    return {
        "consultation": 0,
        "expertise_transfer": 2,
        "short_intervention": 4,
        "return_to_school_plan": 6,
    }.get(kind, 1)


def informants(child: Child, day: Day) -> list[str]:
    """Who can be asked at the end."""
    young = age_on(child.born, day) < 8
    return ["parent", "young_child" if young else "child", "teacher"]
