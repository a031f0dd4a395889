"""A proposal may be, costs what it says, cannot be bettered by one change, and comes back the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schakel.analysis.allocation import Problem, Proposal, SearchCancelledError, Weights, allocate
from schakel.analysis.allocation.problem import Pin
from schakel.analysis.allocation.sample import sample_problem

from . import referee
from .weeks import person, problem, task

few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def division_of(proposal: Proposal) -> dict[str, str | None]:
    return {each.task: each.person for each in proposal.assignments}


@few
@given(
    people=st.integers(1, 9), tasks=st.integers(1, 40), seed=st.integers(0, 10_000), load=st.floats(0.3, 2.5)
)
def test_the_referee_agrees_that_it_may_be_and_what_it_costs(
    people: int, tasks: int, seed: int, load: float
) -> None:
    invented = sample_problem(people, tasks, seed=seed, load=load)
    proposal = allocate(invented, moves=3000, seed=seed)
    division = division_of(proposal)
    assert referee.objections(invented, division) == []
    assert float(referee.cost(invented, division)) == pytest.approx(proposal.cost, abs=0.01)
    assert proposal.terms.total == pytest.approx(proposal.cost)
    assert proposal.bound <= proposal.cost


@few
@given(seed=st.integers(0, 10_000), load=st.floats(0.5, 2.5))
def test_a_tiny_week_gets_the_best_of_all_divisions_and_proves_it(seed: int, load: float) -> None:
    """The search alone missed it by 5 % in a week of three people and four tasks."""
    invented = sample_problem(3, 4, seed=seed, load=load)
    proposal = allocate(invented, moves=100, seed=seed)
    best = float(referee.best(invented))
    assert proposal.cost == pytest.approx(best, abs=0.01)
    assert proposal.bound == pytest.approx(best, rel=1e-5, abs=0.01)
    assert proposal.bound <= best + 0.001, "to the rounding of an open task"


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_no_solver_finds_a_division_below_the_bound_of_the_search(seed: int) -> None:
    invented = sample_problem(8, 60, seed=seed, load=1.0)
    searched = allocate(invented, moves=20_000)
    better = allocate(invented, moves=20_000, polish=0.5)
    assert searched.bound <= better.cost + 0.01
    assert better.cost <= searched.cost


def test_no_change_of_one_task_makes_it_better() -> None:
    invented = sample_problem(6, 40, seed=5, load=1.2)
    proposal = allocate(invented, moves=20_000)
    division = division_of(proposal)
    pinned = {pin.task for pin in invented.pins}
    for one in invented.tasks:
        for to in (None, *(someone.key for someone in invented.people)):
            other = division | {one.key: to}
            if one.key not in pinned and not referee.objections(invented, other):
                assert float(referee.cost(invented, other)) >= proposal.cost - 0.01


def test_the_same_moves_and_seed_give_the_same_proposal() -> None:
    invented = sample_problem(8, 60, seed=2)
    first, again = allocate(invented, moves=50_000), allocate(invented, moves=50_000)
    assert first == again
    assert first.as_json() == again.as_json()


def test_a_clock_that_never_runs_ahead_changes_nothing() -> None:
    invented = sample_problem(8, 60, seed=2)
    free, timed = allocate(invented, moves=20_000), allocate(invented, moves=20_000, seconds=3000)
    assert timed.ended == "complete"
    assert timed == free


def test_a_clock_that_runs_out_ends_the_search_and_says_so() -> None:
    invented = sample_problem(8, 60, seed=2)
    proposal = allocate(invented, seconds=0.05, moves=10**10)
    assert proposal.ended == "clock"
    assert proposal.moves < 10**10
    assert referee.objections(invented, division_of(proposal)) == []


def test_longer_searches_are_better_on_the_whole() -> None:
    invented = sample_problem(12, 150, seed=3)
    short = np.mean([allocate(invented, moves=2_000, seed=seed).cost for seed in range(4)])
    long = np.mean([allocate(invented, moves=200_000, seed=seed).cost for seed in range(4)])
    assert long < short


def test_a_cancelled_search_keeps_nothing() -> None:
    with pytest.raises(SearchCancelledError, match="Nothing was written"):
        allocate(sample_problem(5, 30), moves=10**9, cancelled=lambda: True)


def test_progress_runs_from_start_to_end_and_its_cost_never_rises() -> None:
    seen: list[tuple[float, float]] = []
    allocate(
        sample_problem(5, 30), moves=40_000, watch=lambda reached: seen.append((reached.share, reached.cost))
    )
    shares, costs = zip(*seen, strict=True)
    assert list(shares) == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    assert list(costs) == sorted(costs, reverse=True)


def test_pins_hold_even_when_they_cost_more() -> None:
    pinned = problem(
        tasks=[task("t1"), task("t2", family=None)],
        pins=[{"task": "t1", "person": "jelle"}, {"task": "t2", "person": None}],
    )
    division = division_of(allocate(pinned, moves=2000))
    assert division == {"t1": "jelle", "t2": None}


def test_what_is_pinned_gets_its_room_before_anything_else() -> None:
    busy = sample_problem(4, 40, seed=8, load=2.0)
    likely = allocate(replace(busy, pins=()), moves=4000)
    chosen = min((each for each in likely.assignments if each.person), key=lambda each: each.terms.total)
    pinned = replace(busy, pins=(Pin(chosen.task, chosen.person),))
    assert division_of(allocate(pinned, moves=4000))[chosen.task] == chosen.person


def test_what_is_forbidden_does_not_happen_even_when_it_stays_open() -> None:
    forbidden = problem(forbids=[{"person": "fenna", "task": "t1"}, {"person": "jelle", "family": "f1"}])
    assert division_of(allocate(forbidden, moves=2000)) == {"t1": None}


def test_a_family_keeps_its_face() -> None:
    kept = problem(tasks=[task("t1"), task("t2"), task("t3")])
    assert set(division_of(allocate(kept, moves=2000)).values()) == {"fenna"}


def test_delegable_work_goes_to_who_needs_no_registration() -> None:
    shared = problem(
        people=[person("fenna"), person("hanna", site=None, registered=False)],
        travel_otherwise_minutes=20,
        tasks=[task("t1", "file", site=None), task("t2", "decide")],
    )
    proposal = allocate(shared, moves=2000)
    assert division_of(proposal) == {"t1": "hanna", "t2": "fenna"}
    assert proposal.assignments[0].answerable == "fenna"


def test_a_person_is_not_filled_above_the_easy_part_when_a_colleague_has_room() -> None:
    even = problem(
        people=[person("fenna", days=1), person("jelle", days=1)],
        families=[{"key": "f1", "known": ["fenna", "jelle"]}],
        tasks=[task("t1", hours=4), task("t2", hours=4)],
    )
    assert set(division_of(allocate(even, moves=2000)).values()) == {"fenna", "jelle"}


def test_with_too_much_work_the_oldest_and_most_urgent_are_helped() -> None:
    tasks = [
        task("old", hours=7, asked_on="2026-11-02"),
        task("new", hours=7, asked_on="2026-11-20"),
        task("urgent", hours=7, priority=5, asked_on="2026-11-20"),
    ]
    tight = problem(people=[person("fenna", days=2)], tasks=tasks)
    assert division_of(allocate(tight, moves=4000)) == {"old": "fenna", "new": None, "urgent": "fenna"}


def test_a_promise_that_breaks_this_week_weighs_more() -> None:
    due = [task("plain", hours=7), task("promised", hours=7, due="2026-11-25")]
    tight = problem(people=[person("fenna", days=1)], tasks=due)
    assert division_of(allocate(tight, moves=4000)) == {"plain": None, "promised": "fenna"}


def test_travel_takes_time_and_is_paid_once_per_site() -> None:
    far = problem(
        people=[person("jelle", site="kompas", days=1)],
        families=[{"key": "f1", "known": ["jelle"]}],
        tasks=[task("t1", hours=3), task("t2", hours=3)],
    )
    room = allocate(far, moves=2000).rooms[0]
    assert room.travel == pytest.approx(0.5), "15 minutes there and back, once"
    assert room.given == pytest.approx(6)


def test_a_week_without_tasks_is_an_empty_proposal() -> None:
    proposal = allocate(problem(tasks=[]), moves=100)
    assert (proposal.assignments, proposal.cost, proposal.gap) == ((), 0, 0)


def test_when_nobody_works_everything_stays_open_and_it_is_told() -> None:
    days = ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"]
    away = problem(people=[person("fenna", leave=days)])
    proposal = allocate(away, moves=100)
    assert division_of(proposal) == {"t1": None}
    assert {notice.kind for notice in proposal.notices} >= {"no_duty", "site_without_anyone", "nobody_may"}


def test_weights_decide() -> None:
    crowded: Problem = problem(
        people=[person("fenna", booked_hours=30), person("jelle")],
        tasks=[task("t1", hours=2)],
    )
    by_default = division_of(allocate(crowded, moves=2000))
    faithful = replace(crowded, weights=replace(Weights(), face=100.0, overload=0.0))
    assert by_default == {"t1": "jelle"} or by_default == {"t1": "fenna"}
    assert division_of(allocate(faithful, moves=2000)) == {"t1": "fenna"}


def test_a_week_later_what_waited_costs_more() -> None:
    one = problem(people=[person("fenna", days=1, booked_hours=8)])
    later = replace(one, week=one.week + timedelta(days=7))
    assert allocate(later, moves=100).cost > allocate(one, moves=100).cost
