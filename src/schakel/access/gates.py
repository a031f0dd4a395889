"""The only door to a person, request, support or site.

`visible` gives the records someone may reach; `one` is `visible` narrowed to one address. So a list and a page
can never disagree. Unknown and forbidden answer alike: not found, and the refusal is written.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypedDict, TypeVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from schakel.access import second_line
from schakel.access.http import Request
from schakel.access.models import Guarded, Relation, User
from schakel.access.roles import Permission, Why, granted, granting
from schakel.web.prepared import prepared

G = TypeVar("G", bound=Guarded)
Row = TypeVar("Row")


class Refused(Http404):
    """Not there, or not for you: the answer is the same. Carries what the log needs."""

    def __init__(self, permission: Permission, kind: int | None = None, key: uuid.UUID | None = None) -> None:
        super().__init__(f"refused: {permission}")
        self.permission = permission
        self.kind = kind
        self.key = key


def visible(user: User, model: type[G], permission: Permission) -> QuerySet[G]:
    """The records of `model` on which `user` holds `permission` at this moment, through any working relation."""
    return model._default_manager.filter(pk__in=related_ids(user, model, permission))


def related_ids(user: User, model: type[Guarded], permission: Permission) -> "QuerySet[Relation, int]":
    """The primary keys behind `visible`, to narrow a larger query without a join."""
    return reached_ids(model, **reach(user, permission))


class Reach(TypedDict):
    """Through which working relations somebody holds a permission at this moment: the values of a prepared query."""

    user: int
    whys: tuple[Why, ...]
    now: datetime


def reach(user: User, permission: Permission) -> Reach:
    """How `user` may hold `permission`; through nothing at all for a closed account."""
    whys = granting(user.role, permission) if user.is_active else []
    return {"user": user.pk, "whys": tuple(whys), "now": timezone.now()}


def reached_ids(
    model: type[Guarded], *, user: int, whys: tuple[Why, ...], now: datetime
) -> "QuerySet[Relation, int]":
    """The rule itself: the primary keys of the records that a reach opens."""
    return Relation.objects.filter(
        user=user, subject_kind=model.relation_kind, why__in=whys, from_at__lte=now, until_at__gt=now
    ).values_list("subject_id", flat=True)


def one(
    request: Request, model: type[G], key: uuid.UUID, permission: Permission, *, joined: tuple[str, ...] = ()
) -> G:
    """The record at this address, staged as a look; or `Refused`. `joined` names what comes with it in the same query."""
    found: list[G] = _one(model=model, key=key, joined=joined, **reach(request.user, permission))
    if not found:
        raise Refused(permission, model.relation_kind, key)
    request.looks.at(found[0], permission)
    return found[0]


@prepared
def _one(
    *,
    model: type[G],
    key: uuid.UUID,
    joined: tuple[str, ...],
    user: int,
    whys: tuple[Why, ...],
    now: datetime,
) -> QuerySet[G]:
    reached = model._default_manager.filter(key=key, pk__in=reached_ids(model, user=user, whys=whys, now=now))
    return reached.select_related(*joined) if joined else reached


def numbered(rows: Sequence[Row], number: int, of: Guarded, permission: Permission) -> Row:
    """The row with this place, counted from one, on the page of a record; or `Refused`. Says nothing outside that page."""
    if not 0 < number <= len(rows):
        raise Refused(permission, of.relation_kind, of.key)
    return rows[number - 1]


def held(user: User, record: Guarded) -> frozenset[Permission]:
    """Everything `user` may do with a record that is already at hand, in one query."""
    if not user.is_active:
        return frozenset()
    whys = _whys(user=user.pk, model=type(record), record=record.pk, now=timezone.now())
    return granted(user.role, map(Why, whys))


@prepared
def _whys(*, user: int, model: type[Guarded], record: int, now: datetime) -> "QuerySet[Relation, str]":
    return Relation.objects.filter(
        user=user, subject_kind=model.relation_kind, subject_id=record, from_at__lte=now, until_at__gt=now
    ).values_list("why", flat=True)


def may(request: Request, record: Guarded) -> frozenset[Permission]:
    """The same for the reader of a page, asked once for all parts of that page."""
    known = request.looks.held
    about = (record.relation_kind, record.pk)
    if about not in known:
        known[about] = held(request.user, record)
    return known[about]


def holds(user: User, record: Guarded, permission: Permission) -> bool:
    """Whether `user` holds `permission` on a record that is already at hand. For actions, which check again."""
    return permission in held(user, record)


def require(user: User | None, record: Guarded, permission: Permission) -> None:
    """Raise `Refused` unless `user` holds `permission` on `record`. `None` is the system itself (demo, import).

    What follows is a write: the database gives it every row from here on (`second_line`).
    """
    if user is None:
        return
    if not holds(user, record, permission):
        raise Refused(permission, record.relation_kind, record.key)
    second_line.widen()


def show(request: Request, rows: Iterable[G]) -> list[G]:
    """The rows of a list, staged as one look at all persons on it."""
    shown = list(rows)
    request.looks.among(shown)
    return shown
