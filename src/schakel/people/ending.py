"""Accounts and registrations that end soon: who must know it, four weeks ahead.

Read from the dates themselves, so that a page is right also when the worker stood still. The chore only closes and says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from schakel.access import actions
from schakel.access.models import Announcement, User
from schakel.people.models import Duty, Professional
from schakel.people.queries import current
from schakel.reference.models import Area
from schakel.web.prepared import prepared

AHEAD: Final = timedelta(weeks=4)


@dataclass(frozen=True)
class Ending:
    """One thing of one person that ends, or ended, on a day."""

    user: User
    what: Announcement.What
    on: date


def endings_of(user: User, record: Professional | None, today: date) -> list[Ending]:
    """What ends for this person, of whose profession this is recorded, within four weeks, or has ended."""
    days = (
        (Announcement.What.ACCOUNT, user.expires_on),
        (Announcement.What.REGISTRATION, record.registered_until if record else None),
    )
    return [Ending(user, what, on) for what, on in days if on is not None and on <= today + AHEAD]


def endings_in(areas: Iterable[Area], today: date) -> list[Ending]:
    """The same for everybody with days at a site of these areas, first to end on top. One query."""
    users = _ending_in(areas=[area.pk for area in areas], today=today, until=today + AHEAD)
    found = [each for user in users for each in endings_of(user, _recorded(user), today)]
    return sorted(found, key=lambda each: (each.on, each.user.full_name))


def _recorded(user: User) -> Professional | None:
    """What came with the account in the same query."""
    return getattr(user, "professional", None)


@prepared
def _ending_in(*, areas: list[int], today: date, until: date) -> QuerySet[User]:
    there = Duty.objects.filter(current(today), site__area__any=areas).values("user")
    rows = User.objects.filter(_ends_by(until), pk__in=there, is_active=True)
    return rows.select_related("professional")


def _ends_by(day: date) -> Q:
    return Q(expires_on__lte=day) | Q(professional__registered_until__lte=day)


def announce(today: date) -> int:
    """Say once, in the log, what ends within four weeks. Returns how much was said now. Run by the daily chore."""
    rows = User.objects.filter(_ends_by(today + AHEAD), is_active=True).select_related("professional")
    coming = [each for user in rows.order_by("pk") for each in endings_of(user, _recorded(user), today)]
    return sum(actions.announce(user=each.user, what=each.what, on=each.on) for each in coming)
