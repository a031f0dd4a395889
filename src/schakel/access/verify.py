"""Checks the whole log against its seals and names every row that was changed, removed, added or moved.

Reads the log once, in the order of the blocks, two blocks at a time: most of the time goes to the database, which spells out
every row, and has a core for each. Reports; repairs nothing.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from schakel.access import seal
from schakel.access.models import LogEntry, Seal
from schakel.access.sealer import CANONICAL, microseconds

READERS = 2
Digests = list[tuple[int, bytes]]


@dataclass
class Report:
    """What was found. `findings` are sentences; empty means that the sealed log is as it was written."""

    blocks: int = 0
    rows: int = 0
    unsealed: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.findings


def verify(*, progress: Callable[[int], None] = lambda rows: None) -> Report:
    """Verify every block; `progress` is told the number of rows read so far."""
    report = Report()
    expected_number, previous, end = 1, seal.GENESIS, 0
    for stored, found in _blocks_with_rows():
        _check_chain(report, stored, expected_number, previous, end)
        _check_rows(report, stored, found)
        expected_number, previous, end = stored.number + 1, bytes(stored.digest), stored.to_transaction
        report.blocks += 1
        progress(report.rows)
    _check_witness(report, expected_number - 1)
    report.unsealed = (
        LogEntry.objects.filter(transaction__gte=end).count() if end else LogEntry.objects.count()
    )
    return report


def _check_chain(report: Report, stored: Seal, number: int, previous: bytes, end: int) -> None:
    if stored.number != number:
        report.findings.append(
            _("blok %(first)s tot %(last)s is weg") % {"first": number, "last": stored.number - 1}
        )
    elif bytes(stored.previous) != previous:
        report.findings.append(_("blok %(number)s past niet op het blok ervoor") % {"number": stored.number})
    if stored.from_transaction != end and stored.number == number:
        report.findings.append(
            _("blok %(number)s sluit niet aan op het blok ervoor") % {"number": stored.number}
        )
    if stored.key_id != seal.key_id(settings.LOG_SEAL_KEY):
        report.findings.append(
            _("blok %(number)s is met een andere sleutel verzegeld") % {"number": stored.number}
        )
    elif seal.block_digest(settings.LOG_SEAL_KEY, _block(stored)) != bytes(stored.digest):
        report.findings.append(
            _("blok %(number)s is zelf veranderd of nagemaakt") % {"number": stored.number}
        )


def _block(stored: Seal) -> seal.Block:
    return seal.Block(
        number=stored.number,
        from_transaction=stored.from_transaction,
        to_transaction=stored.to_transaction,
        row_ids=stored.row_ids,
        row_digests=bytes(stored.row_digests),
        previous=bytes(stored.previous),
        sealed_at_us=microseconds(stored.sealed_at),
    )


def _check_rows(report: Report, stored: Seal, found: Digests) -> None:
    report.rows += len(found)
    sealed = list(zip(stored.row_ids, seal.digests(bytes(stored.row_digests)), strict=False))
    if found == sealed:
        return
    if not found:
        report.findings.append(
            _("alle %(count)s rijen van blok %(block)s zijn weg")
            % {"count": len(sealed), "block": stored.number}
        )
        return
    known = dict(sealed)
    for number, digest in found:
        if number not in known:
            report.findings.append(
                _("rij %(row)s is later toegevoegd in blok %(block)s") % _place(number, stored)
            )
        elif known[number] != digest:
            report.findings.append(_("rij %(row)s is veranderd (blok %(block)s)") % _place(number, stored))
    _check_order(report, stored, [number for number, _digest in found])


def _check_order(report: Report, stored: Seal, found: list[int]) -> None:
    present = set(found)
    for number in stored.row_ids:
        if number not in present:
            report.findings.append(_("rij %(row)s is weg (blok %(block)s)") % _place(number, stored))
    kept = [number for number in stored.row_ids if number in present]
    known = set(stored.row_ids)
    for expected, actual in zip(kept, (number for number in found if number in known), strict=False):
        if expected != actual:
            report.findings.append(
                _("rij %(row)s staat op een andere plaats (blok %(block)s)") % _place(actual, stored)
            )


def _place(number: int, stored: Seal) -> dict[str, int]:
    return {"row": number, "block": stored.number}


def _blocks_with_rows() -> Iterator[tuple[Seal, Digests]]:
    """Each block with what its rows digest to now; the readers work ahead of who compares."""
    ahead: deque[tuple[Seal, Future[Digests]]] = deque()
    with ThreadPoolExecutor(READERS, "verify") as readers:
        try:
            for stored in Seal.objects.order_by("number").iterator(chunk_size=20):
                ahead.append(
                    (stored, readers.submit(_digests, stored.from_transaction, stored.to_transaction))
                )
                if len(ahead) > READERS:
                    block, reading = ahead.popleft()
                    yield block, reading.result()
            for block, reading in ahead:
                yield block, reading.result()
        finally:
            readers.shutdown(cancel_futures=True)


def _digests(start: int, end: int) -> Digests:
    """Numbers and digests of the rows of these transactions, by a connection of its own."""
    key = settings.LOG_SEAL_KEY
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, {CANONICAL} FROM access_logentry"  # noqa: S608  # a constant
                " WHERE transaction >= %s::text::xid8 AND transaction < %s::text::xid8 ORDER BY transaction, id",
                [start, end],
            )
            return [(number, seal.row_digest(key, canonical.encode())) for number, canonical in cursor]
    finally:
        connection.close()


def _check_witness(report: Report, last: int) -> None:
    witness = Path(settings.LOG_SEAL_WITNESS)
    if not witness.exists():
        if last:
            report.findings.append(
                _("de getuige buiten de database is weg: %(path)s") % {"path": witness.name}
            )
        return
    try:
        number, digest = witness.read_text("ascii").split()
        seen = int(number)
    except ValueError:
        report.findings.append(
            _("de getuige buiten de database is niet te lezen: %(path)s") % {"path": witness.name}
        )
        return
    kept = Seal.objects.filter(number=seen).first()
    if seen > last:
        report.findings.append(
            _(
                "de laatste blokken zijn weg: buiten de database staat blok %(seen)s, hier is %(last)s het laatste"
            )
            % {"seen": seen, "last": last}
        )
    elif kept is not None and bytes(kept.digest).hex() != digest:
        report.findings.append(
            _("blok %(number)s is een ander dan de getuige buiten de database zag") % {"number": seen}
        )
