"""Age in whole years, and the day on which a birthday changes what a child may decide.

Who is born on 29 February completes a year of life at the end of 28 February, so in a common year the
birthday is 1 March. That is the default; a municipality whose jurist reads it otherwise sets
`LeapDay.LAST_OF_FEBRUARY`. [law]
"""

from datetime import date
from enum import StrEnum

from schakel.rules.errors import FutureBirthDateError


class LeapDay(StrEnum):
    """The birthday, in a common year, of who was born on 29 February."""

    FIRST_OF_MARCH = "first_of_march"
    LAST_OF_FEBRUARY = "last_of_february"


def birthday(birth_date: date, age: int, leap_day: LeapDay = LeapDay.FIRST_OF_MARCH) -> date:
    """The day on which somebody born on `birth_date` becomes `age` years old."""
    year = birth_date.year + age
    try:
        return birth_date.replace(year=year)
    except ValueError:  # 29 February in a common year
        return date(year, 3, 1) if leap_day is LeapDay.FIRST_OF_MARCH else date(year, 2, 28)


def age_on(birth_date: date, day: date, leap_day: LeapDay = LeapDay.FIRST_OF_MARCH) -> int:
    """Age in whole years on `day`; raises FutureBirthDateError for who is not born yet."""
    if birth_date > day:
        raise FutureBirthDateError
    years = day.year - birth_date.year
    return years if birthday(birth_date, years, leap_day) <= day else years - 1
