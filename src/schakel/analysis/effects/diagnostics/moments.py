"""The conditional test with least-favourable first stage, exactly, by listing vertices.

Null: some deviation in the polyhedron makes the averaged effect equal theta. That is a set of moment
inequalities with nuisance parameters. The statistic is a linear programme whose dual has few vertices; we
list them once. Then the statistic at any theta is a maximum over vertices, its critical value a simulated
maximum, and the truncation bounds of the conditional test are closed forms: no linear programme is solved
and nothing is approximated on a grid.

Source: I. Andrews, J. Roth, A. Pakes, Review of Economic Studies 90 (2023); hybrid with kappa = alpha / 10.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

from schakel.analysis.effects.diagnostics.polyhedra import Polyhedron

Floats = NDArray[np.float64]
SIMULATIONS = 2_000


@dataclass(frozen=True)
class MomentTest:
    """Everything that does not depend on theta; v vertices.

    `level` (v,) and `slope` (v,): a vertex's value at theta is `level - theta * slope`; `cov` (v, v) of
    these values; `moved` (v, k) what errors of the event study, of which `shocks` (draws, k) are simulated,
    do to them.
    """

    level: Floats
    slope: Floats
    cov: Floats
    moved: Floats
    shocks: Floats
    alpha: float
    kappa: float

    @cached_property
    def limit(self) -> float:
        """Return the least-favourable critical value of size kappa; the only costly part, so only when asked."""
        largest = (self.shocks @ self.moved.T).max(axis=1)
        return float(max(np.quantile(largest, 1 - self.kappa), 0.0))

    def keeps(self, theta: Floats) -> NDArray[np.bool_]:
        """Return for each theta (n,) whether the test does not reject it."""
        values = self.level - theta[:, None] * self.slope
        best = values.argmax(axis=1)
        statistic, variance = values.max(axis=1), np.diag(self.cov)[best]
        fine = variance > 1e-16 * max(float(np.diag(self.cov).max()), 1e-300)
        spread = np.sqrt(np.where(fine, variance, 1.0))
        low, high = self._bounds(values, best, spread**2)
        size = (self.alpha - self.kappa) / (1 - self.kappa)
        kept = statistic <= 0
        # The limit only takes away: where the test rejects without it, it need not be known.
        open_yet = fine & ~kept & (_share_above(statistic / spread, low / spread, high / spread) >= size)
        if open_yet.any():
            stays = (
                _share_above(statistic / spread, low / spread, np.minimum(high, self.limit) / spread) >= size
            )
            kept |= open_yet & (statistic <= self.limit) & stays
        return np.asarray(kept, dtype=bool)

    def _bounds(self, values: Floats, best: NDArray[np.intp], variance: Floats) -> tuple[Floats, Floats]:
        """Return between which values the statistic could have moved with the same vertex the largest."""
        ratio = self.cov[best] / variance[:, None]
        rest = values - ratio * values.max(axis=1)[:, None]
        gap = 1 - ratio
        crossing = rest / np.where(np.abs(gap) > 1e-9, gap, 1.0)
        low = np.where(gap > 1e-9, crossing, -np.inf).max(axis=1)
        high = np.where(gap < -1e-9, crossing, np.inf).min(axis=1)
        return low, high


def _share_above(x: Floats, low: Floats, high: Floats) -> Floats:
    """Return the share of a standard normal truncated to [low, high] above x, stable far in the tail."""
    base = log_ndtr(-np.maximum(low, -1e6))
    tail = np.exp(log_ndtr(-high) - base)
    share = (np.exp(log_ndtr(-x) - base) - tail) / np.maximum(1 - tail, 1e-300)
    return np.where(x >= high, 0.0, share)


def draw_shocks(sigma: Floats, seed: int) -> Floats:
    """Return simulated errors of the event study for the first stage, (draws, k)."""
    root = np.linalg.cholesky(sigma + 1e-12 * np.trace(sigma) / len(sigma) * np.eye(len(sigma)))
    normal = np.random.default_rng(seed).standard_normal((SIMULATIONS, len(sigma)))
    return np.asarray(normal @ root.T, dtype=np.float64)


def moment_test(
    beta: Floats, sigma: Floats, average: Floats, shape: Polyhedron, alpha: float, shocks: Floats
) -> MomentTest:
    """Prepare the test of `average' effect = theta` for one polyhedron.

    Parameters
    ----------
    beta, sigma : (k,), (k, k) the event study without its base period.
    average : (after,) weights on the periods after the start.
    shape : the allowed deviations, already limited to rows that matter.
    alpha : size of the test; the first stage takes a tenth of it.
    shocks : (draws, k) simulated errors, from `draw_shocks`.
    """
    after = len(average)
    A, late = shape.A, shape.A[:, -after:]
    basis = np.linalg.inv(_completed(average))
    spread = np.sqrt(np.maximum(np.diag(A @ sigma @ A.T), 0.0))
    vertices = dual_vertices(
        late @ basis[:, 1:], np.where(spread > 0, spread, spread.max(initial=1.0) * 1e-6)
    )
    moved = vertices @ A
    return MomentTest(
        level=vertices @ (A @ beta - shape.b),
        slope=vertices @ (late @ basis[:, 0]),
        cov=moved @ sigma @ moved.T,
        moved=moved,
        shocks=shocks,
        alpha=alpha,
        kappa=alpha / 10,
    )


def _completed(average: Floats) -> Floats:
    """Return an invertible matrix whose first row is the average."""
    rest = np.linalg.svd(average[None, :])[2][1:]
    return np.vstack([average, rest])


def dual_vertices(X: Floats, spread: Floats) -> Floats:
    """Return the vertices of {g >= 0, X'g = 0, spread'g = 1}, (v, m).

    X : (m, k) how nuisance parameters move the moments; spread : (m,) above zero.

    They are the edges of the cone {g >= 0, X'g = 0}, scaled. X only depends on the periods, so that one list
    of edges serves every bound and every polyhedron of a study.
    """
    edges = _edges(np.ascontiguousarray(X).tobytes(), X.shape)
    return np.asarray(edges / (edges @ spread)[:, None], dtype=np.float64)


@lru_cache(maxsize=16)
def _edges(content: bytes, shape: tuple[int, int]) -> Floats:
    m, k = shape
    system = np.hstack([np.frombuffer(content).reshape(shape), np.ones((m, 1))])
    chosen = np.array(list(combinations(range(m), k + 1)))
    square = np.swapaxes(system[chosen], 1, 2)
    regular = np.abs(np.linalg.det(square / np.abs(square).max(axis=(1, 2), keepdims=True))) > 1e-12
    chosen, square = chosen[regular], square[regular]
    wanted = np.zeros((len(chosen), k + 1, 1))
    wanted[:, -1] = 1.0
    weight = np.linalg.solve(square, wanted)[..., 0]
    fine = (weight >= -1e-10).all(axis=1)
    found = np.zeros((int(fine.sum()), m))
    np.put_along_axis(found, chosen[fine], np.maximum(weight[fine], 0.0), axis=1)
    _, first = np.unique(np.round(found, 9), axis=0, return_index=True)
    return np.asarray(found[np.sort(first)], dtype=np.float64)
