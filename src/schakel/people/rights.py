"""Wie heeft welk recht, en waarom: every account with its role, places, open relations and dates, and what needs attention.

A fixed number of queries for a page of fifty, whatever the accounts hold. No person of care is named here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from schakel.access.models import Relation, User
from schakel.access.models_breakglass import BreakGlass
from schakel.access.roles import Role, Why, may_hold
from schakel.people.ending import AHEAD
from schakel.people.models import AreaDuty, Duty
from schakel.people.queries import current

UNUSED: Final = timedelta(days=90)
# Who works at sites, and who oversees an area: without either they have no reason to see anything.
AT_SITES: Final = (
    Role.YOUTH_SUPPORTER,
    Role.TEACHER,
    Role.CHILDCARE_WORKER,
    Role.CARE_COORDINATOR,
    Role.SUPPORT_STAFF,
    Role.SCHOOL_HEAD,
)


class Attention(TextChoices):
    """Why an account needs a look."""

    REGISTRATION = "registration", _("registratie (SKJ) verlopen")
    LEAVING = "leaving", _("stopt binnen vier weken")
    NO_PLACE = "no_place", _("werkt nergens")
    UNUSED = "unused", _("90 dagen niet ingelogd")
    EMERGENCY = "emergency", _("noodtoegang nog niet nagekeken")


def _conditions(now: datetime, today: date) -> dict[Attention, Q]:
    """Each reason as a condition on an open account, said once for the list and for the line."""
    at_site = Duty.objects.filter(current(today), user=OuterRef("pk"))
    in_area = AreaDuty.objects.filter(current(today), user=OuterRef("pk"))
    waiting = BreakGlass.objects.filter(user=OuterRef("pk"), reviewed_at=None)
    unseen = Q(last_login__lt=now - UNUSED) | Q(last_login=None, created_at__lt=now - UNUSED)
    return {
        Attention.REGISTRATION: Q(professional__registered_until__lt=today),
        Attention.LEAVING: Q(expires_on__lte=today + AHEAD),
        Attention.NO_PLACE: (Q(role__in=AT_SITES) & ~Exists(at_site))
        | (Q(role=Role.COORDINATOR) & ~Exists(in_area)),
        Attention.UNUSED: unseen,
        Attention.EMERGENCY: Q(Exists(waiting)),
    }


def accounts(now: datetime, today: date, asked: str = "") -> QuerySet[User]:
    """All accounts, each with a yes or no per reason; or only open ones with any (`aandacht`) or one reason."""
    wanted = _conditions(now, today)
    rows = User.objects.select_related("professional")
    rows = rows.annotate(**{f"is_{reason.value}": _as_answer(each) for reason, each in wanted.items()})
    if asked == "aandacht":
        any_of = Q()
        for reason in wanted:
            any_of |= Q(**{f"is_{reason.value}": True})
        return rows.filter(any_of, is_active=True)
    if asked in Attention.values:
        return rows.filter(is_active=True, **{f"is_{asked}": True})
    return rows


def _as_answer(condition: Q) -> Exists:
    """A yes or no that is never unknown: an account without a professional has no expired registration."""
    return Exists(User.objects.filter(pk=OuterRef("pk")).filter(condition))


@dataclass(frozen=True)
class Line:
    """One account, as the page and the file show it."""

    user: User
    places: list[str]
    relations: list[tuple[str, int]]
    registered_until: date | None
    attention: list[str]


def lines(users: Sequence[User], now: datetime, today: date) -> list[Line]:
    """What stands about these accounts. Three queries."""
    counted = _relations(users, now)
    at_sites, in_areas = _sites(users, today), _areas(users, today)
    return [
        Line(
            user,
            at_sites[user.pk] + in_areas[user.pk],
            counted[user.pk],
            _registered_until(user),
            _attention(user),
        )
        for user in users
    ]


def _relations(users: Iterable[User], now: datetime) -> dict[int, list[tuple[str, int]]]:
    """Per account how many relations are open for each reason that counts for its role; the places are told apart."""
    roles = {user.pk: user.role for user in users}
    rows = Relation.objects.filter(user__in=list(roles), from_at__lte=now, until_at__gt=now)
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    counts = rows.exclude(why=Why.WORKS_AT).values_list("user", "why").annotate(n=Count("pk"))
    for number, why, count in counts.order_by("user", "why"):
        if may_hold(roles[number], Why(why)):
            found[number].append((str(Why(why).label), count))
    return found


def _sites(users: Iterable[User], today: date) -> dict[int, list[str]]:
    rows = Duty.objects.filter(current(today), user__in=list(users)).select_related("site")
    found: dict[int, list[str]] = defaultdict(list)
    for duty in rows.order_by("site__name", "pk"):
        found[duty.user_id].append(str(duty.site))
    return found


def _areas(users: Iterable[User], today: date) -> dict[int, list[str]]:
    rows = AreaDuty.objects.filter(current(today), user__in=list(users)).select_related("area")
    found: dict[int, list[str]] = defaultdict(list)
    for duty in rows.order_by("area__name", "pk"):
        found[duty.user_id].append(f"{duty.area} ({duty.get_sort_display()})")
    return found


def _registered_until(user: User) -> date | None:
    record = getattr(user, "professional", None)
    return record.registered_until if record else None


def _attention(user: User) -> list[str]:
    if not user.is_active:
        return []
    return [str(reason.label) for reason in Attention if getattr(user, f"is_{reason.value}")]
