"""Dates stand on the screen as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.web import dates
from schakel.web.dates import AMSTERDAM, Language

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
LANGUAGES: list[Language] = ["nl", "en"]


@pytest.mark.parametrize(
    ("away", "dutch", "english"),
    [
        (-1, "gisteren", "yesterday"),
        (0, "vandaag", "today"),
        (1, "morgen", "tomorrow"),
        (2, "wo", "Wed"),
        (6, "zo", "Sun"),
        (7, "maandag 30 november", "Monday 30 November"),
        (-2, "zaterdag 21 november", "Saturday 21 November"),
        (60, "vrijdag 22 januari 2027", "Friday 22 January 2027"),
    ],
)
def test_a_day_is_said_the_nearer_the_shorter(away: int, dutch: str, english: str) -> None:
    day = MONDAY + timedelta(days=away)
    assert dates.near_day(day, MONDAY) == dutch
    assert dates.near_day(day, MONDAY, "en") == english


@pytest.mark.parametrize(
    ("left", "dutch", "english"),
    [
        (7, "nog 7 dagen", "7 days left"),
        (3, "nog 3 dagen", "3 days left"),
        (2, "nog 2 dagen", "2 days left"),
        (1, "morgen", "tomorrow"),
        (0, "vandaag", "today"),
        (-1, "1 dag te laat", "1 day late"),
        (-6, "6 dagen te laat", "6 days late"),
    ],
)
def test_what_is_left_of_a_term_is_said_in_days(left: int, dutch: str, english: str) -> None:
    due = MONDAY + timedelta(days=left)
    assert dates.days_left(due, MONDAY) == dutch
    assert dates.days_left(due, MONDAY, "en") == english


@pytest.mark.parametrize(
    ("day", "dutch", "english"),
    [
        (date(2026, 11, 23), "vandaag", "today"),
        (date(2026, 11, 22), "gisteren", "yesterday"),
        (date(2026, 11, 17), "zes dagen geleden", "six days ago"),
        (date(2026, 11, 10), "13 dagen geleden", "13 days ago"),
        (date(2026, 11, 9), "twee weken geleden", "two weeks ago"),
        (date(2026, 9, 28), "acht weken geleden", "eight weeks ago"),
        (date(2026, 9, 23), "twee maanden geleden", "two months ago"),
        (date(2025, 11, 24), "11 maanden geleden", "11 months ago"),
        (date(2025, 11, 23), "twaalf maanden geleden", "twelve months ago"),
        (date(2024, 11, 24), "23 maanden geleden", "23 months ago"),
        (date(2024, 11, 23), "twee jaar geleden", "two years ago"),
        (date(2006, 11, 23), "20 jaar geleden", "20 years ago"),
    ],
)
def test_the_past_is_said_in_the_largest_unit_that_helps(day: date, dutch: str, english: str) -> None:
    said = dutch.replace("11 maanden", "elf maanden")
    assert dates.ago(day, MONDAY) == said
    assert dates.ago(day, MONDAY, "en") == english.replace("11 months", "eleven months")


def test_an_appointment_says_day_and_time_in_amsterdam() -> None:
    assert dates.appointment(datetime(2026, 11, 24, 8, 0, tzinfo=UTC), MONDAY) == "morgen 09:00"
    assert dates.appointment(datetime(2026, 11, 26, 13, 30, tzinfo=UTC), MONDAY) == "do 14:30"


def test_the_day_of_a_moment_is_the_day_in_amsterdam() -> None:
    late_evening_in_greenwich = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert dates.day_of(late_evening_in_greenwich) == date(2026, 7, 2)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), datetime(2026, 10, 25, 1, 0, tzinfo=UTC)),
    ],
)
def test_the_clock_jumps_twice_a_year_and_the_time_stays_true(before: datetime, after: datetime) -> None:
    assert dates.time_of_day(before) == before.astimezone(AMSTERDAM).strftime("%H:%M")
    assert {dates.time_of_day(before), dates.time_of_day(after)} in ({"01:59", "03:00"}, {"02:59", "02:00"})


def test_a_moment_without_a_zone_has_no_day() -> None:
    with pytest.raises(dates.NaiveMoment, match="no time zone"):
        dates.day_of(datetime(2026, 1, 1, 12, 0))  # noqa: DTZ001  # the mistake under test


@pytest.mark.parametrize(
    ("minutes", "dutch", "english"),
    [
        (0, "0 minuten", "0 minutes"),
        (1, "1 minuut", "1 minute"),
        (59, "59 minuten", "59 minutes"),
        (60, "1 uur", "1 hour"),
        (90, "1 uur 30 minuten", "1 hour 30 minutes"),
        (120, "2 uur", "2 hours"),
        (24 * 60, "1 dag", "1 day"),
        (3 * 24 * 60, "3 dagen", "3 days"),
    ],
)
def test_a_length_is_said_in_the_unit_people_use(minutes: int, dutch: str, english: str) -> None:
    assert dates.lasting(timedelta(minutes=minutes)) == dutch
    assert dates.lasting(timedelta(minutes=minutes), "en") == english


def test_a_period_says_its_year_once_when_it_can() -> None:
    assert dates.span(date(2026, 3, 3), date(2026, 6, 5), MONDAY) == "3 maart tot 5 juni 2026"
    assert dates.span(date(2025, 3, 3), date(2026, 6, 5), MONDAY) == "3 maart 2025 tot 5 juni 2026"
    assert dates.span(date(2025, 3, 3), None, MONDAY) == "sinds 3 maart 2025"
    assert dates.span(date(2025, 3, 3), None, MONDAY, "en") == "since 3 March 2025"


@pytest.mark.parametrize(
    ("hour", "dutch", "english"),
    [
        (7, "Goedemorgen", "Good morning"),
        (12, "Goedemiddag", "Good afternoon"),
        (18, "Goedenavond", "Good evening"),
    ],
)
def test_the_greeting_follows_the_clock(hour: int, dutch: str, english: str) -> None:
    now = datetime(2026, 11, 23, hour, 0, tzinfo=AMSTERDAM)
    assert dates.greeting(now) == dutch
    assert dates.greeting(now, "en") == english


@pytest.mark.parametrize(
    ("birth", "today", "age"),
    [
        (date(2010, 11, 24), MONDAY, 15),
        (date(2010, 11, 23), MONDAY, 16),
        (date(2012, 2, 29), date(2027, 2, 28), 14),
        (date(2012, 2, 29), date(2027, 3, 1), 15),
    ],
)
def test_age_changes_on_the_birthday(birth: date, today: date, age: int) -> None:
    assert dates.age_in_years(birth, today) == age


@given(start=DAYS, later=st.integers(0, 4000))
def test_whole_months_never_count_a_month_that_is_not_over(start: date, later: int) -> None:
    end = start + timedelta(days=later)
    months = dates.whole_months(start, end)
    assert 28 * months <= later
    assert later < 31 * (months + 1)


@given(day=DAYS, today=DAYS, language=st.sampled_from(LANGUAGES))
def test_every_day_gets_words_in_both_languages(day: date, today: date, language: Language) -> None:
    for said in (
        dates.near_day(day, today, language),
        dates.days_left(day, today, language),
        dates.ago(day, today, language),
        dates.full_day(day, today, language),
    ):
        assert said
        assert said == said.strip()
        assert "None" not in said


@given(today=DAYS, nearer=st.integers(1, 300), further=st.integers(1, 300))
def test_a_longer_term_is_never_said_as_a_shorter_one(today: date, nearer: int, further: int) -> None:
    def number(days: int) -> int:
        said = dates.days_left(today + timedelta(days=days), today)
        return {"vandaag": 0, "morgen": 1}.get(said) or int(said.split()[1])

    assert (number(nearer) < number(further)) == (nearer < further)


@given(number=st.integers(0, 12))
def test_small_numbers_are_words(number: int) -> None:
    assert dates.in_words(number).isalpha()
    assert dates.in_words(number, "en").isalpha()


def test_larger_numbers_are_digits() -> None:
    assert dates.in_words(13) == "13"
