"""What somebody who leaves has in hand, and who can take it over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from schakel.access.gates import visible
from schakel.access.models import User
from schakel.access.roles import Permission, Role
from schakel.casework import queries
from schakel.casework.models import HelpRequest, Support, TeamMember
from schakel.people.models import AreaDuty, Duty
from schakel.people.queries import current


def led_by(user: User) -> QuerySet[Support]:
    """The supports that somebody must lead on: running ones, and closed ones that nobody looked back on."""
    unfinished = Q(closed_on=None) | Q(followed_up_on=None)
    return Support.objects.filter(unfinished, lead=user).order_by("pk")


def handled_by(user: User) -> QuerySet[HelpRequest]:
    """The open questions that wait for this person."""
    return queries.still_open(HelpRequest.objects.filter(handler=user)).order_by("pk")


def helped_by(user: User) -> QuerySet[TeamMember]:
    """The running supports in which this person helps along."""
    rows = TeamMember.objects.filter(user=user, until_on=None, support__closed_on=None)
    return rows.select_related("support").order_by("pk")


def duties_of(user: User, today: date) -> QuerySet[Duty]:
    """Days at sites, now or later."""
    return user.duties.filter(_not_over(today)).select_related("site", "user").order_by("pk")


def area_duties_of(user: User, today: date) -> QuerySet[AreaDuty]:
    return user.area_duties.filter(_not_over(today)).select_related("area", "user").order_by("pk")


def _not_over(today: date) -> Q:
    return Q(until_on=None) | Q(until_on__gte=today)


def colleagues(by: User, today: date, asked: str = "") -> QuerySet[User]:
    """Everybody who works in an area that `by` coordinates, and may therefore be seen off by them; never oneself.

    `asked` keeps those whose name holds each of these words.
    """
    areas = queries.areas_of(by)
    there = Q(pk__in=Duty.objects.filter(_not_over(today), site__area__in=areas).values("user"))
    overseen = Q(pk__in=AreaDuty.objects.filter(_not_over(today), area__in=areas).values("user"))
    named = Q()
    for word in asked.split():
        named &= Q(full_name__icontains=word)
    return User.objects.filter(there | overseen, named).exclude(pk=by.pk).order_by("full_name", "pk")


def successors(user: User, by: User, today: date) -> list[User]:
    """Who can take over: an open account of the same role; for who works at sites in the areas of `by`."""
    rows = User.objects.filter(role=user.role, is_active=True).exclude(pk=user.pk)
    if user.role != Role.COORDINATOR:
        areas = queries.areas_of(by)
        there = Duty.objects.filter(current(today), site__area__in=areas).values("user")
        rows = rows.filter(pk__in=there)
    return [one for one in rows.order_by("full_name", "pk") if one.is_active]


@dataclass(frozen=True)
class InHand:
    """What the page names: the supports that its reader may see; the rest is counted."""

    named: Sequence[Support]
    others: int
    questions: int
    helps: int
    places: list[str]

    @property
    def is_empty(self) -> bool:
        return not (self.named or self.others or self.questions or self.helps or self.places)


def in_hand(user: User, by: User, today: date) -> InHand:
    """What this person has in hand, as `by` may see it."""
    led = led_by(user)
    named = list(
        visible(by, Support, Permission.READ_FILE)
        .filter(pk__in=led.values("pk"), closed_on=None)
        .select_related("child", "site")
        .order_by("title", "pk")
    )
    places = [str(duty.site) for duty in duties_of(user, today)]
    places += [str(duty.area) for duty in area_duties_of(user, today)]
    return InHand(named, led.count() - len(named), handled_by(user).count(), helped_by(user).count(), places)
