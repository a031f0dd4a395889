"""One scan of the panel: per school, covariate level and month how many rows, their sum, and who they are.

"Who" is a mark: the exclusive or of a hash over the pseudonyms. When all months of a school have as many children
and the same mark, the same children were there in every month; then school and month say everything and no
child has to be grouped (`even`). Two different groups share a mark with a chance of 2^-64. Only DuckDB gives a
mark; on another engine, and for a panel in which children come and go, children are grouped
(`cells.attendance`).
"""

from dataclasses import dataclass
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from ibis import _, literal
from ibis.expr.types import Table
from numpy.typing import NDArray

from schakel.analysis.effects.checks import PanelCounts
from schakel.analysis.effects.question import Question
from schakel.analysis.effects.source import fetched, numbers

Ints = NDArray[np.int64]
NO_MONTH = -1


@ibis.udf.scalar.builtin(name="hash", signature=((None,), "uint64"))  # type: ignore[untyped-decorator]  # Ibis publishes no types
def _hash(text: Any) -> Any:
    """Stand for the engine's own hash of a text; the engine replaces it."""


@dataclass(frozen=True)
class SchoolMonths:
    """One entry per school, level and month of the panel; k entries.

    `school`, `level` (k,) number `schools` and `levels`; `month` (k,); `rows` with and `known` without rows that
    lack the outcome; `lowest` and `total` of the outcome; `mark` who was there (None: unknown).
    """

    schools: NDArray[np.str_]
    levels: NDArray[np.str_]
    school: Ints
    level: Ints
    month: Ints
    rows: Ints
    known: Ints
    lowest: Ints
    total: Ints
    mark: NDArray[np.uint64] | None

    def counted(self, question: Question, movers: int | None) -> PanelCounts:
        """Return rows in and rows left out; `negative` counts the school-months with an outcome below zero."""
        inside = (self.month >= question.first_month) & (self.month <= question.cut_month)
        tail = (self.month > question.cut_month) & (self.month <= question.last_month)
        rows, used = int(self.rows.sum()), self.rows[inside]
        dated = self.month[self.month >= 0]
        return PanelCounts(
            rows=rows,
            outside_window=rows - int(used.sum()) - int(self.rows[tail].sum()),
            being_billed=int(self.rows[tail].sum()),
            missing=int((used - self.known[inside]).sum()),
            negative=int((self.lowest[inside] < 0).sum()),
            first_month=int(dated.min(initial=10**6)) if len(dated) else 0,
            last_month=int(dated.max(initial=0)),
            movers=movers,
        )


@dataclass(frozen=True)
class Even:
    """A panel in which children stay: K schools and levels, M months with rows.

    `place` (M,) months as places in the window, `children` (K,), `total` (K, M), `school` and `level` (K,).
    """

    schools: NDArray[np.str_]
    levels: NDArray[np.str_]
    school: Ints
    level: Ints
    place: Ints
    children: Ints
    total: Ints


def level_of(panel: Table, question: Question) -> Any:
    """Return the covariates of a row as one text, each after a bar."""
    level: Any = literal("")
    for name in question.covariates:
        level = level + "|" + panel[name].cast("string").fill_null("?")
    return level


def school_months(panel: Table, question: Question, outcome: str) -> SchoolMonths:
    """Scan the panel once, all months and schools."""
    value = panel[outcome].cast("int64")
    sums: dict[str, Any] = {
        "rows": _.count(),
        "known": value.count(),
        "lowest": value.min().fill_null(0),
        "total": value.sum().fill_null(0).cast("int64"),
    }
    if _marks(panel):
        sums["mark"] = _hash(panel.pseudonym).bit_xor()
    keys: dict[str, Any] = {"school": panel.school, "month": panel.month}
    if question.covariates:
        keys["level"] = level_of(panel, question)
    named: dict[str, Any] = {"month": _.month.fill_null(NO_MONTH)}
    if not panel.school.type().is_integer():
        named["school"] = _.school.cast("string").fill_null("None")
    return _read(fetched(panel.group_by(**keys).aggregate(**sums).mutate(**named)))


def _marks(panel: Table) -> bool:
    return bool(panel.get_backend().name == "duckdb")


