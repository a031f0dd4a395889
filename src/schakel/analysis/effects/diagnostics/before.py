"""What the time before the first start can tell: what could be detected, and whether nothing shows nothing.

The window is cut just before the first start and every start date is moved back in proportion. No school
had a supporter then, so every effect found there is chance or a different trend. Dealing the dates again
gives the spread of chance (the minimal detectable effect) and a placebo test of the real schools.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from schakel.analysis.effects.build import build_sums
from schakel.analysis.effects.cells import Cells
from schakel.analysis.effects.errors import DesignError
from schakel.analysis.effects.estimators.imputation import fit
from schakel.analysis.effects.inference.permutation import Permutation, permutation
from schakel.analysis.effects.question import Question
from schakel.analysis.effects.roster import Roster

POWER = 0.8
MONTHS_NEEDED = 4


@dataclass(frozen=True)
class BeforePeriod:
    """`detectable` is the effect found in 80 % of such studies; `placebo` the test on moved dates."""

    detectable: float
    spread: float
    placebo: Permutation
    months: int


def until(cells: Cells, months: int) -> Cells:
    """Return the cells of the first months only."""
    attendance = cells.attendance[:, :months]
    kept = attendance.any(axis=1)
    return replace(
        cells,
        months=cells.months[:months],
        school=cells.school[kept],
        level=cells.level[kept],
        attendance=attendance[kept],
        children=cells.children[kept],
        total=cells.total[kept, :months],
        squares=None,
    )


def moved_back(roster: Roster, months: int, total: int) -> Roster:
    """Return the roster with every start moved into the first `months`, in proportion, at least month 1."""
    place = np.clip(np.round(roster.start * months / total), 1, months - 1).astype(np.int64)
    place[0] = months
    starts, joined = np.unique(place[1:], return_inverse=True)
    option = np.where(roster.option > 0, joined[np.maximum(roster.option - 1, 0)] + 1, 0)
    return replace(roster, start=np.concatenate([[months], starts]), option=option)


def before_period(cells: Cells, question: Question, roster: Roster, draws: int, seed: int) -> BeforePeriod:
    """Return what the time before the first start tells.

    Raises
    ------
    DesignError
        Fewer than four months lie before the first start.
    """
    first = int(roster.start[1:].min())
    if first < MONTHS_NEEDED:
        raise DesignError(
            f"only {first} months lie before the first start; at least {MONTHS_NEEDED} are needed to say what"
            " could be detected. Widen the window"
        )
    moved = moved_back(roster, first, len(cells.months))
    sums = build_sums(until(cells, first), question, moved)
    found = fit(sums)
    test = permutation(sums, found.known, draws, seed, question.level)
    spread = float(np.std(test.effects[1:], ddof=1))
    return BeforePeriod(detectable(spread, roster.treated, question.level), spread, test, first)


def detectable(spread: float, treated: int, level: float) -> float:
    """Return the smallest effect that a two-sided test finds in 80 % of studies, `(t_level + t_power) * spread`."""
    df = max(treated - 1, 1)
    return float((stdtrit(df, (1 + level) / 2) + stdtrit(df, POWER)) * spread)


def empty_months(cells: Cells) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return per school whether months are missing inside its time, and whether it has none at the end, (S,)."""
    present = np.zeros((len(cells.schools), len(cells.months)), dtype=bool)
    np.logical_or.at(present, cells.school, cells.attendance)
    used = present[:, present.any(axis=0)]
    closed = ~used[:, -1]
    first, last = used.argmax(axis=1), used.shape[1] - used[:, ::-1].argmax(axis=1)
    gaps = used.sum(axis=1) < last - first
    return gaps, closed
