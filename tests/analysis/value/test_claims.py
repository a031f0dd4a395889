"""A claim stays unverified until data reproduce it, and no amount is said without its four companions."""

from dataclasses import replace

import pytest

from schakel.analysis.value.claims import REGISTER, Claim, Money, examine
from schakel.analysis.value.errors import ClaimError
from schakel.analysis.value.prices import Range
from schakel.analysis.value.result import Amount
from schakel.analysis.value.run import value
from tests.analysis.value.worlds import adjustments, effect, plan

FULL = Claim(
    "108 euro per child", "a report", 108.0, "per child", 50.0, 150.0, "schools without supporter", 2024
)


def test_almost_nine_thousand_euro_is_unverified_because_its_unit_is_not_known() -> None:
    found = examine(REGISTER[0], value(plan()), "per child")
    assert found.status == "unverified"
    assert found.why == "not stated: unit, range, comparison, year"


def test_a_complete_claim_is_compared_with_the_data() -> None:
    result = value(plan())
    assert examine(FULL, result, "per child").status == "reproduced"
    assert examine(replace(FULL, amount=900.0), result, "per child").status == "contradicted"
    assert examine(FULL).status == "unverified"


def test_another_unit_or_year_proves_nothing() -> None:
    result = value(plan())
    assert examine(FULL, result, "per school-year").status == "unverified"
    assert examine(replace(FULL, year=2018), result, "per child").status == "unverified"


def test_an_interval_that_holds_nothing_at_all_proves_nothing() -> None:
    wide = value(plan(effects=(replace(effect(), standard_error=30.0),)))
    assert "also nothing at all" in examine(FULL, wide, "per child").why


def test_data_without_comparison_prove_nothing() -> None:
    given = adjustments(counterfactual=False, deadweight=Range(0, 0, 0))
    weak = value(plan(effects=(effect(counterfactual=False),), adjustments=given))
    assert "no control group" in examine(FULL, weak, "per child").why


@pytest.mark.parametrize(
    ("unit", "comparison", "year", "amount"),
    [
        ("", "schools without", 2024, Amount(1, 0, 2)),
        ("per child", " ", 2024, Amount(1, 0, 2)),
        ("per child", "schools without", 0, Amount(1, 0, 2)),
        ("per child", "schools without", 2024, Amount(5, 0, 2)),
    ],
)
def test_an_amount_without_unit_range_comparison_or_year_cannot_be_said(
    unit: str, comparison: str, year: int, amount: Amount
) -> None:
    with pytest.raises(ClaimError, match="cannot be said without"):
        Money(amount, unit, comparison, year)
