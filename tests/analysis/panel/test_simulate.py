"""A simulated municipality looks like the published figures, and its truth is exactly what was planted."""

import numpy as np
import pytest

from schakel.analysis.panel.definitions import UnknownIndicatorError, for_column, indicator
from schakel.analysis.panel.simulate import Simulated, Town, leeuwarden, simulate

WAVE = 2020 * 12 + 8


@pytest.fixture(scope="module")
def city() -> Simulated:
    """Leeuwarden at full size."""
    return leeuwarden()


def test_leeuwarden_has_63_schools_of_which_9_start_in_three_waves(city: Simulated) -> None:
    assert len(set(city.panel["school"].to_pylist())) == 63
    assert [month for _school, month in city.starts] == [WAVE] * 3 + [WAVE + 12] * 3 + [WAVE + 24] * 3


def test_one_in_ten_pupils_uses_youth_care_and_most_at_nine(city: Simulated) -> None:
    in_care = city.panel["cost_cents"].to_numpy() > 0
    month = city.panel["month"].to_numpy()
    full = month <= month.max() - 3
    assert in_care[full].mean() == pytest.approx(0.103, abs=0.012)
    age = (month - city.panel["birth_month"].to_numpy()) // 12
    by_age = [in_care[full & (age == year)].mean() for year in range(4, 12)]
    assert np.argmax(by_age) in (5, 6, 7)
    assert by_age[0] < 0.5 * max(by_age)


def test_the_planted_effect_is_the_truth(city: Simulated) -> None:
    truth = city.truth
    assert truth.per_child_month["cost_cents"] / truth.without["cost_cents"] == pytest.approx(-0.15, abs=0.01)
    assert truth.per_child_month["absence_days"] == 0, "what a supporter does not touch serves as placebo"


def test_a_positive_effect_adds_care() -> None:
    truth = simulate(Town(schools=9, pupils=60, waves=((WAVE, 4),), effect=0.15)).truth
    assert truth.per_child_month["cost_cents"] / truth.without["cost_cents"] == pytest.approx(0.15, abs=0.04)


def test_the_same_town_gives_the_same_rows_and_another_seed_does_not() -> None:
    town = Town(schools=5, pupils=20, months=24, waves=((2019 * 12, 2),))
    assert simulate(town).panel.equals(simulate(town).panel)
    assert not simulate(town).panel.equals(simulate(Town(schools=5, pupils=20, months=24, seed=2)).panel)


def test_choosing_costly_schools_makes_savings_that_are_not_there() -> None:
    """Regression to the mean: costs fall after the start although the supporter does nothing."""
    changes = []
    for seed in range(8):
        town = Town(
            schools=40, pupils=60, waves=((WAVE, 8),), choice="high_cost", year_spread=0.3, late=0, seed=seed
        )
        city = simulate(town)
        chosen = np.isin(
            city.panel["school"].to_numpy(zero_copy_only=False), [name for name, _month in city.starts]
        )
        month, cost = city.panel["month"].to_numpy(), city.panel["cost_cents"].to_numpy()
        before = cost[chosen & (month >= WAVE - 12) & (month < WAVE)].mean()
        changes.append(cost[chosen & (month >= WAVE)].mean() / before - 1)
    assert np.mean(changes) < -0.1


def test_bills_come_in_late() -> None:
    panel = simulate(Town(schools=20, pupils=100, late=3)).panel
    month, cost = panel["month"].to_numpy(), panel["cost_cents"].to_numpy()
    last = month.max()
    assert cost[month == last].mean() < 0.6 * cost[month <= last - 3].mean()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"waves": ((WAVE, 5),), "schools": 5}, "At least one school must stay without"),
        ({"waves": ((3000 * 12, 1),)}, "after the first and before the last month"),
        ({"effect": -2.0}, "between -1 and 1"),
    ],
)
def test_an_impossible_town_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Town(**changes)  # type: ignore[arg-type]  # wrong on purpose


def test_indicators_have_versions_and_denominators() -> None:
    assert indicator("duration").denominator_column == "outflow"
    cost = for_column("cost_cents")
    assert cost is not None
    assert cost.name == "cost"
    with pytest.raises(UnknownIndicatorError, match="cost v1"):
        indicator("cost", 99)
