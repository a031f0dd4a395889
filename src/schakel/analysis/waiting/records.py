"""The records file: one row per request with its dates, no names, no free text.

Layout (comma or semicolon, UTF-8, dates as 2026-09-30; empty = has not happened):

| column | meaning |
|---|---|
| request, family | your own numbers; the same family number for a question that comes back |
| site, kind | as named in the scenario; kind may stay empty |
| requested_on, picked_up_on | asked; first human contact |
| step_1 | name of the case stage that followed (consultation, support, outside care, ...) |
| step_1_asked_on, step_1_started_on, step_1_ended_on | joined the queue for it; began; ended |
| step_2 ... step_4 | the same for what came after |
| escalated_on | the day waiting became too serious |
| ended_on, ending | left the house; closed, withdrawn or escalated, or the name of another exit |

`read_records` returns the records, or every fault of the file at once, each with its line and column.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from schakel.analysis import plain_files

from .errors import RecordsError

STEPS: Final = 4
_STEP_FIELDS: Final = ("asked_on", "started_on", "ended_on")
COLUMNS: Final = (
    "request",
    "family",
    "site",
    "kind",
    "requested_on",
    "picked_up_on",
    *(
        name
        for i in range(1, STEPS + 1)
        for name in (f"step_{i}", *(f"step_{i}_{part}" for part in _STEP_FIELDS))
    ),
    "escalated_on",
    "ended_on",
    "ending",
)
_NEEDED: Final = ("request", "site", "requested_on", "picked_up_on", "ended_on", "ending")
_MOST_FAULTS: Final = 50


@dataclass(frozen=True, slots=True)
class Step:
    """A case stage of one request."""

    stage: str
    asked_on: date
    started_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One request with its dates."""

    request: str
    family: str
    site: str
    kind: str
    requested_on: date
    picked_up_on: date | None = None
    steps: tuple[Step, ...] = ()
    escalated_on: date | None = None
    ended_on: date | None = None
    ending: str = ""


@dataclass(frozen=True)
class Records:
    """All rows, and the day up to which they tell the truth."""

    rows: tuple[Record, ...]
    as_of: date
    data_hash: str = ""

    def until(self, day: date) -> Records:
        """What was known at the end of `day`: later dates are gone, later requests too."""
        return Records(tuple(_cut(r, day) for r in self.rows if r.requested_on <= day), day, self.data_hash)


def _cut(record: Record, day: date) -> Record:
    def known(when: date | None) -> date | None:
        return when if when is not None and when <= day else None

    steps = tuple(
        Step(s.stage, s.asked_on, known(s.started_on), known(s.ended_on))
        for s in record.steps
        if s.asked_on <= day
    )
    return Record(
        record.request,
        record.family,
        record.site,
        record.kind,
        record.requested_on,
        known(record.picked_up_on),
        steps,
        known(record.escalated_on),
        known(record.ended_on),
        record.ending if known(record.ended_on) else "",
    )


def template() -> str:
    """An empty file with the right first line."""
    return ",".join(COLUMNS) + "\n"


def read_records(path: Path, *, sites: Sequence[str] = (), stages: Sequence[str] = ()) -> Records:
    """Read a file. With `sites` and `stages` the names are held against the scenario. Raises `RecordsError`."""
    try:
        text = plain_files.text(path, "utf-8-sig")
    except FileNotFoundError as error:
        raise RecordsError((f"there is no file {path}",)) from error
    except UnicodeDecodeError as error:
        raise RecordsError((f"{path.name} is not UTF-8: save it as CSV UTF-8",)) from error
    except plain_files.NotPlain as error:
        raise RecordsError((f"{path.name} cannot be read: {error}",)) from error
    return parse_records(text, sites=sites, stages=stages)


def parse_records(text: str, *, sites: Sequence[str] = (), stages: Sequence[str] = ()) -> Records:
    """Read the text of a file; see `read_records`."""
    try:
        return _parsed(text, frozenset(sites), frozenset(stages))
    except csv.Error as error:
        raise RecordsError((f"this is no CSV ({error}): are the quotes right?",)) from error


def _parsed(text: str, sites: frozenset[str], stages: frozenset[str]) -> Records:
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    header = [name.strip() for name in next(rows, [])]
    faults = _header_faults(header)
    if faults:
        raise RecordsError(faults)
    checker = _Checker(header, sites, stages)
    records = [checker.record(number, row) for number, row in enumerate(rows, start=2) if any(row)]
    if checker.faults:
        raise RecordsError(_shortened(checker.faults))
    found = tuple(record for record in records if record is not None)
    if not found:
        raise RecordsError(("line 2: no requests in this file",))
    return Records(found, _last_date(found), hashlib.sha256(text.encode()).hexdigest()[:16])


def _header_faults(header: list[str]) -> tuple[str, ...]:
    missing = [f"line 1: column {name} is missing" for name in _NEEDED if name not in header]
    unknown = [f"line 1, column {i}: {n!r} is unknown" for i, n in enumerate(header, 1) if n not in COLUMNS]
    double = [f"line 1: column {n} occurs twice" for n in sorted({n for n in header if header.count(n) > 1})]
    return tuple(missing + unknown + double)


