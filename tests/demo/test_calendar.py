"""School years of the town: known holidays as published, others at the same time of the year."""

from datetime import date
from itertools import pairwise

import pytest

from schakel.demo import calendar


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    "day", ["2025-10-20", "2026-07-04", "2026-08-16", "2026-12-25", "2022-08-01", "2031-08-01"]
)
def test_no_school_in_a_holiday(day: str) -> None:
    assert calendar.is_holiday(_day(day))


@pytest.mark.parametrize("day", ["2026-08-17", "2026-10-09", "2026-11-23", "2022-11-21", "2031-05-26"])
def test_school_on_an_ordinary_weekday(day: str) -> None:
    assert calendar.is_school_day(_day(day))


def test_the_first_week_after_the_summer_is_week_nought() -> None:
    assert calendar.week_of_school_year(_day("2026-08-17")) == 0
    assert calendar.week_of_school_year(_day("2026-11-23")) == 14


def test_nobody_comes_on_a_free_day() -> None:
    assert calendar.next_school_day(_day("2026-10-09")) == _day("2026-10-19")
    assert calendar.next_school_day(_day("2026-11-23"), (4,)) == _day("2026-11-26")


@pytest.mark.parametrize("year", range(2000, 2060))
def test_every_year_has_five_holidays_in_order(year: int) -> None:
    found = calendar.holidays(year)
    assert [free.name for free in found][-1] == "Zomervakantie"
    assert all(one.ends_on < other.starts_on for one, other in pairwise(found))
