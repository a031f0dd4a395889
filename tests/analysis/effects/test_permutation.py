"""Chance is what another deal of the same start dates would have shown."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pyarrow as pa
import pytest

from schakel.analysis.effects.estimators.assigned import contributions, effects
from schakel.analysis.effects.estimators.imputation import fit, weighted
from schakel.analysis.effects.inference.permutation import deals, invert, number_of_deals, permutation
from tests.analysis.effects import twin
from tests.analysis.effects.worlds import FIRST, exactly, make_world


def test_every_deal_equals_the_child_level_twin() -> None:
    world = make_world(2, schools=6, waves=((4, 1), (6, 1)), months=9, children=5)
    rows, sums = twin.rows_of(world), world.sums()
    dealt, listed = deals(sums.option, sums.stratum, 99, seed=1)
    found, option = effects(sums, contributions(sums, fit(sums).known), dealt)[:, 0], dealt.option
    start = {0: np.inf, 1: 4.0, 2: 6.0}

    assert listed
    assert len(option) == len(set(permutations(sums.option.tolist()))) == 30
    for deal in (0, 7, 29):
        starts = {school: start[int(g)] for school, g in enumerate(option[deal])}
        assert found[deal] == exactly(twin.effect_of_deal(rows, starts, 9))


def test_the_interval_is_exactly_where_the_test_turns() -> None:
    world = make_world(5, schools=7, waves=((4, 2),), months=8, children=5, effect=-1500)
    rows, sums = twin.rows_of(world), world.sums()
    option = deals(sums.option, sums.stratum, 99, seed=1)[0].option
    test = permutation(sums, fit(sums).known, 99, seed=1, level=0.8)

    def p_value(off: float) -> float:
        gaps = []
        for deal in option:
            starts = {school: 4.0 if g else np.inf for school, g in enumerate(deal)}
            gaps.append(abs(twin.effect_of_deal(rows, starts, 8, off)))
        return float(np.mean(np.array(gaps) >= gaps[0] * (1 - 1e-9)))

    low, high = test.interval
    assert p_value(0.0) == pytest.approx(test.p_value)
    assert p_value(low - 1) <= 0.2 < p_value(low + 1)
    assert p_value(high + 1) <= 0.2 < p_value(high - 1)


def test_deals_stay_within_strata() -> None:
    option, stratum = np.array([1, 0, 0, 2, 0, 0]), np.array([0, 0, 0, 1, 1, 1])

    dealt, listed = deals(option, stratum, 99, seed=1)
    found = dealt.option

    assert listed
    assert len(found) == number_of_deals(option, stratum) == 9
    assert set(map(tuple, np.sort(found[:, :3]).tolist())) == {(0, 0, 1)}


def test_too_few_deals_give_no_bound_instead_of_a_false_one() -> None:
    assert invert(np.array([5.0, 1.0, 2.0]), np.array([1.0, 0.0, 0.0]), 0.95) == (-np.inf, np.inf)


def test_a_constant_effect_of_the_real_deal_has_slope_one() -> None:
    sums = make_world(3).sums()
    found = fit(sums)
    test = permutation(sums, found.known, 199, seed=4)

    assert test.effects[0] == exactly(weighted(found, found.overall).value)
    assert test.interval[0] < test.effects[0] < test.interval[1]


def test_a_deal_to_a_school_that_closed_before_the_start_is_passed_over() -> None:
    """A tiny town: one of its schools has no month after the start, so that a supporter there shows nothing."""
    world = make_world(3, schools=8, waves=((6, 1),), months=10, children=6)
    sums = world.sums()
    closed = next(name for name in sums.schools if name not in world.question.starts)
    gone = (np.array(world.rows["school"].to_pylist()) == closed) & (world.column("month") >= FIRST + 6)
    tiny = replace(world, rows=world.rows.filter(pa.array(~gone))).sums()
    test = permutation(tiny, fit(tiny).known, 99, seed=1)

    assert len(test.effects) == 7
    assert np.isfinite(test.effects).all()
    assert 0 < test.p_value <= 1
