"""The month equations under any assignment of start dates to schools.

The untreated model is `y_it = a_i + b_lt + e_it`: a child effect and, per covariate level l, month
effects. With child effects removed exactly (see `basis.py`) the month effects solve `A b = v`, where A
and v are sums over schools of what each contributes under its start option. The sum of effects over
treated child-months is then `Q + d'b`, again a sum over schools. So a permutation of the start dates
costs one small linear system and no data.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.school_sums import SchoolSums

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Contributions:
    """What each school would contribute under each option; S schools, L levels, G options, T months.

    `number` (S, L, G, T) children in untreated months, `score` (S, L, G, T) their outcome less own mean,
    `excess` (S, L, G) outcome less own mean in treated months, `slope` (S, L, G, T) how the month effects
    enter it, `weight` (S, G) treated child-months.
    """

    number: Floats
    score: Floats
    excess: Floats
    slope: Floats
    weight: Floats


def contributions(sums: SchoolSums, known: NDArray[np.bool_]) -> Contributions:
    """Return the contributions; treated months outside `known` (T,) have no comparison and do not count."""
    early, late = ~sums.late, sums.late & known
    deviation = sums.total - sums.mean
    return Contributions(
        number=sums.count * early,
        score=deviation * early,
        excess=(deviation * late).sum(axis=-1),
        slope=sums.basis.column_sums(late) - sums.count * late,
        weight=(sums.count * late).sum(axis=(1, 3)),
    )


def add_up(values: Floats, option: Ints) -> Floats:
    """Sum over schools under each assignment.

    Parameters
    ----------
    values : (S, G, ...) contribution of each school under each option.
    option : (R, S) the option of each school in each of R assignments.

    Returns
    -------
    (R, ...) sums. Only what differs from everybody under option 0 is added, because few schools start.
    """
    base = values[:, 0].sum(axis=0)
    change = values - values[:, :1]
    out = np.empty((len(option), *base.shape))
    for row, chosen in enumerate(option):
        moved = np.flatnonzero(chosen)
        out[row] = base + change[moved, chosen[moved]].sum(axis=0)
    return out


def normal_matrix(sums: SchoolSums, number: Floats, option: Ints) -> Floats:
    """Return A, (R, L, T, T), positive definite: levels sum to zero and months without data stay zero.

    A school's months before its start are the first of the window, so only the upper triangle of the
    summed cross matrices holds pairs of untreated months.
    """
    cross = np.triu(sums.basis.total(option))
    T = cross.shape[-1]
    cross = cross + np.swapaxes(np.triu(cross, 1), -1, -2)
    A = -cross
    place = np.arange(T)
    A[..., place, place] += np.where(number > 0, number, 1.0)
    return np.asarray(A + number.mean(axis=-1)[..., None, None] / T, dtype=np.float64)


def month_effects(A: Floats, score: Floats) -> Floats:
    """Solve for the month effects, (..., T)."""
    return np.asarray(np.linalg.solve(A, score[..., None])[..., 0], dtype=np.float64)


def effects(sums: SchoolSums, parts: Contributions, option: Ints) -> Floats:
    """Return the imputation effect per treated child-month under each assignment, (R,).

    option : (R, S) start option of each school. Needs no child and no row, only the contributions.
    """
    by_option = {"number": parts.number, "score": parts.score, "slope": parts.slope}
    number, score, slope = (add_up(np.moveaxis(v, 2, 1), option) for v in by_option.values())
    b = month_effects(normal_matrix(sums, number, option), score)
    excess = add_up(np.moveaxis(parts.excess, 2, 1), option).sum(axis=-1)
    treated = add_up(parts.weight, option)
    return np.asarray((excess + (slope * b).sum(axis=(1, 2))) / treated, dtype=np.float64)
