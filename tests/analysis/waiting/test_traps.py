"""The traps of waiting lists, each shown on a house where one would fall into it."""

from __future__ import annotations

import inspect
from dataclasses import replace

import numpy as np

from schakel.analysis.waiting.estimate import fit_lognormal
from schakel.analysis.waiting.forecast import forecast
from schakel.analysis.waiting.model import Arrivals, Delegation, Duty, Person, Place, Site
from schakel.analysis.waiting.result import Result, band
from schakel.analysis.waiting.scenario import delegate, difference, places, room, share_person, task_hours
from schakel.analysis.waiting.tables import difference_rows, main_rows

from .houses import small_house, supporter

CLERK = Person(
    name="clerk", role="administrative_supporter", task_hours=7, covers=("*",),
    week=tuple(Duty(weekday=d, site="*") for d in range(4)),
)  # fmt: skip
BUSY = small_house(
    sites=(Site(name="north", requests_per_year=150), Site(name="south", requests_per_year=150))
)


def play(model: object, runs: int = 60) -> Result:
    return forecast(model, runs=runs, workers=2)  # type: ignore[arg-type]  # houses are models


def test_the_mean_wait_of_those_started_looks_better_than_what_people_wait() -> None:
    """Those who gave up or still wait never count in it; Kaplan-Meier counts them."""
    result = play(BUSY)
    days = np.arange(result.block.waits.shape[-1])
    all_days = (result.block.waits[:, 0].sum(axis=1) * days).sum() / result.block.waits[:, 0].sum()
    assert result.mean_wait_of_started.middle < all_days
    assert result.before_pick_up["withdrawn"].middle + result.before_pick_up["escalated"].middle > 0.05
    assert band(result.in_time).middle < 1 - result.before_pick_up["withdrawn"].low


def test_share_in_time_is_over_all_requests_also_those_that_left_before() -> None:
    result = play(BUSY)
    counted = result.block.counts[:, 1] / result.block.counts[:, 0]
    of_picked = result.block.counts[:, 1] / result.block.counts[:, 2]
    assert np.allclose(result.in_time, counted)
    assert (of_picked > counted).all()


def test_leaving_out_unfinished_cases_makes_help_look_shorter() -> None:
    rng = np.random.default_rng(4)
    true = rng.lognormal(np.log(100), 0.8, 3000)
    seen = rng.uniform(0, 200, 3000)
    days, over = np.minimum(true, seen), true <= seen
    honest = fit_lognormal(days, over).duration
    naive = fit_lognormal(days[over], np.ones(over.sum(), np.bool_)).duration
    assert abs(honest.mean() / (100 * np.exp(0.32)) - 1) < 0.1
    assert naive.mean() < 0.6 * honest.mean()


def test_the_load_peaks_weeks_after_the_requests() -> None:
    weights = tuple([0.2] * 6 + [5.0] * 3 + [0.2] * 43)
    model = small_house(
        arrivals=Arrivals(week_weights=weights),
        people=(supporter("ann", "north", room=99), supporter("bob", "south", room=99)),
    )
    path = [week.middle for week in play(model).path("in_help", "support")]
    assert int(np.argmax(path)) >= 9


def test_delegating_helps_only_where_the_freed_task_is_the_bottleneck() -> None:
    """Reports take the hours of pick-up: giving those away helps. Where room is short, it does not."""
    tight = replace(BUSY, people=(*BUSY.people, CLERK))
    helps = difference(play(tight), play(delegate("report", "administrative_supporter", 0.9).turn(tight)))
    assert helps.in_time.middle > 3
    full = replace(tight, people=(*(replace(p, room=1.0, task_hours=8.0) for p in BUSY.people), CLERK))
    changed = delegate("report", "administrative_supporter", 0.9).turn(full)
    assert abs(difference(play(full), play(changed)).helped.middle) < 1.5


