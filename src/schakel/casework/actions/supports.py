"""A support from its start to the day of looking back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from schakel.access import log
from schakel.access.gates import require
from schakel.access.models import User
from schakel.access.roles import Permission, Why
from schakel.casework import keep, ladder
from schakel.casework.actions import answers, consent, grounds
from schakel.casework.actions.common import (
    locked,
    moved_on,
    open_support,
    present,
    require_registered,
    words_in,
)
from schakel.casework.errors import (
    AlreadyThereError,
    ChildNeededError,
    DateError,
    NotNowError,
    NotRegisteredError,
    UnknownCodeError,
)
from schakel.casework.models import (
    ConsentDecision,
    Contact,
    Goal,
    HelpRequest,
    LadderMove,
    Step,
    Support,
    TeamMember,
)
from schakel.casework.words import (
    DEFAULT_MINUTES,
    AnswerKind,
    ContactKind,
    Layer,
    Repeat,
    Rung,
    SupportFor,
    Track,
    WithWhom,
)
from schakel.reference.models import Code
from schakel.rules.consent import Act
from schakel.rules.consent_flow import Doing
from schakel.rules.work_allocation import ReservedAct

# The day to look back when nobody chose another: eight weeks. A setting of the work, not a figure about it.
LOOK_BACK: Final = timedelta(weeks=8)


@transaction.atomic
def start(
    *,
    by: User | None,
    request: HelpRequest,
    title: str,
    support_for: SupportFor | str,
    agreed: str,
    legal_track: Track | str = Track.PREVENTION,
    lead: User | None = None,
    started_on: date | None = None,
    goals: Sequence[tuple[WithWhom | str, str]] = (),
    previous: Support | None = None,
    repeat: Repeat | str = "",
    expected: int | None = None,
) -> Support:
    """Answer a question with a support, under one lead.

    Raises `ConsentMissingError` for a child without the consent that R2 asks for, and `NotRegisteredError` when the track
    reserves its acts for a registered professional and the lead is not one on that day (R7).
    """
    request = locked(HelpRequest, request, expected)
    require(by, request, Permission.HANDLE_REQUEST)
    day = started_on or timezone.localdate()
    leader = _leader(lead or by, Track(legal_track), day)
    decision = _decision(by, request, support_for, day)
    answers.record_answer(
        by=by, request=request, kind=AnswerKind.SUPPORT, agreed=agreed, decision=decision, first_help_on=day
    )
    support = Support(request=request, site=request.site, lead=leader, started_on=day)
    support.support_for, support.legal_track = support_for, legal_track
    support.consent, support.child = decision, decision.child if decision else None
    support.title, support.agreed = words_in(title, "title"), words_in(agreed, "agreed")
    support.previous, support.repeat = previous, repeat if previous else ""
    support.save()
    for said_by, words in goals:
        Goal.objects.create(support=support, in_words=words_in(words, "goals"), said_by=said_by, on=day)
    grounds.usual(by=by, support=support)
    keep.open_support(support)
    log.wrote(by=by, action="support.start", on=support, detail={"track": str(legal_track)})
    return support


def _leader(user: User | None, track: Track, day: date) -> User:
    """Who leads it: still here, and registered where the track reserves that."""
    if user is None:
        raise NotRegisteredError
    require_registered(present(user), ReservedAct.DECIDE, track, day)
    return user


def _decision(
    by: User | None, request: HelpRequest, support_for: SupportFor | str, day: date
) -> ConsentDecision | None:
    """What consent answers, for help that is about one child; None for a group or a team."""
    if support_for not in (SupportFor.CHILD, SupportFor.FAMILY):
        return None
    if request.child is None:
        raise ChildNeededError
    return consent.decide(by=by, child=request.child, act=Act.CHILD_HELP, on=day)


@transaction.atomic
def update(
    *,
    by: User | None,
    support: Support,
    title: str,
    agreed: str,
    legal_track: Track | str,
    expected: int | None = None,
) -> Support:
    """Change title, agreement or legal track. The track decides consent, plan and retention, so it is checked again."""
    support = open_support(by, support, Permission.WRITE_FILE, expected)
    require_registered(support.lead, ReservedAct.DECIDE, Track(legal_track), timezone.localdate())
    support.title, support.agreed = words_in(title, "title"), words_in(agreed, "agreed")
    support.legal_track = Track(legal_track)
    moved_on(support, "title", "agreed", "legal_track")
    log.wrote(by=by, action="support.update", on=support, detail={"track": str(legal_track)})
    return support


@transaction.atomic
def add_member(
    *, by: User | None, support: Support, layer: Layer | str, user: User | None = None, name: str = ""
) -> TeamMember:
    """Someone helps along: a colleague with an account, or a name from elsewhere. Few faces: it is shown how many there are."""
    support = open_support(by, support, Permission.LEAD_FILE)
    if user is None:
        name = words_in(name, "name")
    if user is not None and (user == support.lead or support.team.filter(user=user, until_on=None).exists()):
        raise AlreadyThereError
    member = TeamMember.objects.create(
        support=support,
        user=user and present(user),
        name="" if user else name,
        layer=layer,
        from_on=timezone.localdate(),
    )
    keep.open_member(member)
    log.wrote(
        by=by, action="support.member", on=support, detail={"member": str(user.key) if user else "elsewhere"}
    )
    return member


@transaction.atomic
def end_member(*, by: User | None, member: TeamMember) -> None:
    """Someone stops helping along, and no longer reaches this file."""
    support = open_support(by, member.support, Permission.LEAD_FILE)
    member.until_on = timezone.localdate()
    member.save(update_fields=["until_on"])
    if member.user is not None:
        keep.leave_support(support, member.user, Why.TEAM_MEMBER)
    log.wrote(by=by, action="support.member_end", on=support)


@transaction.atomic
def hand_over(*, by: User | None, support: Support, to: User, expected: int | None = None) -> Support:
    """Another becomes the vaste contactpersoon. The one before loses access in the same moment."""
    support = open_support(by, support, Permission.LEAD_FILE, expected)
    require_registered(to, ReservedAct.DECIDE, Track(support.legal_track), timezone.localdate())
    if to == support.lead or not to.is_active:
        raise AlreadyThereError
    before, support.lead = support.lead, present(to)
    moved_on(support, "lead")
    keep.leave_support(support, before, Why.CASE_LEAD)
    keep.open_support(support)
    log.wrote(by=by, action="support.hand_over", on=support, detail={"to": str(to.key)})
    return support


@transaction.atomic
def record_contact(
    *,
    by: User | None,
    support: Support,
    kind: ContactKind | str,
    with_whom: WithWhom | str,
    on: date | None = None,
    note: str = "",
    minutes: int | None = None,
) -> Contact:
    """A contact. Its minutes follow from its kind unless someone says otherwise."""
    support = open_support(by, support, Permission.WRITE_FILE)
    day = on or timezone.localdate()
    if not support.started_on <= day <= timezone.localdate():
        raise DateError("on")
    contact = Contact.objects.create(
        support=support,
        by=by,
        on=day,
        kind=kind,
        with_whom=with_whom,
        minutes=DEFAULT_MINUTES[ContactKind(kind)] if minutes is None else minutes,
        note=note.strip(),
    )
    log.wrote(by=by, action="support.contact", on=support, detail={"kind": str(kind)})
    return contact


@transaction.atomic
def add_step(*, by: User | None, support: Support, what: str, who: str, due_on: date | None = None) -> Step:
    """Who does what by when."""
    support = open_support(by, support, Permission.WRITE_FILE)
    consent.require_for(support, Doing.NEW_STEP)
    step = Step.objects.create(
        support=support, what=words_in(what, "what"), who=words_in(who, "who"), due_on=due_on, by=by
    )
    log.wrote(by=by, action="support.step", on=support)
    return step


@transaction.atomic
def finish_step(*, by: User | None, step: Step) -> Step:
    support = open_support(by, step.support, Permission.WRITE_FILE)
    if step.done_on is not None:
        raise AlreadyThereError
    step.done_on = timezone.localdate()
    step.save(update_fields=["done_on"])
    log.wrote(by=by, action="support.step_done", on=support)
    return step


@transaction.atomic
def add_goal(*, by: User | None, support: Support, words: str, said_by: WithWhom | str) -> Goal:
    """A goal, in the words of child or parent."""
    support = open_support(by, support, Permission.WRITE_FILE)
    consent.require_for(support, Doing.NEW_GOAL)
    goal = Goal.objects.create(
        support=support, in_words=words_in(words, "in_words"), said_by=said_by, on=timezone.localdate()
    )
    log.wrote(by=by, action="support.goal", on=support)
    return goal


@transaction.atomic
def plan_next(*, by: User | None, support: Support, at: datetime | None, what: str = "") -> Support:
    """The next appointment; without a moment there is none."""
    support = open_support(by, support, Permission.WRITE_FILE)
    support.next_at, support.next_what = at, what.strip() if at else ""
    moved_on(support, "next_at", "next_what")
    log.wrote(by=by, action="support.appointment", on=support)
    return support


@transaction.atomic
def move(
    *,
    by: User | None,
    support: Support,
    to_rung: Rung | str,
    reason: str,
    decided_by: str,
    on: date | None = None,
    expected: int | None = None,
) -> LadderMove:
    """One move up or down the ladder, with date, reason and who decided. Down is as normal as up."""
    support = open_support(by, support, Permission.WRITE_FILE, expected)
    day = on or timezone.localdate()
    last = support.moves.order_by("-on", "-pk").first()
    if not (last.on if last else support.started_on) <= day <= timezone.localdate():
        raise DateError("on")
    try:
        way = ladder.direction(support.rung, Rung(to_rung))
    except ladder.SameRungError as same:
        raise AlreadyThereError from same
    if by is not None:
        require_registered(by, ReservedAct.DECIDE, Track(support.legal_track), timezone.localdate())
    consent.require_for(support, Doing.SCALE_UP if way is ladder.Direction.UP else Doing.SCALE_DOWN)
    record = LadderMove.objects.create(
        support=support,
        from_rung=support.rung,
        to_rung=to_rung,
        on=day,
        reason=words_in(reason, "reason"),
        decided_by=words_in(decided_by, "decided_by"),
        by=by,
    )
    support.rung = Rung(to_rung)
    moved_on(support, "rung")
    log.wrote(by=by, action=f"support.scale_{way.value}", on=support, detail={"to": str(to_rung)})
    return record


@transaction.atomic
def close(
    *,
    by: User | None,
    support: Support,
    closure_code: str,
    closing_words: str,
    follow_up_on: date | None = None,
    reached: Sequence[int] = (),
    closed_on: date | None = None,
    expected: int | None = None,
) -> Support:
    """Close with a code (CBS), what came of it, which goals were reached, and a day to look back."""
    support = open_support(by, support, Permission.LEAD_FILE, expected)
    if by is not None:
        require_registered(by, ReservedAct.DECIDE, Track(support.legal_track), timezone.localdate())
    day = closed_on or timezone.localdate()
    if not support.started_on <= day <= timezone.localdate():
        raise DateError("closed_on")
    look_back = follow_up_on or day + LOOK_BACK
    if look_back <= day:
        raise DateError("follow_up_on")
    if not Code.objects.filter(list=Code.List.CLOSURE, code=closure_code).exists():
        raise UnknownCodeError
    support.closed_on, support.closure_code, support.follow_up_on = day, closure_code, look_back
    support.closing_words = words_in(closing_words, "closing_words")
    support.next_at, support.next_what = None, ""
    moved_on(support, "closed_on", "closure_code", "follow_up_on", "closing_words", "next_at", "next_what")
    for goal in support.goals.all():
        goal.reached = goal.pk in set(reached)
        goal.save(update_fields=["reached"])
    keep.close_support(support)
    log.wrote(by=by, action="support.close", on=support, detail={"code": closure_code})
    return support


@transaction.atomic
def follow_up(*, by: User | None, support: Support) -> Support:
    """Looked back. What comes now is a new question: a relapse or something else, and it says which."""
    support = locked(Support, support)
    require(by, support, Permission.LEAD_FILE)
    if support.is_open or support.followed_up_on is not None:
        raise NotNowError
    support.followed_up_on = timezone.localdate()
    moved_on(support, "followed_up_on")
    keep.forget_support(support)
    log.wrote(by=by, action="support.follow_up", on=support)
    return support
