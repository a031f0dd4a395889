"""Up and down the ladder, and who a family meets on it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.casework.ladder import (
    RUNGS,
    Direction,
    Face,
    Move,
    SameRungError,
    direction,
    faces,
    layers,
    referred,
)
from schakel.casework.words import Rung

DAY = date(2026, 11, 23)


def test_the_rungs_are_those_of_the_screen_in_the_same_order() -> None:
    assert list(Rung.values) == list(RUNGS)


@given(st.sampled_from(RUNGS), st.sampled_from(RUNGS))
def test_a_move_back_goes_the_other_way(one: str, other: str) -> None:
    if one == other:
        with pytest.raises(SameRungError):
            direction(one, other)
        return
    assert {direction(one, other), direction(other, one)} == {Direction.UP, Direction.DOWN}


def test_to_school_is_down_and_to_the_neighbourhood_team_is_up() -> None:
    assert Move(DAY, "short_support", "school_basic").direction is Direction.DOWN
    assert Move(DAY, "short_support", "neighbourhood_team").direction is Direction.UP


def test_one_rung_is_a_move_and_none_is_not() -> None:
    assert direction("school_basic", "short_support") is Direction.UP
    assert direction("short_support", "school_basic") is Direction.DOWN
    with pytest.raises(SameRungError, match="youth_care"):
        direction("youth_care", "youth_care")


@pytest.mark.parametrize(
    ("rungs", "seen"),
    [
        ((), False),
        (("neighbourhood_team",), False),
        (("youth_care",), True),
        (("expert_team", "everyday"), True),
    ],
)
def test_youth_care_and_the_expert_team_count_as_referred(rungs: tuple[str, ...], seen: bool) -> None:
    assert referred(Move(DAY, "short_support", rung) for rung in rungs) is seen


def test_the_same_face_twice_is_one_face() -> None:
    met = [
        Face("fenna", "supporter"),
        Face("fenna", "supporter"),
        Face("bram", "support_staff"),
        Face("jo", "supporter"),
    ]
    assert faces(met) == 3
    assert layers(met) == 2
    assert faces([]) == layers([]) == 0