def _read(found: pa.Table) -> SchoolMonths:
    schools, school = _coded(found["school"])
    none = np.array([""]), np.zeros(found.num_rows, np.int64)
    levels, level = _coded(found["level"]) if "level" in found.column_names else none
    return SchoolMonths(
        schools=schools,
        levels=levels,
        school=school,
        level=level,
        month=_ints(found["month"]),
        rows=_ints(found["rows"]),
        known=_ints(found["known"]),
        lowest=_ints(found["lowest"]),
        total=_ints(found["total"]),
        mark=numbers(found["mark"]) if "mark" in found.column_names else None,
    )


def _ints(column: pa.ChunkedArray) -> Ints:
    return np.asarray(numbers(column), dtype=np.int64)


def _coded(column: pa.ChunkedArray) -> tuple[NDArray[np.str_], Ints]:
    """Return the sorted names and the number of each row's name.

    Whole numbers are counted before they become text: a national panel has six thousand schools in half a million
    entries. An empty name is called None, as everywhere else.
    """
    if pa.types.is_integer(column.type) and not column.null_count:
        codes, where = np.unique(numbers(column), return_inverse=True)
        names = codes.astype(np.str_)
    else:
        coded = column.combine_chunks().dictionary_encode("encode")
        names = np.array([str(name) for name in coded.dictionary.to_pylist()], dtype=np.str_)
        where = np.asarray(np.from_dlpack(coded.indices), dtype=np.int64)
    sorted_names, rank = np.unique(names, return_inverse=True)
    return sorted_names, np.asarray(rank[where], dtype=np.int64)


def even(panel: Table, found: SchoolMonths, question: Question, outcome: str) -> Even | None:
    """Return the panel by school and month when the same children were there in every month, else None."""
    if found.mark is None:
        return None
    kept = np.flatnonzero(_asked(found, question) & (found.known > 0))
    if len(kept) == 0 or (found.known[kept] < found.rows[kept]).any():
        return None
    group = found.school[kept] * len(found.levels) + found.level[kept]
    months, place = np.unique(found.month[kept], return_inverse=True)
    groups, row = np.unique(group, return_inverse=True)
    if len(kept) != len(groups) * len(months):
        return None
    number, total = (np.empty((len(groups), len(months)), np.int64) for _ in range(2))
    mark = np.empty((len(groups), len(months)), np.uint64)
    number[row, place], mark[row, place] = found.known[kept], found.mark[kept]
    total[row, place] = found.total[kept]
    same = (number == number[:, :1]).all() and (mark == mark[:, :1]).all()
    if not same or not _once(panel, int(months[0]), outcome):
        return None
    schools, school = np.unique(groups // len(found.levels), return_inverse=True)
    levels, level = np.unique(groups % len(found.levels), return_inverse=True)
    first = months - question.first_month
    return Even(found.schools[schools], found.levels[levels], school, level, first, number[:, 0], total)


def _asked(found: SchoolMonths, question: Question) -> NDArray[np.bool_]:
    """Return the entries inside the window that no exclusion names."""
    asked = (found.month >= question.first_month) & (found.month <= question.cut_month)
    for one in question.exclusions:
        first = question.first_month if one.first is None else one.first
        last = question.last_month if one.last is None else one.last
        inside = (found.month >= first) & (found.month <= last)
        if one.school is not None:
            inside &= (found.schools == one.school)[found.school]
        asked &= ~inside
    return np.asarray(asked, dtype=bool)


def _once(panel: Table, month: int, outcome: str) -> bool:
    """Return whether no child comes twice in one month; the other months hold the same children.

    Pseudonyms with different hashes are different, so names are only compared when two hashes are the same.
    """
    there = panel.filter((_.month == month) & _[outcome].notnull())
    hashes = np.sort(numbers(fetched(there.select(hash=_hash(there.pseudonym)))["hash"]))
    if (hashes[1:] != hashes[:-1]).all():
        return True
    row = fetched(there.aggregate(rows=_.count(), children=_.pseudonym.nunique())).to_pylist()[0]
    return bool(row["rows"] == row["children"])


def movers(panel: Table, question: Question) -> int | None:
    """Return how many children were at another school than their first in some month of the window."""
    if "current_school" not in panel.columns:
        return None
    inside = (_.month >= question.first_month) & (_.month <= question.cut_month)
    moved = panel.filter(inside & (_.current_school != _.school))
    return int(fetched(moved.aggregate(n=_.pseudonym.nunique()))["n"][0].as_py())
