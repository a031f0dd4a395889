"""Checks the whole log against its seals and names every row that was changed, removed, added or moved.

Reads the log once, in the order of the blocks. Reports; repairs nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from schakel.access import seal
from schakel.access.models import LogEntry, Seal
from schakel.access.sealer import CANONICAL, microseconds

CHUNK = 10_000


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
    for stored in Seal.objects.order_by("number").iterator(chunk_size=20):
        _check_chain(report, stored, expected_number, previous, end)
        _check_rows(report, stored)
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


def _check_rows(report: Report, stored: Seal) -> None:
    sealed = dict(zip(stored.row_ids, seal.digests(bytes(stored.row_digests)), strict=False))
    found: list[int] = []
    for number, canonical in _rows_between(stored.from_transaction, stored.to_transaction):
        found.append(number)
        digest = seal.row_digest(settings.LOG_SEAL_KEY, canonical.encode())
        if number not in sealed:
            report.findings.append(
                _("rij %(row)s is later toegevoegd in blok %(block)s") % _place(number, stored)
            )
        elif sealed[number] != digest:
            report.findings.append(_("rij %(row)s is veranderd (blok %(block)s)") % _place(number, stored))
    report.rows += len(found)
    _check_order(report, stored, found)


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


def _rows_between(start: int, end: int) -> Iterator[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {CANONICAL} FROM access_logentry WHERE transaction >= %s::text::xid8 AND transaction < %s::text::xid8"  # noqa: S608  # a constant
            " ORDER BY transaction, id",
            [start, end],
        )
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


def _check_witness(report: Report, last: int) -> None:
    witness = Path(settings.LOG_SEAL_WITNESS)
    if not witness.exists():
        if last:
            report.findings.append(
                _("de getuige buiten de database is weg: %(path)s") % {"path": witness.name}
            )
        return
    number, digest = witness.read_text().split()
    if int(number) > last:
        report.findings.append(
            _(
                "de laatste blokken zijn weg: buiten de database staat blok %(seen)s, hier is %(last)s het laatste"
            )
            % {"seen": number, "last": last}
        )
    elif bytes(Seal.objects.get(number=int(number)).digest).hex() != digest:
        report.findings.append(
            _("blok %(number)s is een ander dan de getuige buiten de database zag") % {"number": number}
        )