def test_support_staff_become_the_next_queue() -> None:
    slow = replace(CLERK, week=(Duty(weekday=4, site="*"),), task_hours=1.0)
    model = replace(
        BUSY, people=(*BUSY.people, slow),
        delegations=(Delegation(stage="report", to="administrative_supporter", share=1.0),),
    )  # fmt: skip
    path = [week.middle for week in play(model).path("waiting", "report")]
    assert path[28] > path[20] > path[14] > 3


def test_sharing_a_person_shows_pooling_travel_and_faces_together() -> None:
    names = {row[0] for row in main_rows(play(BUSY, runs=5))}
    assert {"in_time", "wait_p90", "faces", "presence", "travel", "cost"} <= names
    model = replace(BUSY, move_minutes=30.0)
    half = replace(
        BUSY.people[0],
        week=tuple(
            Duty(weekday=d, site=s, part=p)  # type: ignore[arg-type]  # the two halves of a day
            for d in range(1, 5)
            for s, p in (("north", "morning"), ("south", "afternoon"))
        ),
    )
    found = difference(play(model), play(replace(model, people=(half, BUSY.people[1]))))
    assert found.travel_hours_per_week > 0
    assert found.presence["south"] > 0 > found.presence["north"]
    assert found.faces.middle != 0.0
    assert {"in_time", "faces", "presence", "travel", "cost"} <= {row[0] for row in difference_rows(found)}


def test_letting_someone_cover_a_neighbour_pools_the_queues() -> None:
    lopsided = replace(
        BUSY, sites=(Site(name="north", requests_per_year=20), Site(name="south", requests_per_year=220))
    )
    stages = tuple(replace(s, where="anywhere") for s in lopsided.stages)
    model = replace(lopsided, stages=stages)
    assert difference(play(model), play(share_person("ann", ["south"]).turn(model))).in_time.middle > 5


def test_a_queue_without_steady_state_is_shown_as_a_path() -> None:
    model = replace(BUSY, places=(Place(name="outside", role="outside", places=1),))
    path = [week.middle for week in play(model).path("waiting", "care")]
    assert path[-1] > path[len(path) // 2] > path[5]


def test_effects_need_not_be_monotone_so_they_are_simulated_not_interpolated() -> None:
    """More hours for pick-up take the room of support: the middle of two settings is not the mean of their results."""
    settings = [task_hours(h, "youth_supporter").turn(BUSY) for h in (0.0, 2.0, 4.0)]
    helped = [play(model).helped.middle for model in settings]
    assert abs(helped[1] - (helped[0] + helped[2]) / 2) > 0.01


def test_no_caseload_norm_is_printed_anywhere() -> None:
    """NJi: no single norm exists. The only mention is that there is none."""
    from schakel.analysis.waiting import phrases, report, warn

    for module in (phrases, report, warn):
        text = inspect.getsource(module).lower()
        for place in (i for i in range(len(text)) if text.startswith("norm ", i)):
            assert (
                "geen" in text[max(0, place - 40) : place]
                or "no national caseload" in text[max(0, place - 40) : place]
            )


def test_more_places_outside_change_nothing_for_who_is_picked_up() -> None:
    found = difference(play(BUSY), play(places("outside", 10).turn(BUSY)))
    assert found.in_time.low == found.in_time.high == 0.0


def test_a_larger_room_means_fewer_wait_for_support() -> None:
    tight = replace(BUSY, people=tuple(replace(p, room=4.0) for p in BUSY.people))
    assert difference(play(tight), play(room(2.0, "youth_supporter").turn(tight))).helped.middle > 5


def test_a_longer_case_is_drawn_longer_for_everyone() -> None:
    stages = tuple(replace(s, length=s.length.scaled(1.5)) if s.name == "support" else s for s in BUSY.stages)
    today, longer = play(BUSY), play(replace(BUSY, stages=stages))
    assert longer.path("in_help", "support")[20].middle > today.path("in_help", "support")[20].middle
