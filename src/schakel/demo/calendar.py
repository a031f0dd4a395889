"""The school calendar of a town that does not exist: five holidays a year.

Where the central government has published its advice for region Noord, the town follows it, so that pages that count with the
published list agree. In all other years a demonstration can be given in, the holidays follow from the week of the year.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from schakel.demo.clock import Day

_LOOK_AHEAD = 70
# Name, ISO week that starts it (of the second year unless it is the first), weeks.
_HOLIDAYS = (
    ("Herfstvakantie", 0, 43, 1),
    ("Kerstvakantie", 0, 52, 2),
    ("Voorjaarsvakantie", 1, 9, 1),
    ("Meivakantie", 1, 18, 1),
    ("Zomervakantie", 1, 29, 6),
)
# Advice of the central government for region Noord, first and last day.
_PUBLISHED = {
    2025: (
        ("2025-10-18", "2025-10-26"),
        ("2025-12-20", "2026-01-04"),
        ("2026-02-21", "2026-03-01"),
        ("2026-04-25", "2026-05-03"),
        ("2026-07-04", "2026-08-16"),
    ),
    2026: (
        ("2026-10-10", "2026-10-18"),
        ("2026-12-19", "2027-01-03"),
        ("2027-02-20", "2027-02-28"),
        ("2027-04-24", "2027-05-02"),
        ("2027-07-10", "2027-08-22"),
    ),
}


@dataclass(frozen=True)
class Holiday:
    """First and last day included; Saturday to Sunday."""

    school_year: str
    name: str
    starts_on: Day
    ends_on: Day


@cache
def holidays(first_year: int) -> tuple[Holiday, ...]:
    """The holidays of the school year that starts in this year."""
    label = f"{first_year}-{first_year + 1}"
    names = [name for name, _later, _week, _weeks in _HOLIDAYS]
    days = _published(first_year) or [
        _by_week(first_year + later, *rule) for _name, later, *rule in _HOLIDAYS
    ]
    return tuple(Holiday(label, name, first, last) for name, (first, last) in zip(names, days, strict=True))


def _published(first_year: int) -> list[tuple[Day, Day]]:
    return [
        (date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal())
        for first, last in _PUBLISHED.get(first_year, ())
    ]


def _by_week(year: int, week: int, weeks: int) -> tuple[Day, Day]:
    """Saturday before the Monday of a week, to the Sunday that many weeks later."""
    monday = date.fromisocalendar(year, week, 1).toordinal()
    return monday - 2, monday + 7 * weeks - 1


def school_year(day: Day) -> int:
    """The year in which the school year of this day began (1 August)."""
    moment = date.fromordinal(day)
    return moment.year if moment.month >= 8 else moment.year - 1


@cache
def is_holiday(day: Day) -> bool:
    year = school_year(day)
    return any(
        free.starts_on <= day <= free.ends_on for first in (year - 1, year) for free in holidays(first)
    )


@cache
def is_school_day(day: Day) -> bool:
    return weekday(day) <= 5 and not is_holiday(day)


def weekday(day: Day) -> int:
    """ISO: Monday is 1. Ordinal 1 was a Monday."""
    return (day - 1) % 7 + 1


@cache
def week_of_school_year(day: Day) -> int:
    """Weeks since the summer holiday ended; 0 is the first week."""
    year = school_year(day)
    start = holidays(year - 1)[-1].ends_on + 1
    return max(0, (day - start) // 7)


def next_school_day(day: Day, weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)) -> Day | None:
    """The first day after `day` on one of these weekdays that is no holiday; None when none is in sight."""
    for ahead in range(1, _LOOK_AHEAD + 1):
        if weekday(day + ahead) in weekdays and not is_holiday(day + ahead):
            return day + ahead
    return None


def school_day_up_to(day: Day) -> Day:
    """This day, or the last one before it on which there is school."""
    while not is_school_day(day):
        day -= 1
    return day


def months_before(day: Day, months: int) -> Day:
    """The first day of the month, so many months ago."""
    now = date.fromordinal(day)
    number = now.year * 12 + now.month - 1 - months
    return date(number // 12, number % 12 + 1, 1).toordinal()


def years_before(day: Day, years: int) -> Day:
    """The first day of the same month, so many years ago."""
    return months_before(day, 12 * years)
