"""A support while it runs: contacts make progress or not, it goes up or down the ladder, and once it is enough it closes.

How long it takes follows from the need, the calendar and the room in the week of the supporter.
"""

from dataclasses import dataclass, field

from schakel.demo import calendar, phrases, supporting, truth
from schakel.demo.book import Book
from schakel.demo.cases import Case
from schakel.demo.clock import Day, Moment, day_of
from schakel.demo.draws import Draws, Table
from schakel.demo.records import Step, Support
from schakel.demo.supporting import RUNGS

_KIND = Table(
    [
        (("talk_school", "child"), 0.30),
        (("home_visit", "child_and_parent"), 0.16),
        (("call", "parent"), 0.18),
        (("talk_school", "teacher"), 0.10),
        (("video", "parent"), 0.05),
        (("group", "child"), 0.13),
        (("meeting", "partner"), 0.08),
    ]
)
_EXTRA = Table([(("call", "parent"), 0.6), (("talk_school", "teacher"), 0.4)])
_GROUP_KIND = Table(
    [(("group", "team"), 0.6), (("meeting", "team"), 0.25), (("talk_school", "teacher"), 0.15)]
)
# Beside an appointment: a call to a parent, a word with the teacher.
_MORE = (0.7, 0.3)
_CLOSURE = Table(truth.CLOSURES)
_TRACK = Table([("prevention", 0.72), ("free_youth_help", 0.28)])
_PEOPLE = (
    ("neighbourhood_team", "Medewerker wijkteam"),
    ("youth_care", "Behandelaar jeugdhulp"),
    ("other", "Buurtsportcoach"),
)


@dataclass(slots=True)
class Run:
    """A support in progress. `need` is how much progress it asks; `fresh` a support that has had no contact yet."""

    support: Support
    case: Case
    need: float
    progress: float = 0.0
    contacts: int = 0
    staff: int | None = None
    steps: list[Step] = field(default_factory=list)


def begin(book: Book, draws: Draws, keys: Draws, case: Case, by: int, at: Moment) -> Run:
    """Answer a question with a support."""
    child = case.child if case.needs_child else None
    titles = phrases.TITLES_CHILD if child else phrases.TITLES_GROUP
    name = child.first_name if child else ""
    support_for = ("family" if draws.chance(0.25) else "child") if child else "group"
    support = supporting.start(
        book,
        at=at,
        keys=keys,
        by=by,
        request=case.request,
        title=draws.pick(titles).format(name=name, group=case.group or "de groep"),
        support_for=support_for,
        agreed=draws.pick(phrases.AGREED["support"]),
        legal_track=draws.by(_TRACK) if child else "prevention",
        goals=_goals(draws, child is not None),
        previous=case.previous if child else None,
        repeat=case.repeat,
    )
    if child:
        _plan(book, support, by, at)
    weight = min(3.0, 0.6 + 0.4 * child.need) if child else 0.6
    return Run(support, case, draws.log_normal(14.0, 0.55) * weight)


def _plan(book: Book, support: Support, by: int, at: Moment) -> None:
    """The family is asked first; two in three want to make it together. Without draws: the town stays the town it was."""
    answer = ("no", "later", "no")[support.id % 3]
    supporting.offer_plan(book, at=at, by=by, support=support, answer=answer)
    if answer == "no":
        goes_well = phrases.GOES_WELL[support.id % len(phrases.GOES_WELL)]
        we_want = book.goals_of[support.id][-1].in_words
        supporting.write_plan(book, at=at, by=by, support=support, goes_well=goes_well, we_want=we_want)


def _goals(draws: Draws, about_child: bool) -> tuple[tuple[str, str], ...]:
    if not about_child:
        return (("teacher", draws.pick(phrases.GOALS["teacher"])),)
    goals = [("child", draws.pick(phrases.GOALS["child"]))]
    if draws.chance(0.6):
        goals.append(("parent", draws.pick(phrases.GOALS["parent"])))
    if draws.chance(0.2):
        goals.append(("teacher", draws.pick(phrases.GOALS["teacher"])))
    return tuple(goals)


