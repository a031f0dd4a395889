"""The only door to a person, request, support or site.

`visible` gives the records someone may reach; `one` is `visible` narrowed to one address. So a list and a page
can never disagree. Unknown and forbidden answer alike: not found, and the refusal is written.
"""

import uuid
from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from schakel.access.http import Request
from schakel.access.models import Guarded, Relation, User
from schakel.access.roles import Permission, Why, granted, granting

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
    whys = granting(user.role, permission) if user.is_active else []
    now = timezone.now()
    return Relation.objects.filter(
        user=user, subject_kind=model.relation_kind, why__in=whys, from_at__lte=now, until_at__gt=now
    ).values_list("subject_id", flat=True)


def one(
    request: Request,
    model: type[G],
    key: uuid.UUID,
    permission: Permission,
    *,
    among: QuerySet[G] | None = None,
) -> G:
    """The record at this address, staged as a look; or `Refused`. `among` adds joins, never rows."""
    found = (among if among is not None else model._default_manager.all()).filter(
        key=key, pk__in=related_ids(request.user, model, permission)
    )
    record = found.first()
    if record is None:
        raise Refused(permission, model.relation_kind, key)
    request.looks.at(record, permission)
    return record


def numbered(rows: Sequence[Row], number: int, of: Guarded, permission: Permission) -> Row:
    """The row with this place, counted from one, on the page of a record; or `Refused`. Says nothing outside that page."""
    if not 0 < number <= len(rows):
        raise Refused(permission, of.relation_kind, of.key)
    return rows[number - 1]


def held(user: User, record: Guarded) -> frozenset[Permission]:
    """Everything `user` may do with a record that is already at hand, in one query."""
    now = timezone.now()
    if not user.is_active:
        return frozenset()
    whys = Relation.objects.filter(
        user=user, subject_kind=record.relation_kind, subject_id=record.pk, from_at__lte=now, until_at__gt=now
    ).values_list("why", flat=True)
    return granted(user.role, map(Why, whys))


def holds(user: User, record: Guarded, permission: Permission) -> bool:
    """Whether `user` holds `permission` on a record that is already at hand. For actions, which check again."""
    return permission in held(user, record)


def require(user: User | None, record: Guarded, permission: Permission) -> None:
    """Raise `Refused` unless `user` holds `permission` on `record`. `None` is the system itself (demo, import)."""
    if user is not None and not holds(user, record, permission):
        raise Refused(permission, record.relation_kind, record.key)


def show(request: Request, rows: Iterable[G]) -> list[G]:
    """The rows of a list, staged as one look at all persons on it."""
    shown = list(rows)
    request.looks.among(shown)
    return shown
