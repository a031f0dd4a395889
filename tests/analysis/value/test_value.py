"""Euros that can be checked by hand, and rules that no plan can get around."""

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from schakel.analysis.value.errors import AdjustmentError, LedgerError, PriceError, ValueRefusal
from schakel.analysis.value.ledger import Cases, ledgers
from schakel.analysis.value.plan import STAKEHOLDERS, Cost, Stream, Transfer
from schakel.analysis.value.prices import PUBLISHED, Price, PriceIndex, Range, published
from schakel.analysis.value.run import value
from tests.analysis.value.worlds import EURO, MOVED, SUPPORTER, adjustments, effect, plan

YEAR = 1 / 1.0225


def test_one_year_by_hand() -> None:
    middle = value(plan()).scenario("mid")
    assert middle.npv.value == pytest.approx((12_000 - 1_000) * YEAR)
    assert middle.per_child.value == pytest.approx(110 * YEAR)
    assert middle.per_school_year.value == pytest.approx(11_000 * YEAR)
    assert middle.costs == pytest.approx(1_000 * YEAR)
    assert middle.benefit_cost is not None
    assert middle.benefit_cost.value == pytest.approx(12)


def test_the_interval_is_that_of_the_estimator() -> None:
    """95 % of a t distribution with 20 degrees of freedom, not of a triangle."""
    reach = 2.0 * stats.t.ppf(0.975, 20) * 1200 * YEAR
    npv = value(plan(draws=400_000)).scenario("mid").npv
    assert npv.high - npv.value == pytest.approx(reach, rel=0.02)
    assert npv.value - npv.low == pytest.approx(reach, rel=0.02)


def test_one_effect_and_two_effects_give_the_same_interval() -> None:
    """The straight-line shortcut for one effect is exact: a second effect worth nothing changes nothing."""
    nothing = replace(EURO, item="nothing", amount=Range(0, 0, 0))
    both = plan(
        effects=(effect(), effect(name="absence")),
        streams=(plan().streams[0], Stream("absence", "absence", "school_board", "social", nothing)),
    )
    one, two = value(plan()).scenario("mid"), value(both).scenario("mid")
    assert two.npv.low == pytest.approx(one.npv.low)
    assert two.npv.high == pytest.approx(one.npv.high)


def test_without_avoided_care_only_costs_and_other_streams_are_left() -> None:
    scenario = value(plan()).scenario("without_avoided_care")
    assert scenario.npv.value == pytest.approx(-1_000 * YEAR)
    assert scenario.payback_year is None
    assert scenario.paid_back == 0


def test_the_cautious_case_takes_low_benefits_high_costs_and_strong_adjustments() -> None:
    dear = replace(EURO, amount=Range(0.5, 1, 2))
    cautious = plan(
        years=2,
        streams=(replace(plan().streams[0], price=dear),),
        adjustments=adjustments(drop_off=Range(0.1, 0.2, 0.5)),
    )
    result = value(cautious)
    by_hand = 6_000 * YEAR + 6_000 * 0.5 * YEAR**2 - 1_300 * (YEAR + YEAR**2)
    assert result.scenario("low").npv.value == pytest.approx(by_hand)
    assert (
        result.scenario("low").npv.value
        < result.scenario("mid").npv.value
        < result.scenario("high").npv.value
    )


def test_more_care_than_before_is_a_loss() -> None:
    worse = value(plan(effects=(effect(+5.0),)))
    assert worse.scenario("mid").npv.value == pytest.approx(-7_000 * YEAR)
    assert worse.break_even_price.value < 0


@settings(max_examples=40, deadline=None)
@given(
    amount=st.floats(0, 1e6),
    pair=st.permutations(STAKEHOLDERS),
    kind=st.sampled_from(["school_year", "child_month", "year", "once"]),
)
def test_a_transfer_changes_who_pays_and_never_the_welfare(amount: float, pair: list, kind: str) -> None:  # type: ignore[type-arg]  # drawn
    shift = replace(MOVED, amount=Range(amount, amount, amount))
    moved = plan(transfers=(Transfer("shift", pair[0], pair[1], shift, kind, 1.0),))  # type: ignore[arg-type]  # drawn
    before, after = value(plan()).scenario("mid"), value(moved).scenario("mid")
    assert after.npv.value == pytest.approx(before.npv.value)
    assert after.payers[pair[0]].value <= before.payers[pair[0]].value
    assert sum(a.value for a in after.payers.values()) == pytest.approx(
        sum(b.value for b in before.payers.values())
    )


def test_a_transfer_to_oneself_is_refused() -> None:
    with pytest.raises(LedgerError, match="name two stakeholders"):
        Transfer("shift", "state", "state", MOVED, "year")


def test_fiscal_and_social_are_kept_apart() -> None:
    streams = (
        plan().streams[0],
        Stream("calm at home", "cost", "family", "social", replace(EURO, item="calm"), avoided_care=False),
    )
    middle = value(plan(streams=streams)).scenario("mid")
    assert middle.payers["family"].value == 0
    assert middle.social["family"].value == pytest.approx(12_000 * YEAR)
    assert middle.npv.value == pytest.approx(23_000 * YEAR)


def test_the_payers_and_the_social_amounts_add_up_to_the_welfare() -> None:
    made = ledgers(plan(years=3), Cases())
    assert made.net.sum() == pytest.approx((made.benefits + made.costs).sum())
    assert made.transfers.sum() == 0


