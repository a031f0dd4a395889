"""R11: four signals of absence, each with thresholds a municipality can set."""

from datetime import date, timedelta

import pytest

from schakel.rules.absence import (
    ABSENCE,
    AbsenceRule,
    AbsenceSignal,
    AbsentHours,
    HoursPerDayError,
    SickReport,
    Sign,
    absence_signals,
)
from schakel.rules.clock import ONE_DAY, FreeDays
from schakel.rules.errors import EndBeforeStartError

MONDAY = date(2026, 3, 2)
LATER = date(2027, 1, 1)


def signals(
    *records: AbsentHours | SickReport,
    today: date = LATER,
    holidays: tuple[FreeDays, ...] = (),
    rule: AbsenceRule = ABSENCE,
) -> dict[Sign, date]:
    found = absence_signals(
        hours=[record for record in records if isinstance(record, AbsentHours)],
        sick_reports=[record for record in records if isinstance(record, SickReport)],
        holidays=holidays,
        today=today,
        rule=rule,
    )
    return {signal.sign: signal.on for signal in found}


def hours(day: int, amount: float) -> AbsentHours:
    return AbsentHours(MONDAY + timedelta(days=day), amount)


def sick(first: int, days: int = 1) -> SickReport:
    return SickReport(MONDAY + timedelta(days=first), MONDAY + timedelta(days=first + days - 1))


@pytest.mark.parametrize(
    ("records", "found"),
    [
        ([hours(0, 8), hours(27, 8)], {Sign.HOURS: MONDAY + timedelta(days=27)}),
        ([hours(0, 8), hours(28, 8)], {}),
        ([hours(0, 8), hours(27, 7.5)], {}),
        ([hours(27, 8), hours(0, 8)], {Sign.HOURS: MONDAY + timedelta(days=27)}),
        ([hours(0, 5.5), hours(0, 5.5), hours(0, 5)], {Sign.HOURS: MONDAY}),
    ],
)
def test_sixteen_hours_in_four_weeks_are_a_signal(
    records: list[AbsentHours], found: dict[Sign, date]
) -> None:
    assert signals(*records) == found


def test_a_holiday_does_not_push_absence_out_of_the_four_weeks() -> None:
    holiday = FreeDays(MONDAY + timedelta(days=5), MONDAY + timedelta(days=13))
    records = (hours(0, 8), hours(36, 8))
    assert signals(*records) == {}
    assert signals(*records, holidays=(holiday,)) == {Sign.HOURS: MONDAY + timedelta(days=36)}
    assert signals(hours(0, 8), hours(37, 8), holidays=(holiday,)) == {}


def test_more_than_four_weeks_of_absence_is_seen_on_day_29() -> None:
    still_ill = SickReport(MONDAY)
    day_29 = MONDAY + timedelta(days=28)
    assert Sign.LONG not in signals(still_ill, today=day_29 - ONE_DAY)
    assert signals(still_ill, today=day_29)[Sign.LONG] == day_29
    assert signals(sick(0, 29))[Sign.LONG] == day_29
    assert Sign.LONG not in signals(sick(0, 28))


def test_the_fourth_sick_report_within_twelve_school_weeks_is_a_signal() -> None:
    fourth = 83
    assert signals(sick(0), sick(7), sick(14), sick(fourth)) == {
        Sign.SICK_REPORTS: MONDAY + timedelta(days=fourth)
    }
    assert signals(sick(0), sick(7), sick(14), sick(fourth + 1)) == {}
    assert signals(sick(0), sick(7), sick(14)) == {}


def test_a_summer_does_not_push_a_sick_report_out_of_sight() -> None:
    summer = FreeDays(MONDAY + timedelta(days=20), MONDAY + timedelta(days=61))
    reports = (sick(0), sick(7), sick(14), sick(83 + 42))
    assert signals(*reports) == {}
    assert signals(*reports, holidays=(summer,)) == {Sign.SICK_REPORTS: MONDAY + timedelta(days=125)}


def test_the_seventh_school_day_of_one_report_is_a_signal() -> None:
    seventh = MONDAY + timedelta(days=8)
    assert signals(sick(0, 9)) == {Sign.SICK_DAYS: seventh}
    assert signals(sick(0, 8)) == {}
    assert signals(SickReport(MONDAY), today=seventh) == {Sign.SICK_DAYS: seventh}


def test_weekends_and_holidays_are_no_school_days() -> None:
    saturday_first = sick(5, 11)
    assert signals(saturday_first) == {Sign.SICK_DAYS: MONDAY + timedelta(days=15)}
    holiday = FreeDays(MONDAY + timedelta(days=7), MONDAY + timedelta(days=13))
    assert signals(sick(0, 16), holidays=(holiday,)) == {Sign.SICK_DAYS: MONDAY + timedelta(days=15)}


def test_each_signal_is_given_once_on_the_first_day_it_showed() -> None:
    two_long_reports = (sick(40, 9), sick(0, 9))
    assert signals(*two_long_reports)[Sign.SICK_DAYS] == MONDAY + timedelta(days=8)


def test_what_lies_in_the_future_is_not_counted() -> None:
    assert signals(hours(0, 8), hours(1, 8), today=MONDAY) == {}
    assert signals(hours(0, 8), hours(1, 8), today=MONDAY + ONE_DAY) == {Sign.HOURS: MONDAY + ONE_DAY}
    assert signals(sick(0), sick(1), sick(2), sick(3), today=MONDAY + 2 * ONE_DAY) == {}
    assert Sign.SICK_REPORTS in signals(sick(0), sick(1), sick(2), sick(3), today=MONDAY + 3 * ONE_DAY)
    assert Sign.SICK_DAYS not in signals(sick(0, 20), today=MONDAY + 7 * ONE_DAY)


def test_a_municipality_can_set_other_thresholds() -> None:
    sooner = AbsenceRule(
        ABSENCE.basis,
        hours=8,
        hours_weeks=1,
        long_absence_days=7,
        sick_reports=2,
        report_weeks=1,
        sick_school_days=3,
        weekend=frozenset({2}),
    )
    assert signals(hours(0, 4), hours(6, 4), rule=sooner) == {Sign.HOURS: MONDAY + timedelta(days=6)}
    assert signals(hours(0, 4), hours(7, 4), rule=sooner) == {}
    assert signals(sick(0, 8), rule=sooner) == {
        Sign.LONG: MONDAY + timedelta(days=7),
        Sign.SICK_DAYS: MONDAY + timedelta(days=3),
    }
    assert signals(sick(0), sick(6), rule=sooner) == {Sign.SICK_REPORTS: MONDAY + timedelta(days=6)}


def test_a_signal_names_its_rule() -> None:
    found = absence_signals(hours=[hours(0, 16)], sick_reports=[], holidays=[], today=MONDAY)
    assert found == (AbsenceSignal(Sign.HOURS, MONDAY, ABSENCE.basis.part("hours")),)


@pytest.mark.parametrize("amount", [0, 24])
def test_hours_on_a_day_lie_between_0_and_24(amount: float) -> None:
    assert AbsentHours(MONDAY, amount).hours == amount
    for wrong in (-0.5, 24.5):
        with pytest.raises(HoursPerDayError, match="between 0 and 24"):
            AbsentHours(MONDAY, wrong)


def test_a_sick_report_cannot_end_before_it_starts() -> None:
    assert SickReport(MONDAY, MONDAY).ends_on == MONDAY
    with pytest.raises(EndBeforeStartError, match="a sick report"):
        SickReport(MONDAY, MONDAY - ONE_DAY)