def _shortened(faults: list[str]) -> tuple[str, ...]:
    rest = len(faults) - _MOST_FAULTS
    return tuple(faults[:_MOST_FAULTS]) + ((f"and {rest} more",) if rest > 0 else ())


def _last_date(records: Iterable[Record]) -> date:
    days = [r.requested_on for r in records]
    for r in records:
        days += [d for d in (r.picked_up_on, r.ended_on, r.escalated_on) if d is not None]
        days += [d for s in r.steps for d in (s.asked_on, s.started_on, s.ended_on) if d is not None]
    return max(days)


@dataclass
class _Checker:
    """Reads rows and collects faults with line and column."""

    header: list[str]
    sites: frozenset[str]
    stages: frozenset[str]
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def record(self, line: int, row: list[str]) -> Record | None:
        if len(row) != len(self.header):
            self.faults.append(f"line {line}: {len(row)} columns, the first line has {len(self.header)}")
            return None
        cells = {name: value.strip() for name, value in zip(self.header, row, strict=True)}
        before = len(self.faults)
        request = self._name(line, cells)
        site = self._known(line, "site", cells["site"], self.sites)
        requested = self._date(line, "requested_on", cells, needed=True)
        picked = self._date(line, "picked_up_on", cells)
        steps = tuple(s for i in range(1, STEPS + 1) if (s := self._step(line, i, cells)) is not None)
        escalated, ended = self._date(line, "escalated_on", cells), self._date(line, "ended_on", cells)
        ending = cells["ending"]
        self._together(line, ended, ending)
        if requested is None or len(self.faults) > before:
            return None
        self._order(line, requested, {"picked_up_on": picked, "escalated_on": escalated, "ended_on": ended})
        family = cells.get("family") or request
        return Record(
            request, family, site, cells.get("kind", ""), requested, picked, steps, escalated, ended, ending
        )

    def _name(self, line: int, cells: dict[str, str]) -> str:
        request = cells["request"]
        if not request:
            self.faults.append(f"line {line}, column request: give every row its own number")
        elif request in self.seen:
            self.faults.append(f"line {line}, column request: {request!r} occurs twice")
        self.seen.add(request)
        return request

    def _known(self, line: int, column: str, name: str, names: frozenset[str]) -> str:
        if not name:
            self.faults.append(f"line {line}, column {column}: may not be empty")
        elif names and name not in names:
            self.faults.append(f"line {line}, column {column}: {name!r} is not in the scenario")
        return name

    def _date(self, line: int, column: str, cells: dict[str, str], *, needed: bool = False) -> date | None:
        text = cells.get(column, "")
        if not text:
            if needed:
                self.faults.append(f"line {line}, column {column}: may not be empty")
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.faults.append(f"line {line}, column {column}: {text!r} is no date; write it as 2026-09-30")
            return None

    def _step(self, line: int, i: int, cells: dict[str, str]) -> Step | None:
        stage = cells.get(f"step_{i}", "")
        asked, started, ended = (self._date(line, f"step_{i}_{part}", cells) for part in _STEP_FIELDS)
        if not stage:
            if asked or started or ended:
                self.faults.append(f"line {line}, column step_{i}: dates without the name of the stage")
            return None
        self._known(line, f"step_{i}", stage, self.stages)
        if asked is None:
            self.faults.append(
                f"line {line}, column step_{i}_asked_on: may not be empty when step_{i} is filled in"
            )
            return None
        self._order(line, asked, {f"step_{i}_started_on": started, f"step_{i}_ended_on": ended})
        if ended is not None and started is None:
            self.faults.append(f"line {line}, column step_{i}_started_on: ended but never started")
        elif ended is not None and started is not None and ended < started:
            self.faults.append(f"line {line}, column step_{i}_ended_on: lies before the start")
        return Step(stage, asked, started, ended)

    def _order(self, line: int, first: date, later: dict[str, date | None]) -> None:
        for column, when in later.items():
            if when is not None and when < first:
                self.faults.append(f"line {line}, column {column}: {when} lies before {first}")

    def _together(self, line: int, ended: date | None, ending: str) -> None:
        if ended is not None and not ending:
            self.faults.append(f"line {line}, column ending: say how it ended")
        if ended is None and ending:
            self.faults.append(f"line {line}, column ended_on: say when it ended")


def write_records(records: Records) -> str:
    """The text of a records file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for record in records.rows:
        writer.writerow(map(plain_files.harmless, _row(record)))
    return out.getvalue()


def _row(record: Record) -> list[str]:
    def text(day: date | None) -> str:
        return "" if day is None else day.isoformat()

    cells = [record.request, record.family, record.site, record.kind, text(record.requested_on)]
    cells.append(text(record.picked_up_on))
    for i in range(STEPS):
        if i < len(record.steps):
            step = record.steps[i]
            cells += [step.stage, text(step.asked_on), text(step.started_on), text(step.ended_on)]
        else:
            cells += [""] * 4
    return [*cells, text(record.escalated_on), text(record.ended_on), record.ending]
