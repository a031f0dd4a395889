"""Numbers, ranges and dates read as people say them, in both languages."""

from datetime import date

import pytest

from schakel.analysis.report import words


@pytest.mark.parametrize(
    ("value", "places", "nl", "en"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (-0.04, 1, "0,0", "0.0"),
        (-2, 0, "−2", "−2"),
        (0.125, 2, "0,13", "0.13"),
        (1_000_000, 0, "1.000.000", "1,000,000"),
    ],
)
def test_a_number_reads_as_in_its_language(value: float, places: int, nl: str, en: str) -> None:
    assert words.decimal(value, "nl", places) == nl
    assert words.decimal(value, "en", places) == en


def test_a_half_is_rounded_up_as_people_do() -> None:
    assert [words.whole(half, "nl") for half in (0.5, 1.5, 2.5)] == ["1", "2", "3"]


def test_a_share_is_counted_out_of_a_hundred() -> None:
    assert words.of_hundred(0.93, "nl") == "93 van de 100"
    assert words.of_hundred(0.93, "en") == "93 of 100"
    assert words.range_of_hundred(0.88, 0.97, "nl") == "88 tot 97"


def test_a_range_whose_ends_read_the_same_is_one_number() -> None:
    assert words.range_of_numbers(6.1, 6.2, "nl") == "6"
    assert words.range_of_numbers(6, 14, "en") == "6 to 14"


def test_euros_carry_their_sign_before_the_minus() -> None:
    assert words.euros(1234.5, "nl") == "€ 1.235"
    assert words.euros(-1234.5, "en", 2) == "−€1,234.50"
    assert words.euros(-0.001, "nl") == "€ 0"


def test_a_day_is_written_as_on_a_letter() -> None:
    day = date(2026, 11, 23)
    assert words.day_in_words(day, "nl") == "maandag 23 november 2026"
    assert words.day_in_words(day, "en") == "Monday 23 November 2026"


@pytest.mark.parametrize(
    ("monday", "said"),
    [
        (date(2026, 11, 23), "23 tot en met 27 november 2026"),
        (date(2026, 11, 30), "30 november tot en met 4 december 2026"),
        (date(2026, 12, 28), "28 december 2026 tot en met 1 januari 2027"),
    ],
)
def test_a_week_names_month_and_year_only_once(monday: date, said: str) -> None:
    assert words.week_in_words(monday, "nl") == said


def test_a_list_is_joined_as_in_speech() -> None:
    assert words.joined(["a"], "nl") == "a"
    assert words.joined(["a", "b"], "en") == "a and b"
    assert words.joined(["a", "b", "c"], "nl") == "a, b en c"
