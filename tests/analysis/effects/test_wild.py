"""The wild bootstrap studentises every invented world as the real one."""

import numpy as np
import pytest

from schakel.analysis.effects.estimators.imputation import fit
from schakel.analysis.effects.inference.jackknife import jackknife
from schakel.analysis.effects.inference.wild import signs, wild_restricted
from tests.analysis.effects import twin
from tests.analysis.effects.worlds import exactly, make_world


def test_worlds_equal_the_child_level_twin() -> None:
    world = make_world(2, schools=10, waves=((4, 3), (6, 2)), months=9, children=5)
    rows, found = twin.rows_of(world), fit(world.sums())
    test = wild_restricted(found, 99, seed=1)
    all_signs, listed = signs(10, 99, seed=1)

    assert test is not None
    assert listed
    assert test.enumerated
    for world_number in (1, 77, 600):
        value, error = twin.imputation(twin.restricted_world(rows, all_signs[world_number], 9), 9)
        assert test.statistics[world_number] == exactly(value / error)


def test_one_treated_school_has_no_leave_one_out_error_and_no_wild_test() -> None:
    found = fit(make_world(1, waves=((6, 1),)).sums())

    assert wild_restricted(found, 99, seed=1) is None


def test_the_jackknife_follows_its_formula() -> None:
    found = fit(make_world(3).sums())
    result = jackknife(found)
    value = found.excess.sum() / found.number.sum()

    assert result.standard_error == pytest.approx(np.sqrt(15 / 16 * ((result.effects - value) ** 2).sum()))
