"""Small invented municipalities with a known effect, as child-month rows."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray

from schakel.analysis.effects.build import build_sums
from schakel.analysis.effects.cells import Cells, build_cells
from schakel.analysis.effects.question import Outcome, Question, SchoolExposure
from schakel.analysis.effects.roster import make_roster
from schakel.analysis.effects.school_sums import SchoolSums

FIRST = 24228  # 2019-01


def exactly(value: float) -> Any:
    """Equal to ten digits: the promise of the engine."""
    return pytest.approx(value, rel=1e-10, abs=1e-10)


@dataclass(frozen=True)
class World:
    """A panel and the question asked of it."""

    rows: pa.Table
    question: Question

    def cells(self, outcome: str | None = None) -> Cells:
        return build_cells(ibis.memtable(self.rows), self.question, outcome)

    def sums(self) -> SchoolSums:
        cells = self.cells()
        return build_sums(cells, self.question, make_roster(self.question, cells.schools))

    def column(self, name: str) -> NDArray[np.int64]:
        return np.asarray(self.rows[name].to_numpy(), dtype=np.int64)


def make_question(starts: dict[str, int | None], months: int, **changes: object) -> Question:
    question = Question(
        title="Does it help?",
        stored_on=date(2026, 1, 5),
        definition="cost/1",
        outcome=Outcome("cost", "cents per child-month"),
        schools=tuple(SchoolExposure(name, start) for name, start in starts.items()),
        chosen="capacity",
        chosen_note="",
        first_month=FIRST,
        last_month=FIRST + months - 1,
        draws=199,
    )
    return replace(question, **changes)  # type: ignore[arg-type]  # test shorthand


def make_world(
    seed: int = 1,
    *,
    schools: int = 16,
    waves: tuple[tuple[int, int], ...] = ((6, 3), (8, 3)),
    months: int = 12,
    children: int = 7,
    effect: float = -400.0,
    unbalanced: bool = True,
    levels: int = 1,
    spread: float = 1.0,
    **changes: object,
) -> World:
    """`waves` holds (start place, number of schools); unbalanced children come late, leave early, miss months."""
    draw = np.random.default_rng(seed)
    names = [f"S{i:03d}" for i in range(schools)]
    starts: dict[str, int | None] = dict.fromkeys(names)
    order = iter(draw.permutation(schools))
    for place, number in waves:
        for _ in range(number):
            starts[names[next(order)]] = FIRST + place
    columns: dict[str, list[object]] = {
        key: [] for key in ("pseudonym", "school", "month", "cost", "cov_group")
    }
    shock = draw.normal(0, 300 * spread, (schools, months))
    group_trend = draw.normal(0, 40, (levels, months)).cumsum(axis=1)
    for i, name in enumerate(names):
        for c in range(draw.integers(max(children // 2, 2), children * 2)):
            level = int(draw.integers(levels))
            own = draw.gamma(2, 1500)
            first, last = (0, months - 1)
            if unbalanced:
                first = int(draw.integers(0, max(1, months // 3)))
                last = int(draw.integers(months // 2, months))
            for t in range(first, last + 1):
                if unbalanced and draw.random() < 0.05:
                    continue
                treated = starts[name] is not None and FIRST + t >= (starts[name] or 0)
                value = (
                    own
                    + 30 * t
                    + shock[i, t]
                    + group_trend[level, t]
                    + draw.normal(0, 500)
                    + effect * treated
                )
                row = (f"{name}-{c}", name, FIRST + t, round(max(value, 0)), f"g{level}")
                for key, item in zip(columns, row, strict=True):
                    columns[key].append(item)
    table = pa.table(columns).set_column(2, "month", pa.array(columns["month"], pa.int32()))
    return World(table, make_question(starts, months, **changes))
