"""Many runs: the same bytes however they are shared out, common random numbers, and a band that shrinks."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import joblib
import pytest

from schakel.analysis.waiting import block, kernel
from schakel.analysis.waiting.block import run_history
from schakel.analysis.waiting.duration import Duration
from schakel.analysis.waiting.errors import Cancelled
from schakel.analysis.waiting.forecast import forecast
from schakel.analysis.waiting.network import Station, network
from schakel.analysis.waiting.plan import prepare
from schakel.analysis.waiting.result import Result
from schakel.analysis.waiting.run import Turn, fingerprint, growing, joined, run, run_each, same_bytes
from schakel.analysis.waiting.scenario import arrivals, change_person, difference, is_unchanged, more_people
from schakel.analysis.waiting.tornado import tornado

from .houses import small_house, supporter


@pytest.mark.parametrize("workers", [2, 3, 7])
def test_any_number_of_workers_gives_the_same_bytes(workers: int) -> None:
    prepared = prepare(small_house())
    assert same_bytes(
        run(prepared, seed=3, runs=50, workers=1), run(prepared, seed=3, runs=50, workers=workers)
    )


def test_processes_give_the_same_bytes_as_threads() -> None:
    prepared = prepare(small_house())
    with joblib.parallel_config(backend="loky", n_jobs=2):
        there = run(prepared, seed=3, runs=8, workers=2, backend=None)
    assert same_bytes(there, run(prepared, seed=3, runs=8, workers=1))


def test_one_compiled_kernel_serves_every_model_and_every_question() -> None:
    """Compiling takes half a minute: whole days, broken days and kept dates may not each ask for their own."""
    desk = Station(name="desk", servers=2, service=Duration.exponential(1.0))
    for measure, warm_up in ((20, 5), (20.5, 5.5)):
        prepared = prepare(network([desk], rate=1, horizon=measure, warm_up=warm_up))
        run(prepared, seed=1, runs=2, workers=1)
        run_history(prepared.plan, 1, 0)
    run(prepare(small_house()), seed=1, runs=2, workers=1)
    kernels: list[Any] = [kernel.simulate, block.play]
    assert [len(each.signatures) for each in kernels] == [1, 1]


def test_many_houses_in_one_go_give_the_same_bytes_as_one_by_one() -> None:
    houses = [prepare(arrivals(factor).turn(small_house())) for factor in (0.8, 1.0, 1.2, 1.4, 1.6)]
    told: list[tuple[int, int]] = []
    turns = (Turn(house, 5, 12) for house in houses)
    together = list(run_each(turns, seed=3, workers=2, progress=lambda *at: told.append(at), of=60))
    for house, part in zip(houses, together, strict=True):
        assert same_bytes(part, run(house, seed=3, runs=12, first=5, workers=1))
    assert told == [(12 * done, 60) for done in range(1, 6)]


def test_many_houses_can_be_stopped_and_left_half_way() -> None:
    house, stop = prepare(small_house()), threading.Event()
    blocks = run_each((Turn(house, at, 10) for at in range(200)), seed=3, workers=2, stop=stop)
    assert len(next(blocks).counts) == 10
    stop.set()
    with pytest.raises(Cancelled):
        list(blocks)
    left = run_each((Turn(house, at, 10) for at in range(200)), seed=3, workers=2)
    next(left)
    left.close()


def test_runs_can_be_cut_anywhere() -> None:
    prepared = prepare(small_house())
    parts = [run(prepared, seed=3, runs=n, first=at, workers=1) for at, n in ((0, 7), (7, 1), (8, 12))]
    assert same_bytes(joined(parts), run(prepared, seed=3, runs=20, workers=2))


def test_another_seed_is_another_year() -> None:
    prepared = prepare(small_house())
    assert not same_bytes(run(prepared, seed=3, runs=5, workers=1), run(prepared, seed=4, runs=5, workers=1))


def test_an_unchanged_scenario_differs_by_exactly_zero() -> None:
    today = forecast(small_house(), runs=40, workers=2)
    again = forecast(small_house(), runs=40, workers=1)
    found = difference(today, again)
    assert set(found.runs_in_time) == {0.0}
    assert is_unchanged(today, again)
    assert not found.certain


def test_someone_who_serves_nobody_changes_nothing() -> None:
    """Common random numbers: the same questions with the same luck, whoever else is there."""
    today = forecast(small_house(), runs=30, workers=2)
    idle = replace(supporter("idle", "north"), task_hours=0.0, room=0.0)
    assert is_unchanged(today, forecast(more_people(idle).turn(small_house()), runs=30, workers=2))


def test_common_chance_makes_a_small_change_visible() -> None:
    today = forecast(small_house(), runs=60, workers=2)
    other = forecast(change_person("ann", task_hours=2.0).turn(small_house()), runs=60, workers=2)
    found = difference(today, other)
    assert found.certain
    assert found.in_time.middle < 0
    spread = today.in_time.std() * 100
    assert (found.in_time.high - found.in_time.low) < 3.3 * spread


def test_progress_counts_up_to_the_number_of_runs() -> None:
    told: list[tuple[int, int]] = []
    forecast(small_house(), runs=30, workers=2, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (30, 30)
    assert told == sorted(told)


def test_a_first_band_comes_after_forty_runs_and_then_shrinks() -> None:
    prepared = prepare(small_house())
    blocks = list(growing(prepared, seed=1, until=160, workers=2))
    assert [len(b.counts) for b in blocks] == [40, 80, 160]
    errors = [Result(prepared, b, 1, "", b.counts[:, 0] * 0, "").computing_error for b in blocks]
    assert errors[-1] < errors[0]
    assert same_bytes(blocks[-1], run(prepared, seed=1, runs=160, workers=1))


def test_the_fingerprint_changes_with_the_model_and_only_then() -> None:
    one, same = fingerprint(prepare(small_house())), fingerprint(prepare(small_house()))
    assert one == same != fingerprint(prepare(arrivals(1.01).turn(small_house())))


def test_the_tornado_orders_knobs_and_divides_by_hours_only_where_there_are_any() -> None:
    knobs = [
        change_person("ann", task_hours=5.0),
        more_people(supporter("cas", "north", "south")),
        arrivals(1.3),
    ]
    today, swings = tornado(small_house(), knobs, runs=30, workers=2)
    gains = [s.difference.in_time.middle for s in swings]
    assert gains == sorted(gains, reverse=True)
    per = {s.knob.name: s for s in swings}
    assert per["+ cas"].hours == 32.0
    assert per["+ cas"].per_hour == pytest.approx(per["+ cas"].difference.in_time.middle / 32)
    assert per["ann: task_hours"].per_hour is None
    assert all(s.per_hundred_euro is None for s in swings), "no price was filled in"
    assert today.runs == 30
