"""Without a comparison there is only a weak answer, and sometimes none."""

import pytest

from schakel.analysis.effects.errors import DesignError
from schakel.analysis.effects.estimators.interrupted import interrupted
from tests.analysis.effects.worlds import make_world


def test_the_step_is_found_when_nothing_else_changed() -> None:
    world = make_world(1, schools=6, waves=((24, 6),), months=36, unbalanced=False, effect=-700, spread=0.2)

    found = interrupted(world.sums())

    assert abs(found.value + 700) < 3 * found.standard_error
    assert found.months_before == 24


def test_a_short_past_is_refused_with_what_is_needed() -> None:
    world = make_world(1, schools=4, waves=((6, 4),))

    with pytest.raises(DesignError, match="at least 12"):
        interrupted(world.sums())
