"""The bound holds whatever happens, and comes close to the best that a linear programme can prove."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from schakel.analysis.allocation import allocate
from schakel.analysis.allocation import bound as bounds
from schakel.analysis.allocation.bound import ascend, everything_of
from schakel.analysis.allocation.linear import programme, solved_bound
from schakel.analysis.allocation.sample import sample_problem
from schakel.analysis.allocation.search import Plan, search
from schakel.analysis.allocation.tables import UNITS, Tables, tables_of

from . import referee
from .weeks import person, problem, task


def tables(people: int, tasks: int, seed: int = 1, load: float = 1.05) -> Tables:
    return tables_of(sample_problem(people, tasks, seed=seed, load=load))


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000), load=st.floats(0.5, 2.5), rounds=st.integers(1, 60))
def test_no_division_costs_less_than_the_bound_however_short_the_climb(
    seed: int, load: float, rounds: int
) -> None:
    invented = sample_problem(3, 4, seed=seed, load=load)
    made = tables_of(invented)
    assert ascend(made, everything_of(made), rounds).cost <= float(referee.best(invented)) + 0.001


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_climb_comes_within_one_percent_of_the_linear_programme_and_never_above_it(seed: int) -> None:
    made = tables(12, 120, seed)
    climbed, solved = ascend(made, everything_of(made), 400).cost, solved_bound(made).cost
    assert 0.99 * solved <= climbed <= solved * (1 + 1e-6)


@pytest.mark.parametrize("seed", [4, 5])
def test_the_solver_agrees_with_the_formula_and_the_best_whole_division_lies_above(seed: int) -> None:
    made = tables(5, 25, seed)
    costs, upper, limits, most, once = programme(made)
    whole = milp(
        costs,
        constraints=[LinearConstraint(limits, -np.inf, most), LinearConstraint(once, 1, 1)],
        bounds=Bounds(0, upper),
        integrality=np.r_[np.ones(len(costs) - made.people), np.zeros(made.people)],
    )
    assert whole.fun is not None
    solved = solved_bound(made).cost
    assert solved <= whole.fun + 1e-6
    found = search(made, 1, Plan(300_000)).cost / UNITS
    assert found >= whole.fun - 1e-3, "nothing is better than the best"
    assert found <= 1.02 * whole.fun + 0.5, "and the search comes close"


def test_with_many_pairs_only_some_get_a_price_and_the_bound_still_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = tables(14, 150, 7)
    everything = everything_of(made)
    all_priced = ascend(made, everything, 300).cost
    monkeypatch.setattr(bounds, "_ALL_PAIRS", 10)
    monkeypatch.setattr(bounds, "_PARTS", ((0.25, 3), (0.25, 2), (0.5, 2)))
    some_priced = ascend(made, everything, 300).cost
    assert some_priced <= solved_bound(made).cost * (1 + 1e-6)
    assert some_priced >= 0.7 * all_priced


def test_a_climb_that_is_stopped_gives_a_weaker_bound_not_a_wrong_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bounds, "_ALL_PAIRS", 10)
    made = tables(10, 80, 3)
    everything = everything_of(made)
    stopped, whole = ascend(made, everything, 200, lambda: True), ascend(made, everything, 200)
    assert 0 <= stopped.cost <= whole.cost


def test_what_nobody_may_do_is_in_the_bound() -> None:
    made = tables_of(
        problem(
            people=[person("hanna", registered=False)], families=[{"key": "f1"}], tasks=[task("t1", "decide")]
        )
    )
    assert ascend(made, everything_of(made), 50).cost == pytest.approx(
        made.unassigned_cost()[0] / UNITS, rel=1e-6
    )


def test_a_week_without_tasks_has_a_bound_of_nothing() -> None:
    made = tables_of(problem(tasks=[]))
    assert ascend(made, everything_of(made), 10).cost == 0
    assert solved_bound(made).cost == 0


def test_forty_people_and_four_hundred_tasks_come_within_ten_percent() -> None:
    proposal = allocate(sample_problem(40, 400), moves=2_000_000)
    assert proposal.gap is not None
    assert proposal.gap < 0.10


@pytest.mark.slow
def test_a_region_of_six_hundred_people_is_divided_and_its_gap_is_proven() -> None:
    proposal = allocate(sample_problem(600, 10_000), moves=20_000_000)
    assert proposal.gap is not None
    assert proposal.gap < 0.16


def test_a_bound_cut_by_the_clock_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "_ALL_PAIRS", 10)
    made = tables(10, 80, 3)
    assert ascend(made, everything_of(made), 200, lambda: True).cut
    assert not ascend(made, everything_of(made), 200).cut
