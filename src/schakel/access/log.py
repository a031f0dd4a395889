"""Writes the log: one row for each look, write and refusal. No row, no page.

Rows are inserted unchained: a chain lock taken by every request cost 483 ms at p95 under load; sealing afterwards costs nothing
on the way. See `sealer`.
"""

import json
import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from schakel.access import context
from schakel.access.http import Looks
from schakel.access.models import Guarded, LogEntry, User
from schakel.access.roles import Kind, Permission

REFUSALS_PER_MINUTE = 30


def wrote(
    *,
    by: User | None,
    action: str,
    on: Guarded | None = None,
    persons: Iterable[int] | None = None,
    on_behalf_of: str = "",
    rule: str = "",
    detail: dict[str, str | int | bool | None] | None = None,
    break_glass: bool = False,
) -> None:
    """The row of one write, in the transaction of that write.

    `detail` holds codes and counts, never text about a person. One exception: the reason of emergency access, which must stand
    where nobody can change it afterwards.
    """
    _insert(
        LogEntry.Event.WRITE,
        action,
        by,
        kind=on.relation_kind if on else None,
        key=on.key if on else None,
        persons=persons if persons is not None else (on.person_ids() if on else ()),
        on_behalf_of=on_behalf_of,
        rule=rule,
        detail=detail or {},
        break_glass=break_glass,
    )


def looked(*, user: User | None, action: str, looks: Looks, on_behalf_of: str = "") -> None:
    """The one row of a page: the last statement of its transaction."""
    _insert(
        LogEntry.Event.LOOK,
        action,
        user,
        kind=looks.record.relation_kind if looks.record else None,
        key=looks.record.key if looks.record else None,
        persons=looks.persons,
        rule=looks.rule,
        on_behalf_of=on_behalf_of,
        break_glass=looks.rule == Permission.READ_IN_NEED,
    )


def refused(
    *, user: User | None, action: str, rule: str, kind: int | None = None, key: uuid.UUID | None = None
) -> None:
    """A refusal, in its own transaction: the one it happened in is rolled back.

    At most `REFUSALS_PER_MINUTE` rows per account, so that a script cannot fill the log; the last one says so.
    """
    with transaction.atomic():
        recent = _refusals_last_minute(user)
        if recent < REFUSALS_PER_MINUTE:
            last = recent == REFUSALS_PER_MINUTE - 1
            _insert(
                LogEntry.Event.REFUSAL,
                action,
                user,
                kind=kind,
                key=key,
                rule=rule,
                detail={"limit": True} if last else {},
            )


def signed_in(*, user: User, how: str) -> None:
    _insert(LogEntry.Event.SIGN_IN, how, user, kind=Kind.USER, key=user.key)


def _refusals_last_minute(user: User | None) -> int:
    since = timezone.now() - timedelta(minutes=1)
    rows = LogEntry.objects.filter(
        actor_id=user.pk if user else None, event=LogEntry.Event.REFUSAL, at__gt=since
    )
    return rows[:REFUSALS_PER_MINUTE].count()


def _insert(
    event: LogEntry.Event,
    action: str,
    user: User | None,
    *,
    kind: int | None = None,
    key: uuid.UUID | None = None,
    persons: Iterable[int] = (),
    on_behalf_of: str = "",
    rule: str = "",
    detail: dict[str, str | int | bool | None] | None = None,
    break_glass: bool = False,
) -> None:
    origin = context.current()
    row = {
        "event": event.value,
        "action": action,
        "actor_id": user.pk if user else None,
        "actor_name": user.full_name if user else "",
        "role": user.role if user else "",
        "on_behalf_of": on_behalf_of,
        "object_kind": kind,
        "object_key": key,
        "persons": sorted(set(persons)),
        "rule": rule,
        "break_glass": break_glass,
        "origin": origin.address,
        "trace_id": origin.trace_id,
        "detail": json.dumps(detail or {}),
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, row)


# Time and transaction number are the database's own. Written out, because every page and every write runs it.
_INSERT = """
INSERT INTO access_logentry (event, action, actor_id, actor_name, role, on_behalf_of, object_kind, object_key,
                             persons, rule, break_glass, origin, trace_id, detail)
VALUES (%(event)s, %(action)s, %(actor_id)s, %(actor_name)s, %(role)s, %(on_behalf_of)s, %(object_kind)s, %(object_key)s,
        %(persons)s, %(rule)s, %(break_glass)s, %(origin)s, %(trace_id)s, %(detail)s)
"""
