"""A support from start to looking back: the acts of `casework.actions.supports`, in the book."""

import json

from schakel.demo import answering
from schakel.demo.book import Book, act
from schakel.demo.clock import FOREVER, Day, Moment, day_of, end_of
from schakel.demo.draws import Draws
from schakel.demo.records import (
    Contact,
    Goal,
    Ground,
    Member,
    Move,
    PlanOffer,
    PlanVersion,
    Request,
    Step,
    Support,
)
from schakel.demo.relations import SUPPORT
from schakel.rules.grounds import usual_ground
from schakel.rules.track import LegalTrack

LOOK_BACK_DAYS = 56
LATE_DAYS = 56
MINUTES = {"talk_school": 30, "home_visit": 60, "call": 15, "video": 30, "group": 45, "meeting": 60}
RUNGS = (
    "everyday",
    "school_basic",
    "short_support",
    "team_around_family",
    "neighbourhood_team",
    "youth_care",
    "expert_team",
)
CASE_LEAD = frozenset({"case_lead"})
TEAM = frozenset({"team_member", "area_coordinator"})


@act
def start(
    book: Book,
    *,
    at: Moment,
    keys: Draws,
    by: int,
    request: Request,
    title: str,
    support_for: str,
    agreed: str,
    legal_track: str,
    goals: tuple[tuple[str, str], ...],
    previous: Support | None = None,
    repeat: str = "",
) -> Support:
    """Answer a question with a support, under one lead."""
    child = request.child_id if support_for in ("child", "family") else None
    decision = answering.decide(book, child, by, at) if child else None
    answering.record(book, request, "support", agreed, decision, by, at)
    number, consent = len(book.tables.supports) + 1, decision.id if decision else None
    place = (request.id, request.site_id, support_for, child)
    support = Support(number, keys.key(), *place, title, by, legal_track, consent, agreed, day_of(at))
    if previous is not None:
        support.previous_id, support.repeat = previous.id, repeat
    book.tables.supports.append(support)
    usual = usual_ground(LegalTrack(legal_track))
    book.tables.grounds.append(Ground(number, usual.ground.value, usual.source, support.started_on, by))
    if child:
        book.supports_of.setdefault(child, []).append(support)
    for said_by, words in goals:
        _goal(book, support, words, said_by, at)
    open_support(book, support, at)
    _wrote(book, at, by, "start", support, f'{{"track": "{legal_track}"}}')
    return support


def open_support(book: Book, support: Support, at: Moment) -> None:
    """Lead and coordinators; who leads the next support reads what went before."""
    _open_file(book, support, [support.lead_id], "case_lead", at)
    _open_file(book, support, book.coordinators(support.site_id), "area_coordinator", at)
    if support.previous_id:
        earlier = (SUPPORT, support.previous_id)
        book.relations.grant([support.lead_id], earlier, "case_lead", at=at, source=(SUPPORT, support.id))


def open_member(book: Book, member: Member, support: Support, at: Moment) -> None:
    if member.user_id:
        _open_file(book, support, [member.user_id], "team_member", at, end_of(member.until_on))


def _open_file(
    book: Book, support: Support, users: list[int], why: str, at: Moment, until: Moment = FOREVER
) -> None:
    if until > at:
        thing = (SUPPORT, support.id)
        book.relations.grant(users, thing, why, at=at, until=until)
        book.open_person(support.child_id, users, why, thing, at=at, until=until)


def _wrote(
    book: Book, at: Moment, by: int, verb: str, support: Support, detail: str = "{}", *, room: str = "support"
) -> None:
    persons = (support.child_id,) if support.child_id else ()
    book.wrote(at, by, f"{room}.{verb}", (SUPPORT, support.id), persons, detail)


@act
def add_member(
    book: Book, *, at: Moment, by: int, support: Support, layer: str, user: int | None, name: str
) -> None:
    """Someone helps along: a colleague with an account, or a name from elsewhere."""
    member = Member(support.id, user, "" if user else name, layer, day_of(at))
    book.tables.members.append(member)
    book.members_of.setdefault(support.id, []).append(member)
    open_member(book, member, support, at)
    known = book.key_of(user) if user else "elsewhere"
    _wrote(book, at, by, "member", support, f'{{"member": "{known}"}}')


