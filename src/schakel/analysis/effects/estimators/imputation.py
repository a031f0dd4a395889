"""Imputation (Borusyak, Jaravel and Spiess 2024): what would have happened, month by month, child by child.

1. Fit child and month effects on untreated child-months only.
2. Predict the untreated outcome of every treated child-month.
3. Average outcome minus prediction with the weights of the question.

Standard errors cluster on schools. A treated school's residual is measured against the effect of the
*other* schools of its start group (leave-one-out): measured against its own group mean, three schools
would explain each other and the error would be far too small.

Source: K. Borusyak, X. Jaravel, J. Spiess, Review of Economic Studies 91 (2024), theorem 3 and its
leave-one-out refinement.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.dealt import Dealt
from schakel.analysis.effects.errors import DesignError, NoComparisonError
from schakel.analysis.effects.estimators.assigned import month_effects, normal_matrix
from schakel.analysis.effects.school_sums import SchoolSums

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Imputation:
    """The fitted untreated model and the effects of treated schools; n treated schools.

    `b` (L, T) month effects, `A` (L, T, T) their equations, `known` (T,) months with untreated children,
    `excess` (n, L, T) summed effects, `number` (n, L, T) treated children, `cross` (n, L, T, T),
    `residual` (S, L, T) what the untreated months of each school leave unexplained.
    """

    sums: SchoolSums
    A: Floats
    b: Floats
    known: NDArray[np.bool_]
    excess: Floats
    number: Floats
    cross: Floats
    residual: Floats
    pool: Ints

    @property
    def overall(self) -> Floats:
        """Return the weights of the headline: every treated child-month counts the same, (n, L, T)."""
        return np.asarray((self.number > 0) / self.number.sum(), dtype=np.float64)

    def since_start(self) -> Ints:
        """Return months since the start for every treated school and month, (n, T)."""
        begin = self.sums.begin[self.sums.option[self.sums.treated]]
        return np.asarray(self.sums.months - begin[:, None], dtype=np.int64)


@dataclass(frozen=True)
class Weighted:
    """A weighted effect: its value and one influence sum per school; the error is their root sum of squares.

    `influence` is None when only one school was treated: then no leave-one-out error exists.
    """

    value: float
    influence: Floats | None

    @property
    def standard_error(self) -> float | None:
        """Return the clustered standard error."""
        return None if self.influence is None else float(np.sqrt((self.influence**2).sum()))


def fit(sums: SchoolSums) -> Imputation:
    """Fit the untreated model.

    Raises
    ------
    NoComparisonError
        No treated child-month has an untreated one in the same month (all started at once).
    """
    option = sums.option
    schools = np.arange(len(option))
    early = (~sums.late[option])[:, None, :]
    late = sums.late[option][:, None, :]
    deviation = sums.deviation(option)
    count = sums.count[schools, :, option]
    number = (count * early).sum(axis=0)
    A = normal_matrix(sums, number[None], Dealt.of(option))[0]
    b = month_effects(A, (deviation * early).sum(axis=0))
    moved = sums.basis.apply(option, b)
    left = deviation - count * b + moved
    known = (number > 0).any(axis=0)
    t = sums.treated
    treated = (late & known)[t]
    _check_comparison(sums, A, count[t] * treated, number)
    return Imputation(
        sums=sums,
        A=A,
        b=b,
        known=known,
        excess=left[t] * treated,
        number=count[t] * treated,
        cross=sums.basis.each(t, option[t]),
        residual=left * early,
        pool=_pools(sums),
    )


def _check_comparison(sums: SchoolSums, A: Floats, treated: Floats, number: Floats) -> None:
    if treated.sum() == 0:
        raise NoComparisonError(
            "no treated child-month can be compared: in every month after the first start there is no child"
            " at a school without a supporter, or no treated child was there before the start. Add schools"
            " that never had one, or ask a before-after question (labelled weak)"
        )
    alone = (treated.sum(axis=0) > 0) & (number == 0)
    if alone.any():
        names = ", ".join(sums.levels[i] for i in np.flatnonzero(alone.any(axis=1))[:5])
        raise DesignError(
            f"covariate level {names} has months without untreated children; merge it with another"
        )
    span = np.linalg.eigvalsh(A)
    if (span[:, 0] < 1e-10 * span[:, -1]).any():
        raise DesignError(
            "some months share no child with the other months; widen the window or leave them out"
        )


def _pools(sums: SchoolSums) -> Ints:
    """Return per treated school the start group whose effects are compared; a group of one joins a neighbour."""
    option = sums.option[sums.treated]
    groups, size = np.unique(option, return_counts=True)
    joined = dict(zip(groups.tolist(), groups.tolist(), strict=True))
    for i, alone in enumerate(groups.tolist()):
        if size[i] == 1 and len(groups) > 1:
            joined[alone] = joined[groups[i - 1].item()] if i else groups[1].item()
    merged = [joined[joined[value]] for value in option.tolist()]
    return np.array(merged, np.int64)


def weighted(found: Imputation, weights: Floats) -> Weighted:
    """Return a weighted sum of effects, with influence sums per school.

    Parameters
    ----------
    found : the fit.
    weights : (n, L, T) weight of one treated child in a school, level and month.
    """
    weights = np.where(found.number > 0, weights, 0.0)
    pull = _pull(found, weights)
    value = float((weights * found.excess).sum())
    others = _others(found, weights)
    if others is None:
        return Weighted(value, None)
    influence = np.einsum("lt,slt->s", pull, found.residual)
    influence[found.sums.treated] += (weights * (found.excess - found.number * others[:, None, :])).sum(
        axis=(1, 2)
    )
    return Weighted(value, influence)


def _pull(found: Imputation, weights: Floats) -> Floats:
    """Return how the estimate moves with the untreated scores, (L, T): the inverse of A on its slope."""
    slope = np.einsum("nlt,nltu->lu", weights, found.cross) - (weights * found.number).sum(axis=0)
    return month_effects(found.A, slope)


def _others(found: Imputation, weights: Floats) -> Floats | None:
    """Return for every treated school and month the effect of the other schools of its pool, (n, T).

    Where a school is alone in a month, the others' mean over all months stands in.
    """
    own, effect = (weights * found.number).sum(axis=1), (weights * found.excess).sum(axis=1)
    same = found.pool[:, None] == found.pool[None, :]
    same &= ~np.eye(len(found.pool), dtype=bool)
    top, bottom = same @ (own * effect), same @ (own**2)
    wide_own, wide_effect = own.sum(axis=1), effect.sum(axis=1)
    wide_top, wide_bottom = same @ (wide_own * wide_effect), same @ (wide_own**2)
    used = wide_own != 0
    if used.sum() < 2 or (wide_bottom[used] == 0).any():
        return None
    wide = np.divide(wide_top, wide_bottom, out=np.zeros(len(own)), where=wide_bottom > 0)
    everywhere = np.repeat(wide[:, None], own.shape[1], 1)
    return np.asarray(np.divide(top, bottom, out=everywhere, where=bottom > 0), dtype=np.float64)
