"""The log of a region: millions of rows in one go, as owner of the table.

Row by row, six indexes take most of the time. So they are taken off, the rows copied, and the indexes built again, all in one
transaction: a whole log with its indexes, or nothing changed. One transaction would make one block for the sealer; so the
rows get the numbers of transactions that were used up just before, some thousand rows each. The sealer waits meanwhile.
"""

from collections.abc import Iterator
from itertools import islice

import psycopg
from psycopg import sql

from schakel.access.models import LogEntry
from schakel.access.sealer import LOCK
from schakel.demo.log_rows import COLUMNS
from schakel.demo.owner import connect
from schakel.demo.progress import Progress

# Below this the ordinary way is quick enough.
FROM = 1_000_000
ROWS = 20_000
TABLE = LogEntry._meta.db_table
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = %s::regclass AND NOT indisprimary
"""
NUMBER = "SELECT pg_current_xact_id()::text::bigint + access_log_offset()"


def log(lines: Iterator[str], total: int, progress: Progress) -> None:
    """Copy all lines; `total` is how many there are."""
    with connect() as owner:
        owner.autocommit = True
        owner.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        numbers = [_used_up(owner) for _ in range(0, total, ROWS)]
        with owner.transaction():
            owner.execute("SET LOCAL maintenance_work_mem = '1GB'")
            indexes = owner.execute(INDEXES, [TABLE]).fetchall()
            _emptied(owner)
            for name, _definition in indexes:
                owner.execute(sql.SQL("DROP INDEX {}").format(sql.SQL(name)))
            _copy(owner, lines, numbers, progress)
            for place, (_name, definition) in enumerate(indexes):
                progress("indexes of the log", place / len(indexes))
                owner.execute(sql.SQL(definition))


def _used_up(owner: psycopg.Connection) -> int:
    """The number of a transaction of its own, which is over at once."""
    row = owner.execute(NUMBER).fetchone()
    assert row is not None
    return int(row[0])


def _emptied(owner: psycopg.Connection) -> None:
    """A table that is new in this transaction need not pass through the journal. Only when nothing is in it."""
    if owner.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(TABLE))).fetchone() is None:
        owner.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier(TABLE)))


def _copy(owner: psycopg.Connection, lines: Iterator[str], numbers: list[int], progress: Progress) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, (*COLUMNS, "transaction")))
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(TABLE), names)
    with owner.cursor() as cursor, cursor.copy(into) as copy:
        for place, number in enumerate(numbers):
            ending = f"\t{number}\n"
            copy.write("".join([line[:-1] + ending for line in islice(lines, ROWS)]))
            progress("log", place / len(numbers))
