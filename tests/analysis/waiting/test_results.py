"""Results: Kaplan-Meier by hand, bands, dates of every request, the clock of seven days, words for people."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError, replace
from datetime import date

import numpy as np
import pytest

from schakel.analysis.waiting.duration import Duration
from schakel.analysis.waiting.errors import ModelError
from schakel.analysis.waiting.forecast import forecast, forecast_drawn
from schakel.analysis.waiting.model import Calendar, Leave, Price
from schakel.analysis.waiting.phrases import compared, cost, days, headline, signed
from schakel.analysis.waiting.result import Band, band
from schakel.analysis.waiting.scenario import arrivals, difference
from schakel.analysis.waiting.survival import quantile_of, survival
from schakel.analysis.waiting.tables import visits_of
from schakel.analysis.waiting.toml import read_scenario

from .houses import EXAMPLES, START, small_house


def test_kaplan_and_meier_by_hand() -> None:
    """Five people: picked up after 1, 2, 2 days; one gave up after 1, one still waits after 3."""
    happened, unknown = [0, 1, 2, 0, 0], [0, 1, 0, 1, 0]
    assert survival(happened, unknown).tolist() == pytest.approx([1, 4 / 5, 4 / 15, 4 / 15, 4 / 15])
    assert quantile_of(happened, unknown, 0.5) == 2
    assert math.isinf(quantile_of(happened, unknown, 0.9))


def test_day_seven_is_in_time_and_day_eight_is_late() -> None:
    result = forecast(small_house(), runs=1, workers=1)
    history = result.history(0)
    came, picked = np.floor(history.requests["arrived"]), np.floor(history.requests["picked"])
    measured = history.requests["arrived"] < 200
    in_time = (picked - came <= 7) & measured
    assert result.block.counts[0, 1] == in_time.sum()


def test_the_clock_can_pause_in_school_holidays() -> None:
    away = Leave(first=date(2026, 10, 10), last=date(2026, 10, 25))
    calendar = Calendar(start=START, measure=120.0, holidays=(away,))
    counted = [
        forecast(small_house(calendar=replace(calendar, pause=pause)), runs=20, workers=1).in_time.mean()
        for pause in (False, True)
    ]
    assert counted[1] > counted[0]


def test_a_result_cannot_be_changed() -> None:
    result = forecast(small_house(), runs=2, workers=1)
    with pytest.raises(FrozenInstanceError):
        result.seed = 2  # type: ignore[misc]  # that is the point


def test_every_visit_of_a_request_has_its_person_and_dates() -> None:
    visits = visits_of(forecast(small_house(), runs=1, workers=1))
    assert {"pick up", "support", "report", "care"} == {v["stage"] for v in visits}
    finished = [v for v in visits if v["how"] == "finished"]
    assert all(v["queued"] <= v["started"] <= v["ended"] for v in finished)  # type: ignore[operator]  # moments are numbers
    assert all(v["person"] in ("ann", "bob", "outside") for v in finished)


def test_chance_and_lack_of_data_are_split() -> None:
    same = forecast_drawn([small_house()] * 12, runs_each=8, workers=2)
    apart = forecast_drawn(
        [arrivals(f).turn(small_house()) for f in np.linspace(0.5, 6, 12)], runs_each=8, workers=2
    )
    assert same.split is not None
    assert apart.split is not None
    assert same.split.not_enough_data < 0.35
    assert apart.split.not_enough_data > 0.6
    assert forecast(small_house(), runs=4, workers=1).split is None


def test_the_headline_says_what_was_asked_for() -> None:
    said = headline(forecast(small_house(), runs=40, workers=2), "nl")
    assert said.startswith("Met deze bezetting worden naar verwachting ")
    assert " van de 100 vragen binnen een week opgepakt (" in said


def test_words_for_days_differences_and_missing_prices() -> None:
    assert days(Band(3.2, 2.0, 5.0), "nl") == "3 dagen (2 tot 5)"
    assert days(Band(1.0, 1.0, math.inf), "en") == "1 day (1 or longer)"
    assert days(Band(math.inf, 9.0, math.inf), "nl") == "langer dan is doorgerekend"
    assert cost(None, "nl") == "nog geen prijs ingevuld"
    assert (signed(2.0, "nl"), signed(-0.5, "en"), signed(0.0, "nl")) == ("+2,0", "−0.5", "0,0")


def test_cost_appears_only_with_the_users_own_prices() -> None:
    assert forecast(small_house(), runs=1, workers=1).cost_per_week is None
    priced = small_house(prices=(Price(role="youth_supporter", per_hour=10.0, year=2026, source="example"),))
    assert forecast(priced, runs=1, workers=1).cost_per_week == 10.0 * 2 * 4 * 8


def test_results_of_other_seeds_are_not_compared() -> None:
    with pytest.raises(ModelError, match="same seed"):
        difference(forecast(small_house(), runs=2, seed=1), forecast(small_house(), runs=2, seed=2))


def test_no_difference_is_said_as_no_difference() -> None:
    result = forecast(small_house(), runs=4, workers=1)
    assert compared(difference(result, result), "nl") == "Dit scenario verandert niets."


def test_a_band_leaves_out_years_without_a_figure_and_keeps_infinity() -> None:
    assert band([math.nan, 1.0, 2.0, 3.0]).middle == 2.0
    assert math.isinf(band([1.0, math.inf]).high)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("colour = 1", "colour: unknown"),
        ("[calendar]\nstart = 2026-09-01\nmeasure = 'long'", "calendar.measure: must be a number"),
        ("[calendar]\nmeasure = 10", "calendar: still needs"),
        ("[calendar]\nstart = 1\nmeasure = 10", "calendar.start: must be a date"),
        ("[[knobs]]\nknob = 'magic'", "knobs[0].knob: choose from"),
        ("[[knobs]]\nknob = 'arrivals'", "knobs[0]: still needs factor"),
        ("[[also_people]]\nname = 'x'\nweek = { someday = 'a' }", "people[8].week.someday: choose monday"),
        ("[[also_stages]]\nname = 'x'\nlength = { long = 3 }", "stages[11].length: write {"),
    ],
)
def test_a_fault_in_a_scenario_file_names_its_place(line: str, fault: str, tmp_path: object) -> None:
    from pathlib import Path

    file = Path(str(tmp_path)) / "scenario.toml"
    file.write_text(f'based_on = "{EXAMPLES / "eight-on-nine.toml"}"\n{line}\n')
    with pytest.raises(ModelError) as refused:
        read_scenario(file)
    assert fault in str(refused.value)


def test_a_duration_in_a_file_is_the_duration_in_the_model() -> None:
    stage = read_scenario(EXAMPLES / "eight-on-nine.toml").model.stage("consultatie")
    assert stage.length == Duration.lognormal(10, 25)
