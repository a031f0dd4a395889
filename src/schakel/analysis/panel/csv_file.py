"""A CSV panel to Parquet in one pass of bounded memory; the first faults by line and column.

pyarrow reads strictly (24001.5 is not a month; some engines would round it silently) and stops at the first
fault. Only then is the file walked again, from just before that fault, to name up to `limit` of them.
"""

import csv
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from schakel.analysis.panel.errors import LayoutError, Problem
from schakel.analysis.panel.layout import Column, column

BLOCK = 4 << 20
ROW_GROUP = 500_000
LIMIT = 20
LONGEST_LINE = 1 << 20
NO_CSV = "this is no CSV in UTF-8; save it as CSV UTF-8"
Progress = Callable[[float], None]

_WHOLE = re.compile(r"[+-]?\d{1,18}")


def header(path: Path) -> tuple[list[str], str]:
    """Column names and the separator (comma or semicolon) of the first line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            first = lines.readline(LONGEST_LINE)
        separator = ";" if first.count(";") > first.count(",") else ","
        return next(csv.reader([first.rstrip("\r\n")], delimiter=separator), []), separator
    except (UnicodeDecodeError, csv.Error) as error:
        raise LayoutError([Problem(path.name, 1, "-", NO_CSV)]) from error


def to_parquet(path: Path, out: Path, progress: Progress = lambda _share: None) -> int:
    """Convert, in the order of the lines; returns the number of rows.

    Raises LayoutError with file, line and column of the first faults. `progress` receives the share read and
    may raise to stop; the caller removes the unfinished `out`.
    """
    names, separator = header(path)
    schema = pa.schema([(name, _known(name).arrow) for name in names])
    rows = 0
    try:
        with (
            _open(path, names, separator) as reader,
            pq.ParquetWriter(out, schema, compression="zstd") as writer,
        ):
            for table in _row_groups(reader, path.stat().st_size, progress):
                writer.write_table(table, row_group_size=ROW_GROUP)
                rows += table.num_rows
    except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
        raise _explained(path, names, separator, rows, error) from error
    return rows


def _known(name: str) -> Column:
    found = column(name)
    if found is None:
        raise LayoutError([Problem("header", 1, name, "this column is not in the layout")])
    return found


def _open(path: Path, names: list[str], separator: str) -> pacsv.CSVStreamingReader:
    types = {name: _known(name).arrow for name in names}
    return pacsv.open_csv(
        path,
        read_options=pacsv.ReadOptions(block_size=BLOCK, use_threads=True),
        parse_options=pacsv.ParseOptions(delimiter=separator),
        convert_options=pacsv.ConvertOptions(
            column_types=types, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=True
        ),
    )


def _row_groups(reader: pacsv.CSVStreamingReader, size: int, progress: Progress) -> Iterator[pa.Table]:
    """Batches gathered to row groups: many small groups make every later read slow."""
    batches: list[pa.RecordBatch] = []
    held = 0
    for blocks, batch in enumerate(reader, start=1):
        progress(min(1.0, blocks * BLOCK / max(size, 1)))
        batches.append(batch)
        held += batch.num_rows
        if held >= ROW_GROUP:
            yield pa.Table.from_batches(batches)
            batches, held = [], 0
    if batches:
        yield pa.Table.from_batches(batches)


def _explained(path: Path, names: list[str], separator: str, rows: int, error: Exception) -> LayoutError:
    """The faults after the `rows` rows that were read without one."""
    try:
        problems = list(islice(_faults(path, names, separator, rows), LIMIT + 1))
    except csv.Error as broken:
        problems = [Problem(path.name, None, "-", f"the file cannot be read as CSV ({broken})")]
    if not problems:
        problems = [Problem(path.name, None, "?", f"the file cannot be read as CSV ({error})")]
    return LayoutError(problems[:LIMIT], more=max(0, len(problems) - LIMIT))


def _faults(path: Path, names: list[str], separator: str, skip: int) -> Iterator[Problem]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        reader = csv.reader(lines, delimiter=separator)
        next(reader, None)
        for count, record in enumerate(record for record in reader if record):
            if count >= skip:
                yield from _faults_of(path.name, reader.line_num, names, record)


def _faults_of(file: str, line: int, names: list[str], record: list[str]) -> Iterator[Problem]:
    if len(record) != len(names):
        column_name = names[min(len(record), len(names) - 1)]
        yield Problem(file, line, column_name, f"{len(record)} values where the header has {len(names)}")
        return
    for name, value in zip(names, record, strict=True):
        if _known(name).kind in ("month", "amount") and value and not _WHOLE.fullmatch(value.strip()):
            yield Problem(file, line, name, f"{value!r} is not a whole number")


def line_of_row(path: Path, rows: set[int]) -> dict[int, int]:
    """Physical line of each data row (both from 1; the header is line 1). Blank lines are skipped as in
    reading.
    """
    found: dict[int, int] = {}
    _names, separator = header(path)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        reader = csv.reader(lines, delimiter=separator)
        next(reader, None)
        for row, _record in enumerate((record for record in reader if record), start=1):
            if row in rows:
                found[row] = reader.line_num
                if len(found) == len(rows):
                    break
    return found
