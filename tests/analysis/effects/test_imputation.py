"""The cells give what child rows give, also when children come and go."""

import numpy as np
import pytest

from schakel.analysis.effects.errors import DesignError
from schakel.analysis.effects.estimators import leave_out
from schakel.analysis.effects.estimators.imputation import fit, weighted
from schakel.analysis.effects.estimators.leave_out import leave_one_out_effects
from tests.analysis.effects import twin
from tests.analysis.effects.worlds import World, exactly, make_world


@pytest.mark.parametrize("unbalanced", [False, True])
@pytest.mark.parametrize("seed", [1, 2])
def test_effect_and_error_equal_the_child_level_twin(seed: int, unbalanced: bool) -> None:
    world = make_world(seed, unbalanced=unbalanced)
    value, error = twin.imputation(twin.rows_of(world), 12)

    found = fit(world.sums())
    headline = weighted(found, found.overall)

    assert headline.value == exactly(value)
    assert headline.standard_error == exactly(error)


def test_a_covariate_gives_every_level_its_own_months() -> None:
    world = make_world(3, levels=2, covariates=("cov_group",))
    value, error = twin.imputation(twin.rows_of(world, levels=True), 12)

    found = fit(world.sums())
    headline = weighted(found, found.overall)

    assert headline.value == exactly(value)
    assert headline.standard_error == exactly(error)


def test_plain_school_effects_would_be_wrong_where_children_come_and_go() -> None:
    world = make_world(1, children=30)
    rows = twin.rows_of(world)
    as_schools = twin.Rows(rows.school, rows.school, rows.month, rows.start, rows.level, rows.y)

    treated, gap = twin.imputed(as_schools, 12)

    assert abs(gap[treated].mean() - fit(world.sums()).excess.sum() / fit(world.sums()).number.sum()) > 1


def test_leaving_a_school_out_equals_running_without_it() -> None:
    world = make_world(4)
    rows = twin.rows_of(world)
    without = leave_one_out_effects(fit(world.sums()))

    for school in (0, 1, 2, 3):
        others = rows.pick(rows.school != school)
        _, child = np.unique(others.child, return_inverse=True)
        treated, gap = twin.imputed(
            twin.Rows(child, others.school, others.month, others.start, others.level, others.y), 12
        )
        assert without[school] == exactly(gap[treated].mean())


def test_everybody_starting_at_once_is_refused_with_what_is_needed() -> None:
    world = make_world(1, schools=5, waves=((6, 5),))

    with pytest.raises(DesignError, match="never had one"):
        fit(world.sums())


def test_the_last_group_serves_as_comparison_until_it_starts() -> None:
    world: World = make_world(1, schools=6, waves=((4, 3), (8, 3)))

    found = fit(world.sums())

    assert found.known.tolist() == [True] * 8 + [False] * 4


def test_one_decomposition_leaves_every_school_out_as_one_system_each_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = fit(make_world(4, waves=((5, 1), (7, 2), (9, 2)), unbalanced=False, levels=2).sums())
    at_once = leave_one_out_effects(found)
    monkeypatch.setattr(leave_out, "TypeBasis", tuple)

    assert at_once == pytest.approx(leave_one_out_effects(found), rel=1e-10)
