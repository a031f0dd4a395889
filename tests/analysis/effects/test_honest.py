"""How far trends may differ: the exact interval, checked against a linear programme and by simulation."""

import numpy as np
import pytest
from scipy.optimize import linprog

from schakel.analysis.effects.diagnostics.flci import folded_normal_quantile
from schakel.analysis.effects.diagnostics.honest import (
    HonestStudy,
    relative_breakdown,
    relative_interval,
    relative_tests,
    smooth_breakdown,
    smooth_interval,
)
from schakel.analysis.effects.diagnostics.moments import draw_shocks, dual_vertices
from schakel.analysis.effects.diagnostics.polyhedra import relative_magnitudes, smoothness


def a_study(first_only: bool = True) -> HonestStudy:
    lift = np.random.default_rng(1).normal(size=(7, 7)) * 0.1
    beta = np.array([0.05, -0.02, 0.03, 0.5, 0.6, 0.55, 0.7])
    average = np.array([1.0, 0, 0, 0]) if first_only else np.full(4, 0.25)
    return HonestStudy(beta, lift @ lift.T + np.eye(7) * 0.02, 3, average)


def test_the_largest_vertex_is_the_linear_programme() -> None:
    random = np.random.default_rng(3)
    for _ in range(20):
        X, spread, y = random.normal(size=(8, 3)), random.uniform(0.5, 2, 8), random.normal(size=8)
        best = linprog(
            [1, 0, 0, 0], A_ub=-np.hstack([spread[:, None], X]), b_ub=-y, bounds=[(None, None)] * 4
        )
        vertices = dual_vertices(X, spread)
        if best.status == 0:
            assert (vertices @ y).max() == pytest.approx(best.fun, abs=1e-8)
        else:
            assert len(vertices) == 0


def test_the_fixed_length_interval_is_the_published_algorithm() -> None:
    """moderndid 0.2.0 (a port of the R package, by convex optimisation) on the same study."""
    expected = {0.0: (-0.2956, 1.230368), 0.05: (-0.312309, 1.251824), 0.1: (-0.356628, 1.307751)}
    for bound, ends in expected.items():
        assert smooth_interval(a_study(), bound).interval == pytest.approx(ends, abs=2e-4)


def test_without_a_bend_the_folded_normal_is_the_normal() -> None:
    assert folded_normal_quantile(0.0, 0.95) == pytest.approx(1.959963985)
    assert folded_normal_quantile(4.0, 0.95) == pytest.approx(4 + 1.644853627, abs=1e-6)


def test_a_wider_bound_gives_a_wider_interval_and_breakdown_lies_where_zero_enters() -> None:
    study = a_study(first_only=False)
    narrow, wide = relative_interval(study, 0.25), relative_interval(study, 1.0)
    bound = relative_breakdown(study)

    assert wide[0] < narrow[0] < narrow[1] < wide[1]
    assert bound is not None
    assert relative_interval(study, bound - 0.02)[0] > 0 > relative_interval(study, bound + 0.02)[0]


def test_an_effect_that_is_not_shown_has_no_breakdown_value() -> None:
    assert relative_breakdown(a_study()) is None
    assert smooth_breakdown(a_study()) is None


def test_the_smooth_breakdown_is_where_the_interval_touches_zero() -> None:
    study = a_study(first_only=False)
    bound = smooth_breakdown(study)

    assert bound is not None
    assert smooth_interval(study, bound).interval[0] == pytest.approx(0, abs=1e-3)


def test_allowed_deviations_are_those_of_the_definition() -> None:
    step_before, step_after = np.array([0.3, 0.0, 0.6]), np.array([0.3, 0.0, 0.61])

    def allowed(d: np.ndarray) -> bool:  # two periods before, one after, bound 2
        return any(bool((s.A @ d <= s.b + 1e-12).all()) for s in relative_magnitudes(2, 1, 2.0))

    assert allowed(step_before)
    assert not allowed(step_after)
    straight = smoothness(2, 2, 0.0)[0]
    assert (straight.A @ np.array([-2.0, -1.0, 1.0, 2.0]) <= 1e-12).all()


def test_the_truth_stays_inside_at_the_worst_allowed_deviation() -> None:
    """Effect zero, a trend that drifts after the start exactly as fast as at its worst before (bound 1)."""
    random = np.random.default_rng(5)
    sigma = 0.01 * (0.5 * np.eye(5) + 0.5)
    truth = np.array([0.0, -0.3, 0.3, 0.6, 0.9])
    root = np.linalg.cholesky(sigma)
    kept = 0
    for _ in range(200):
        study = HonestStudy(truth + root @ random.normal(size=5), sigma, 2, np.full(3, 1 / 3))
        tests = relative_tests(study, 1.0, 0.05, draw_shocks(sigma, seed=1))
        kept += any(bool(test.keeps(np.zeros(1))[0]) for test in tests)

    assert kept >= 183  # 95 per cent, less two and a half standard errors
