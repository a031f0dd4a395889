"""What is counted and refused before any cell is made: a panel that contradicts itself gives no figure."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from ibis.expr.types import Table
from numpy.typing import NDArray

from schakel.analysis.effects.errors import PanelError
from schakel.analysis.effects.months import month_text
from schakel.analysis.effects.question import Question
from schakel.analysis.effects.source import numbers


@dataclass(frozen=True)
class PanelCounts:
    """Rows in and rows left out, so that counts in equal counts out.

    `negative` counts school-months with a row below zero; `movers` is None when unknown.
    """

    rows: int
    outside_window: int
    being_billed: int
    missing: int
    negative: int
    first_month: int
    last_month: int
    movers: int | None = None


def month_columns(panel: Table, question: Question, outcome: str) -> None:
    """Refuse a panel that lacks a column of the question; say which columns there are."""
    wanted = ["pseudonym", "school", "month", outcome, *question.covariates]
    absent = [name for name in wanted if name not in panel.columns]
    if absent:
        raise PanelError(
            f"the panel has no column {', '.join(absent)}; it has {', '.join(panel.columns)}."
            " Name an existing column in the question or add the column to the panel"
        )
    if not panel.schema()[outcome].is_integer():
        raise PanelError(
            f"column {outcome} is {panel.schema()[outcome]}, not a whole number; store cents, days or counts"
            " (and set outcome.scale), so that a sum does not depend on the order of the rows"
        )


def check_counts(counts: PanelCounts, question: Question, outcome: str) -> None:
    """Refuse an empty window and values that cannot be."""
    used = counts.rows - counts.outside_window - counts.being_billed - counts.missing
    if used <= 0:
        window = f"{month_text(question.first_month)} to {month_text(question.cut_month)}"
        runs = f"{month_text(counts.first_month)} to {month_text(counts.last_month)}"
        there = f"it runs from {runs}" if counts.rows else "it is empty"
        raise PanelError(f"the panel has no {outcome} in the window {window}; {there}. Widen the window")
    if counts.negative and not question.outcome.signed:
        raise PanelError(
            f"in {counts.negative} months of a school a row has a negative {outcome}; book a credit in the month of its"
            " invoice so that no month falls below zero, or set outcome.signed = true when it can be negative by nature"
        )
    late = sorted(s for s, start in question.starts.items() if start > counts.last_month)
    if late:
        raise PanelError(
            f"{', '.join(late)} start after the last month of the panel ({month_text(counts.last_month)});"
            " wait for later data or list them as not started"
        )


def check_patterns(pattern: pa.Table, words: list[str]) -> None:
    """Refuse a child twice in one month, in two schools of first exposure, or in two covariate levels."""
    rows = _numbers(pattern, "rows")
    months = sum(
        np.bitwise_count(_numbers(pattern, name).astype(np.uint64)).astype(np.int64) for name in words
    )
    twice = int(_numbers(pattern, "children")[rows != months].sum())
    if twice:
        raise PanelError(
            f"{twice} children have two rows in one month; add their amounts to one row per child and month"
        )
    for name, what in (("mixed_school", "school"), ("mixed_level", "value of a covariate")):
        mixed = int(_numbers(pattern, name).sum())
        if mixed:
            raise PanelError(
                f"{mixed} children have more than one {what}; `school` is the school at first exposure and"
                " a covariate the value at the child's first month, both the same in every row"
                " (put moves in `current_school`)"
            )


def _numbers(table: pa.Table, name: str) -> NDArray[np.int64]:
    return np.asarray(numbers(table[name]), dtype=np.int64)
