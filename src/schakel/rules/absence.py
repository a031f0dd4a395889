"""When absence from school asks for attention (R11). Every number is a parameter of a municipality or school.

Four signals: 16 hours of absence in 4 successive weeks, absence of more than 4 weeks, the 4th sick report
within 12 school weeks, and the 7th school day of one sick report. A signal is a reason to ask how the child
is doing, never a judgement.

Weeks are school weeks: a window of 4 weeks is 28 days that lie outside the school holidays, up to and
including the day looked at, so that a summer of six weeks does not push an absence out of sight.

Source: Leerplichtwet 1969 art. 21a and the duty to report in its decree (16 hours in 4 weeks); the other
three follow the municipal agreements on sickness absence and are defaults to confirm. [law]
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from schakel.rules.basis import Basis
from schakel.rules.clock import ONE_DAY, FreeDays
from schakel.rules.errors import EndBeforeStartError, RuleError


class HoursPerDayError(RuleError):
    """A day of absence with an impossible number of hours."""

    def __init__(self) -> None:
        super().__init__("Hours of absence on one day lie between 0 and 24. Correct the hours.")


@dataclass(frozen=True)
class AbsentHours:
    """Hours of absence on one school day, of any kind."""

    on: date
    hours: float

    def __post_init__(self) -> None:
        if not 0 <= self.hours <= 24:
            raise HoursPerDayError


@dataclass(frozen=True)
class SickReport:
    """One sick report: the first day, and the last day of absence; None while the child is still ill."""

    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise EndBeforeStartError("a sick report")


@dataclass(frozen=True)
class AbsenceRule:
    """Thresholds. `weekend` holds the weekdays (Monday is 0) without school."""

    basis: Basis
    hours: float = 16
    hours_weeks: int = 4
    long_absence_days: int = 28
    sick_reports: int = 4
    report_weeks: int = 12
    sick_school_days: int = 7
    weekend: frozenset[int] = frozenset({5, 6})


ABSENCE: Final = AbsenceRule(Basis("R11", "Leerplichtwet 1969 art. 21a", date(2009, 8, 1)))


class Sign(StrEnum):
    """What was noticed."""

    HOURS = "hours"
    LONG = "long"
    SICK_REPORTS = "sick_reports"
    SICK_DAYS = "sick_days"


@dataclass(frozen=True)
class AbsenceSignal:
    """A signal, the first day on which it could be seen, and the rule that gave it."""

    sign: Sign
    on: date
    rule: Basis


def absence_signals(
    *,
    hours: Iterable[AbsentHours],
    sick_reports: Iterable[SickReport],
    holidays: Iterable[FreeDays],
    today: date,
    rule: AbsenceRule = ABSENCE,
) -> tuple[AbsenceSignal, ...]:
    """The signals that can be seen today, each once, on the first day it showed."""
    free = tuple(holidays)
    missed = sorted((day for day in hours if day.on <= today), key=lambda day: day.on)
    reports = sorted((r for r in sick_reports if r.starts_on <= today), key=lambda r: r.starts_on)
    found = (
        (Sign.HOURS, _hours_reached(missed, free, rule)),
        (Sign.LONG, _too_long(reports, today, rule)),
        (Sign.SICK_REPORTS, _reports_reached(reports, free, rule)),
        (Sign.SICK_DAYS, _sick_days_reached(reports, free, today, rule)),
    )
    return tuple(
        AbsenceSignal(sign, day, rule.basis.part(sign.value)) for sign, day in found if day is not None
    )


def _hours_reached(missed: list[AbsentHours], free: tuple[FreeDays, ...], rule: AbsenceRule) -> date | None:
    for last in missed:
        opens = _window_opens(last.on, rule.hours_weeks, free)
        if sum(day.hours for day in missed if opens <= day.on <= last.on) >= rule.hours:
            return last.on
    return None


def _too_long(reports: list[SickReport], today: date, rule: AbsenceRule) -> date | None:
    """The first day past the allowed run of calendar days of one report."""
    for report in reports:
        seen = report.starts_on + timedelta(days=rule.long_absence_days)
        if seen <= _last_day(report, today):
            return seen
    return None


def _last_day(report: SickReport, today: date) -> date:
    return today if report.ends_on is None else min(report.ends_on, today)


def _reports_reached(reports: list[SickReport], free: tuple[FreeDays, ...], rule: AbsenceRule) -> date | None:
    for report in reports:
        opens = _window_opens(report.starts_on, rule.report_weeks, free)
        if sum(opens <= other.starts_on <= report.starts_on for other in reports) >= rule.sick_reports:
            return report.starts_on
    return None


def _window_opens(last: date, weeks: int, free: tuple[FreeDays, ...]) -> date:
    """The first day of a window of so many weeks outside the holidays that closes on `last`."""
    day, counted = last, 0
    while True:
        counted += not any(day in run for run in free)
        if counted >= 7 * weeks:
            return day
        day -= ONE_DAY


def _is_school_day(day: date, free: tuple[FreeDays, ...], rule: AbsenceRule) -> bool:
    return day.weekday() not in rule.weekend and not any(day in run for run in free)


def _sick_days_reached(
    reports: list[SickReport], free: tuple[FreeDays, ...], today: date, rule: AbsenceRule
) -> date | None:
    for report in reports:
        day, missed, last = report.starts_on, 0, _last_day(report, today)
        while day <= last:
            missed += _is_school_day(day, free, rule)
            if missed >= rule.sick_school_days:
                return day
            day += ONE_DAY
    return None
