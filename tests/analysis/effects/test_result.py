"""A result can be repeated, read by a program, and drawn from; never made up."""

import json
from dataclasses import replace

import numpy as np
import pytest

from schakel.analysis.effects.errors import EffectError
from schakel.analysis.effects.result import (
    Baseline,
    Design,
    Estimate,
    Provenance,
    Result,
    Text,
    Verdict,
)


def a_result() -> Result:
    return Result(
        title="Does it help?",
        outcome="cost",
        unit="euro per child-month",
        period=("2019-01", "2023-09"),
        design=Design("difference_in_differences", "moderate", Text("nl", "en")),
        headline=Estimate(
            "imputation", -6.37, "euro per child-month", "leave_one_out", 2.0, (-11.0, -1.7), 0.01
        ),
        effect_df=8,
        verdict=Verdict(0.03, "permutation", True, ()),
        baseline=Baseline(80.0, 1000, 9, 54, 14_000, 840_000),
        naive=None,
        estimates=(Estimate("two_way", float("nan"), "euro per child-month", "none"),),
        curves=(),
        diagnostics=(),
        schools=(),
        two_by_two=(),
        left_out=(),
        assumptions=(),
        changes=(),
        provenance=Provenance("d", "2026-01-05", "care-cost/1", "h", "0.1.0", 1, "duckdb", 999),
    )


def test_the_same_result_gives_the_same_bytes_and_no_nan() -> None:
    text = a_result().to_json()

    assert text == a_result().to_json()
    assert json.loads(text)["estimates"][0]["value"] is None


def test_draws_follow_the_headline_and_its_heavy_tail() -> None:
    draws = a_result().draws(200_000, seed=1)

    assert abs(draws.mean() - -6.37) < 0.02
    assert abs(np.quantile(draws, 0.975) - (-6.37 + 2 * 2.306)) < 0.06


def test_an_effect_without_standard_error_is_not_drawn() -> None:
    result = a_result()
    bare = replace(result, headline=replace(result.headline, standard_error=None))

    with pytest.raises(EffectError, match="no standard error"):
        bare.draws(10, seed=1)
