"""Child-months grouped once, in the database engine, to cells; nothing later needs a child row.

A supporter belongs to a school, so children of one school who attended the same months are alike to
every estimator. One cell row is (school, covariate level, attendance pattern) with the number of
children and, per month, the sum of the outcome. The pattern is the *full* list of months attended, as
bits, so that gaps and late entries are exact, not only first and last month.

1. `school_months` scans once: what is counted, refused, and whether children come and go at all. When nobody
   does, that scan is the answer.
2. `child_rows` keeps the rows of the question (window, exclusions, no missing outcome).
3. `attendance` has one row per child: school, covariate level, months attended as bits.
4. `cell_rows` counts and sums. The same Ibis expressions run on DuckDB and on Spark.

Outcomes are whole numbers, so a second run gives the same bytes whatever the order of the rows.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from ibis import _, literal
from ibis.expr.types import Table
from numpy.typing import NDArray

from schakel.analysis.effects.checks import (
    PanelCounts,
    check_counts,
    check_patterns,
    month_columns,
)
from schakel.analysis.effects.question import Question
from schakel.analysis.effects.school_months import Even, even, level_of, movers, school_months
from schakel.analysis.effects.source import fetched, numbers

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bits = NDArray[np.bool_]

BITS = 30
"""Months per attendance word: their sum fits a 64-bit integer on every engine, whatever is in the file."""


@dataclass(frozen=True)
class Cells:
    """The panel as the estimators see it.

    Shapes: K rows (school, level, pattern), T months. `school` (K,) and `level` (K,) index `schools`
    and `levels`; `attendance` (K, T) tells which months the children of a row were present;
    `children` (K,) counts them; `total` (K, T) sums their outcome, in stored integers. `squares`
    (K, T), when asked for, sums the squared outcome (for a child-level spread; no estimator needs it).
    """

    schools: tuple[str, ...]
    levels: tuple[str, ...]
    months: Ints
    school: Ints
    level: Ints
    attendance: Bits
    children: Ints
    total: Ints
    counts: PanelCounts
    data_hash: str
    squares: Floats | None = None

    @property
    def balanced(self) -> bool:
        """Return whether every child was present in every month."""
        return bool(self.attendance.all())


def child_rows(panel: Table, question: Question, outcome: str) -> Table:
    """Return the rows that the question is about: `pseudonym, school, place, outcome, level`."""
    rows = panel.filter(
        (_.month >= question.first_month) & (_.month <= question.cut_month) & _[outcome].notnull()
    ).select(
        pseudonym=_.pseudonym,
        school=_.school.cast("string"),
        place=_.month.cast("int64") - question.first_month,
        outcome=_[outcome].cast("int64"),
        level=level_of(panel, question),
    )
    for exclusion in question.exclusions:
        rows = rows.filter(~_excluded(exclusion.school, exclusion.first, exclusion.last, question))
    return rows


def _excluded(school: str | None, first: int | None, last: int | None, question: Question) -> Any:
    low = (question.first_month if first is None else first) - question.first_month
    high = (question.last_month if last is None else last) - question.first_month
    inside: Any = (_.place >= low) & (_.place <= high)
    return inside if school is None else inside & (_.school == school)


def _words(question: Question) -> int:
    return -(-len(question.months) // BITS)


def attendance(rows: Table, question: Question) -> Table:
    """Return one row per child: school, level, months attended as bits, and what contradicts itself.

    Bits are summed, not or-ed, because Spark has no such aggregate here. For distinct months that is the same;
    a month that comes twice carries over and leaves fewer bits than rows, which `check_patterns` refuses.
    """
    words = {f"word{w}": _word(rows.place, w, _words(question)).sum() for w in range(_words(question))}
    extra = {"level": _.level.min(), "level_last": _.level.max()} if question.covariates else {}
    return rows.group_by("pseudonym").aggregate(
        school=_.school.min(), school_last=_.school.max(), rows=_.count(), **words, **extra
    )


def _word(place: Any, word: int, words: int) -> Any:
    one = literal(1).cast("int64")
    if words == 1:
        return one << place
    here = (place >= word * BITS) & (place < (word + 1) * BITS)
    return here.ifelse(one << here.ifelse(place - word * BITS, 0), 0)


def patterns(children: Table, question: Question) -> Table:
    """Return how many children share a school, level and pattern, and how many contradict themselves."""
    keys = ["school", *(["level"] if question.covariates else []), *_word_names(question), "rows"]
    mixed_level: Any = (
        (_.level != _.level_last).cast("int64").sum() if question.covariates else literal(0, "int64")
    )
    return children.group_by(keys).aggregate(
        children=_.count(),
        mixed_school=(_.school != _.school_last).cast("int64").sum(),
        mixed_level=mixed_level,
    )


def _word_names(question: Question) -> list[str]:
    return [f"word{w}" for w in range(_words(question))]


def cell_rows(rows: Table, children: Table | None, question: Question, squares: bool = False) -> Table:
    """Return count and sum per school, level, pattern and month.

    `children` is None for a balanced panel without covariates, where school and month say it all.
    """
    sums: dict[str, Any] = {"total": _.outcome.sum(), "n": _.count()}
    if squares:
        sums["squares"] = (_.outcome.cast("float64") * _.outcome.cast("float64")).sum()
    if children is None:
        return rows.group_by(["school", "place"]).aggregate(**sums)
    named = ["level", *_word_names(question)] if question.covariates else _word_names(question)
    joined = rows.drop("level").join(children.select("pseudonym", *named), "pseudonym")
    return joined.group_by(["school", *named, "place"]).aggregate(**sums)


def build_cells(panel: Table, question: Question, outcome: str | None = None, squares: bool = False) -> Cells:
    """Group a panel to cells, refusing what cannot be right.

    Parameters
    ----------
    panel : Ibis table on any engine, one row per child and month (`pseudonym, school, month`, outcomes).
    question : the frozen question.
    outcome : another outcome column than the question's own (for a placebo outcome).
    squares : also sum squared outcomes.

    Raises
    ------
    PanelError
        A missing column, a child twice in one month, a child in two schools or covariate levels, a
        negative outcome, or nothing left in the window; the message counts and says what to do.
    """
    column = outcome or question.outcome.column
    month_columns(panel, question, column)
    scanned = school_months(panel, question, column)
    counts = scanned.counted(question, movers(panel, question))
    check_counts(counts, question, column)
    stays = None if squares else even(panel, scanned, question, column)
    if stays is not None:
        return _of_even(stays, question, counts)
    rows = child_rows(panel, question, column)
    children = attendance(rows, question)
    pattern = fetched(patterns(children, question))
    check_patterns(pattern, _word_names(question))
    alike = _alike(pattern, question)
    found = fetched(cell_rows(rows, None if alike else children, question, squares))
    return _collect(pattern, found, question, counts, alike)


def _alike(pattern: pa.Table, question: Question) -> bool:
    same = all(len(pattern[name].unique()) == 1 for name in _word_names(question))
    return same and not question.covariates


def _collect(
    pattern: pa.Table, found: pa.Table, question: Question, counts: PanelCounts, alike: bool
) -> Cells:
    keys = (
        ["school"]
        if alike
        else ["school", *(["level"] if question.covariates else []), *_word_names(question)]
    )
    pattern = pattern.sort_by([(key, "ascending") for key in keys])
    row_of = _row_numbers(pattern, found, keys)
    shape = (pattern.num_rows, len(question.months))
    total, number = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    place = _ints(found, "place")
    total[row_of, place], number[row_of, place] = _ints(found, "total"), _ints(found, "n")
    squares = None
    if "squares" in found.column_names:
        squares = np.zeros(shape)
        squares[row_of, place] = found["squares"].to_numpy()
    schools, school = np.unique(_texts(pattern, "school"), return_inverse=True)
    levels, level = np.unique(_texts(pattern, "level") if question.covariates else [""], return_inverse=True)
    level = level if question.covariates else np.zeros(pattern.num_rows, np.int64)
    return Cells(
        schools=tuple(str(name) for name in schools),
        levels=tuple(str(name).removeprefix("|") for name in levels),
        months=np.arange(question.first_month, question.cut_month + 1),
        school=school.astype(np.int64),
        level=level.astype(np.int64),
        attendance=number > 0,
        children=_ints(pattern, "children"),
        total=total,
        counts=counts,
        data_hash=_hash(schools, levels, school, level, number, total),
        squares=squares,
    )


def _of_even(stays: Even, question: Question, counts: PanelCounts) -> Cells:
    shape = (len(stays.children), len(question.months))
    total, number = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    total[:, stays.place], number[:, stays.place] = stays.total, stays.children[:, None]
    return Cells(
        schools=tuple(str(name) for name in stays.schools),
        levels=tuple(str(name).removeprefix("|") for name in stays.levels),
        months=np.arange(question.first_month, question.cut_month + 1),
        school=stays.school,
        level=stays.level,
        attendance=number > 0,
        children=stays.children,
        total=total,
        counts=counts,
        data_hash=_hash(stays.schools, stays.levels, stays.school, stays.level, number, total),
    )


def _row_numbers(pattern: pa.Table, found: pa.Table, keys: list[str]) -> Ints:
    if keys == ["school"]:
        return np.searchsorted(_texts(pattern, "school"), _texts(found, "school")).astype(np.int64)
    numbered = pattern.select(keys).append_column("row", pa.array(np.arange(pattern.num_rows)))
    places = found.select(keys).append_column("order", pa.array(np.arange(found.num_rows)))
    joined = places.join(numbered, keys).sort_by("order")
    return _ints(joined, "row")


def _ints(table: pa.Table, name: str) -> Ints:
    return np.asarray(numbers(table[name]), dtype=np.int64)


def _texts(table: pa.Table, name: str) -> NDArray[np.str_]:
    return np.asarray(table[name].to_pylist(), dtype=np.str_)


def _hash(*parts: NDArray[Any]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        plain = np.ascontiguousarray(part)
        digest.update(str(plain.shape).encode())
        digest.update("\n".join(plain).encode() if plain.dtype.kind == "U" else plain.tobytes())
    return digest.hexdigest()
