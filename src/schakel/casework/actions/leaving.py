"""Somebody leaves: all work goes to somebody else and the account closes, in one transaction. Or nothing happens at all.

1. Lock the work, then the accounts: who gives work to somebody locks in the same order (`common.present`).
2. Refuse when anything would be left without somebody who can take it.
3. Supports go to the successor, or to another for each; then questions, memberships, days at sites, areas, and what else goes on.
4. Every relation of who leaves ends, the sessions end, the account closes. Each step leaves its row.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.access import actions as accounts
from schakel.access import log, relations, second_line
from schakel.access.errors import OwnAccountError
from schakel.access.gates import Refused
from schakel.access.models import User
from schakel.access.roles import Kind, Permission, Role, Why, has_page
from schakel.casework import keep, queries_leaving
from schakel.casework.actions import staff
from schakel.casework.actions.common import moved_on, require_registered
from schakel.casework.errors import NotRegisteredError
from schakel.casework.errors_leaving import LeftBehindError, SuccessorError
from schakel.casework.models import HelpRequest, Support, TeamMember
from schakel.casework.words import Track
from schakel.people import actions as people
from schakel.people.models import AreaDuty, Duty
from schakel.rules.work_allocation import ReservedAct

# What goes on with the successor beside the work that is handed over piece by piece: an answer given last week, the questions of
# a desk, emergency access to judge. What was shared with one person, or opened in need, was for that person alone.
GOES_ON: Final = frozenset({Why.ASKED, Why.HANDLES, Why.DESK, Why.AREA_COORDINATOR, Why.REVIEWER})


@dataclass(frozen=True)
class InHand:
    """Everything that somebody who leaves has in hand, locked."""

    supports: list[Support]
    questions: list[HelpRequest]
    helps: list[TeamMember]
    duties: list[Duty]
    areas: list[AreaDuty]

    def is_work(self, user: User) -> bool:
        """Whether somebody must take over. Days at a site are no work by themselves, except those of a supporter."""
        days = bool(self.duties) and user.role == Role.YOUTH_SUPPORTER
        return bool(self.supports or self.questions or self.helps or self.areas or days)


@transaction.atomic
def leave(
    *,
    by: User | None,
    user: User,
    successor: User | None = None,
    leads: Mapping[uuid.UUID, User] | None = None,
) -> InHand:
    """Hand over all work of `user` to `successor`, or single supports (by their key) to another lead, and close the account.

    Raises `LeftBehindError` when something would be left without somebody, `SuccessorError` for who cannot take over,
    `OwnAccountError` for oneself, `Refused` for who does not coordinate an area where `user` works.
    """
    _may(by, user)
    today, chosen = timezone.localdate(), dict(leads or {})
    # Work first, then the accounts, then the work again: what was given away in between is now seen, and nothing can follow.
    _locked(user, today)
    takers = {one for one in (successor, *chosen.values()) if one is not None}
    open_accounts = _accounts(user, takers)
    work = _locked(user, today)
    if successor is not None and (successor.pk not in open_accounts or successor.role != user.role):
        raise SuccessorError
    new_leads = _new_leads(work.supports, successor, chosen, open_accounts)
    if successor is None and work.is_work(user):
        raise LeftBehindError(_left_behind(work))
    for support in work.supports:
        _lead_on(by, support, user, new_leads[support.key])
    if successor is not None:
        _take_over(by, work, user, successor)
    _end_places(by, work, today)
    if successor is not None:
        _take_places(by, work, successor, today)
    relations.hand_on(user=user, to=successor, whys=GOES_ON)
    accounts.set_active(by=by, user=user, active=False)
    _write(by, user, successor, work)
    return work


def _may(by: User | None, user: User) -> None:
    if by is None:
        return
    if by == user:
        raise OwnAccountError
    mine = has_page(by.role, Permission.BOARD) and by.is_active
    if not mine or not queries_leaving.colleagues(by, timezone.localdate()).filter(pk=user.pk).exists():
        raise Refused(Permission.OVERSEE, Kind.USER, user.key)
    # Families of other areas go over too.
    second_line.widen()


def _locked(user: User, today: date) -> InHand:
    return InHand(
        list(queries_leaving.led_by(user).select_for_update(of=("self",))),
        list(queries_leaving.handled_by(user).select_for_update(of=("self",))),
        list(queries_leaving.helped_by(user).select_for_update(of=("self",))),
        list(queries_leaving.duties_of(user, today).select_for_update(of=("self",))),
        list(queries_leaving.area_duties_of(user, today).select_for_update(of=("self",))),
    )


def _accounts(user: User, takers: set[User]) -> set[int]:
    """The open accounts among who takes over; all of them, and who leaves, locked in one order."""
    numbers = {user.pk, *(one.pk for one in takers)}
    rows = User.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    return {one.pk for one in rows if one.is_active and one.pk != user.pk}


def _new_leads(
    supports: list[Support], successor: User | None, chosen: Mapping[uuid.UUID, User], open_accounts: set[int]
) -> dict[uuid.UUID, User]:
    """Who leads each support from now on. Raises `LeftBehindError` with all that nobody can lead."""
    found, left = dict[uuid.UUID, User](), list[str]()
    for support in supports:
        to = chosen.get(support.key, successor)
        if to is not None and to.pk in open_accounts and _can_lead(to, support):
            found[support.key] = to
        else:
            left.append(support.title)
    if left:
        raise LeftBehindError(left)
    return found


def _can_lead(user: User, support: Support) -> bool:
    if user.role != Role.YOUTH_SUPPORTER:
        return False
    try:
        require_registered(user, ReservedAct.DECIDE, Track(support.legal_track), timezone.localdate())
    except NotRegisteredError:
        return not support.is_open
    return True


def _left_behind(work: InHand) -> list[str]:
    """What stays behind, in words; supports were named before."""
    counted = (
        (_("open vragen"), work.questions),
        (_("ondersteuningen waarin iemand meehelpt"), work.helps),
        (_("dagen op locaties"), work.duties),
        (_("gebieden"), work.areas),
    )
    return [words for words, rows in counted if rows]


def _lead_on(by: User | None, support: Support, before: User, to: User) -> None:
    support.lead = to
    moved_on(support, "lead")
    keep.leave_support(support, before, Why.CASE_LEAD)
    if support.is_open:
        keep.open_support(support)
    else:
        keep.close_support(support)
    log.wrote(by=by, action="support.hand_over", on=support, detail={"to": str(to.key)})


def _take_over(by: User | None, work: InHand, before: User, to: User) -> None:
    """Questions and memberships."""
    for question in work.questions:
        question.handler = to
        moved_on(question, "handler")
        keep.leave_request(question, before)
        keep.handle_request(question)
        log.wrote(by=by, action="request.assign", on=question, detail={"to": str(to.key)})
    for member in work.helps:
        _help_along(by, member, before, to)


def _help_along(by: User | None, member: TeamMember, before: User, to: User) -> None:
    """The membership ends; the successor helps along instead, unless they are there already."""
    support, today = member.support, timezone.localdate()
    member.until_on = today
    member.save(update_fields=["until_on"])
    keep.leave_support(support, before, Why.TEAM_MEMBER)
    log.wrote(by=by, action="support.member_end", on=support)
    if to.pk == support.lead_id or support.team.filter(user=to, until_on=None).exists():
        return
    fresh = TeamMember.objects.create(support=support, user=to, layer=member.layer, from_on=today)
    keep.open_member(fresh)
    log.wrote(by=by, action="support.member", on=support, detail={"member": str(to.key)})


def _end_places(by: User | None, work: InHand, today: date) -> None:
    for duty in work.duties:
        staff.stop_duty(by=by, duty=duty, until_on=max(today, duty.from_on))
    for area_duty in work.areas:
        people.end_overseeing(by=by, duty=area_duty, until_on=max(today, area_duty.from_on))


def _take_places(by: User | None, work: InHand, to: User, today: date) -> None:
    """The days and areas, except where the successor is already."""
    for duty in work.duties:
        if not queries_leaving.duties_of(to, today).filter(site=duty.site).exists():
            staff.start_duty(
                by=by,
                user=to,
                site=duty.site,
                weekdays=duty.weekdays,
                from_on=max(today, duty.from_on),
            )
    for area in work.areas:
        if not queries_leaving.area_duties_of(to, today).filter(area=area.area, sort=area.sort).exists():
            staff.start_overseeing(
                by=by, user=to, area=area.area, sort=area.sort, from_on=max(today, area.from_on)
            )


def _write(by: User | None, user: User, successor: User | None, work: InHand) -> None:
    detail: dict[str, str | int | bool | None] = {
        "account": str(user.key),
        "successor": str(successor.key) if successor else None,
        "supports": len(work.supports),
        "questions": len(work.questions),
        "helps": len(work.helps),
        "places": len(work.duties) + len(work.areas),
    }
    log.wrote(by=by, action="staff.leave", detail=detail)
