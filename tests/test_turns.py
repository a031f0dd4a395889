"""The table of who runs what is about tests that exist."""

from pathlib import Path

import pytest

from tests.turns import FIRST, LONG, TOGETHER, piece_of, turn_of

CLONE = Path(__file__).parents[1]


@pytest.mark.parametrize("place", [*LONG, *(each for places in TOGETHER.values() for each in places)])
def test_every_place_in_the_table_is_there(place: str) -> None:
    """Else a file that was renamed would be torn apart, or come last, and nobody would know why it takes longer."""
    assert (CLONE / place).exists()


def test_what_is_dear_to_make_is_one_piece_and_goes_first() -> None:
    kill, wheel = "tests/operations/test_kill.py::test_a[4]", "tests/operations/test_wheel.py::test_b"
    assert piece_of(kill) == piece_of(wheel)
    assert turn_of(kill) == 0
    assert turn_of("tests/test_turns.py::test_c") == len(FIRST)
