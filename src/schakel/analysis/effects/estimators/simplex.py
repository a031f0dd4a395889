"""Weights that are not negative and sum to one, found exactly by an active set (no tuning, no tolerance loop)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DENSE_AT_MOST = 64


@dataclass(frozen=True)
class _Ridge:
    """The quadratic `x'(A'A + ridge I)x / 2 - f'x`; A is low and wide when there are many schools."""

    A: Floats
    f: Floats
    ridge: float
    square: Floats | None

    def gradient(self, x: Floats) -> Floats:
        """Return the slope at x."""
        return np.asarray(self.A.T @ (self.A @ x) + self.ridge * x - self.f, dtype=np.float64)

    def best_on(self, used: NDArray[np.intp]) -> Floats:
        """Return the minimum over weights in use that sum to one, negative or not."""
        A, f = self.A[:, used], self.f[used]
        both = np.column_stack([f, np.ones(len(f))])
        square = self.square
        solved = self._many(A, both) if square is None else self._few(square[np.ix_(used, used)], both)
        price = (1 - solved[:, 0].sum()) / solved[:, 1].sum()
        return np.asarray(solved[:, 0] + price * solved[:, 1], dtype=np.float64)

    def _few(self, square: Floats, right: Floats) -> Floats:
        return np.asarray(np.linalg.solve(square, right), dtype=np.float64)

    def _many(self, A: Floats, right: Floats) -> Floats:
        """Solve by the small system of periods instead of the large one of schools (Woodbury)."""
        small = self.ridge * np.eye(len(A)) + A @ A.T
        return np.asarray((right - A.T @ np.linalg.solve(small, A @ right)) / self.ridge, dtype=np.float64)


def simplex_ridge(A: Floats, b: Floats, ridge: float) -> Floats:
    """Return x >= 0 with sum 1 that minimises |A x - b|^2 + ridge |x|^2.

    Parameters
    ----------
    A : (m, n), b : (m,), ridge : above zero, so that the answer is unique.

    Starts at equal weights (a ridge leaves most of them in), adds the weight whose gradient asks for it most,
    and steps back to the boundary whenever a weight would turn negative (as Lawson and Hanson do for plain
    non-negativity).
    """
    n = A.shape[1]
    square = A.T @ A + ridge * np.eye(n) if n <= DENSE_AT_MOST else None
    problem = _Ridge(A, A.T @ b, ridge, square)
    x = np.full(n, 1.0 / n)
    small = 1e-12 * max(1.0, float((A**2).sum(axis=0).max()) + ridge)
    entered = None
    for _ in range(20 * len(x) + 20):
        x = _inside(problem, x)
        if entered is not None and x[entered] == 0.0:
            break  # asked for and dropped at once: rounding, not improvement
        gradient = problem.gradient(x)
        level = float(gradient[x > 0].mean())
        enter = np.where(x > 0, np.inf, gradient - level)
        entered = int(np.argmin(enter))
        if enter[entered] >= -small:
            break
        x[entered] = 1e-300
    return x


def _inside(problem: _Ridge, x: Floats) -> Floats:
    """Solve on the weights in use; walk to the boundary and drop what hits it until all are positive."""
    while True:
        used = np.flatnonzero(x > 0)
        target = problem.best_on(used)
        if (target > 0).all():
            x[used] = target
            return x
        blocked = target <= 0
        step = (x[used][blocked] / (x[used][blocked] - target[blocked])).min()
        moved = x[used] + step * (target - x[used])
        moved[blocked & (moved <= 1e-15)] = 0.0
        x[used] = np.maximum(moved, 0.0)
