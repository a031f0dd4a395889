"""Mijn week: what needs me and why, in order.

Every open piece of work gives at most one line. The order is: what must happen today or is late, then what blocks help, then
what is planned, by day. Nobody sorts, nobody scores.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CONSENT_CHANGE_NOTICE = 28  # days before a birthday that changes who must agree


class Reason(StrEnum):
    PICK_UP = "pick_up"
    CLARIFY = "clarify"
    ANSWER = "answer"
    CONSENT = "consent"
    APPOINTMENT = "appointment"
    STEP = "step"
    NOTHING_PLANNED = "nothing_planned"
    FOLLOW_UP = "follow_up"
    BIRTHDAY = "birthday"


class Urgency(IntEnum):
    """How a line is shown: late or today in red, soon in amber, the rest calm."""

    NOW = 0
    SOON = 1
    PLANNED = 2


SOON_DAYS = 2


@dataclass(frozen=True)
class Item:
    """One line: what it is about, why it is here, by when. `subject` is the key of the record behind the line."""

    reason: Reason
    subject: str
    by: date | None
    urgency: Urgency
    at: datetime | None = None


@dataclass(frozen=True)
class OpenRequest:
    subject: str
    due_on: date
    picked_up: bool
    clarified: bool
    consent_missing: bool = False


@dataclass(frozen=True)
class OpenSupport:
    subject: str
    next_at: datetime | None
    step_due_on: date | None
    birthday_on: date | None = None
    consent_missing: bool = False


@dataclass(frozen=True)
class ToFollowUp:
    subject: str
    on: date


def items(
    *,
    today: date,
    requests: Iterable[OpenRequest] = (),
    supports: Iterable[OpenSupport] = (),
    follow_ups: Iterable[ToFollowUp] = (),
) -> list[Item]:
    """The lines of a week, most pressing first; the same input always gives the same order."""
    lines = [_request(request, today) for request in requests]
    for support in supports:
        lines += _support(support, today)
    lines += [Item(Reason.FOLLOW_UP, due.subject, due.on, _urgency(due.on, today)) for due in follow_ups]
    return sorted(lines, key=_order)


def _request(request: OpenRequest, today: date) -> Item:
    if not request.picked_up:
        return Item(Reason.PICK_UP, request.subject, request.due_on, _urgency(request.due_on, today))
    if not request.clarified:
        return Item(Reason.CLARIFY, request.subject, None, Urgency.SOON)
    reason = Reason.CONSENT if request.consent_missing else Reason.ANSWER
    return Item(reason, request.subject, None, Urgency.SOON)


def _support(support: OpenSupport, today: date) -> list[Item]:
    lines = []
    if support.consent_missing:
        lines.append(Item(Reason.CONSENT, support.subject, None, Urgency.SOON))
    if support.step_due_on is not None:
        lines.append(
            Item(Reason.STEP, support.subject, support.step_due_on, _urgency(support.step_due_on, today))
        )
    if support.birthday_on is not None and 0 <= (support.birthday_on - today).days <= CONSENT_CHANGE_NOTICE:
        lines.append(Item(Reason.BIRTHDAY, support.subject, support.birthday_on, Urgency.PLANNED))
    if support.next_at is not None:
        day = support.next_at.astimezone(AMSTERDAM).date()
        urgency = Urgency.NOW if day <= today else Urgency.PLANNED
        lines.append(Item(Reason.APPOINTMENT, support.subject, day, urgency, support.next_at))
    elif not lines:
        lines.append(Item(Reason.NOTHING_PLANNED, support.subject, None, Urgency.PLANNED))
    return lines


def _urgency(by: date, today: date) -> Urgency:
    days = (by - today).days
    if days <= 0:
        return Urgency.NOW
    return Urgency.SOON if days <= SOON_DAYS else Urgency.PLANNED


_RANK = {reason: rank for rank, reason in enumerate(Reason)}


def _order(item: Item) -> tuple[int, date, time, int, str]:
    clock = item.at.astimezone(AMSTERDAM).timetz().replace(tzinfo=None) if item.at else time.max
    return item.urgency, item.by or date.max, clock, _RANK[item.reason], item.subject