@act
def record_contact(
    book: Book, *, at: Moment, by: int, support: Support, kind: str, with_whom: str, note: str
) -> None:
    """A contact; its minutes follow from its kind."""
    book.tables.contacts.append(Contact(support.id, by, day_of(at), kind, with_whom, MINUTES[kind], note, at))
    _wrote(book, at, by, "contact", support, f'{{"kind": "{kind}"}}')


@act
def add_step(
    book: Book, *, at: Moment, by: int, support: Support, what: str, who: str, due_on: Day | None
) -> Step:
    """Who does what by when."""
    step = Step(support.id, what, who, due_on, by)
    book.tables.steps.append(step)
    _wrote(book, at, by, "step", support)
    return step


@act
def finish_step(book: Book, *, at: Moment, by: int, support: Support, step: Step) -> None:
    step.done_on = day_of(at)
    _wrote(book, at, by, "step_done", support)


@act
def add_goal(book: Book, *, at: Moment, by: int, support: Support, words: str, said_by: str) -> None:
    """A goal, in the words of child or parent."""
    _goal(book, support, words, said_by, at)
    _wrote(book, at, by, "goal", support)


def _goal(book: Book, support: Support, words: str, said_by: str, at: Moment) -> None:
    goal = Goal(support.id, words, said_by, day_of(at))
    book.tables.goals.append(goal)
    book.goals_of.setdefault(support.id, []).append(goal)


@act
def offer_plan(book: Book, *, at: Moment, by: int, support: Support, answer: str) -> None:
    """The family was asked whether it makes a plan itself."""
    book.tables.plan_offers.append(PlanOffer(support.id, answer, day_of(at), by))
    _wrote(book, at, by, "offer", support, f'{{"answer": "{answer}"}}', room="plan")


@act
def write_plan(book: Book, *, at: Moment, by: int, support: Support, goes_well: str, we_want: str) -> None:
    """The first version of the plan, with the goals as they stand."""
    goals = json.dumps([goal.in_words for goal in book.goals_of.get(support.id, ())], ensure_ascii=False)
    day = day_of(at)
    book.tables.plans.append(PlanVersion(support.id, goes_well, we_want, goals, by, day, at))
    _wrote(book, at, by, "write", support, '{"version": 1, "by_family": false}', room="plan")


@act
def plan_next(
    book: Book, *, at: Moment, by: int, support: Support, next_at: Moment | None, what: str
) -> None:
    """The next appointment."""
    support.next_at, support.next_what = next_at, what if next_at else ""
    support.version += 1
    _wrote(book, at, by, "appointment", support)


@act
def move(
    book: Book, *, at: Moment, by: int, support: Support, to_rung: str, reason: str, decided_by: str
) -> None:
    """One move up or down the ladder."""
    book.tables.moves.append(Move(support.id, support.rung, to_rung, day_of(at), reason, decided_by, by))
    verb = "scale_up" if RUNGS.index(to_rung) > RUNGS.index(support.rung) else "scale_down"
    support.rung = to_rung
    support.version += 1
    _wrote(book, at, by, verb, support, f'{{"to": "{to_rung}"}}')


@act
def close(
    book: Book,
    *,
    at: Moment,
    by: int,
    support: Support,
    closure_code: str,
    closing_words: str,
    follow_up_on: Day,
    reached: int,
) -> None:
    """Close with a code, what came of it, and a day to look back; the first `reached` goals were reached."""
    day = day_of(at)
    support.closed_on, support.closure_code, support.closing_words = day, closure_code, closing_words
    support.follow_up_on = follow_up_on
    support.next_at, support.next_what = None, ""
    support.version += 1
    for place, goal in enumerate(book.goals_of.get(support.id, ())):
        goal.reached = place < reached
    book.relations.end((SUPPORT, support.id), TEAM, at=at)
    _open_file(book, support, [support.lead_id], "case_lead", at, end_of(follow_up_on + LATE_DAYS))
    _wrote(book, at, by, "close", support, f'{{"code": "{closure_code}"}}')


@act
def follow_up(book: Book, *, at: Moment, by: int, support: Support) -> None:
    """Looked back: the file closes to everybody."""
    support.followed_up_on = day_of(at)
    support.version += 1
    book.relations.end((SUPPORT, support.id), CASE_LEAD, at=at)
    _wrote(book, at, by, "follow_up", support)
