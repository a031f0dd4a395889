"""How far the database itself lets a connection read persons: the second line, behind the gate.

The database keeps a policy on persons and on their history (`project.row_security`): a row is given to whom a working relation
opens it, whatever a query asks. Who asks is a setting of the transaction.

1. A process begins with the reach of the system: the worker, commands, the log-in page, links that work without an account.
2. The middleware narrows the transaction of a page to the account that is signed in (`narrow`). What a page forgets to ask the
   gate, the database then still withholds.
3. An action that has shown its right (`gates.require`) reads as the system until its transaction ends: it writes rows that nobody
   has a relation with yet. A few reads reach further on purpose; each says so with `beyond` or `widen`.

This guards against a mistake in a query, not against who steals the log-in of the database: they could set the same setting.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from schakel.access.models import User

SETTING = "schakel.user"
# Nobody is named: the whole table is given.
SYSTEM = ""


def is_kept() -> bool:
    """Whether this installation keeps the second line."""
    return bool(settings.ROW_SECURITY)


def narrow(user: User) -> None:
    """From here to the end of the transaction only persons that a working relation opens to `user`."""
    if is_kept():
        _set(str(user.pk))


def widen() -> None:
    """From here to the end of the transaction (or back to its savepoint) as the system."""
    if is_kept():
        _set(SYSTEM)


@contextmanager
def beyond() -> Iterator[None]:
    """Reads in here reach further than the relations of the reader. The caller says in a comment why that is right."""
    before = current() if is_kept() else SYSTEM
    if before == SYSTEM:
        yield
        return
    _set(SYSTEM)
    try:
        yield
    finally:
        _set(before)


@contextmanager
def put_back() -> Iterator[None]:
    """A transaction inside another (a test) leaves the reach as it found it; an outermost one takes its setting along."""
    if not connection.savepoint_ids or not is_kept():
        yield
        return
    before = current()
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _set(before)


def current() -> str:
    """The number of the account to which this transaction is narrowed, or `SYSTEM`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [SETTING])
        return str(cursor.fetchone()[0])


def _set(reach: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, reach])
