"""Every kind of bad input gives a clear message or a clear picture; nothing hangs."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from schakel.analysis.waiting.analytic import first_estimate
from schakel.analysis.waiting.block import MOST_REQUESTS
from schakel.analysis.waiting.duration import Duration
from schakel.analysis.waiting.errors import Cancelled, EndlessRound, ModelError, TooManyRequests
from schakel.analysis.waiting.forecast import forecast
from schakel.analysis.waiting.model import (
    Calendar,
    Delegation,
    Duty,
    Kind,
    Leave,
    Model,
    Person,
    Place,
    Present,
    Price,
    Return,
    Route,
    Site,
    Stage,
)
from schakel.analysis.waiting.plan import prepare
from schakel.analysis.waiting.warn import warnings

from .houses import FOREVER, START, small_house, supporter

ANN = supporter("ann", "north")
CASE = Stage(name="support", length=Duration.fixed(10))
PICK_UP = small_house().stages[0]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sites": (Site(name="north", requests_per_year=-1),)}, "sites[0].requests_per_year"),
        ({"sites": (Site(name="north", requests_per_year=float("nan")),)}, "sites[0].requests_per_year"),
        ({"sites": ()}, "sites"),
        ({"sites": (Site(name="a", requests_per_year=1),) * 2}, "sites[1].name"),
        ({"stages": ()}, "stages"),
        ({"people": (), "places": ()}, "people"),
        ({"people": (replace(ANN, hours=25.0),)}, "people[0].hours"),
        ({"people": (replace(ANN, task_hours=9.0),)}, "people[0].task_hours"),
        ({"people": (replace(ANN, room=-1.0),)}, "people[0].room"),
        ({"people": (replace(ANN, week=(Duty(weekday=1, site="east"),)),)}, "people[0].week[0].site"),
        ({"people": (replace(ANN, week=(Duty(weekday=9, site="north"),)),)}, "people[0].week[0].weekday"),
        ({"people": (replace(ANN, registered=(FOREVER[1], FOREVER[0])),)}, "people[0].registered"),
        ({"people": (replace(ANN, leave=(Leave(first=FOREVER[1], last=START),)),)}, "people[0].leave[0]"),
        ({"places": (Place(name="outside", role="outside", places=-2),)}, "places[0].places"),
        ({"pick_up": "nothing"}, "pick_up"),
        ({"kinds": (Kind(name="a", share=0.0),)}, "kinds"),
        ({"kinds": (Kind(name="a", priority=9),)}, "kinds[0].priority"),
        ({"calendar": Calendar(start=START, measure=0.0)}, "calendar.measure"),
        ({"calendar": Calendar(start=START, measure=float("inf"))}, "calendar.measure"),
        ({"returns": Return(probability=1.5, delay=Duration.fixed(1))}, "returns.probability"),
        ({"present": (Present(stage="support", site="north", person="zed"),)}, "present[0].person"),
        ({"present": (Present(stage="support", site="north", days=-1.0),)}, "present[0].days"),
        ({"prices": (Price(role="youth_supporter", per_hour=50, year=2026, source=""),)}, "prices[0].source"),
        ({"delegations": (Delegation(stage="pick up", to="x", share=0.5),)}, "delegations[0].stage"),
        ({"delegations": (Delegation(stage="support", to="x", share=0.5),)}, "delegations[0].stage"),
        ({"delegations": (Delegation(stage="report", to="nobody", share=0.5),)}, "delegations[0].to"),
        ({"delegations": (Delegation(stage="report", to="youth_supporter", share=1.5),)}, "delegations[0].share"),
        ({"routes": {"pick up": (Route(to="support", probability=0.5),)}}, "routes.pick up"),
        ({"routes": {"pick up": (Route(to="moon", probability=1.0),)}}, "routes.pick up[0].to"),
        ({"routes": {"pick up": (Route(to="support", probability=-1.0),)}}, "routes.pick up[0].probability"),
        ({"routes": {"support": (Route(to="support", probability=1.0),)}}, "routes.support"),
        ({"stages": (replace(PICK_UP, length=Duration.exponential(-1)), CASE)}, "stages[0].length"),
        ({"stages": (replace(PICK_UP, load=-1.0), CASE)}, "stages[0].load"),
        ({"stages": (replace(PICK_UP, by=()), CASE)}, "stages[0].by"),
    ],
)  # fmt: skip
def test_a_model_that_means_nothing_is_refused_with_the_name_of_the_field(
    changes: dict[str, object], field: str
) -> None:
    model = replace(small_house(routes={}), **changes)  # type: ignore[arg-type]  # each row names its own fields
    with pytest.raises(ModelError) as refused:
        prepare(model)
    assert refused.value.field == field
    assert str(refused.value).startswith(f"{field}: ")


def test_two_places_at_once_is_an_overlap_in_the_roster() -> None:
    week = (Duty(weekday=1, site="north"), Duty(weekday=1, site="south", part="afternoon"))
    with pytest.raises(ModelError, match="two sites at once") as refused:
        prepare(small_house(people=(replace(ANN, week=week),)))
    assert refused.value.field == "people[0].week[1]"


def test_a_median_above_the_p90_is_refused() -> None:
    with pytest.raises(ModelError, match="p90"):
        Duration.lognormal(10, 5)


def test_a_site_without_anyone_shows_a_queue_that_grows() -> None:
    model = small_house(people=(ANN,))
    assert any("south" in english for _, english in warnings(model))
    result = forecast(model, runs=20, workers=1)
    assert result.per_site()["south"].high == 0.0
    assert result.per_site()["north"].low > 0.5
    path = [week.middle for week in result.path("waiting", "pick up")]
    assert min(path[10:28]) > 3, "only giving up and escalating make it shorter"


def test_a_registration_that_lapses_is_announced_and_stops_the_reserved_work() -> None:
    ends = START + timedelta(days=90)
    model = small_house(people=(replace(ANN, registered=(date(2024, 1, 1), ends)), supporter("bob", "south")))
    assert any("lapses on" in english for _, english in warnings(model))
    history = forecast(model, runs=2, workers=1).history(0)
    by_ann = (history.visit_numbers[:, 3] == 0) & (history.visit_numbers[:, 2] == 0)
    assert by_ann.any()
    assert history.visit_moments[by_ann, 1].max() < 91


def test_a_year_without_requests_says_so() -> None:
    model = small_house(
        sites=(Site(name="north", requests_per_year=0), Site(name="south", requests_per_year=0))
    )
    result = forecast(model, runs=5, workers=1)
    assert result.requests.middle == 0
    assert np.isnan(result.in_time).all()
    assert result.computing_error != result.computing_error
    assert first_estimate(model).within_a_week == 1.0


def test_lengths_of_zero_are_run_and_end() -> None:
    stages = tuple(replace(stage, length=Duration.fixed(0)) for stage in small_house().stages)
    result = forecast(small_house(stages=stages), runs=5, workers=1)
    assert result.endings[2].share.middle > 0.8


def test_going_round_in_no_time_is_stopped_with_a_message() -> None:
    model = Model(
        sites=(Site(name="door", requests_per_year=1),),
        stages=(Stage(name="s", length=Duration.fixed(0), by=("x",)),),
        routes={"s": (Route(to="s", probability=1 - 1e-9), Route(to="closed", probability=1e-9))},
        calendar=Calendar(start=START, measure=500.0),
        places=(Place(name="x", role="x", places=1),),
    )
    with pytest.raises(EndlessRound, match="goes round without end"):
        forecast(model, runs=1, workers=1)


def test_arrivals_far_above_capacity_show_a_growing_queue() -> None:
    model = small_house(
        sites=(Site(name="north", requests_per_year=4000), Site(name="south", requests_per_year=60))
    )
    assert any("More hours is asked" in english for _, english in warnings(model))
    result = forecast(model, runs=3, workers=1)
    path = [week.middle for week in result.path("waiting", "pick up")]
    assert path[25] > path[12] > path[4] > 20
    assert result.wait(0.9).middle > 30


def test_arrivals_beyond_all_memory_are_refused_quickly() -> None:
    model = small_house(sites=(Site(name="north", requests_per_year=3.0 * MOST_REQUESTS),))
    with pytest.raises(TooManyRequests, match="check the yearly numbers"):
        forecast(replace(model, people=(ANN,)), runs=1, workers=1)


def test_a_run_can_be_cancelled_and_keeps_nothing() -> None:
    stop = threading.Event()
    began = time.perf_counter()
    with pytest.raises(Cancelled):
        forecast(small_house(), runs=10**6, workers=2, stop=stop, progress=lambda done, _: stop.set())
    assert time.perf_counter() - began < 60


def test_nobody_with_a_registration_is_announced() -> None:
    model = small_house(people=(Person(name="eve", week=ANN.week),))
    assert any("Nobody may or can do 'pick up'" in english for _, english in warnings(model))
