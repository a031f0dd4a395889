"""From the first sentence to pick-up, and the questions that turn out to be one."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from schakel.access import log
from schakel.access.gates import require
from schakel.access.models import User
from schakel.access.roles import Permission, Role
from schakel.casework import keep, queries
from schakel.casework.actions.common import locked, moved_on, present, words_in
from schakel.casework.errors import NotAtThisSiteError, NotNowError
from schakel.casework.models import HelpRequest
from schakel.casework.states import State, may_become
from schakel.casework.words import About, Human, Joined, ParentsKnow, Requester
from schakel.people.models import Person
from schakel.reference.models import SchoolSite
from schakel.reference.queries import holidays_for
from schakel.rules import names
from schakel.rules.clock import PICK_UP, PICK_UP_WITH_PAUSE, amsterdam_day, due_day


@transaction.atomic
def receive(
    *,
    by: User | None,
    site: SchoolSite,
    about: About | str,
    matter: str,
    reach: str,
    about_words: str = "",
    parents_know: ParentsKnow | str = "",
    requester: Requester | str = "",
    requester_name: str = "",
    asked_by: User | None = None,
    received_at: datetime | None = None,
) -> HelpRequest:
    """A new question. `asked_by` is who asks with an account; `requester_name` who asked a supporter to enter it."""
    moment = received_at or timezone.now()
    asker = asked_by or (by if not requester_name else None)
    # Who will come, and on which day: the supporter who is there first.
    visit = queries.next_visit(site, timezone.localdate())
    request = HelpRequest.objects.create(
        site=site,
        requester=requester or (asker.role if asker else Requester.PARENT),
        asked_by=asker,
        requester_name=names.clean(requester_name),
        entered_by=by,
        about=about,
        about_words=names.clean(about_words),
        parents_know=parents_know if about == About.CHILD else "",
        matter=words_in(matter, "matter"),
        reach=words_in(reach, "reach"),
        received_at=moment,
        due_on=due_on(site, moment),
        handler=visit.user if visit else None,
        expected_on=visit.on if visit else None,
    )
    keep.open_request(request)
    log.wrote(by=by, action="request.receive", on=request)
    return request


def due_on(site: SchoolSite, received_at: datetime) -> date:
    """The last day on which pick-up is in time (R1)."""
    start = amsterdam_day(received_at)
    if not settings.PICK_UP_PAUSES_IN_HOLIDAYS:
        return due_day(start, PICK_UP)
    return due_day(start, PICK_UP_WITH_PAUSE, holidays_for(site, start))


@transaction.atomic
def assign(
    *, by: User | None, request: HelpRequest, to: User, expected_on: date | None = None
) -> HelpRequest:
    """The desk or coordinator passes a question to a person."""
    request = locked(HelpRequest, request)
    require(by, request, Permission.ASSIGN_REQUEST)
    if not queries.is_open(request):
        raise NotNowError
    if to.role != Role.YOUTH_SUPPORTER or not to.is_active:
        raise NotAtThisSiteError
    previous, request.handler, request.expected_on = request.handler, present(to), expected_on
    moved_on(request, "handler", "expected_on")
    if previous is not None and previous != to:
        keep.leave_request(request, previous)
    keep.handle_request(request)
    log.wrote(by=by, action="request.assign", on=request, detail={"to": str(to.key)})
    return request


@transaction.atomic
def pick_up(
    *,
    by: User,
    request: HelpRequest,
    how: Human | str,
    at: datetime | None = None,
    expected: int | None = None,
) -> HelpRequest:
    """The first human contact: the clock of the promise stops here. A receipt is none."""
    request = locked(HelpRequest, request, expected)
    require(by, request, Permission.HANDLE_REQUEST)
    if not may_become(queries.state(request), State.PICKED_UP):
        raise NotNowError
    request.picked_up_at, request.picked_up_how = at or timezone.now(), Human(how)
    previous, request.handler = request.handler, present(by)
    moved_on(request, "picked_up_at", "picked_up_how", "handler")
    if previous is not None and previous != by:
        keep.leave_request(request, previous)
    keep.handle_request(request)
    log.wrote(by=by, action="request.pick_up", on=request)
    return request


@transaction.atomic
def name_child(*, by: User | None, request: HelpRequest, child: Person) -> HelpRequest:
    """Record which child a question is about: only then can help for that child start."""
    request = locked(HelpRequest, request)
    require(by, request, Permission.HANDLE_REQUEST)
    if request.child is not None and request.child != child:
        keep.forget_child(request, request.child)
    request.child = child
    moved_on(request, "child")
    keep.handle_request(request)
    log.wrote(by=by, action="request.name_child", on=request)
    return request


@transaction.atomic
def withdraw(*, by: User | None, request: HelpRequest, why: str) -> HelpRequest:
    """No longer needed. It stays counted."""
    request = locked(HelpRequest, request)
    if by is None or request.asked_by_id != by.pk:
        require(by, request, Permission.HANDLE_REQUEST)
    if not may_become(queries.state(request), State.WITHDRAWN):
        raise NotNowError
    request.withdrawn_at, request.withdrawn_why = timezone.now(), words_in(why, "why")
    moved_on(request, "withdrawn_at", "withdrawn_why")
    keep.close_request(request)
    log.wrote(by=by, action="request.withdraw", on=request)
    return request


@transaction.atomic
def join(
    *, by: User | None, to: HelpRequest, requests: Iterable[HelpRequest], as_: Joined | str
) -> HelpRequest:
    """Several questions that are one (`DUPLICATE`) or are taken `TOGETHER`. A person chose this; the askers keep following."""
    to = locked(HelpRequest, to)
    require(by, to, Permission.HANDLE_REQUEST)
    if not queries.is_open(to):
        raise NotNowError
    for request in requests:
        _join_one(by, locked(HelpRequest, request), to, Joined(as_))
    return to


def _join_one(by: User | None, request: HelpRequest, to: HelpRequest, as_: Joined) -> None:
    require(by, request, Permission.HANDLE_REQUEST)
    if request.pk == to.pk or request.site_id != to.site_id or not queries.is_open(request):
        raise NotNowError
    if request.joined.exists():
        raise NotNowError
    request.joined_to, request.joined_as = to, as_
    if request.picked_up_at is None and to.picked_up_at is not None:
        request.picked_up_at = max(to.picked_up_at, request.received_at)
        request.picked_up_how = to.picked_up_how
    moved_on(request, "joined_to", "joined_as", "picked_up_at", "picked_up_how")
    keep.close_request(request)
    log.wrote(by=by, action="request.join", on=request, detail={"to": str(to.key), "as": as_.value})