def meet(book: Book, draws: Draws, run: Run, by: int, at: Moment, staff: list[int]) -> int:
    """One appointment and what it brings. Returns the minutes it took."""
    kind, whom = draws.by(_KIND if run.support.child_id else _GROUP_KIND)
    _contact(book, draws, run, by, at, kind, whom)
    for place, share in enumerate(_MORE):
        if draws.chance(share):
            kind_too, whom_too = draws.by(_EXTRA)
            _contact(book, draws, run, by, at + 600 + 200 * place, kind_too, whom_too)
    run.contacts += 1
    run.progress += draws.gamma(1.6)
    _steps(book, draws, run, by, at + 1000)
    _ladder(book, draws, run, by, at + 1100)
    _helpers(book, draws, run, by, at + 1200, staff)
    return supporting.MINUTES[kind] + 15


def _contact(book: Book, draws: Draws, run: Run, by: int, at: Moment, kind: str, whom: str) -> None:
    note = draws.pick(phrases.NOTES)
    supporting.record_contact(book, at=at, by=by, support=run.support, kind=kind, with_whom=whom, note=note)


def _steps(book: Book, draws: Draws, run: Run, by: int, at: Moment) -> None:
    """Open steps get done before new ones are promised."""
    day = day_of(at)
    for step in [step for step in run.steps if step.due_on is None or step.due_on <= day + 14]:
        if draws.chance(0.8):
            supporting.finish_step(book, at=at, by=by, support=run.support, step=step)
            run.steps.remove(step)
    if len(run.steps) < 2 and draws.chance(0.35):
        what, who = draws.pick(phrases.STEPS)
        due = calendar.next_school_day(day + draws.between(14, 40))
        step = supporting.add_step(
            book, at=at + 30, by=by, support=run.support, what=what, who=who, due_on=due
        )
        run.steps.append(step)


def _ladder(book: Book, draws: Draws, run: Run, by: int, at: Moment) -> None:
    place = RUNGS.index(run.support.rung)
    if place < 5 and draws.chance(0.012):
        _move(book, draws, run, by, at, RUNGS[place + 1], phrases.REASON_UP)
    elif place > 2 and draws.chance(0.06):
        _move(book, draws, run, by, at, RUNGS[place - 1], phrases.REASON_DOWN)


def _move(
    book: Book, draws: Draws, run: Run, by: int, at: Moment, rung: str, reasons: tuple[str, ...]
) -> None:
    supporting.move(
        book,
        at=at,
        by=by,
        support=run.support,
        to_rung=rung,
        reason=draws.pick(reasons),
        decided_by=draws.pick(phrases.DECIDED_BY),
    )


def _helpers(book: Book, draws: Draws, run: Run, by: int, at: Moment, staff: list[int]) -> None:
    """Now and then someone joins: support staff for a task, or a person from elsewhere."""
    if run.contacts == 2 and draws.chance(0.15):
        run.staff = draws.pick(staff)
        supporting.add_member(
            book, at=at, by=by, support=run.support, layer="support_staff", user=run.staff, name=""
        )
    elif run.contacts == 4 and draws.chance(0.15):
        layer, name = draws.pick(_PEOPLE)
        supporting.add_member(book, at=at, by=by, support=run.support, layer=layer, user=None, name=name)


def is_enough(draws: Draws, run: Run) -> str:
    """The closure code when it ends now, else empty."""
    if run.progress >= run.need:
        return "01"
    return draws.by(_CLOSURE) if draws.chance(0.012) else ""


def close(book: Book, draws: Draws, run: Run, by: int, at: Moment, code: str, look_back: Day) -> None:
    """Down the ladder where it can, then close."""
    place = RUNGS.index(run.support.rung)
    by_plan = code == "01"
    if by_plan and draws.chance(0.5):
        _move(book, draws, run, by, at, RUNGS[max(0, min(place - 1, 1))], phrases.REASON_DOWN)
    goals = len(book.goals_of.get(run.support.id, ()))
    supporting.close(
        book,
        at=at + 60,
        by=by,
        support=run.support,
        closure_code=code,
        closing_words=draws.pick(phrases.CLOSING if by_plan else phrases.CLOSING_EARLY),
        follow_up_on=look_back,
        reached=sum(draws.chance(0.8 if by_plan else 0.3) for _ in range(goals)),
    )
