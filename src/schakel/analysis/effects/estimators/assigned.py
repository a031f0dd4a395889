"""The month equations under any assignment of start dates to schools.

The untreated model is `y_it = a_i + b_lt + e_it`: a child effect and, per covariate level l, month
effects. With child effects removed exactly (see `basis.py`) the month effects solve `A b = v`, where A
and v are sums over schools of what each contributes under its start option. The sum of effects over
treated child-months is then `Q + d'b`, again a sum over schools. So a permutation of the start dates
costs one small linear system and no data.
"""

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.dealt import Dealt
from schakel.analysis.effects.errors import DesignError
from schakel.analysis.effects.estimators.alike import AlikeContributions, alike_contributions, all_alike
from schakel.analysis.effects.school_sums import SchoolSums

Floats = NDArray[np.float64]
Ints = NDArray[np.integer[Any]]
BLOCK = 250


@dataclass(frozen=True)
class Contributions:
    """What schools contribute, side by side in C columns; S schools, G options, L levels, T months, K outcomes.

    `base` (C,) is the sum over schools when nobody starts, `change` (S, G, C) what a start of one school adds.
    The columns hold in turn the parts of `shapes`: children in untreated months (L, T), their outcome less own
    mean (K, L, T), outcome less own mean in treated months (K,), how the month effects enter it (L, T), and
    treated child-months (1,).
    """

    base: Floats
    change: Floats
    shapes: tuple[tuple[int, ...], ...]

    def added(self, dealt: Dealt) -> list[Floats]:
        """Add all parts over schools in each world at once, each (R, ...)."""
        whole = self.base + dealt.changed(self.change)
        edges = np.cumsum([prod(shape) for shape in self.shapes])[:-1]
        parts = zip(np.split(whole, edges, axis=1), self.shapes, strict=True)
        return [part.reshape(len(dealt), *shape) for part, shape in parts]


def contributions(sums: SchoolSums, known: NDArray[np.bool_]) -> Contributions | AlikeContributions:
    """Return the contributions; treated months outside `known` (T,) have no comparison and do not count."""
    return alike_contributions(sums, known) if all_alike(sums) else any_contributions(sums, known)


def any_contributions(sums: SchoolSums, known: NDArray[np.bool_]) -> Contributions:
    """Return the contributions of schools whose children come and go.

    Two outcomes stand side by side: the real one, and one that is 1 in every really treated child-month
    and else 0. The effect of the second under another assignment says how much of a constant effect leaks
    into that assignment.
    """
    early, late = ~sums.late, sums.late & known
    S, L, G, T = sums.count.shape
    shapes = ((L, T), (2, L, T), (2,), (L, T), (1,))
    change = np.empty((S, G, sum(prod(shape) for shape in shapes)))
    number, one, other, excess, slope, weight = np.split(
        change, np.cumsum([L * T, L * T, L * T, 2, L * T]), axis=2
    )
    number[:] = _by_option(sums.count * early)
    for k, outcome in enumerate((sums.total - sums.mean, _unit(sums))):
        (one, other)[k][:] = _by_option(outcome * early)
        excess[..., k] = (outcome * late).sum(axis=(1, 3))
    slope[:] = _by_option(sums.basis.column_sums(late) - sums.count * late)
    weight[..., 0] = (sums.count * late).sum(axis=(1, 3))
    base = change[:, 0].sum(axis=0)
    change -= change[:, :1].copy()
    return Contributions(base, change, shapes)


def _by_option(values: Floats) -> Floats:
    """Turn (S, L, G, T) into (S, G, L * T)."""
    S, L, G, T = values.shape
    return values.swapaxes(1, 2).reshape(S, G, L * T)


def _unit(sums: SchoolSums) -> Floats:
    """Return outcome less own mean, (S, L, G, T), of an outcome that is 1 when really treated."""
    out = np.zeros_like(sums.total)
    for treated in np.array_split(sums.treated, -(-len(sums.treated) // BLOCK)):
        seen = sums.late[sums.option[treated]].astype(float)
        for g in range(len(sums.start)):
            cross = sums.basis.each(treated, np.full(len(treated), g))
            own = np.einsum("nltu,nu->nlt", cross, seen)
            out[treated, :, g] = sums.count[treated, :, g] * seen[:, None, :] - own
    return out


def normal_matrix(sums: SchoolSums, number: Floats, dealt: Dealt) -> Floats:
    """Return A, (R, L, T, T), positive definite: levels sum to zero and months without data stay zero."""
    A = -sums.basis.untreated(dealt)
    T = A.shape[-1]
    place = np.arange(T)
    A[..., place, place] += np.where(number > 0, number, 1.0)
    A += number.mean(axis=-1)[..., None, None] / T
    return np.asarray(A, dtype=np.float64)


def month_effects(A: Floats, score: Floats) -> Floats:
    """Solve for the month effects, (..., T)."""
    return np.asarray(np.linalg.solve(A, score[..., None])[..., 0], dtype=np.float64)


def effects(sums: SchoolSums, parts: Contributions | AlikeContributions, dealt: Dealt) -> Floats:
    """Return the imputation effect per treated child-month of each outcome in each world, (R, K).

    dealt : R worlds of start dates, the real one first. Needs no child and no row, only the contributions. A
    world in which no treated child-month is left gives nan: schools that closed before.

    Raises
    ------
    DesignError
        That happens in the real world.
    """
    return np.concatenate(
        [_effects(sums, parts, block, i == 0) for i, block in enumerate(dealt.blocks(BLOCK))]
    )


def _effects(
    sums: SchoolSums, parts: Contributions | AlikeContributions, dealt: Dealt, with_real: bool
) -> Floats:
    number, score, excess, slope, treated = parts.added(dealt)
    if with_real and treated[0, 0] <= 0:
        raise DesignError(
            "no treated child-month is left to compare: the schools with a supporter have no children after their"
            " start, or these were withheld; join small schools, widen the window, or leave them out"
        )
    A = normal_matrix(sums, number, dealt)
    b = np.linalg.solve(A, np.moveaxis(score, 1, -1))  # R, L, T, K
    found = excess + np.einsum("rlt,rltk->rk", slope, b)
    return np.asarray(found / np.where(treated > 0, treated, np.nan), dtype=np.float64)
