"""Age changes on the birthday itself, also for who was born on 29 February."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.rules.age import LeapDay, age_on, birthday
from schakel.rules.errors import FutureBirthDateError

LEAP = date(2012, 2, 29)


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2026, 5, 9), 15), (date(2026, 5, 10), 16), (date(2026, 5, 11), 16), (date(2010, 5, 10), 0)],
)
def test_a_year_is_full_on_the_birthday(day: date, age: int) -> None:
    assert age_on(date(2010, 5, 10), day) == age


@pytest.mark.parametrize(
    ("leap_day", "turns_13_on"),
    [(LeapDay.FIRST_OF_MARCH, date(2025, 3, 1)), (LeapDay.LAST_OF_FEBRUARY, date(2025, 2, 28))],
)
def test_who_is_born_on_29_february_has_a_birthday_every_year(leap_day: LeapDay, turns_13_on: date) -> None:
    assert birthday(LEAP, 13, leap_day) == turns_13_on
    assert age_on(LEAP, turns_13_on, leap_day) == 13
    assert age_on(LEAP, turns_13_on - timedelta(days=1), leap_day) == 12


def test_in_a_leap_year_the_birthday_is_29_february_itself() -> None:
    assert birthday(LEAP, 12) == date(2024, 2, 29)
    assert birthday(LEAP, 13) == date(2025, 3, 1)


def test_somebody_who_is_not_born_yet_has_no_age() -> None:
    with pytest.raises(FutureBirthDateError, match="birth date lies after"):
        age_on(date(2026, 1, 2), date(2026, 1, 1))


@given(
    st.dates(date(1990, 1, 1), date(2030, 12, 31)),
    st.integers(0, 120),
    st.sampled_from(LeapDay),
)
def test_age_and_birthday_agree(born: date, age: int, leap_day: LeapDay) -> None:
    day = birthday(born, age, leap_day)
    assert age_on(born, day, leap_day) == age
    if age:
        assert age_on(born, day - timedelta(days=1), leap_day) == age - 1
