"""Weights of a synthetic comparison are the best there are, and the estimate follows its formula."""

import numpy as np

from schakel.analysis.effects.estimators.simplex import simplex_ridge
from schakel.analysis.effects.estimators.synthetic import synthetic
from tests.analysis.effects.worlds import make_world


def test_weights_meet_the_conditions_of_the_best_answer() -> None:
    random = np.random.default_rng(1)
    for m, n in ((5, 40), (30, 8), (12, 12)):
        A, b, ridge = random.normal(size=(m, n)), random.normal(size=m), 0.3
        x = simplex_ridge(A, b, ridge)
        gradient = A.T @ (A @ x - b) + ridge * x
        level = gradient[x > 0].mean()

        assert abs(x.sum() - 1) < 1e-12
        assert x.min() >= 0
        assert np.abs(gradient[x > 0] - level).max() < 1e-9
        assert gradient[x == 0].min(initial=np.inf) > level - 1e-9


def test_a_planted_effect_is_found() -> None:
    sums = make_world(
        2,
        schools=30,
        waves=((12, 4), (18, 4)),
        months=30,
        unbalanced=False,
        effect=-800,
        spread=0.5,
        period_months=3,
    ).sums()
    found = synthetic(sums, draws=60, seed=1)

    assert found is not None
    assert found.standard_error is not None
    assert abs(found.value + 800) < 3 * found.standard_error


def test_two_comparison_schools_are_too_few_for_an_error() -> None:
    found = synthetic(make_world(1, schools=8, period_months=2).sums(), draws=20, seed=1)

    assert found is not None
    assert found.standard_error is None
