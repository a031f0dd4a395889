"""The policies behind the gate: which persons, and which rows of their history, the runtime role is given at all.

Applied with the rights of the runtime role, after every migration and by `schakel grants`. The policies are always there; whether
the tables ask them is one switch of the installation (`SCHAKEL_ROW_SECURITY`), so that turning it needs no migration. The owner
is not held to them: it migrates and backs up.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from schakel.project.cluster.place import RUNTIME

# Table, and its column that holds the number of the person.
TABLES: Final = {"people_person": "id", "people_personevent": "pgh_obj_id"}
PERSON: Final = 1

# Unset is the system: the worker, a command, the release before this one. In a subquery a setting is asked once for a statement,
# not once for a row. The gate decides to the microsecond; here a minute of difference between two clocks is allowed.
GIVEN: Final = """
    (SELECT coalesce(current_setting('schakel.user', true), '')) = ''
    OR {column} IN (
        SELECT subject_id FROM access_relation
        WHERE user_id = (SELECT nullif(current_setting('schakel.user', true), '')::bigint)
        AND subject_kind = {kind}
        AND from_at <= statement_timestamp() + interval '1 minute'
        AND until_at > statement_timestamp() - interval '1 minute')"""


def apply(cursor: CursorWrapper, present: set[str]) -> None:
    """Lay down the policies anew and switch them on or off; the same again changes nothing."""
    for table, column in TABLES.items():
        if table in present:
            _lay_down(cursor, table, column)


def _lay_down(cursor: CursorWrapper, table: str, column: str) -> None:
    given = GIVEN.format(column=column, kind=PERSON)
    for name, command, clause in (
        ("reading", "SELECT", f"USING ({given})"),
        ("adding", "INSERT", "WITH CHECK (true)"),
        ("changing", "UPDATE", f"USING ({given}) WITH CHECK (true)"),
        ("removing", "DELETE", f"USING ({given})"),
    ):
        cursor.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
        cursor.execute(f"CREATE POLICY {name} ON {table} FOR {command} TO {RUNTIME} {clause}")
    switch = "ENABLE" if settings.ROW_SECURITY else "DISABLE"
    cursor.execute(f"ALTER TABLE {table} {switch} ROW LEVEL SECURITY")
