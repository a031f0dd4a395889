"""The shortest interval of fixed length when the slope may bend by at most `bound` per period.

The estimate adds a weighted sum of earlier effects to the averaged later ones so that straight lines drop
out. Weights trade bias (the worst bend) against spread. In terms of the bends before the start the bias is
a sum of absolute values and the variance a quadratic form: a lasso, solved by coordinate descent along its
path; the shortest interval on the path is taken.

Source: A. Rambachan, J. Roth (2023), section 4; T. Armstrong, M. Kolesár, Econometrica 86 (2018).
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

    def weights(self, bends: Floats) -> Floats:
        return np.concatenate([self.fixed + self.free @ bends, self.average])

    def outcome(self, bends: Floats, level: float) -> tuple[float, float, float]:
        weights = self.weights(bends)
        spread = float(np.sqrt(weights @ self.sigma @ weights))
        bias = self.bound * (self.later_bias + float(np.abs(bends).sum()))
        return spread * folded_normal_quantile(bias / spread, level), bias, spread


def fixed_length(
    beta: Floats, sigma: Floats, average: Floats, before: int, bound: float, level: float
) -> FixedLength:
    """Return the shortest fixed-length interval under smoothness.

    Parameters
    ----------
    beta, sigma : (k,), (k, k) the event study without its base period, earliest first.
    average : (after,) weights on later effects.
    before : number of periods before the base.
    bound : largest change of slope between periods, in the unit of the outcome.
    """
    problem = _problem(sigma, average, before, bound)
    bends = _shortest(problem, level)
    half, bias, spread = problem.outcome(bends, level)
    return FixedLength(float(problem.weights(bends) @ beta), half, bias, spread)


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


def _shortest(problem: _Problem, level: float) -> Floats:
    if problem.free.shape[1] == 0:
        return np.zeros(0)
    lift = np.vstack([problem.free, np.zeros((len(problem.average), problem.free.shape[1]))])
    Q = lift.T @ problem.sigma @ lift
    q = lift.T @ problem.sigma @ problem.weights(np.zeros(problem.free.shape[1]))
    if problem.bound == 0:
        return np.asarray(-np.linalg.solve(Q, q), dtype=np.float64)
    top = float(np.log(np.abs(q).max() + 1e-300))

    def length(log_price: float) -> float:
        return problem.outcome(_lasso(Q, q, float(np.exp(log_price))), level)[0]

    grid = np.linspace(top - 14, top, 57)
    best = int(np.argmin([length(price) for price in grid]))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    refined = minimize_scalar(length, bounds=(low, high), method="bounded", options={"xatol": 1e-9})
    price = refined.x if refined.fun <= length(grid[best]) else grid[best]
    return _lasso(Q, q, float(np.exp(price)))


def _lasso(Q: Floats, q: Floats, price: float) -> Floats:
    """Minimise x'Qx / 2 + q'x + price |x|_1 by coordinate descent; exact to the last digits."""
    x = np.zeros(len(q))
    for _ in range(5_000):
        largest = 0.0
        for j in range(len(q)):
            pull = q[j] + Q[j] @ x - Q[j, j] * x[j]
            new = -np.sign(pull) * max(abs(pull) - price, 0.0) / Q[j, j]
            largest, x[j] = max(largest, abs(new - x[j])), new
        if largest <= 1e-13 * (1 + float(np.abs(x).max())):
            break
    return x
