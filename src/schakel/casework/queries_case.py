"""The parts of a case page, each in one query that is put together once."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from schakel.casework.ladder import Face
from schakel.casework.models import Contact, Goal, LadderMove, SharedItem, Step, Support, TeamMember
from schakel.casework.words import Layer
from schakel.web.prepared import prepared


def goals_of(support: Support) -> list[Goal]:
    """The goals in the order in which they were said."""
    return _goals(support=support.pk)


@prepared
def _goals(*, support: int) -> QuerySet[Goal]:
    return Goal.objects.filter(support=support).order_by("pk")


def steps_of(support: Support) -> list[Step]:
    """Who does what by when, in the order in which it was agreed."""
    return _steps(support=support.pk)


@prepared
def _steps(*, support: int) -> QuerySet[Step]:
    return Step.objects.filter(support=support).order_by("pk")


def contacts_of(support: Support, most: int | None) -> list[Contact]:
    """The newest contacts first, at most so many."""
    return _contacts(support=support.pk, part=(most,))


@prepared
def _contacts(*, support: int, part: tuple[int | None]) -> QuerySet[Contact]:
    return Contact.objects.filter(support=support).select_related("by").order_by("-on", "-pk")[: part[0]]


def team_of(support: Support) -> list[TeamMember]:
    """Everyone who helps or helped along, in the order in which they came."""
    return _team(support=support.pk)


@prepared
def _team(*, support: int) -> QuerySet[TeamMember]:
    return TeamMember.objects.filter(support=support).select_related("user").order_by("from_on", "pk")


def readable_now(support: Support) -> int:
    """How many things of this support somebody outside may read at this moment."""
    return len(_shared(support=support.pk, today=timezone.localdate()))


@prepared
def _shared(*, support: int, today: date) -> QuerySet[SharedItem]:
    rows = SharedItem.objects.filter(request__supports=support, withdrawn_at=None)
    return rows.filter(expires_on__gte=today)


def moves_of(support: Support) -> list[LadderMove]:
    """Up and down the ladder, oldest first."""
    return _moves(support=support.pk)


@prepared
def _moves(*, support: int) -> QuerySet[LadderMove]:
    return LadderMove.objects.filter(support=support).order_by("on", "pk")


def faces_met(support: Support, team: Sequence[TeamMember]) -> list[Face]:
    """Everyone the family met in this support: the lead, the team, and who had a contact."""
    met = [Face(str(support.lead_id), Layer.SUPPORTER)]
    layer_of = {support.lead_id: Layer.SUPPORTER.value}
    for member in team:
        who = str(member.user_id) if member.user_id else f"name:{member.name.casefold()}"
        met.append(Face(who, member.layer))
        if member.user_id:
            layer_of[member.user_id] = member.layer
    met += [Face(str(who), layer_of.get(who, Layer.SUPPORTER)) for who in _had_contact(support=support.pk)]
    return met


@prepared
def _had_contact(*, support: int) -> "QuerySet[Contact, int]":
    rows = Contact.objects.filter(support=support, by__isnull=False)
    return rows.values_list("by", flat=True).distinct()
