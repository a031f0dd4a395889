"""The shortest interval of fixed length when the slope may bend by at most `bound` per period.

The estimate adds a weighted sum of earlier effects to the averaged later ones so that straight lines drop
out. Weights trade bias (the worst bend) against spread. In terms of the bends before the start the bias is
a sum of absolute values and the variance a quadratic form: a lasso, whose path is piecewise linear and followed
exactly from knot to knot; the shortest interval on the path is taken.

Source: A. Rambachan, J. Roth (2023), section 4; T. Armstrong, M. Kolesár, Econometrica 86 (2018); the path as in
B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, Annals of Statistics 32 (2004).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.special import ndtr

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class FixedLength:
    """The interval `centre +- half`, its worst bias and its spread."""

    centre: float
    half: float
    bias: float
    spread: float

    @property
    def interval(self) -> tuple[float, float]:
        """Return both ends."""
        return (self.centre - self.half, self.centre + self.half)


def folded_normal_quantile(shift: float, level: float) -> float:
    """Return c with P(|N(shift, 1)| <= c) = level."""
    shift = abs(shift)
    return float(brentq(lambda c: ndtr(c - shift) - ndtr(-c - shift) - level, 0.0, shift + 12.0, xtol=1e-13))


@dataclass(frozen=True)
class _Problem:
    """Weights on earlier effects are `fixed + spread @ bends`; variance and bias follow."""

    fixed: Floats
    free: Floats
    average: Floats
    sigma: Floats
    bound: float
    later_bias: float

    def path(self) -> list[Floats]:
        """Return bends from none (least bias) to the smallest variance."""
        size = self.free.shape[1]
        x = np.zeros(size)
        if size == 0:
            return [x]
        lift = np.vstack([self.free, np.zeros((len(self.average), size))])
        Q, q = lift.T @ self.sigma @ lift, lift.T @ self.sigma @ self.weights(x)
        return _knots(Q, q)

    def weights(self, bends: Floats) -> Floats:
        """Return the weights on all effects."""
        return np.concatenate([self.fixed + self.free @ bends, self.average])

    def outcome(self, bends: Floats, level: float) -> tuple[float, float, float]:
        """Return half length, bias and spread."""
        weights = self.weights(bends)
        spread = float(np.sqrt(weights @ self.sigma @ weights))
        bias = self.bound * (self.later_bias + float(np.abs(bends).sum()))
        return spread * folded_normal_quantile(bias / spread, level), bias, spread


def fixed_length(
    beta: Floats,
    sigma: Floats,
    average: Floats,
    before: int,
    bound: float,
    level: float,
    path: list[Floats] | None = None,
) -> FixedLength:
    """Return the shortest fixed-length interval under smoothness.

    Parameters
    ----------
    beta, sigma : (k,), (k, k) the event study without its base period, earliest first.
    average : (after,) weights on later effects.
    before : number of periods before the base.
    bound : largest change of slope between periods, in the unit of the outcome.
    path : from `lasso_path`, when several bounds are asked of one study.
    """
    problem = _problem(sigma, average, before, bound)
    bends = _shortest(problem, path or problem.path(), level)
    half, bias, spread = problem.outcome(bends, level)
    return FixedLength(float(problem.weights(bends) @ beta), half, bias, spread)


def lasso_path(sigma: Floats, average: Floats, before: int) -> list[Floats]:
    """Return the candidate bends of a study; they do not depend on the bound."""
    return _problem(sigma, average, before, 0.0).path()


def _problem(sigma: Floats, average: Floats, before: int, bound: float) -> _Problem:
    after = len(average)
    early, late = np.arange(-before, 0.0), np.arange(1.0, after + 1)
    kinks = np.maximum(np.arange(-1.0, -before, -1)[:, None] - early, 0.0)
    system = np.vstack([kinks, early])
    inverse = np.linalg.inv(system)
    later = np.maximum(late - np.arange(after)[:, None], 0.0) @ average
    return _Problem(
        fixed=inverse[:, -1] * -(late @ average),
        free=inverse[:, :-1],
        average=average,
        sigma=sigma,
        bound=bound,
        later_bias=float(np.abs(later).sum()),
    )


def _shortest(problem: _Problem, candidates: list[Floats], level: float) -> Floats:
    """Return the bends of the shortest interval on the lasso path."""
    best = int(np.argmin([problem.outcome(bends, level)[0] for bends in candidates]))
    low, high = max(best - 1, 0), min(best + 1, len(candidates) - 1)

    def between(place: float) -> Floats:
        left = min(int(place), len(candidates) - 2)
        return candidates[left] + (place - left) * (candidates[left + 1] - candidates[left])

    if high == low or len(candidates[best]) == 0:
        return candidates[best]
    found = minimize_scalar(
        lambda place: problem.outcome(between(place), level)[0], bounds=(low, high), method="bounded"
    )
    return (
        between(float(found.x))
        if found.fun < problem.outcome(candidates[best], level)[0]
        else candidates[best]
    )


def _knots(Q: Floats, q: Floats) -> list[Floats]:
    """Return the knots of the path of x'Qx / 2 + q'x + price |x|_1, from x = 0 to a price of zero.

    Between knots a fixed set of weights is in use and moves in a straight line as the price falls.
    """
    x, pull = np.zeros(len(q)), q.copy()
    price = float(np.abs(q).max())
    small, used, found = 1e-12 * price, {int(np.abs(q).argmax())}, [x]
    for _ in range(20 * len(q) + 20):
        now = sorted(used)
        move = np.zeros(len(q))
        move[now] = np.linalg.solve(Q[np.ix_(now, now)], -np.sign(pull[now]))
        slope = Q @ move
        fall, which = _next_event(x, move, pull, slope, price, used, small)
        x, pull, price = x + fall * move, pull + fall * slope, price - fall
        found.append(x)
        if which is None:
            break
        if which in used:
            x[which] = 0.0
        used ^= {which}
    return found


def _next_event(
    x: Floats, move: Floats, pull: Floats, slope: Floats, price: float, used: set[int], small: float
) -> tuple[float, int | None]:
    """Return how far the price falls until a weight enters or leaves, and which; None when it reaches zero."""
    events: list[tuple[float, int | None]] = [(price, None)]
    for j in range(len(x)):
        falls = [-x[j] / move[j]] if j in used and move[j] else []
        if j not in used:
            falls = [
                (price - side * pull[j]) / (1 + side * slope[j])
                for side in (1.0, -1.0)
                if side * slope[j] != -1
            ]
        events += [(float(fall), j) for fall in falls if small < fall < price]
    return min(events, key=lambda event: event[0])
