"""How far may trends differ before the conclusion falls? Intervals that allow for it, and the breakdown value.

`relative`: after the start schools drift apart at most `bound` times as fast as at their worst before it.
`smooth`: their difference bends by at most `bound` per period. Bound 0 of `relative` is the usual
assumption; the *breakdown value* is the largest bound at which zero stays outside the interval.

Source: A. Rambachan, J. Roth, Review of Economic Studies 90 (2023).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from schakel.analysis.effects.diagnostics.flci import FixedLength, fixed_length, lasso_path
from schakel.analysis.effects.diagnostics.moments import MomentTest, draw_shocks, moment_test
from schakel.analysis.effects.diagnostics.polyhedra import (
    Polyhedron,
    about_after,
    relative_magnitudes,
    smoothness,
)
from schakel.analysis.effects.estimators.aggregate import EventStudy

Floats = NDArray[np.float64]
GRID = 161
LARGEST = 5.0
AFTER_AT_MOST = 7


@dataclass(frozen=True)
class HonestStudy:
    """An event study ready for the question: earliest first, base period left out.

    `beta` (k,), `sigma` (k, k), `before` periods before the base, `average` (k - before,) summing to 1.
    """

    beta: Floats
    sigma: Floats
    before: int
    average: Floats

    @property
    def after(self) -> int:
        """Return the number of periods after the start."""
        return len(self.average)

    @property
    def effect(self) -> tuple[float, float]:
        """Return the averaged effect and its error."""
        late = self.sigma[self.before :, self.before :]
        value = float(self.average @ self.beta[self.before :])
        return value, float(np.sqrt(self.average @ late @ self.average))


def honest_study(study: EventStudy) -> HonestStudy | None:
    """Return the event study in this form, or None without a period before the base or a usable covariance.

    Later effects are averaged with the treated children behind them; at most seven later periods are used.
    """
    horizon = study.horizon
    kept = horizon < AFTER_AT_MOST
    before = int((horizon < 0).sum())
    late = kept & (horizon >= 0)
    whole = np.array_equal(horizon[kept], np.delete(np.arange(-before - 1, late.sum()), before))
    sigma = study.covariance[np.ix_(kept, kept)]
    if before == 0 or not late.any() or not whole or np.linalg.matrix_rank(sigma) < len(sigma):
        return None
    weight = study.children[late]
    return HonestStudy(study.value[kept], sigma, before, weight / weight.sum())


def relative_tests(study: HonestStudy, bound: float, alpha: float, shocks: Floats) -> Iterator[MomentTest]:
    """Yield one test per polyhedron of the union; theta stands when any of them keeps it."""
    for shape in relative_magnitudes(study.before, study.after, bound):
        yield _test(study, shape, alpha, shocks)


def smooth_tests(study: HonestStudy, bound: float, alpha: float, shocks: Floats) -> Iterator[MomentTest]:
    """Yield the test of the smooth polyhedron."""
    yield _test(study, smoothness(study.before, study.after, bound)[0], alpha, shocks)


def _test(study: HonestStudy, shape: Polyhedron, alpha: float, shocks: Floats) -> MomentTest:
    about = about_after(shape, study.before, study.after)
    return moment_test(study.beta, study.sigma, study.average, about, alpha, shocks)


def kept_interval(tests: Iterable[MomentTest], study: HonestStudy) -> tuple[float, float]:
    """Return the smallest and largest theta that some test keeps; the edges by narrowing."""
    asked = list(tests)

    def keeps(theta: Floats) -> NDArray[np.bool_]:
        return np.asarray(np.any([test.keeps(theta) for test in asked], axis=0), dtype=bool)

    value, error = study.effect
    reach = 20 * error + 4 * LARGEST * study.after * float(np.abs(np.diff(study.beta, prepend=0)).max())
    grid = value + reach * np.linspace(-1, 1, GRID) ** 3
    kept = keeps(grid)
    if not kept.any():
        return (value, value)
    first, last = int(kept.argmax()), len(kept) - 1 - int(kept[::-1].argmax())
    low = grid[0] if first == 0 else _edge(keeps, grid[first], grid[first - 1])
    high = grid[-1] if last == len(grid) - 1 else _edge(keeps, grid[last], grid[last + 1])
    return float(low), float(high)


def _edge(keeps: Callable[[Floats], NDArray[np.bool_]], inside: float, outside: float) -> float:
    """Return the last kept theta on the way out, narrowed 32-fold six times (2^-30 of the step)."""
    for _ in range(6):
        steps = inside + (outside - inside) * np.arange(33) / 32
        lost = int(np.argmin(np.append(keeps(steps[1:-1]), False))) + 1
        inside, outside = float(steps[lost - 1]), float(steps[lost])
    return inside


def relative_interval(
    study: HonestStudy, bound: float, alpha: float = 0.05, seed: int = 0
) -> tuple[float, float]:
    """Return the conditional-least-favourable interval under relative magnitudes."""
    return kept_interval(relative_tests(study, bound, alpha, draw_shocks(study.sigma, seed)), study)


def smooth_interval(study: HonestStudy, bound: float, alpha: float = 0.05) -> FixedLength:
    """Return the fixed-length interval under smoothness."""
    return fixed_length(study.beta, study.sigma, study.average, study.before, bound, 1 - alpha)


def relative_breakdown(study: HonestStudy, alpha: float = 0.05, seed: int = 0) -> float | None:
    """Return the largest relative bound at which zero is rejected, at most 5; None when it never is."""

    shocks = draw_shocks(study.sigma, seed)

    def zero_stays(bound: float) -> bool:
        return any(bool(t.keeps(np.zeros(1))[0]) for t in relative_tests(study, bound, alpha, shocks))

    if zero_stays(0.0):
        return None
    if not zero_stays(LARGEST):
        return LARGEST
    low, high = 0.0, LARGEST
    while high - low > 0.005:
        middle = (low + high) / 2
        low, high = (low, middle) if zero_stays(middle) else (middle, high)
    return low


def smooth_breakdown(study: HonestStudy, alpha: float = 0.05) -> float | None:
    """Return the largest bend per period at which the fixed-length interval excludes zero, or None."""
    path = lasso_path(study.sigma, study.average, study.before)

    def slack(bound: float) -> float:
        found = fixed_length(study.beta, study.sigma, study.average, study.before, bound, 1 - alpha, path)
        return abs(found.centre) - found.half

    if slack(0.0) <= 0:
        return None
    high = study.effect[1]
    while slack(high) > 0 and high < 1e6 * study.effect[1]:
        high *= 2
    return float(brentq(slack, 0.0, high, xtol=1e-3 * study.effect[1]))
