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

from schakel.analysis.effects.estimators.assigned import month_effects, normal_matrix
from schakel.analysis.effects.estimators.imputation import Imputation, weighted

Floats = NDArray[np.float64]
LISTED_AT_MOST = 12
BLOCK_NUMBERS = 4_000_000


@dataclass(frozen=True)
class Wild:
    """The test: `statistics` (R,) of the worlds, `real` the one observed."""

    p_value: float
    real: float
    statistics: Floats
    enumerated: bool


@dataclass(frozen=True)
class _World:
    """The restricted residual sums. `gap` (n, L, T) of treated months, `score` (S, L, T) of untreated ones."""

    gap: Floats
    score: Floats
    pull: Floats
    weights: Floats


def signs(schools: int, draws: int, seed: int) -> tuple[Floats, bool]:
    """Return signs (R, S), all +1 first; all of them when there are at most 2^12."""
    if schools <= LISTED_AT_MOST:
        bits = np.arange(2**schools)[:, None] >> np.arange(schools)
        return np.where(bits & 1, -1.0, 1.0), True
    random = np.random.default_rng(seed)
    drawn = random.choice([-1.0, 1.0], size=(draws, schools))
    return np.concatenate([np.ones((1, schools)), drawn]), False


def wild_restricted(found: Imputation, draws: int, seed: int) -> Wild | None:
    """Test the null with the imputation effect; None when no leave-one-out error exists."""
    headline = weighted(found, found.overall)
    if headline.standard_error is None or headline.standard_error == 0:
        return None
    real = headline.value / headline.standard_error
    sign, listed = signs(len(found.sums.option), draws, seed)
    world = _restricted(found)
    blocks = max(1, int(len(sign) * found.excess.size / BLOCK_NUMBERS))
    drawn = np.concatenate([_statistics(found, world, part) for part in np.array_split(sign, blocks)])
    share = float((np.abs(drawn) >= abs(real) * (1 - 1e-12)).mean())
    if not listed:
        share = float(((np.abs(drawn[1:]) >= abs(real)).sum() + 1) / len(drawn))
    return Wild(share, float(real), drawn, listed)


def _restricted(found: Imputation) -> _World:
    sums = found.sums
    none = np.zeros_like(sums.option)
    number = sums.count[:, :, 0].sum(axis=0)
    A = normal_matrix(sums, number[None], none[None])[0]
    b = month_effects(A, (sums.total - sums.mean)[:, :, 0].sum(axis=0))
    option, schools = sums.option, np.arange(len(sums.option))
    left = (sums.total - sums.mean)[schools, :, option] - sums.count[schools, :, option] * b
    left = left + sums.basis.apply(option, b)
    early = (~sums.late[option])[:, None, :]
    weights = np.where(found.number > 0, found.overall, 0.0)
    slope = np.einsum("nlt,nltu->lu", weights, found.cross) - (weights * found.number).sum(axis=0)
    treated = left[sums.treated] * (found.number > 0)
    return _World(treated, left * early, month_effects(found.A, slope), weights)


def _statistics(found: Imputation, world: _World, sign: Floats) -> Floats:
    """Return the studentised effect of each world, (R,)."""
    moved = _month_change(found, world, sign)
    gap = sign[:, found.sums.treated, None, None] * world.gap
    gap -= found.number * moved[:, None]
    gap += np.einsum("nltu,rlu->rnlt", found.cross, moved, optimize=True) * (found.number > 0)
    value = (world.weights * gap).sum(axis=(1, 2, 3))
    influence = sign * np.einsum("lt,slt->s", world.pull, world.score)
    influence = influence - moved.reshape(len(sign), -1) @ _spread(found, world).T
    own = _against_others(found, world.weights, gap)
    influence[:, found.sums.treated] += own
    error = np.sqrt((influence**2).sum(axis=1))
    return np.asarray(np.divide(value, error, out=np.zeros(len(sign)), where=error > 0), dtype=np.float64)


def _month_change(found: Imputation, world: _World, sign: Floats) -> Floats:
    S, L, T = world.score.shape
    score = (sign @ world.score.reshape(S, -1)).reshape(-1, L, T)
    inverse = np.linalg.inv(found.A)
    return np.asarray(np.einsum("ltu,rlu->rlt", inverse, score, optimize=True), dtype=np.float64)


def _spread(found: Imputation, world: _World) -> Floats:
    """Return how month effects enter each school's influence, (S, L*T): its own part of A times the pull."""
    sums = found.sums
    option, schools = sums.option, np.arange(len(sums.option))
    early = (~sums.late[option])[:, None, :]
    own = sums.count[schools, :, option] * world.pull[None] * early
    return np.asarray((own - _transposed(found, world.pull)).reshape(len(schools), -1), dtype=np.float64)


def _transposed(found: Imputation, pull: Floats) -> Floats:
    """Return C (transposed) times the pull over the untreated months of each school.

    C of untreated months is symmetric and a school's untreated months are the first of the window, so C
    times the pull is enough, once later months of C's columns are zero by construction.
    """
    sums = found.sums
    early = (~sums.late[sums.option])[:, None, :]
    return np.asarray(sums.basis.apply(sums.option, pull) * early, dtype=np.float64)


def _against_others(found: Imputation, weights: Floats, gap: Floats) -> Floats:
    """Return each treated school's gap against the other schools of its pool, in every world, (R, n)."""
    own, effect = (weights * found.number).sum(axis=1), (weights * gap).sum(axis=2)
    same = (found.pool[:, None] == found.pool[None, :]) & ~np.eye(len(found.pool), dtype=bool)
    bottom, top = same @ own**2, np.einsum("nm,rmt->rnt", same.astype(float), own * effect, optimize=True)
    wide_own, wide_effect = own.sum(axis=1), effect.sum(axis=2)
    wide = (wide_own * wide_effect) @ same.T / np.maximum(same @ wide_own**2, 1e-300)
    others = np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1.0), wide[..., None])
    return np.asarray((effect - own * others).sum(axis=2), dtype=np.float64)
