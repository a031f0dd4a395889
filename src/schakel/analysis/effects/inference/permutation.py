"""What if chance had given the supporters to other schools? The reference with few treated schools.

The start dates are dealt out again among the schools of each stratum, and the imputation effect is
computed for every deal. The p-value is the share of deals with an effect at least as large. With few
possible deals all are listed; otherwise `draws` are drawn, and the real one counts as one of them.

The interval inverts the test: a constant effect c is taken off the treated outcomes and stays in the
interval while that test keeps c. The effect of a deal is linear in the outcome, so each deal gives one
line in c and the bounds follow exactly, without a grid.

Deals that leave nothing to look at (only schools that closed before the start) are passed over.

Assumption: within a stratum any school could have been chosen. Not for schools chosen on need.
Source: R. A. Fisher (1935); A. Young, Quarterly Journal of Economics 134 (2019) for the regression use.
"""

from dataclasses import dataclass
from itertools import combinations
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.dealt import Dealt
from schakel.analysis.effects.estimators.assigned import contributions, effects
from schakel.analysis.effects.school_sums import SchoolSums

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LISTED_AT_MOST = 9_999
BLOCK = 250


@dataclass(frozen=True)
class Permutation:
    """The outcome of the test. `effects` (R,) of all deals, the real one first; `interval` may be infinite."""

    p_value: float
    interval: tuple[float, float]
    effects: Floats
    enumerated: bool
    level: float


def number_of_deals(option: Ints, stratum: Ints) -> int:
    """Return in how many ways the start dates can be dealt within strata."""
    return prod(_ways(option[stratum == s]) for s in np.unique(stratum))


def _ways(option: Ints) -> int:
    ways, left = 1, len(option)
    for count in np.unique(option, return_counts=True)[1]:
        ways *= comb(left, int(count))
        left -= int(count)
    return ways


def deals(option: Ints, stratum: Ints, draws: int, seed: int) -> tuple[Dealt, bool]:
    """Return R worlds, the real one first, and whether all are listed."""
    if number_of_deals(option, stratum) <= max(LISTED_AT_MOST, draws):
        return Dealt.of(_all_deals(option, stratum)), True
    random = np.random.default_rng(seed)
    parts = [np.flatnonzero(stratum == s) for s in np.unique(stratum)]
    started = [part for part in parts if (option[part] > 0).any()]
    start = np.concatenate([option[part][option[part] > 0] for part in started])
    place = np.concatenate([_drawn(option, part, draws, random) for part in started], axis=1)
    order = np.argsort(start, kind="stable")
    return Dealt(place[:, order], start[order], len(option)), False


def _drawn(option: Ints, part: Ints, draws: int, random: np.random.Generator) -> NDArray[np.int32]:
    """Return which schools of a stratum start, (draws + 1, n), the real ones first.

    Only the schools that start are drawn: each takes a place among those not taken yet (the first steps of a
    shuffle), all worlds at once.
    """
    real = part[option[part] > 0]
    out = np.empty((len(real), draws + 1), np.int32)
    out[:, 0] = real
    for first in range(1, draws + 1, BLOCK):
        worlds = min(BLOCK, draws + 1 - first)
        left = np.repeat(part.astype(np.int32), worlds)  # row by row: place, then world
        taken = random.integers(np.arange(len(real))[:, None], len(part), (len(real), worlds))
        taken *= worlds
        taken += np.arange(worlds)
        for j, place in enumerate(taken):
            out[j, first : first + worlds] = left.take(place)
            left[place] = left[j * worlds : (j + 1) * worlds]
    return np.ascontiguousarray(out.T)


def _all_deals(option: Ints, stratum: Ints) -> Ints:
    found = [np.zeros(len(option), np.int64)]
    for s in np.unique(stratum):
        place = np.flatnonzero(stratum == s)
        filled = _arrangements(option[place])
        found = [_with(base, place, one) for base in found for one in filled]
    stacked = np.array(found)
    real = np.flatnonzero((stacked == option).all(axis=1))[0]
    return np.concatenate([stacked[real : real + 1], np.delete(stacked, real, axis=0)])


def _with(base: Ints, place: Ints, values: Ints) -> Ints:
    filled = base.copy()
    filled[place] = values
    return filled


def _arrangements(option: Ints) -> list[Ints]:
    """Every distinct order of a few start options."""
    out = [np.full(len(option), -1, np.int64)]
    for value, count in zip(*np.unique(option, return_counts=True), strict=True):
        out = [
            _with(one, np.array(chosen, np.int64), np.full(int(count), value))
            for one in out
            for chosen in combinations(np.flatnonzero(one < 0).tolist(), int(count))
        ]
    return out


def permutation(
    sums: SchoolSums, known: NDArray[np.bool_], draws: int, seed: int, level: float = 0.95
) -> Permutation:
    """Test the null of no effect on any child by dealing the start dates again within strata.

    Parameters
    ----------
    sums : sums per school under every start option.
    known : (T,) months that count, from the fit.
    draws : number of random deals when not all can be listed.
    seed : of the random deals.
    level : of the interval.
    """
    dealt, listed = deals(sums.option, sums.stratum, draws, seed)
    found = effects(sums, contributions(sums, known), dealt)
    effect, slope = found[np.isfinite(found).all(axis=1)].T
    return Permutation(
        p_value=_p_value(effect, effect[0]),
        interval=invert(effect, slope, level),
        effects=effect,
        enumerated=listed,
        level=level,
    )


def _p_value(effect: Floats, real: float) -> float:
    return float((np.abs(effect) >= abs(real) * (1 - 1e-12)).mean())


def invert(effect: Floats, slope: Floats, level: float) -> tuple[float, float]:
    """Return the interval of constant effects that the test keeps, from one line per deal.

    `effect - c * slope` (R,) is the effect of each deal once c is taken off; the real deal (first) has
    slope 1. A deal supports c when it is at least as large as the real one. Infinite when too few
    deals exist to ever reject.
    """
    real = effect[0]
    low, high = _support(effect[1:], slope[1:], real)
    needed = (1 - level) * len(effect)
    edges = np.unique(np.concatenate([low, high])[np.isfinite(np.concatenate([low, high]))])
    if len(edges) == 0 or needed <= 1:
        return (-np.inf, np.inf)
    middle = np.concatenate([[edges[0] - 1], (edges[1:] + edges[:-1]) / 2, [edges[-1] + 1]])
    inside = np.sort(low), np.sort(high)
    supporters = 1 + np.searchsorted(inside[0], middle) - np.searchsorted(inside[1], middle)
    kept = np.flatnonzero(supporters > needed)
    bounds = np.concatenate([[-np.inf], edges, [np.inf]])
    if len(kept) == 0:
        return (real, real)
    return (float(bounds[kept[0]]), float(bounds[kept[-1] + 1]))


def _support(effect: Floats, slope: Floats, real: float) -> tuple[Floats, Floats]:
    """Return per deal the interval of c on which |effect - c slope| >= |real - c|.

    For |slope| < 1 that is one interval around `real`; a deal that gives the schools back to almost
    the same ones (|slope| >= 1) supports every c.
    """
    one, other = (real - effect) / (1 - slope), (real + effect) / (1 + slope)
    low, high = np.minimum(one, other), np.maximum(one, other)
    always = np.abs(slope) >= 1 - 1e-9
    return np.where(always, -np.inf, low), np.where(always, np.inf, high)
