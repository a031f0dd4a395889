"""Synthetic difference-in-differences per start group (Arkhangelsky et al., American Economic Review 111, 2021).

Comparison schools are weighted so that their past runs parallel to that of the treated schools, periods
so that the past resembles the present; then a difference-in-differences with those weights. Each school
counts once, whatever its size: the estimate is per school-period, said so beside it. The error comes from
pretending that comparison schools were treated (placebo), which needs more of them than treated ones; with
many schools from leaving each out at fixed weights (jackknife, algorithm 3 of the paper).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.estimators.group_time import start_periods
from schakel.analysis.effects.estimators.simplex import simplex_ridge
from schakel.analysis.effects.school_sums import SchoolSums

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SCHOOLS_AT_MOST = 20_000
PLACEBO_AT_MOST = 100


@dataclass(frozen=True)
class Group:
    """One start group: effect, weights of comparison schools (N0,) and of earlier periods (T0,)."""

    start: int
    value: float
    schools: int
    periods_after: int
    school_weights: Floats
    period_weights: Floats


@dataclass(frozen=True)
class Synthetic:
    """The average over treated school-periods, its error (None when not possible) with its method, and the groups."""

    value: float
    standard_error: float | None
    groups: tuple[Group, ...]
    dropped: int
    method: str = "placebo"


def synthetic(sums: SchoolSums, draws: int, seed: int) -> Synthetic | None:
    """Return synthetic difference-in-differences, or None without two earlier periods or two comparison schools.

    Schools with an empty period are dropped and counted.
    """
    Y, start, never, dropped = _table(sums)
    free = Y[start == never]
    groups = [g for g in np.unique(start[start < never]).tolist() if g >= 2]
    if len(free) < 2 or not groups or len(free) > SCHOOLS_AT_MOST:
        return None
    found = tuple(_group(free, Y[start == g], g) for g in groups)
    if len(free) > PLACEBO_AT_MOST:
        error = _jackknife_error(free, [Y[start == g] for g in groups], found)
        return Synthetic(_average(found), error, found, dropped, "jackknife")
    error = _placebo_error(free, [(row.start, row.schools) for row in found], draws, seed)
    return Synthetic(_average(found), error, found, dropped)


def _table(sums: SchoolSums) -> tuple[Floats, Ints, int, int]:
    P = int(sums.period.max()) + 1
    member = (sums.period[:, None] == np.arange(P)).astype(float)
    total = sums.total[:, :, 0].sum(axis=1) @ member
    number = sums.count[:, :, 0].sum(axis=1) @ member
    whole = (number > 0).all(axis=1)
    return total[whole] / number[whole], start_periods(sums)[whole], P, int((~whole).sum())


def _average(groups: tuple[Group, ...]) -> float:
    weight = np.array([row.schools * row.periods_after for row in groups], dtype=float)
    return float(weight @ np.array([row.value for row in groups]) / weight.sum())


def _group(free: Floats, treated: Floats, start: int) -> Group:
    before, after = free[:, :start], free[:, start:]
    noise = np.diff(before, axis=1)
    spread = float(noise.std(ddof=1)) if noise.size > 1 else 0.0
    after_count = treated.shape[1] - start
    period = _fit(before, after.mean(axis=1), (1e-6 * spread) ** 2)
    strength = (len(treated) * after_count) ** 0.25 * spread
    school = _fit(before.T, treated[:, :start].mean(axis=0), strength**2)
    change = treated.mean(axis=0)
    value = change[start:].mean() - change[:start] @ period
    value -= school @ (after.mean(axis=1) - before @ period)
    return Group(start, float(value), len(treated), after_count, school, period)


def _fit(A: Floats, b: Floats, penalty: float) -> Floats:
    """Fit weights up to a constant: both sides are centred; the penalty is per observation."""
    centred = A - A.mean(axis=0)
    floor = 1e-12 * float((centred**2).sum()) + 1e-300
    return simplex_ridge(centred, b - b.mean(), max(penalty * len(b), floor))


def _jackknife_error(free: Floats, treated: list[Floats], found: tuple[Group, ...]) -> float | None:
    """Leave each school out, weights fixed; None when a start group has one school."""
    if min(len(rows) for rows in treated) < 2:
        return None
    value, values = _average(found), []
    size = np.array([row.schools * row.periods_after for row in found], dtype=float)
    share = size / size.sum()
    for k, row in enumerate(found):
        own = _changes(treated[k], row)
        values += (value + share[k] * (own.mean() - own) / (len(own) - 1)).tolist()
    lost = np.zeros(len(free))
    for k, row in enumerate(found):
        change, left = _changes(free, row), 1 - row.school_weights
        without = (row.school_weights @ change - row.school_weights * change) / np.where(left > 0, left, 1.0)
        lost += share[k] * (row.school_weights @ change - without)
    values += (value + lost).tolist()
    n = len(values)
    return float(np.sqrt((n - 1) / n * ((np.array(values) - value) ** 2).sum()))


def _changes(rows: Floats, group: Group) -> Floats:
    return np.asarray(rows[:, group.start :].mean(axis=1) - rows[:, : group.start] @ group.period_weights)


def _placebo_error(free: Floats, shape: list[tuple[int, int]], draws: int, seed: int) -> float | None:
    wanted = sum(number for _, number in shape)
    if len(free) <= wanted:
        return None
    random = np.random.default_rng(seed)
    values = [_placebo(free, shape, random.permutation(len(free))) for _ in range(draws)]
    return float(np.sqrt(np.mean((np.array(values) - np.mean(values)) ** 2)))


def _placebo(free: Floats, shape: list[tuple[int, int]], order: Ints) -> float:
    wanted = sum(number for _, number in shape)
    rest, place = free[order[wanted:]], 0
    groups = []
    for start, number in shape:
        groups.append(_group(rest, free[order[place : place + number]], start))
        place += number
    return _average(tuple(groups))
