"""Wild cluster restricted bootstrap: chance per school with the null imposed.

1. Fit child and month effects on *all* child-months, as if nobody was helped.
2. Give the residuals of each school a random sign, make a new outcome, estimate again.
3. Compare the studentised effect with the studentised effects of those worlds.

Everything is linear in the sums per school, so no world is ever built. With few schools all signs are
listed. Rademacher signs; the error inside is the leave-one-out error of the imputation.

Assumption: many schools in all; with very few treated ones it errs on the safe side.
Source: A. C. Cameron, J. Gelbach, D. Miller, Review of Economics and Statistics 90 (2008);
J. MacKinnon, M. Webb, Journal of Applied Econometrics 32 (2017) on few treated clusters.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.dealt import Dealt
from schakel.analysis.effects.estimators.assigned import month_effects, normal_matrix
from schakel.analysis.effects.estimators.imputation import Imputation, weighted
from schakel.analysis.effects.inference.bands import Signs, blocks_of, random_signs

Floats = NDArray[np.float64]
LISTED_AT_MOST = 12


@dataclass(frozen=True)
class Wild:
    """The test: `statistics` (R,) of the worlds, `real` the one observed."""

    p_value: float
    real: float
    statistics: Floats
    enumerated: bool


@dataclass(frozen=True)
class _World:
    """What a world of signs gives, all of it linear in them; S schools, n treated, M = levels x months.

    Signs move the month effects by `sign @ shift`, (S, M). The effect is `sign[treated] @ direct + moved @ slope`;
    the influence of a school `sign * base + moved @ drag.T`, to which treated schools add `sign[treated] @ own`.
    """

    shift: Floats
    direct: Floats
    slope: Floats
    base: Floats
    drag: Floats
    own: Floats


def signs(schools: int, draws: int, seed: int) -> tuple[Signs, bool]:
    """Return signs (R, S), all +1 first; all of them when there are at most 2^12."""
    if schools <= LISTED_AT_MOST:
        bits = np.arange(2**schools)[:, None] >> np.arange(schools)
        return np.where(bits & 1, -1, 1).astype(np.int8), True
    return np.concatenate([np.ones((1, schools), np.int8), random_signs(draws, schools, seed)]), False


def wild_restricted(found: Imputation, draws: int, seed: int) -> Wild | None:
    """Test the null with the imputation effect; None when no leave-one-out error exists."""
    headline = weighted(found, found.overall)
    if headline.standard_error is None or headline.standard_error == 0:
        return None
    real = headline.value / headline.standard_error
    sign, listed = signs(len(found.sums.option), draws, seed)
    world = _restricted(found)
    drawn = np.concatenate([_statistics(found, world, part) for part in blocks_of(sign)])
    share = float((np.abs(drawn) >= abs(real) * (1 - 1e-12)).mean())
    if not listed:
        share = float(((np.abs(drawn[1:]) >= abs(real)).sum() + 1) / len(drawn))
    return Wild(share, float(real), drawn, listed)


def _restricted(found: Imputation) -> _World:
    """Fit with the null imposed and turn the residual sums into the linear maps of a world."""
    sums = found.sums
    none = np.zeros_like(sums.option)
    number = sums.count[:, :, 0].sum(axis=0)
    A = normal_matrix(sums, number[None], Dealt.of(none))[0]
    b = month_effects(A, sums.deviation(none).sum(axis=0))
    option, schools = sums.option, np.arange(len(sums.option))
    left = sums.deviation(option) - sums.count[schools, :, option] * b
    left = left + sums.basis.apply(option, b)
    score = left * (~sums.late[option])[:, None, :]
    weights = np.where(found.number > 0, found.overall, 0.0)
    slope = _bent(found, weights).sum(axis=0)
    pull = month_effects(found.A, slope.reshape(b.shape))
    gap = (weights * left[sums.treated]).sum(axis=1)
    own, drag = _against_others(found, weights, gap)
    whole = -_spread(found, pull)
    whole[sums.treated] += drag
    return _World(
        shift=_through(found.A, score),
        direct=gap.sum(axis=1),
        slope=slope,
        base=np.einsum("lt,slt->s", pull, score),
        drag=whole,
        own=own,
    )


def _through(A: Floats, score: Floats) -> Floats:
    """Return how the signs move the month effects, (S, M)."""
    moved = np.einsum("ltu,slu->slt", np.linalg.inv(A), score, optimize=True)
    return np.asarray(moved.reshape(len(score), -1), dtype=np.float64)


def _statistics(found: Imputation, world: _World, sign: Floats) -> Floats:
    """Return the studentised effect of each world, (R,)."""
    treated = sign[:, found.sums.treated]
    moved = sign @ world.shift
    value = treated @ world.direct + moved @ world.slope
    influence = moved @ world.drag.T
    influence += sign * world.base
    influence[:, found.sums.treated] += treated @ world.own
    error = np.sqrt(np.einsum("rs,rs->r", influence, influence))
    return np.asarray(np.divide(value, error, out=np.zeros(len(sign)), where=error > 0), dtype=np.float64)


def _spread(found: Imputation, pull: Floats) -> Floats:
    """Return how month effects enter each school's influence, (S, M): its own part of A times the pull.

    C of untreated months is symmetric and a school's untreated months are the first of the window, so C times
    the pull is enough, once later months of C's columns are zero by construction.
    """
    sums = found.sums
    option, schools = sums.option, np.arange(len(sums.option))
    early = (~sums.late[option])[:, None, :]
    own = sums.count[schools, :, option] * pull[None] - sums.basis.apply(option, pull)
    return np.asarray((own * early).reshape(len(schools), -1), dtype=np.float64)


def _against_others(found: Imputation, weights: Floats, gap: Floats) -> tuple[Floats, Floats]:
    """Return how signs (n, n) and month effects (n, M) enter each treated school's gap against its pool.

    A school's gap in a month is held against that of the other schools of its pool, weighted by size; where it
    is alone in a month, against their mean over all months. `gap` (n, T) is its own, weighted.
    """
    own = (weights * found.number).sum(axis=1)
    same = found.pool[:, None] == found.pool[None, :]
    others = same & ~np.eye(len(same), dtype=bool)
    bottom = others @ own**2
    wide = own.sum(axis=1)
    ratio = np.divide(own, bottom, out=np.zeros_like(own), where=bottom > 0)
    alone = (own * (bottom <= 0)).sum(axis=1) / np.maximum(others @ wide**2, 1e-300)
    kept = 1 + ratio * own + (alone * wide)[:, None]
    signs_in = np.diag((kept * gap).sum(axis=1))
    signs_in -= same * ((own * gap) @ ratio.T + np.outer(wide * gap.sum(axis=1), alone))
    months_in = _bent(found, weights * kept[:, None, :])
    everywhere = _bent(found, weights * wide[:, None, None])
    for pool in np.unique(found.pool):
        here = found.pool == pool
        months_in[here] -= ratio[here] @ _bent_by_month(found, weights * own[:, None, :], here)
        months_in[here] -= np.outer(alone[here], everywhere[here].sum(axis=0))
    return np.asarray(signs_in, dtype=np.float64), months_in


def _bent(found: Imputation, weights: Floats) -> Floats:
    """Return how month effects enter the weighted effects of each treated school, (n, M)."""
    bend = np.einsum("nlt,nltu->nlu", weights, found.cross, optimize=True) - weights * found.number
    return np.asarray(bend.reshape(len(bend), -1), dtype=np.float64)


def _bent_by_month(found: Imputation, weights: Floats, here: NDArray[np.bool_]) -> Floats:
    """Return the same added over some schools, but month by month, (T, M)."""
    bend = np.einsum("nlt,nltu->tlu", weights[here], found.cross[here], optimize=True)
    months = np.arange(bend.shape[0])
    bend[months, :, months] -= (weights * found.number)[here].sum(axis=0).T
    return np.asarray(bend.reshape(len(bend), -1), dtype=np.float64)
