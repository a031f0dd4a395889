"""Does a file follow the published layout? Every fault is named by file, line and column.

1. the header (`check_columns`): all required columns, no unknown ones, at least one amount, whole-number
types;
2. the values (`check_values`): nothing missing in a key, no amount outside what can exist;
3. the rows together: no child-month twice, one school of first exposure per child, no month before birth.

Memory is bounded: duplicates are found with one bit per month and child, never by sorting the rows.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from schakel.analysis.panel import csv_file
from schakel.analysis.panel.engine import literal, quoted, sql
from schakel.analysis.panel.errors import LayoutError, Problem
from schakel.analysis.panel.layout import REQUIRED, Column, amounts_in, column

SHOWN = csv_file.LIMIT
_BITS = 60
_OLDEST = 13 * 12
_Rule = tuple[str, str, str]
_Fault = tuple[int, str, str]


def columns_of(path: Path) -> list[str]:
    """Column names of a CSV or Parquet file."""
    if is_csv(path):
        return csv_file.header(path)[0]
    return list(read_schema(path).names)


def is_csv(path: Path) -> bool:
    """By its name; anything else is read as Parquet."""
    return path.suffix.lower() in (".csv", ".txt")


def read_schema(path: Path) -> pa.Schema:
    """The schema of a Parquet file; raises LayoutError when it is not one."""
    try:
        return pq.read_schema(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise LayoutError([Problem(path.name, None, "-", "this is not a Parquet or CSV file")]) from error


def check_columns(path: Path) -> list[str]:
    """Names of the columns, or LayoutError."""
    names = columns_of(path)
    problems = list(_header_faults(path, names))
    if not is_csv(path):
        problems += _type_faults(path, names)
    if problems:
        raise LayoutError(problems)
    return names


def _header_faults(path: Path, names: list[str]) -> Iterator[Problem]:
    line = 1 if is_csv(path) else None
    for name in REQUIRED:
        if name not in names:
            yield Problem(path.name, line, name, "this required column is missing")
    for name in names:
        if column(name) is None:
            yield Problem(
                path.name,
                line,
                name or "(empty)",
                "not in the layout; discrete characteristics start with cov_",
            )
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem(path.name, line, name, "this column stands twice in the header")
    if not amounts_in(names):
        yield Problem(path.name, line, "cost_cents", "at least one amount is needed, for example this one")


def _type_faults(path: Path, names: list[str]) -> list[Problem]:
    schema = read_schema(path)
    found = []
    for name in names:
        known = column(name)
        whole = (
            known is None
            or known.kind not in ("month", "amount")
            or pa.types.is_integer(schema.field(name).type)
        )
        if not whole:
            kind = schema.field(name).type
            found.append(Problem(path.name, None, name, f"stored as {kind}; whole numbers are needed"))
    return found


def check_values(engine: duckdb.DuckDBPyConnection, parquet: Path, source: Path) -> None:
    """Check every value and the rows together; raises LayoutError that names the lines of `source`.

    `parquet` holds the rows of `source` in the same order (it is `source` itself when that is Parquet).
    """
    names = list(pq.read_schema(parquet).names)
    rules = [(name, broken, what) for name in names for broken, what in _rules(column(name))]
    view = f"read_parquet({literal(parquet)}, file_row_number=true)"
    # Rows are compared only when every value can exist: a wild month would ask for millions of bits.
    faults = _broken_rules(engine, view, rules) or _row_faults(engine, view)
    if faults:
        raise LayoutError(_placed(source, faults[:SHOWN]), more=max(0, len(faults) - SHOWN))


def _rules(known: Column | None) -> Iterator[tuple[str, str]]:
    if known is None:
        return
    name = quoted(known.name)
    if known.required or known.kind in ("key", "covariate"):
        yield f"{name} IS NULL", "is empty"
    if known.lowest is not None:
        yield f"{name} < {known.lowest}", f"is below {known.lowest} {known.unit}"
    if known.highest is not None:
        yield f"{name} > {known.highest}", f"is above {known.highest} {known.unit}"
    if known.name == "birth_month":
        yield f"month < {name}", "is after the month of the row: an impossible date"
        yield f"month >= {name} + {_OLDEST}", "makes the child 13 or older: the panel runs from birth to 12"


def _broken_rules(engine: duckdb.DuckDBPyConnection, view: str, rules: list[_Rule]) -> list[_Fault]:
    """One scan counts every rule; only broken ones are looked up."""
    counts = ", ".join(f"count(*) FILTER (WHERE {broken})" for _name, broken, _what in rules)
    totals = engine.execute(sql("SELECT $counts FROM $view", counts=counts, view=view)).fetchone() or ()
    found: list[_Fault] = []
    for (name, broken, what), total in zip(rules, totals, strict=True):
        if total:
            rows = engine.execute(sql(_BROKEN, name=quoted(name), view=view, broken=broken, shown=SHOWN))
            found += [(row, name, f"{value} {what}") for row, value in rows.fetchall()]
    return found


_BROKEN = "SELECT file_row_number + 1, $name FROM $view WHERE $broken ORDER BY 1 LIMIT $shown"
_SPAN = "SELECT min(month), max(month) FROM $view"
_CHILDREN = """
    SELECT pseudonym, count(*) > $seen AS twice, min(school) <> max(school) AS moved FROM $view
    GROUP BY pseudonym HAVING twice OR moved ORDER BY pseudonym LIMIT $shown"""
_TWICE = """
    SELECT max(file_row_number) + 1, month, count(*) FROM $view WHERE pseudonym = ?
    GROUP BY month HAVING count(*) > 1 ORDER BY 1"""
_SCHOOLS = "SELECT school, min(file_row_number) + 1 FROM $view WHERE pseudonym = ? GROUP BY school ORDER BY 2"


def _row_faults(engine: duckdb.DuckDBPyConnection, view: str) -> list[_Fault]:
    """Children with a month twice or with two schools of first exposure."""
    first, last = engine.execute(sql(_SPAN, view=view)).fetchone() or (None, None)
    if first is None:
        return [(0, "month", "the file has no rows")]
    statement = sql(_CHILDREN, seen=_months_seen(first, last), view=view, shown=SHOWN)
    found: list[_Fault] = []
    for pseudonym, twice, moved in engine.execute(statement).fetchall():
        if twice:
            found += _duplicates(engine, view, pseudonym)
        if moved:
            found += _second_school(engine, view, pseudonym)
    return sorted(found)


def _months_seen(first: int, last: int) -> str:
    """Number of different months per child: one bit per month, in words of 60."""
    return " + ".join(
        f"bit_count(bit_or(CASE WHEN month BETWEEN {low} AND {low + _BITS - 1} "
        f"THEN 1::BIGINT << (month - {low}) ELSE 0 END))"
        for low in range(first, last + 1, _BITS)
    )


def _duplicates(engine: duckdb.DuckDBPyConnection, view: str, pseudonym: str) -> list[_Fault]:
    rows = engine.execute(sql(_TWICE, view=view), [pseudonym]).fetchall()
    return [
        (row, "month", f"child {pseudonym} has month {month} {count} times") for row, month, count in rows
    ]


def _second_school(engine: duckdb.DuckDBPyConnection, view: str, pseudonym: str) -> list[_Fault]:
    schools = engine.execute(sql(_SCHOOLS, view=view), [pseudonym]).fetchall()
    (first, _row), (other, row) = schools[0], schools[1]
    what = f"child {pseudonym} has school {first} and {other}: keep the first, put moves in current_school"
    return [(row, "school", what)]


def _placed(source: Path, faults: list[_Fault]) -> list[Problem]:
    lines = csv_file.line_of_row(source, {row for row, _name, _what in faults}) if is_csv(source) else {}
    return [
        Problem(source.name, lines.get(row, row or None), name, what) for row, name, what in sorted(faults)
    ]
