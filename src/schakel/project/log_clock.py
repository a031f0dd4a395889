"""Keeps the log in one order when its database moves to another server.

Blocks of the log are taken by transaction number, and every server counts transactions from its own start. A restored log
would get new rows with numbers far below its last seal: they would look slipped in, and never be sealed. So a restored database
adds a fixed number to those of its server: `access_log_offset()`, a function of the database itself; a dump takes it along.
"""

from __future__ import annotations

from django.db import connections, transaction

NEWEST = """
SELECT greatest(
    (SELECT max(transaction::text::bigint) FROM (
        SELECT transaction FROM access_logentry ORDER BY transaction DESC LIMIT 1) AS row),
    (SELECT to_transaction::text::bigint FROM access_seal ORDER BY number DESC LIMIT 1),
    0)
"""
DEFAULT = "((pg_current_xact_id()::text::bigint + access_log_offset())::text)::xid8"


def catch_up(using: str = "default") -> int:
    """Let the next row of the log come after all that is in it; as owner. Returns the offset, mostly 0."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        # A database that is migrated in parts has no log yet.
        cursor.execute("SELECT to_regclass('access_seal') IS NULL OR to_regproc('access_log_offset') IS NULL")
        if cursor.fetchone()[0]:
            return 0
        cursor.execute("SELECT access_log_offset(), pg_current_xact_id()::text::bigint")
        offset, now = (int(each) for each in cursor.fetchone())
        cursor.execute(NEWEST)
        newest = int(cursor.fetchone()[0])
        if newest < now + offset:
            return offset
        offset = newest - now + 1
        cursor.execute(
            "CREATE OR REPLACE FUNCTION access_log_offset() RETURNS bigint"
            f" LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT {offset}::bigint'"
        )
        cursor.execute(f"ALTER TABLE access_logentry ALTER COLUMN transaction SET DEFAULT {DEFAULT}")
    return offset
