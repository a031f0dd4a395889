"""The planted effect comes back, from shuffled and doubled rows, and the interval holds it as often as it says."""

from pathlib import Path

import pytest

from tests.analysis.evaluate.known_truth import recover, summary


def test_a_planted_effect_is_recovered_in_five_towns(tmp_path: Path) -> None:
    found = summary(recover(seed, -0.15, tmp_path) for seed in range(5))
    assert abs(found["bias"]) < 3 * found["bias_se"] + 0.01
    assert found["coverage"] >= 0.8


@pytest.mark.slow
@pytest.mark.parametrize("effect", [-0.15, 0.0, 0.15])
def test_a_hundred_towns_give_no_bias_and_honest_intervals(tmp_path: Path, effect: float) -> None:
    """The study of 500 towns is a command of its own: `python -m tests.analysis.evaluate.known_truth`."""
    found = summary(recover(seed, effect, tmp_path) for seed in range(100))
    assert abs(found["bias"]) < 3 * found["bias_se"]
    assert found["coverage"] >= 0.90
    assert effect != 0.0 or found["shown"] <= 0.07
