"""Which deviations from parallel trends are allowed: linear constraints `A d <= b` on the deviations d.

Deviations are listed from the earliest period to the latest, without the base period, where they are zero.
`relative_magnitudes`: after the start, a step between two periods is at most `bound` times the largest
step before it. That set is a union over which step before was the largest, and its sign.
`smoothness`: the slope changes by at most `bound` from one period to the next.

Source: A. Rambachan, J. Roth, Review of Economic Studies 90 (2023).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Polyhedron:
    """All d with `A d <= b`; A (m, before + after), b (m,)."""

    A: Floats
    b: Floats


def _without_base(rows: Floats, before: int) -> Floats:
    return np.delete(rows, before, axis=1)


def _steps(periods: int) -> Floats:
    """Return first differences over all periods with the base, (periods - 1, periods)."""
    return np.diff(np.eye(periods), axis=0)


def relative_magnitudes(before: int, after: int, bound: float) -> list[Polyhedron]:
    """Return the 2 * before polyhedra whose union is allowed."""
    steps = _steps(before + after + 1)
    factor = np.where(np.arange(before + after) < before, 1.0, bound)[:, None]
    found = []
    for largest in range(before):
        for sign in (1.0, -1.0):
            limit = factor * sign * steps[largest]
            A = _without_base(np.vstack([steps - limit, -steps - limit]), before)
            A = A[np.abs(A).max(axis=1) > 1e-12]
            found.append(Polyhedron(A, np.zeros(len(A))))
    return found


def smoothness(before: int, after: int, bound: float) -> list[Polyhedron]:
    """Return the one polyhedron of bounded changes of slope."""
    bends = _without_base(np.diff(_steps(before + after + 1), axis=0), before)
    return [Polyhedron(np.vstack([bends, -bends]), np.full(2 * len(bends), bound))]


def about_after(shape: Polyhedron, before: int, after: int) -> Polyhedron:
    """Keep the constraints that say something about periods after the start (all when there is one period)."""
    if after == 1:
        return shape
    used = (np.abs(shape.A[:, before:]) > 1e-12).any(axis=1)
    return Polyhedron(shape.A[used], shape.b[used])
