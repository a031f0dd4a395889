"""The slow and readable twin: every estimator on child rows, with dummies and loops, sharing no code.

It imports nothing from the engine except the question. It is the specification; the engine is its fast copy.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.analysis.effects.worlds import FIRST, World

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    child: NDArray[np.int64]
    school: NDArray[np.int64]
    month: NDArray[np.int64]
    start: Floats  # inf: never
    level: NDArray[np.int64]
    y: Floats

    def pick(self, which: NDArray[np.bool_]) -> "Rows":
        child = np.unique(self.child[which], return_inverse=True)[1]
        parts = (self.school, self.month, self.start, self.level, self.y)
        return Rows(child, *(part[which] for part in parts))  # type: ignore[arg-type]  # same order as the fields


def rows_of(world: World, levels: bool = False) -> Rows:
    names = np.array(world.rows["school"].to_pylist())
    starts = {
        row.school: np.inf if row.start is None else row.start - FIRST for row in world.question.schools
    }
    _, child = np.unique(np.array(world.rows["pseudonym"].to_pylist()), return_inverse=True)
    _, school = np.unique(names, return_inverse=True)
    _, level = np.unique(np.array(world.rows["cov_group"].to_pylist()), return_inverse=True)
    start = np.array([starts[name] for name in names])
    month, y = world.column("month") - FIRST, world.column("cost").astype(float)
    return Rows(child, school, month, start, level if levels else np.zeros_like(level), y)


def dummies(rows: Rows, months: int) -> Floats:
    """Child dummies and level-by-month dummies."""
    children = np.eye(rows.child.max() + 1)[rows.child]
    cells = rows.level * months + rows.month
    return np.hstack([children, np.eye((rows.level.max() + 1) * months)[cells]])


def imputed(rows: Rows, months: int) -> tuple[NDArray[np.bool_], Floats]:
    """Treated rows that can be imputed, and outcome minus prediction for each row."""
    X = dummies(rows, months)
    free = rows.month < rows.start
    known = np.isin(rows.child, rows.child[free])
    solution = np.linalg.lstsq(X[free], rows.y[free], rcond=None)[0]
    return ~free & known, rows.y - X @ solution


def imputation(rows: Rows, months: int) -> tuple[float, float]:
    """Headline and its leave-one-out error, from explicit weights v with `sum v y = estimate`."""
    treated, gap = imputed(rows, months)
    value = gap[treated].mean()
    X = dummies(rows, months)
    free = rows.month < rows.start
    weights = np.zeros(len(rows.y))
    weights[treated] = 1 / treated.sum()
    weights[free] = -np.linalg.pinv(X[free], rcond=1e-10).T @ (X[treated].T @ weights[treated])
    residual = gap.copy()
    for i in np.flatnonzero(treated):
        cohort = treated & (rows.start == rows.start[i]) & (rows.school != rows.school[i])
        now = cohort & (rows.month == rows.month[i])
        residual[i] -= mean_of_schools(rows, weights, gap, now if now.any() else cohort)
    per_school = np.bincount(rows.school, weights * np.where(free | treated, residual, 0))
    return float(value), float(np.sqrt((per_school**2).sum()))


def mean_of_schools(rows: Rows, weights: Floats, gap: Floats, which: NDArray[np.bool_]) -> float:
    top = bottom = 0.0
    for school in np.unique(rows.school[which]):
        here = which & (rows.school == school)
        top += weights[here].sum() * (weights[here] * gap[here]).sum()
        bottom += weights[here].sum() ** 2
    return top / bottom


def two_way(rows: Rows, months: int) -> float:
    X = np.column_stack([dummies(rows, months), rows.month >= rows.start])
    return float(np.linalg.lstsq(X, rows.y, rcond=None)[0][-1])


def effect_of_deal(rows: Rows, starts: dict[int, float], months: int, off: float = 0.0) -> float:
    """Imputation effect had the schools started at `starts`, after taking `off` off really treated months."""
    shifted = rows.y - off * (rows.month >= rows.start)
    start = np.array([starts[school] for school in rows.school])
    dealt = Rows(rows.child, rows.school, rows.month, start, rows.level, shifted)
    treated, gap = imputed(dealt, months)
    return float(gap[treated].mean())


def restricted_world(rows: Rows, sign: Floats, months: int) -> Rows:
    """Outcomes of one bootstrap world: fitted without any effect, residuals times the school's sign."""
    X = dummies(rows, months)
    fitted = X @ np.linalg.lstsq(X, rows.y, rcond=None)[0]
    y = fitted + sign[rows.school] * (rows.y - fitted)
    return Rows(rows.child, rows.school, rows.month, rows.start, rows.level, y)


def within(entity: NDArray[np.int64], X: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Entity dummies, coefficients of X and their classical errors."""
    full = np.column_stack([X, np.eye(entity.max() + 1)[entity]])
    solution = np.linalg.lstsq(full, y, rcond=None)[0]
    residual = y - full @ solution
    spread = residual @ residual / (len(y) - full.shape[1])
    error = np.sqrt(np.diag(np.linalg.inv(full.T @ full)) * spread)
    return np.asarray(solution[: X.shape[1]], np.float64), np.asarray(error[: X.shape[1]], np.float64)
