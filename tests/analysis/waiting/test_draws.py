"""Chance without a state: the draws are uniform, exact, and depend on nothing but their key."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats

from schakel.analysis.waiting.draws import draw, normal, quantile, unit
from schakel.analysis.waiting.duration import Duration

from . import twin


def test_the_first_words_are_those_of_splitmix64() -> None:
    """Reference outputs of splitmix64 with seed 1234567 (Vigna's published code)."""
    key = np.uint64(1234567)
    assert [int(draw(key, n)) for n in range(3)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]


def test_the_normal_quantile_is_right_to_fifteen_digits() -> None:
    u = np.concatenate([np.linspace(0.001, 0.999, 997), [1e-12, 1e-6, 1 - 1e-9]])
    assert np.array([normal(float(x)) for x in u]) == pytest.approx(special.ndtri(u), rel=2e-15, abs=1e-15)


@pytest.mark.parametrize(
    "duration",
    [Duration.exponential(3.0), Duration.lognormal(10, 25), Duration.weibull(4.0, 1.7), Duration.fixed(2.0)],
    ids=lambda d: d.name,
)
def test_inversion_gives_the_distribution_with_its_mean_and_variance(duration: Duration) -> None:
    key = np.uint64(99)
    sample = np.array([quantile(duration.shape, duration.a, duration.b, unit(key, i)) for i in range(20_000)])
    assert sample.mean() == pytest.approx(duration.mean(), rel=0.03)
    assert sample.var() == pytest.approx(duration.variance(), rel=0.15, abs=1e-12)
    if duration.name != "fixed":
        passed = np.array([duration.passed(float(x)) for x in sample])
        assert stats.kstest(passed, "uniform").pvalue > 0.001


def test_the_twin_draws_the_same_numbers_with_its_own_code() -> None:
    assert all(unit(np.uint64(k), n) == twin.unit(k, n) for k in (0, 7, 2**64 - 1) for n in (0, 1, 999))


def test_a_longer_mean_moves_every_draw_the_same_way() -> None:
    key = np.uint64(3)
    short, long = Duration.lognormal(10, 20), Duration.lognormal(12, 24)
    for i in range(100):
        u = unit(key, i)
        assert quantile(long.shape, long.a, long.b, u) == pytest.approx(
            1.2 * quantile(short.shape, short.a, short.b, u)
        )
