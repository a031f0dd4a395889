"""The month equations under any assignment of start dates to schools.

The untreated model is `y_it = a_i + b_lt + e_it`: a child effect and, per covariate level l, month
effects. With child effects removed exactly (see `basis.py`) the month effects solve `A b = v`, where A
and v are sums over schools of what each contributes under its start option. The sum of effects over
treated child-months is then `Q + d'b`, again a sum over schools. So a permutation of the start dates
costs one small linear system and no data.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.basis import add_up
from schakel.analysis.effects.errors import DesignError
from schakel.analysis.effects.school_sums import SchoolSums

Floats = NDArray[np.float64]
Ints = NDArray[np.integer[Any]]
BLOCK = 250


@dataclass(frozen=True)
class Contributions:
    """What each school would contribute under each option; S schools, G options, L levels, T months, K outcomes.

    `number` (S, G, L, T) children in untreated months, `score` (S, G, K, L, T) their outcome less own mean,
    `excess` (S, G, K) outcome less own mean in treated months, `slope` (S, G, L, T) how the month effects
    enter it, `weight` (S, G) treated child-months.
    """

    number: Floats
    score: Floats
    excess: Floats
    slope: Floats
    weight: Floats

    def added(self, option: Ints) -> tuple[Floats, ...]:
        """Add all five over schools under each assignment at once, each (R, ...)."""
        parts = (self.number, self.score, self.excess, self.slope, self.weight)
        S, G = self.weight.shape
        flat = np.concatenate([part.reshape(S, G, -1) for part in parts], axis=2)
        edges = np.cumsum([part[0, 0].size for part in parts])[:-1]
        split = np.split(add_up(flat, option), edges, axis=1)
        return tuple(
            one.reshape(len(option), *part.shape[2:]) for one, part in zip(split, parts, strict=True)
        )


def contributions(sums: SchoolSums, known: NDArray[np.bool_]) -> Contributions:
    """Return the contributions; treated months outside `known` (T,) have no comparison and do not count.

    Two outcomes stand side by side: the real one, and one that is 1 in every really treated child-month
    and else 0. The effect of the second under another assignment says how much of a constant effect leaks
    into that assignment.
    """
    early, late = ~sums.late, sums.late & known
    deviation = np.stack([sums.total - sums.mean, _unit(sums)], axis=1).transpose(0, 3, 1, 2, 4)
    by_option = early[:, None, None, :], late[:, None, None, :]
    return Contributions(
        number=np.moveaxis(sums.count * early, 2, 1),
        score=deviation * by_option[0],
        excess=(deviation * by_option[1]).sum(axis=(-1, -2)),
        slope=np.moveaxis(sums.basis.column_sums(late) - sums.count * late, 2, 1),
        weight=(sums.count * late).sum(axis=(1, 3)),
    )


def _unit(sums: SchoolSums) -> Floats:
    """Return outcome less own mean, (S, L, G, T), of an outcome that is 1 when really treated."""
    out = np.zeros_like(sums.total)
    treated = sums.treated
    seen = sums.late[sums.option[treated]].astype(float)
    for g in range(len(sums.start)):
        cross = sums.basis.each(treated, np.full(len(treated), g))
        own = np.einsum("nltu,nu->nlt", cross, seen)
        out[treated, :, g] = sums.count[treated, :, g] * seen[:, None, :] - own
    return out


def normal_matrix(sums: SchoolSums, number: Floats, option: Ints) -> Floats:
    """Return A, (R, L, T, T), positive definite: levels sum to zero and months without data stay zero."""
    A = -sums.basis.untreated(option)
    T = A.shape[-1]
    place = np.arange(T)
    A[..., place, place] += np.where(number > 0, number, 1.0)
    A += number.mean(axis=-1)[..., None, None] / T
    return np.asarray(A, dtype=np.float64)


def month_effects(A: Floats, score: Floats) -> Floats:
    """Solve for the month effects, (..., T)."""
    return np.asarray(np.linalg.solve(A, score[..., None])[..., 0], dtype=np.float64)


def effects(sums: SchoolSums, parts: Contributions, option: Ints) -> Floats:
    """Return the imputation effect per treated child-month of each outcome under each assignment, (R, K).

    option : (R, S) start option of each school, the real one first. Needs no child and no row, only the
    contributions. An assignment under which no treated child-month is left gives nan: schools that closed before.

    Raises
    ------
    DesignError
        That happens under the real assignment.
    """
    number, score, excess, slope, treated = parts.added(option)
    if treated[0] <= 0:
        raise DesignError(
            "no treated child-month is left to compare: the schools with a supporter have no children after their"
            " start, or these were withheld; join small schools, widen the window, or leave them out"
        )
    found = excess
    for here in np.array_split(np.arange(len(option)), -(-len(option) // BLOCK)):
        A = normal_matrix(sums, number[here], option[here])
        b = np.linalg.solve(A, np.moveaxis(score[here], 1, -1))  # r, L, T, K
        found[here] += np.einsum("rlt,rltk->rk", slope[here], b)
    return np.asarray(found / np.where(treated > 0, treated, np.nan)[:, None], dtype=np.float64)
