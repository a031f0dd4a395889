"""Counting: what went in, what came out, what is missing, who moved, what was billed late.

Nothing disappears silently: `conserved` refuses a panel of which a row or a cent is lost between two steps.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from schakel.analysis.panel.engine import quoted, sql
from schakel.analysis.panel.errors import CountError
from schakel.analysis.panel.layout import amounts_in, month_text

COMPLETE = 0.9
_LOOK_BACK = 12


@dataclass(frozen=True)
class Counts:
    """What a panel holds. `sums` and `missing` are per amount column; months are month numbers."""

    rows: int
    children: int
    schools: int
    first_month: int
    last_month: int
    movers: int
    sums: dict[str, int]
    missing: dict[str, int]


@dataclass(frozen=True)
class Gap:
    """A school without rows between its first and last month, or from some month to the end of the panel."""

    school: str
    months: tuple[int, ...]
    closed: bool

    def __str__(self) -> str:
        if self.closed:
            return f"school {self.school} has no rows from {month_text(self.months[0])}: closed or merged"
        return (
            f"school {self.school} misses {len(self.months)} months, the first {month_text(self.months[0])}"
        )


@dataclass(frozen=True)
class LateBilling:
    """The rule: bills come in after the month of care, so the last `months` months are cut before any
    estimate.

    `suggested` is the smallest cut after which no month holds less than 90 % of the median of the twelve
    months before it, per child. It is shown beside the rule that was used, and never applied by itself.
    """

    months: int
    suggested: int
    column: str

    def __str__(self) -> str:
        text = f"the last {self.months} months were cut, because bills come in late"
        if self.suggested > self.months:
            text += f"; the fall in {self.column} at the end suggests a cut of {self.suggested} months"
        return text


def counted(engine: duckdb.DuckDBPyConnection, parquet: Path) -> Counts:
    """One scan over the panel."""
    names = list(pq.read_schema(parquet).names)
    amounts = amounts_in(names)
    moved = (
        "count(DISTINCT pseudonym) FILTER (WHERE current_school <> school)"
        if "current_school" in names
        else "0"
    )
    sums = [f"coalesce(sum({quoted(name)}), 0)::HUGEINT" for name in amounts]
    missing = [f"count(*) - count({quoted(name)})" for name in amounts]
    fixed = [
        "count(*)",
        "count(DISTINCT pseudonym)",
        "count(DISTINCT school)",
        "min(month)",
        "max(month)",
        moved,
    ]
    statement = sql("SELECT $what FROM read_parquet(?)", what=", ".join(fixed + sums + missing))
    row = engine.execute(statement, [str(parquet)]).fetchone()
    values = [int(value or 0) for value in row or ()]
    end = len(fixed) + len(amounts)
    return Counts(
        rows=values[0], children=values[1], schools=values[2], first_month=values[3], last_month=values[4],
        movers=values[5],
        sums=dict(zip(amounts, values[len(fixed):end], strict=True)),
        missing=dict(zip(amounts, values[end:], strict=True)),
    )  # fmt: skip


def conserved(
    before: Counts, after: Counts, *, removed: int = 0, removed_sums: dict[str, int] | None = None
) -> None:
    """Counts in = counts out + what was removed by a stated rule; CountError otherwise."""
    lost = before.rows - after.rows - removed
    if lost:
        raise CountError(
            f"{before.rows} rows went in, {after.rows} came out and {removed} were removed: {lost} are lost"
        )
    for name, total in before.sums.items():
        gone = total - after.sums.get(name, 0) - (removed_sums or {}).get(name, 0)
        if gone:
            raise CountError(f"{gone} {name} of {total} are lost between two steps")


def gaps(
    engine: duckdb.DuckDBPyConnection, parquet: Path, first: int | None = None, last: int | None = None
) -> tuple[Gap, ...]:
    """Schools with months missing that other schools have, in order of the school, from `first` to `last`."""
    rows = engine.execute(
        "SELECT school, list_sort(list(DISTINCT month)) FROM read_parquet(?) "
        "WHERE month BETWEEN coalesce(?, month) AND coalesce(?, month) GROUP BY school ORDER BY school",
        [str(parquet), first, last],
    ).fetchall()
    everyone = sorted({month for _school, months in rows for month in months})
    found = [gap for school, months in rows for gap in _gaps_of(school, months, everyone)]
    return tuple(found)


def _gaps_of(school: str, months: list[int], everyone: list[int]) -> list[Gap]:
    own = set(months)
    absent = tuple(month for month in everyone if months[0] < month < months[-1] and month not in own)
    after = tuple(month for month in everyone if month > months[-1])
    inside = [Gap(school, absent, closed=False)] if absent else []
    return inside + ([Gap(school, after, closed=True)] if after else [])


def late_billing(engine: duckdb.DuckDBPyConnection, parquet: Path, months: int, column: str) -> LateBilling:
    """The rule with the cut that the data suggest for `column`."""
    statement = sql(
        "SELECT avg($column) FROM read_parquet(?) GROUP BY month ORDER BY month", column=quoted(column)
    )
    totals = engine.execute(statement, [str(parquet)]).fetchall()
    return LateBilling(months, suggested_cut([float(value or 0) for (value,) in totals]), column)


def suggested_cut(means: list[float]) -> int:
    """Months to cut so that the last one kept is complete; `means` is the amount per child, month by
    month.
    """
    for cut in range(min(_LOOK_BACK, len(means) - 1)):
        kept = means[: len(means) - cut]
        before = sorted(kept[-1 - _LOOK_BACK : -1])
        if not before or kept[-1] >= COMPLETE * before[len(before) // 2]:
            return cut
    return 0
