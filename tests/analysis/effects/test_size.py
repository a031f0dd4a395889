"""With nine of 63 schools treated the verdict seldom sees what is not there, and sees what is."""

import runpy
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "bench" / "effects" / "size.py"


@pytest.mark.slow
@pytest.mark.parametrize(("effect", "low", "high"), [(0.0, 0.0, 0.1), (-0.15, 0.8, 1.0)])
def test_the_verdict_rejects_as_often_as_promised(effect: float, low: float, high: float) -> None:
    found = runpy.run_path(str(SCRIPT))["run"](effect, 60, 900_000)
    verdict = found["verdict (largest p, published interval)"]

    assert low <= verdict["rejects"] <= high
    assert verdict["covers"] >= 0.88
    assert abs(found["bias"]) < 0.015
