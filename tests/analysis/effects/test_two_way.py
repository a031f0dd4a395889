"""The usual regression, reproduced so that it can be distrusted with figures."""

import pytest

from schakel.analysis.effects.estimators.naive import before_after
from schakel.analysis.effects.estimators.two_way import bacon, is_balanced, two_way
from tests.analysis.effects import twin
from tests.analysis.effects.worlds import exactly, make_world


@pytest.mark.parametrize("unbalanced", [False, True])
def test_coefficient_equals_the_child_level_twin(unbalanced: bool) -> None:
    world = make_world(2, unbalanced=unbalanced)

    found = two_way(world.sums())

    assert found.value == exactly(twin.two_way(twin.rows_of(world), 12))
    assert found.weights.sum() == exactly(1.0)


def test_the_comparisons_add_up_to_the_coefficient() -> None:
    sums = make_world(2, unbalanced=False).sums()
    parts = bacon(sums)

    assert is_balanced(sums)
    assert sum(row.weight for row in parts) == exactly(1.0)
    assert sum(row.weight * row.value for row in parts) == exactly(two_way(sums).value)
    assert {row.kind for row in parts} == {"never", "later", "earlier"}


def test_a_panel_with_comings_and_goings_is_not_balanced() -> None:
    assert not is_balanced(make_world(2).sums())


def test_the_naive_change_holds_the_trend_that_everybody_had() -> None:
    world = make_world(3, unbalanced=False, effect=0, spread=0.1, children=40)

    change = before_after(world.sums())

    assert change.comparison is not None
    assert change.treated == pytest.approx(30 * 6, abs=60)  # the simulated trend is 30 a month
    assert abs(change.treated - change.comparison) < 100
