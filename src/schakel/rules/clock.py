"""Clocks (R1 and R6): pick-up within a week, first real help, and the dates of a plan.

Everything counts in calendar days of Europe/Amsterdam; a question asked at 23:30 on Monday is a question of
Monday. The day of asking is day 0, so day 7 is in time and day 8 is late. Days inside a school holiday do
not count when a municipality switched that pause on; the due day then never falls in a holiday. It is off
by default: a worry does not wait for September.

What still runs is never left out of a figure: `waited` says how long it has lasted so far, and that it has
not ended (censored), so that an average cannot be made better by the questions that nobody answered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from schakel.rules.basis import Basis
from schakel.rules.errors import EndBeforeStartError, NaiveMomentError

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
ONE_DAY: Final = timedelta(days=1)


def amsterdam_day(moment: datetime) -> date:
    """The calendar day in Amsterdam of a moment with a time zone; raises NaiveMomentError without one."""
    if moment.utcoffset() is None:
        raise NaiveMomentError
    return moment.astimezone(AMSTERDAM).date()


@dataclass(frozen=True)
class FreeDays:
    """A run of free days, first and last day included."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise EndBeforeStartError("a holiday")

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True)
class Term:
    """A number of calendar days within which something must be done, and where that number comes from."""

    days: int
    basis: Basis
    pauses_in_holidays: bool = False


PICK_UP: Final = Term(7, Basis("R1", "promise to schools: always within one week", date(2018, 1, 1)))
"""Pick-up, that is the first human contact: 7 calendar days after the request."""

PICK_UP_WITH_PAUSE: Final = Term(7, PICK_UP.basis.part("pause"), pauses_in_holidays=True)
"""The same week, where a municipality chose to stop the clock in school holidays."""

HELP_PLAN: Final = Term(42, Basis("R6:plan", "Jeugdwet art. 4.1.3", date(2015, 1, 1)))
"""Help plan, where the family makes no plan of its own first: 42 days (six weeks)."""

WRITTEN_PLAN: Final = Term(14, Basis("R6:in-writing", "Jeugdwet art. 4.1.3", date(2015, 1, 1)))
"""The plan on paper, counted from the day a child or parent asks for it: 14 days."""


def due_day(start: date, term: Term, holidays: Iterable[FreeDays] = ()) -> date:
    """The last day that is in time. `holidays` matter only for a term that pauses."""
    if not term.pauses_in_holidays:
        return start + timedelta(days=term.days)
    free = tuple(holidays)
    day, counted = start, 0
    while counted < term.days:
        day += ONE_DAY
        counted += not any(day in holiday for holiday in free)
    return day


class ClockState(StrEnum):
    """What a clock shows."""

    RUNNING = "running"
    OVERDUE = "overdue"
    IN_TIME = "in_time"
    LATE = "late"


@dataclass(frozen=True)
class ClockReading:
    """What a clock shows on one day.

    `days_left` counts calendar days to the due day, on the day it stopped or else today: 0 is the last day
    in time, negative is too late.
    """

    due: date
    state: ClockState
    days_left: int
    rule: Basis


def read_clock(
    *,
    start: date,
    done: date | None,
    today: date,
    term: Term = PICK_UP,
    holidays: Iterable[FreeDays] = (),
) -> ClockReading:
    """Read a term that began on `start` and was met on `done` (None: not yet).

    A `done` in the future counts as not yet. Raises EndBeforeStartError when it was done before it began.
    """
    if done is not None and done < start:
        raise EndBeforeStartError("this clock")
    due = due_day(start, term, holidays)
    stopped = done if done is not None and done <= today else None
    days_left = (due - (stopped or today)).days
    return ClockReading(due, _state(stopped is not None, days_left), days_left, term.basis)


def _state(stopped: bool, days_left: int) -> ClockState:
    if stopped:
        return ClockState.IN_TIME if days_left >= 0 else ClockState.LATE
    return ClockState.RUNNING if days_left >= 0 else ClockState.OVERDUE


@dataclass(frozen=True)
class Waited:
    """Days waited, and whether that wait has ended. An open wait is censored: at least this long."""

    days: int
    ended: bool


def waited(*, since: date, until: date | None, today: date) -> Waited:
    """The wait from `since` to `until`, or so far; for pick-up and for the first real help alike.

    Raises EndBeforeStartError when the wait ends before it begins or has yet to begin.
    """
    ended = until is not None and until <= today
    last = until if until is not None and ended else today
    if last < since:
        raise EndBeforeStartError("this wait")
    return Waited((last - since).days, ended)
