"""A solver may take a team's proposal to the best there is, and is checked before it is believed."""

from __future__ import annotations

import numpy as np
import pytest

from schakel.analysis.allocation import allocate
from schakel.analysis.allocation.polish import _better, polished
from schakel.analysis.allocation.sample import sample_problem
from schakel.analysis.allocation.sentences import Words
from schakel.analysis.allocation.tables import UNITS, tables_of

from . import referee


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_short_search_is_taken_to_the_best_and_proven(seed: int) -> None:
    invented = sample_problem(3, 5, seed=seed, load=1.3)
    proposal = allocate(invented, moves=1, polish=30)
    division = {each.task: each.person for each in proposal.assignments}
    assert proposal.cost == pytest.approx(float(referee.best(invented)), abs=0.01)
    assert referee.objections(invented, division) == []
    assert proposal.gap is not None
    assert proposal.gap < 1e-4
    assert Words(invented, proposal, "nl").quality() in {
        "Bewezen: geen enkele andere verdeling is beter.",
        "Bewezen: geen enkele andere verdeling is merkbaar beter.",
    }


def test_polishing_never_makes_it_worse() -> None:
    invented = sample_problem(8, 50, seed=4)
    plain, polished_too = allocate(invented, moves=20_000), allocate(invented, moves=20_000, polish=3)
    assert polished_too.cost <= plain.cost + 1e-9
    assert polished_too.bound >= plain.bound - 1e-9
    division = {each.task: each.person for each in polished_too.assignments}
    assert referee.objections(invented, division) == []


def test_a_solution_that_does_not_fit_is_not_believed() -> None:
    tables = tables_of(sample_problem(3, 30, seed=2, load=4.0))
    open_all = np.full(tables.tasks, -1, np.int32)
    cost = int(tables.unassigned_cost().sum())
    pairs = int(tables.allowed().sum())
    everything = np.ones(pairs)
    holder, kept = _better(tables, open_all, cost, everything)
    assert (holder == open_all).all()
    assert kept == cost


def test_a_region_is_left_to_the_search() -> None:
    tables = tables_of(sample_problem(60, 400))
    holder = np.full(tables.tasks, -1, np.int32)
    same, cost, bound = polished(tables, holder, 7 * UNITS, 1.0)
    assert same is holder
    assert (cost, bound.cost) == (7 * UNITS, 0.0)
