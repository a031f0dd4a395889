"""The conditional test with least-favourable first stage, exactly, by listing vertices.

Null: some deviation in the polyhedron makes the averaged effect equal theta. That is a set of moment
inequalities with nuisance parameters. The statistic is a linear programme whose dual has few vertices; we
list them once. Then the statistic at any theta is a maximum over vertices, its critical value a simulated
maximum, and the truncation bounds of the conditional test are closed forms: no linear programme is solved
and nothing is approximated on a grid.

Source: I. Andrews, J. Roth, A. Pakes, Review of Economic Studies 90 (2023); hybrid with kappa = alpha / 10.
"""

from dataclasses import dataclass
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
    these values; `limit` the least-favourable critical value of size kappa.
    """

    level: Floats
    slope: Floats
    cov: Floats
    limit: float
    alpha: float
    kappa: float

    def keeps(self, theta: Floats) -> NDArray[np.bool_]:
        """Return for each theta (n,) whether the test does not reject it."""
        return np.array([self._keeps_one(float(value)) for value in theta], dtype=bool)

    def _keeps_one(self, theta: float) -> bool:
        values = self.level - theta * self.slope
        best = int(values.argmax())
        statistic, variance = float(values[best]), float(self.cov[best, best])
        if statistic <= 0:
            return True
        if statistic > self.limit or variance <= 1e-16 * max(float(np.diag(self.cov).max()), 1e-300):
            return False
        low, high = self._bounds(values, best, variance)
        size = (self.alpha - self.kappa) / (1 - self.kappa)
        return _share_above(statistic, low, min(high, self.limit), variance**0.5) >= size

    def _bounds(self, values: Floats, best: int, variance: float) -> tuple[float, float]:
        """Return between which values the statistic could have moved with the same vertex the largest."""
        ratio = self.cov[:, best] / variance
        rest = values - ratio * values[best]
        gap = 1 - ratio
        below, above = gap > 1e-9, gap < -1e-9
        low = (rest[below] / gap[below]).max(initial=-np.inf)
        high = (rest[above] / gap[above]).min(initial=np.inf)
        return float(low), float(high)


def _share_above(x: float, low: float, high: float, spread: float) -> float:
    """Return the share of a normal truncated to [low, high] that lies above x, stable far in the tail."""
    if x >= high:
        return 0.0
    a, b, c = low / spread, high / spread, x / spread
    base = log_ndtr(-max(a, -1e6))
    tail = np.exp(log_ndtr(-b) - base) if np.isfinite(b) else 0.0
    return float((np.exp(log_ndtr(-c) - base) - tail) / max(1 - tail, 1e-300))


def moment_test(
    beta: Floats, sigma: Floats, average: Floats, shape: Polyhedron, alpha: float, seed: int
) -> MomentTest:
    """Prepare the test of `average' effect = theta` for one polyhedron.

    Parameters
    ----------
    beta, sigma : (k,), (k, k) the event study without its base period.
    average : (after,) weights on the periods after the start.
    shape : the allowed deviations, already limited to rows that matter.
    alpha : size of the test; the first stage takes a tenth of it.
    """
    after = len(average)
    A, late = shape.A, shape.A[:, -after:]
    basis = np.linalg.inv(_completed(average))
    spread = np.sqrt(np.maximum(np.diag(A @ sigma @ A.T), 0.0))
    vertices = dual_vertices(
        late @ basis[:, 1:], np.where(spread > 0, spread, spread.max(initial=1.0) * 1e-6)
    )
    cov = vertices @ A @ sigma @ A.T @ vertices.T
    kappa = alpha / 10
    draws = np.random.default_rng(seed).standard_normal((SIMULATIONS, len(sigma)))
    shocks = draws @ np.linalg.cholesky(sigma + 1e-12 * np.trace(sigma) / len(sigma) * np.eye(len(sigma))).T
    largest = (shocks @ (vertices @ A).T).max(axis=1)
    return MomentTest(
        level=vertices @ (A @ beta - shape.b),
        slope=vertices @ (late @ basis[:, 0]),
        cov=cov,
        limit=float(max(np.quantile(largest, 1 - kappa), 0.0)),
        alpha=alpha,
        kappa=kappa,
    )


def _completed(average: Floats) -> Floats:
    """Return an invertible matrix whose first row is the average."""
    rest = np.linalg.svd(average[None, :])[2][1:]
    return np.vstack([average, rest])


def dual_vertices(X: Floats, spread: Floats) -> Floats:
    """Return the vertices of {g >= 0, X'g = 0, spread'g = 1}, (v, m).

    X : (m, k) how nuisance parameters move the moments; spread : (m,) above zero.
    """
    m, k = X.shape
    system = np.hstack([X, spread[:, None]])
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
    scale = np.abs(found).max(initial=1e-300)
    _, first = np.unique(np.round(found / scale, 9), axis=0, return_index=True)
    return np.asarray(found[np.sort(first)], dtype=np.float64)
