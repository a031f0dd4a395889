"""Seals the log every few seconds. One sealer at a time; run by the worker, before a backup, and by `schakel seal`.

A block takes the rows of all transactions in a range that is final: older than the oldest transaction still open. So a row that
was numbered early and committed late is never skipped.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from schakel.access import seal
from schakel.access.models import Seal

LOCK = 7_330_201
ROWS_PER_BLOCK = 20_000

# The text that is digested. Times as whole microseconds since 1970 and not as text, which changes with the time zone.
CANONICAL = """jsonb_build_array(
    id, (extract(epoch from at) * 1000000)::bigint, event, action, actor_id, actor_name, role, on_behalf_of, object_kind,
    object_key, persons, rule, break_glass, host(origin), trace_id, detail, transaction::text)::text"""


def seal_pending(*, limit: int = ROWS_PER_BLOCK) -> int:
    """Seal everything that is final. Returns the number of rows sealed; 0 when another sealer is at work."""
    total = 0
    while True:
        sealed = seal_block(limit=limit)
        total += sealed
        if sealed == 0:
            return total


@transaction.atomic
def seal_block(*, limit: int = ROWS_PER_BLOCK) -> int:
    """Seal the next block of about `limit` rows: whole transactions, so a large one makes a larger block."""
    if not _alone():
        return 0
    last = Seal.objects.order_by("-number").first()
    start = last.to_transaction if last else 0
    end = _end_of_block(start, limit)
    if end is None:
        return 0
    rows = list(_rows(start, end))
    _store(last, start, end, rows)
    return len(rows)


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


# Transactions still open that can add rows to this log: all in this snapshot, except those that have ended since, those that are
# provably at work in another database of the same server, and the server's own cleaning, which has no user. One that is not known
# yet counts as ours: then its rows only wait a little longer. One that has ended is final too: what reads next sees its rows.
# A database that came from another server adds what that one had counted further.
FRONTIER = """
    WITH seen AS MATERIALIZED (SELECT pg_current_snapshot() AS snapshot),
    running AS (SELECT pg_snapshot_xip(snapshot) AS number FROM seen),
    elsewhere AS (
        SELECT held.transactionid FROM pg_locks AS held JOIN pg_stat_activity AS session USING (pid)
        WHERE held.locktype = 'transactionid' AND held.mode = 'ExclusiveLock' AND held.granted
        AND (session.usesysid IS NULL
            OR session.datid <> (SELECT oid FROM pg_database WHERE datname = current_database())))
    SELECT coalesce(min(number::text::bigint), (SELECT pg_snapshot_xmax(snapshot)::text::bigint FROM seen))
        + access_log_offset()
    FROM running WHERE number::xid NOT IN (SELECT transactionid FROM elsewhere) AND pg_xact_status(number) = 'in progress'"""


def frontier() -> int:
    """The first transaction that may still add rows: everything before it is final."""
    with connection.cursor() as cursor:
        cursor.execute(FRONTIER)
        return int(cursor.fetchone()[0])


def _end_of_block(start: int, limit: int) -> int | None:
    """The first transaction after the block; None when no final row waits."""
    final = frontier()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(transaction::text::bigint) FROM (SELECT transaction FROM access_logentry"
            " WHERE transaction >= %s::text::xid8 AND transaction < %s::text::xid8"
            " ORDER BY transaction, id LIMIT %s) AS waiting",
            [start, final, limit],
        )
        newest = cursor.fetchone()[0]
    return None if newest is None else int(newest) + 1


def _rows(start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Number and digest of each row of the block, in the order of the block."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {CANONICAL} FROM access_logentry WHERE transaction >= %s::text::xid8 AND transaction < %s::text::xid8"  # noqa: S608  # a constant
            " ORDER BY transaction, id",
            [start, end],
        )
        for number, canonical in cursor:
            yield number, seal.row_digest(settings.LOG_SEAL_KEY, canonical.encode())


def _store(last: Seal | None, start: int, end: int, rows: list[tuple[int, bytes]]) -> None:
    moment = timezone.now()
    block = seal.Block(
        number=last.number + 1 if last else 1,
        from_transaction=start,
        to_transaction=end,
        row_ids=[number for number, _ in rows],
        row_digests=b"".join(digest for _, digest in rows),
        previous=bytes(last.digest) if last else seal.GENESIS,
        sealed_at_us=microseconds(moment),
    )
    digest = seal.block_digest(settings.LOG_SEAL_KEY, block)
    Seal.objects.create(
        number=block.number,
        from_transaction=start,
        to_transaction=end,
        row_ids=list(block.row_ids),
        row_digests=block.row_digests,
        previous=block.previous,
        digest=digest,
        key_id=seal.key_id(settings.LOG_SEAL_KEY),
        sealed_at=moment,
    )
    transaction.on_commit(lambda: _tell_witness(block.number, digest))


def _tell_witness(number: int, digest: bytes) -> None:
    """The newest seal, also outside the database: a table that was cut short or put back is then found."""
    witness = Path(settings.LOG_SEAL_WITNESS)
    # Where every key comes from a vault nobody else makes this folder.
    witness.parent.mkdir(mode=0o700, exist_ok=True)
    fresh = witness.with_suffix(".new")
    with fresh.open("w", encoding="ascii") as file:
        file.write(f"{number} {digest.hex()}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(witness)


def remind_witness() -> None:
    """Tell the witness again, when it did not hear of the newest seal: its disk was full, or the sealer was killed in between."""
    last = Seal.objects.order_by("-number").only("number", "digest").first()
    if last is None:
        return
    witness = Path(settings.LOG_SEAL_WITNESS)
    told = witness.read_text("ascii").partition(" ")[0] if witness.exists() else "0"
    # A witness that knows more than the database is what it is for: it is left alone, and so is one that nobody can read.
    if told.isdigit() and int(told) < last.number:
        _tell_witness(last.number, bytes(last.digest))


def microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970, without the rounding of a float."""
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
