"""R1 and R6: the week in which a question is picked up, and the dates of a plan."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.rules.clock import (
    HELP_PLAN,
    PICK_UP,
    PICK_UP_WITH_PAUSE,
    WRITTEN_PLAN,
    ClockState,
    FreeDays,
    Term,
    Waited,
    amsterdam_day,
    due_day,
    read_clock,
    waited,
)
from schakel.rules.errors import EndBeforeStartError, NaiveMomentError

ASKED = date(2025, 11, 3)
AUTUMN = FreeDays(date(2025, 10, 18), date(2025, 10, 26))
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_pick_up_is_due_seven_calendar_days_after_the_request() -> None:
    assert due_day(ASKED, PICK_UP) == date(2025, 11, 10)


@pytest.mark.parametrize(
    ("term", "day", "state"),
    [
        (PICK_UP, 7, ClockState.IN_TIME),
        (PICK_UP, 8, ClockState.LATE),
        (HELP_PLAN, 42, ClockState.IN_TIME),
        (HELP_PLAN, 43, ClockState.LATE),
        (WRITTEN_PLAN, 14, ClockState.IN_TIME),
        (WRITTEN_PLAN, 15, ClockState.LATE),
    ],
)
def test_the_last_day_of_a_term_is_in_time_and_the_next_one_late(
    term: Term, day: int, state: ClockState
) -> None:
    done = ASKED + timedelta(days=day)
    reading = read_clock(start=ASKED, done=done, today=done, term=term)
    assert (reading.state, reading.days_left) == (state, term.days - day)


@pytest.mark.parametrize(
    ("day", "state"), [(0, ClockState.RUNNING), (7, ClockState.RUNNING), (8, ClockState.OVERDUE)]
)
def test_a_question_that_waits_is_overdue_from_day_eight(day: int, state: ClockState) -> None:
    reading = read_clock(start=ASKED, done=None, today=ASKED + timedelta(days=day))
    assert (reading.state, reading.days_left) == (state, 7 - day)


def test_once_picked_up_the_clock_no_longer_depends_on_today() -> None:
    picked_up = ASKED + timedelta(days=2)
    soon = read_clock(start=ASKED, done=picked_up, today=picked_up)
    much_later = read_clock(start=ASKED, done=picked_up, today=date(2030, 1, 1))
    assert soon == much_later
    assert soon.days_left == 5


def test_a_pick_up_noted_for_tomorrow_has_not_happened_yet() -> None:
    tomorrow = ASKED + timedelta(days=1)
    assert read_clock(start=ASKED, done=tomorrow, today=ASKED).state is ClockState.RUNNING


def test_being_picked_up_before_being_asked_is_refused() -> None:
    with pytest.raises(EndBeforeStartError, match="this clock"):
        read_clock(start=ASKED, done=ASKED - timedelta(days=1), today=ASKED)
    assert read_clock(start=ASKED, done=ASKED, today=ASKED).days_left == 7


def test_a_holiday_does_not_stop_the_clock_by_default() -> None:
    assert due_day(date(2025, 10, 16), PICK_UP, [AUTUMN]) == date(2025, 10, 23)


def test_with_the_pause_on_a_holiday_of_nine_days_moves_the_due_day_nine_days() -> None:
    two_days_before = AUTUMN.starts_on - timedelta(days=2)
    paused = due_day(two_days_before, PICK_UP_WITH_PAUSE, [AUTUMN])
    assert paused - due_day(two_days_before, PICK_UP) == timedelta(days=9)


def test_with_the_pause_on_overlapping_holidays_count_once() -> None:
    twice = [AUTUMN, FreeDays(date(2025, 10, 20), date(2025, 10, 26))]
    start = date(2025, 10, 16)
    assert due_day(start, PICK_UP_WITH_PAUSE, twice) == due_day(start, PICK_UP_WITH_PAUSE, [AUTUMN])


def test_a_reading_with_the_pause_uses_the_holidays_it_is_given() -> None:
    start = date(2025, 10, 16)
    reading = read_clock(
        start=start, done=None, today=start, term=PICK_UP_WITH_PAUSE, holidays=iter([AUTUMN])
    )
    assert (reading.due, reading.days_left) == (date(2025, 11, 1), 16)


@pytest.mark.parametrize(
    ("day", "free"),
    [
        (date(2025, 10, 17), False),
        (date(2025, 10, 18), True),
        (date(2025, 10, 26), True),
        (date(2025, 10, 27), False),
    ],
)
def test_a_holiday_includes_its_first_and_last_day(day: date, free: bool) -> None:
    assert (day in AUTUMN) is free


def test_a_holiday_of_one_day_exists_and_one_that_ends_before_it_starts_does_not() -> None:
    assert date(2025, 5, 5) in FreeDays(date(2025, 5, 5), date(2025, 5, 5))
    with pytest.raises(EndBeforeStartError, match="a holiday"):
        FreeDays(date(2025, 5, 5), date(2025, 5, 4))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2025, 11, 3, 22, 59, tzinfo=UTC), date(2025, 11, 3)),
        (datetime(2025, 11, 3, 23, 0, tzinfo=UTC), date(2025, 11, 4)),
        (datetime(2025, 7, 3, 21, 59, tzinfo=UTC), date(2025, 7, 3)),
        (datetime(2025, 7, 3, 22, 0, tzinfo=UTC), date(2025, 7, 4)),
    ],
)
def test_a_day_begins_at_midnight_in_amsterdam_in_winter_and_in_summer(moment: datetime, day: date) -> None:
    assert amsterdam_day(moment) == day


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(NaiveMomentError, match="no time zone"):
        amsterdam_day(datetime(2025, 11, 3, 12, 0))  # noqa: DTZ001 the point of the test


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, Waited(10, ended=False)),
        (ASKED + timedelta(days=4), Waited(4, ended=True)),
        (ASKED + timedelta(days=10), Waited(10, ended=True)),
        (ASKED + timedelta(days=11), Waited(10, ended=False)),
        (ASKED, Waited(0, ended=True)),
    ],
)
def test_who_still_waits_for_first_help_counts_as_an_open_wait(until: date | None, expected: Waited) -> None:
    assert waited(since=ASKED, until=until, today=ASKED + timedelta(days=10)) == expected


def test_a_wait_cannot_end_before_it_begins() -> None:
    with pytest.raises(EndBeforeStartError, match="this wait"):
        waited(since=ASKED, until=ASKED - timedelta(days=1), today=ASKED)
    with pytest.raises(EndBeforeStartError, match="this wait"):
        waited(since=ASKED, until=None, today=ASKED - timedelta(days=1))


def test_a_reading_names_the_rule_that_gave_it() -> None:
    paused = read_clock(start=ASKED, done=None, today=ASKED, term=PICK_UP_WITH_PAUSE)
    assert str(read_clock(start=ASKED, done=None, today=ASKED).rule) == "R1"
    assert str(paused.rule) == "R1:pause"


@given(start=DAYS, holidays=st.lists(st.tuples(DAYS, st.integers(0, 60)), max_size=4))
def test_the_pause_never_makes_a_term_shorter_and_never_ends_it_in_a_holiday(
    start: date, holidays: list[tuple[date, int]]
) -> None:
    free = [FreeDays(first, first + timedelta(days=length)) for first, length in holidays]
    paused = due_day(start, PICK_UP_WITH_PAUSE, free)
    skipped = sum(
        any(start + timedelta(days=n) in run for run in free) for n in range(1, (paused - start).days + 1)
    )
    assert (paused - start).days == 7 + skipped
    assert not any(paused in run for run in free)


@given(start=DAYS, wait=st.integers(0, 400), look=st.integers(0, 400))
def test_a_clock_is_late_exactly_when_no_days_are_left(start: date, wait: int, look: int) -> None:
    today = start + timedelta(days=look)
    reading = read_clock(start=start, done=start + timedelta(days=wait), today=today)
    late = reading.state in {ClockState.LATE, ClockState.OVERDUE}
    assert late == (reading.days_left < 0)
    assert reading.due - timedelta(days=reading.days_left) == start + timedelta(days=min(wait, look))
