"""With nine of 63 schools treated the verdict seldom sees what is not there, and sees what is.

The first towns of the study of a thousand in `docs/performance-effects.md`; bounds lie three standard errors out.
"""

import runpy
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "bench" / "effects" / "size.py"
TOWNS = 150


@pytest.mark.slow
@pytest.mark.parametrize(("effect", "low", "high"), [(0.0, 0.0, 0.07), (-0.15, 0.85, 1.0)])
def test_the_verdict_rejects_as_often_as_promised(effect: float, low: float, high: float) -> None:
    found = runpy.run_path(str(SCRIPT))["run"](effect, TOWNS, 0)
    verdict = found["verdict (largest p, published interval)"]

    assert low <= verdict["rejects"] <= high
    assert verdict["covers"] >= 0.89
    assert abs(found["bias"]) < 0.015
