"""Weights that are not negative and sum to one, found exactly by an active set (no tuning, no tolerance loop)."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def simplex_ridge(A: Floats, b: Floats, ridge: float) -> Floats:
    """Return x >= 0 with sum 1 that minimises |A x - b|^2 + ridge |x|^2.

    Parameters
    ----------
    A : (m, n), b : (m,), ridge : above zero, so that the answer is unique.

    Starts at equal weights (a ridge leaves most of them in), adds the weight whose gradient asks for it most, and steps back to
    the boundary whenever a weight would turn negative (as Lawson and Hanson do for plain non-negativity).
    """
    H, f = A.T @ A + ridge * np.eye(A.shape[1]), A.T @ b
    x = np.full(len(f), 1.0 / len(f))
    small = 1e-12 * max(1.0, float(np.abs(H).max()))
    entered = None
    for _ in range(20 * len(f) + 20):
        x = _inside(H, f, x)
        if entered is not None and x[entered] == 0.0:
            break  # asked for and dropped at once: rounding, not improvement
        gradient = H @ x - f
        level = float(gradient[x > 0].mean())
        enter = np.where(x > 0, np.inf, gradient - level)
        entered = int(np.argmin(enter))
        if enter[entered] >= -small:
            break
        x[entered] = 1e-300
    return x


def _inside(H: Floats, f: Floats, x: Floats) -> Floats:
    """Solve on the weights in use; walk to the boundary and drop what hits it until all are positive."""
    while True:
        used = np.flatnonzero(x > 0)
        target = _equality(H[np.ix_(used, used)], f[used])
        if (target > 0).all():
            x[used] = target
            return x
        blocked = target <= 0
        step = (x[used][blocked] / (x[used][blocked] - target[blocked])).min()
        moved = x[used] + step * (target - x[used])
        moved[blocked & (moved <= 1e-15)] = 0.0
        x[used] = np.maximum(moved, 0.0)


def _equality(H: Floats, f: Floats) -> Floats:
    n = len(f)
    system = np.zeros((n + 1, n + 1))
    system[:n, :n], system[:n, n], system[n, :n] = H, 1.0, 1.0
    return np.asarray(np.linalg.solve(system, np.append(f, 1.0))[:n], dtype=np.float64)