def test_break_even_effect_makes_the_value_zero() -> None:
    found = value(plan()).break_even_effects[0].value
    assert found is not None
    assert found == pytest.approx(-1_000 / 1_200)
    assert value(plan(effects=(effect(found),))).scenario("mid").npv.value == pytest.approx(0, abs=1e-9)


def test_break_even_price_makes_the_value_zero() -> None:
    years = plan(years=4, adjustments=adjustments(drop_off=Range(0, 0.3, 0.5)))
    at_most = value(years).break_even_price.value
    dear = replace(SUPPORTER, amount=Range(at_most, at_most, at_most))
    with_it = replace(years, costs=(replace(years.costs[0], price=dear),))
    assert value(with_it).scenario("mid").npv.value == pytest.approx(0, abs=1e-6)


def test_without_costs_only_the_break_even_price_speaks() -> None:
    result = value(plan(costs=()))
    assert not result.costs_known
    assert result.scenario("mid").benefit_cost is None
    assert result.break_even_price.value == pytest.approx(12_000)


def test_payback_is_the_first_year_in_which_half_of_the_draws_have_paid_back() -> None:
    once = replace(SUPPORTER, amount=Range(25_000, 25_000, 25_000))
    slow = plan(years=5, costs=(Cost("start", "municipality", "fiscal", once, "once"),))
    middle = value(slow).scenario("mid")
    assert middle.payback_year == 3
    assert 0.9 < middle.paid_back <= 1


def test_the_tornado_has_every_input_that_can_move_and_the_widest_first() -> None:
    result = value(plan(adjustments=adjustments(drop_off=Range(0, 0.1, 0.2)), years=3))
    inputs = [(swing.kind, swing.name) for swing in result.tornado]
    assert set(inputs) == {("effect", "cost"), ("price", "supporter"), ("adjustment", "drop_off")}
    assert inputs[0] == ("effect", "cost")
    supporter = next(swing for swing in result.tornado if swing.name == "supporter")
    assert supporter.at_low - supporter.at_high == pytest.approx(500 * (YEAR + YEAR**2 + YEAR**3))


@pytest.mark.parametrize(("unit", "source", "missing"), [("hour", " ", "source"), ("", "CPB 2023", "unit")])
def test_a_price_without_ground_is_refused(unit: str, source: str, missing: str) -> None:
    with pytest.raises(PriceError, match=f"has no {missing}"):
        Price("care", unit, Range(1, 1, 1), 2024, source)


def test_a_price_of_another_year_needs_an_index_with_source() -> None:
    old = replace(EURO, year=2020)
    with pytest.raises(PriceError, match="price level of 2020"):
        value(plan(streams=(replace(plan().streams[0], price=old),)))
    index = PriceIndex({2020: 100.0, 2024: 120.0}, "an index for this test")
    grown = value(plan(streams=(replace(plan().streams[0], price=old),), index=index))
    assert grown.scenario("mid").benefits.value == pytest.approx(12_000 * 1.2 * YEAR)


def test_deadweight_is_zero_by_construction_and_cannot_be_taken_off_twice() -> None:
    assert adjustments().deadweight.share == Range(0, 0, 0)
    with pytest.raises(AdjustmentError, match="taken off twice"):
        adjustments(deadweight=Range(0.1, 0.2, 0.3))


def test_without_comparison_deadweight_is_asked_for() -> None:
    with pytest.raises(AdjustmentError, match="deadweight is missing"):
        adjustments(counterfactual=False)
    given = adjustments(counterfactual=False, deadweight=Range(0.25, 0.25, 0.25))
    weak = value(plan(effects=(effect(counterfactual=False),), adjustments=given))
    assert weak.scenario("mid").benefits.value == pytest.approx(9_000 * YEAR)
    assert not weak.counterfactual


def test_more_than_the_whole_cannot_be_divided() -> None:
    twice = (plan().streams[0], Stream("again", "cost", "state", "fiscal", EURO, share=0.2))
    with pytest.raises(LedgerError, match="at most 1"):
        plan(streams=twice)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"streams": ()}, "No stream"),
        ({"years": 0}, "At least one year"),
        ({"streams": (Stream("care", "absence", "state", "fiscal", EURO),)}, "asks for effect 'absence'"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueRefusal, match=message):
        plan(**changes)


def test_an_effect_without_distribution_is_refused() -> None:
    with pytest.raises(ValueRefusal, match="standard error above zero"):
        replace(effect(), standard_error=0.0)


def test_every_published_price_has_year_and_source() -> None:
    assert all(price.source and price.year in (2020, 2024) for price in PUBLISHED)
    assert published("family_home").amount.mid == 163.59
    with pytest.raises(PriceError, match="ambulant_hbo"):
        published("police_hour")


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert value(plan()).to_json() == value(plan()).to_json()


def test_a_hundred_thousand_draws_of_five_years_are_interactive() -> None:
    """Measured at 0.02 s; the bound leaves room for a busy machine."""
    big = plan(draws=100_000, years=5)
    value(big)
    times = []
    for _attempt in range(5):
        start = time.perf_counter()
        value(big)
        times.append(time.perf_counter() - start)
    assert np.min(times) < 0.25


def test_low_mid_and_high_must_rise() -> None:
    with pytest.raises(PriceError, match="must not fall"):
        Price("x", "hour", Range(3, 2, 1), 2024, "a test")
