"""Numbers stand on the screen as people say them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.web import numbers


@pytest.mark.parametrize(
    ("part", "whole", "dutch", "english"),
    [
        (93, 100, "93 van de 100", "93 out of 100"),
        (186, 200, "93 van de 100", "93 out of 100"),
        (7, 8, "7 van de 8", "7 out of 8"),
        (0, 0, "nog niemand", "nobody yet"),
        (0, 500, "0 van de 100", "0 out of 100"),
        (500, 500, "100 van de 100", "100 out of 100"),
        (1, 1000, "1 van de 100", "1 out of 100"),
        (999, 1000, "99 van de 100", "99 out of 100"),
        (25, 1000, "3 van de 100", "3 out of 100"),
    ],
)
def test_a_share_is_said_as_so_many_of_the_hundred(part: int, whole: int, dutch: str, english: str) -> None:
    assert numbers.of_the_hundred(part, whole) == dutch
    assert numbers.of_the_hundred(part, whole, "en") == english


@given(whole=st.integers(1, 5000), data=st.data())
def test_nobody_and_everybody_are_only_said_when_it_is_so(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    said = int(numbers.of_the_hundred(part, whole).split()[0])
    assert (said == 0) == (part == 0)
    if whole >= numbers.SMALL_GROUP:
        assert (said == 100) == (part == whole)


@pytest.mark.parametrize(("part", "whole"), [(-1, 10), (11, 10)])
def test_a_part_larger_than_its_whole_is_refused(part: int, whole: int) -> None:
    with pytest.raises(numbers.NotAShare):
        numbers.of_the_hundred(part, whole)


def test_a_fraction_outside_zero_and_one_is_refused() -> None:
    assert numbers.share(0.926) == "93 van de 100"
    with pytest.raises(numbers.NotAShare):
        numbers.share(93)


@pytest.mark.parametrize(
    ("value", "decimals", "dutch", "english"),
    [
        (1250, 0, "1.250", "1,250"),
        (2.5, 1, "2,5", "2.5"),
        (1234567.891, 2, "1.234.567,89", "1,234,567.89"),
        (-0.2, 0, "0", "0"),
        (-12, 0, "-12", "-12"),
    ],
)
def test_thousands_and_decimals_follow_the_language(
    value: float, decimals: int, dutch: str, english: str
) -> None:
    assert numbers.number(value, decimals) == dutch
    assert numbers.number(value, decimals, "en") == english


def test_money_and_ranges() -> None:
    assert numbers.euro(1250) == "€ 1.250"
    assert numbers.euro(1250, 2, "en") == "€1,250.00"
    assert numbers.between(6, 14) == "6 tot 14"
    assert numbers.between(0.5, 1.25, 2, "en") == "0.50 to 1.25"
