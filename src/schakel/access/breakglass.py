"""Emergency access ("noodtoegang"): a file opened without a working relation, for three hours, in the open.

1. Who knows the child exists gives its full name and birth date, and a reason in own words. The rooms above find the child.
2. `actions_breakglass.open_glass` keeps the reason, here and in the sealed log. A relation opens one page for reading; no
   list, no other page and no action counts it (`roles`). It ends by itself.
3. Whoever leads or handles work with the child is told (`notices_for`). Every look is marked in the log (`looks_of`).
4. A coordinator of the area or the privacy officer judges it (`to_review`), never who did it. Not right ends it at once.
"""

import uuid
from datetime import datetime, timedelta
from typing import Final, Unpack

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from schakel.access.gates import Reach, reach, reached_ids
from schakel.access.models import LogEntry, Relation, User
from schakel.access.models_breakglass import BreakGlass, BreakGlassSeen
from schakel.access.roles import Kind, Permission, Why, has_page
from schakel.web.prepared import prepared

LASTS: Final = timedelta(hours=3)
# Long enough to say what happened; a word like "nood" says nothing.
REASON_LEAST: Final = 20
TOLD: Final = (Why.CASE_LEAD, Why.HANDLES)
MOST_LOOKS: Final = 100


def notices_for(user: User) -> list[BreakGlass]:
    """Emergency access to children this person leads or handles work of, until they say that they read it. One query."""
    return _notices(user=user.pk, now=timezone.now())


@prepared
def _notices(*, user: int, now: datetime) -> QuerySet[BreakGlass]:
    mine = Relation.objects.filter(
        user=user, subject_kind=Kind.PERSON, why__in=TOLD, from_at__lte=now, until_at__gt=now
    )
    read = BreakGlassSeen.objects.filter(break_glass=OuterRef("pk"), user=user)
    rows = BreakGlass.objects.filter(~Exists(read), person__in=mine.values("subject_id")).exclude(user=user)
    return rows.select_related("user").order_by("opened_at", "pk")


def reviewable(user: User) -> QuerySet[BreakGlass]:
    """What this person may judge: the privacy officer everything, a coordinator what concerned the own area; never one's own."""
    return _reviewable(
        everything=has_page(user.role, Permission.AUDIT), **reach(user, Permission.REVIEW_BREAK_GLASS)
    )


def _reviewable(*, everything: bool, **through: Unpack[Reach]) -> QuerySet[BreakGlass]:
    rows = BreakGlass.objects.all()
    if not everything:
        rows = rows.filter(pk__in=reached_ids(BreakGlass, **through))
    return rows.exclude(user=through["user"])


def to_review(user: User) -> QuerySet[BreakGlass]:
    """What still waits for a judgement of this person."""
    return reviewable(user).filter(reviewed_at=None)


def how_many_to_review(user: User) -> int:
    """The number of them, for a page that is asked often."""
    everything = has_page(user.role, Permission.AUDIT)
    return len(_waiting(everything=everything, **reach(user, Permission.REVIEW_BREAK_GLASS)))


@prepared
def _waiting(*, everything: bool, **through: Unpack[Reach]) -> "QuerySet[BreakGlass, uuid.UUID]":
    rows = _reviewable(everything=everything, **through).filter(reviewed_at=None)
    return rows.values_list("key", flat=True)


def open_for(user: User) -> list[BreakGlass]:
    """The files that this person has open in need at this moment."""
    now = timezone.now()
    return list(user.emergencies.filter(opened_at__lte=now, until_at__gt=now).order_by("opened_at", "pk"))


def looks_of(glass: BreakGlass) -> list[LogEntry]:
    """What was done with this emergency access, oldest first: the opening and every look."""
    rows = LogEntry.objects.filter(
        actor_id=glass.user_id,
        break_glass=True,
        persons__contains=[glass.person],
        at__gte=glass.opened_at - timedelta(minutes=1),
        at__lte=glass.until_at + timedelta(minutes=1),
    )
    return list(rows.order_by("at", "id")[:MOST_LOOKS])
