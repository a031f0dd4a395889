"""The shortest interval of fixed length when the slope may bend by at most `bound` per period.

The estimate adds a weighted sum of earlier effects to the averaged later ones so that straight lines drop
out. Weights trade bias (the worst bend) against spread. In terms of the bends before the start the bias is
a sum of absolute values and the variance a quadratic form: a lasso, solved by coordinate descent along its
path, which is piecewise linear; the shortest interval on the path is taken.

Source: A. Rambachan, J. Roth (2023), section 4; T. Armstrong, M. Kolesár, Econometrica 86 (2018).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.special import ndtr

Floats = NDArray[np.float64]
PATH_POINTS = 60


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
        found = [x]
        for price in np.abs(q).max() * np.exp(-np.linspace(0, 12, PATH_POINTS)):
            x = _lasso(Q, q, float(price), x)
            found.append(x)
        return [*found, np.asarray(-np.linalg.solve(Q, q), dtype=np.float64)]

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


def _lasso(Q: Floats, q: Floats, price: float, start: Floats) -> Floats:
    """Minimise x'Qx / 2 + q'x + price |x|_1 by coordinate descent from a near solution."""
    x = start.copy()
    for _ in range(200):
        largest = 0.0
        for j in range(len(q)):
            pull = q[j] + Q[j] @ x - Q[j, j] * x[j]
            new = -np.sign(pull) * max(abs(pull) - price, 0.0) / Q[j, j]
            largest, x[j] = max(largest, abs(new - x[j])), new
        if largest <= 1e-10 * (1 + float(np.abs(x).max())):
            break
    return x
