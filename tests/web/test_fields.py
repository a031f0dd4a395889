"""Fields forgive how people write, and say how to write it when they cannot."""

from __future__ import annotations

import unicodedata
from datetime import date, time, timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from schakel.web.fields import (
    ClockField,
    DayField,
    DayInput,
    LineField,
    PhoneField,
    StoryField,
    read_clock,
    read_day,
    tidy,
)


@pytest.mark.parametrize(
    "text",
    [
        "23-11-2026",
        "23/11/2026",
        "23.11.2026",
        "23 11 2026",
        "23 november 2026",
        "23 NOV 2026",
        "23 nov. 2026",
        "2026-11-23",
        " 23-11-2026 ",
    ],
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert read_day(text) == date(2026, 11, 23)


@pytest.mark.parametrize(
    "text", ["", "31-02-2026", "11-23-2026", "morgen", "23-11-26", "0-0-0", "23 foo 2026", "1" * 10_000]
)
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(("text", "month"), [("3 maart 2026", 3), ("3 mrt 2026", 3), ("3 oct 2026", 10)])
def test_months_are_read_in_both_languages(text: str, month: int) -> None:
    assert read_day(text) == date(2026, month, 3)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_day_survives_being_shown_and_sent_again(day: date) -> None:
    shown = DayInput().format_value(day)
    assert shown is not None
    assert read_day(shown) == day


def _refused(field: forms.Field, value: str) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    return " ".join(refused.value.messages)


def test_a_birthday_in_the_future_is_refused_in_words() -> None:
    tomorrow = (localdate() + timedelta(days=1)).isoformat()
    assert _refused(DayField(past=True), tomorrow) == "Deze datum is nog niet geweest."
    assert DayField(past=True).clean(localdate().isoformat()) == localdate()


def test_a_plan_in_the_past_is_refused_in_words() -> None:
    yesterday = (localdate() - timedelta(days=1)).isoformat()
    assert _refused(DayField(future=True), yesterday) == "Deze datum is al geweest."
    assert DayField(future=True).clean(localdate().isoformat()) == localdate()


@pytest.mark.parametrize(("text", "asks"), [("1-1-1026", "lang geleden"), ("1-1-2926", "ver weg")])
def test_a_slip_in_the_year_is_noticed(text: str, asks: str) -> None:
    message = _refused(DayField(), text)
    assert asks in message
    assert "Klopt het jaar?" in message


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("14:30", time(14, 30)),
        ("14.30", time(14, 30)),
        ("1430", time(14, 30)),
        ("9", time(9)),
        ("9 uur", time(9)),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, clock: time) -> None:
    assert read_clock(text) == clock
    assert ClockField().clean(text) == clock


@pytest.mark.parametrize("text", ["25:00", "9:61", "half tien", "930x", ""])
def test_what_is_no_time_is_not_guessed(text: str) -> None:
    assert read_clock(text) is None


@pytest.mark.parametrize("number", ["06 12345678", "06-1234 5678", "+31 (0)6 12345678", "058 2345678"])
def test_phone_numbers_pass_as_people_write_them(number: str) -> None:
    assert PhoneField().clean(number) == number


@pytest.mark.parametrize("number", ["bel mij maar", "06", "1" * 20, "06+12345678"])
def test_what_cannot_be_dialled_is_refused_with_an_example(number: str) -> None:
    assert "06 12345678" in _refused(PhoneField(), number)


@pytest.mark.parametrize(
    "name", ["محمد الأمين", "Łukasz Żak", "Zoë 🌻", "👩‍👧‍👦", "O'Brien", "Nguyễn Ái", "שרה"]
)
def test_names_in_any_script_pass_unchanged(name: str) -> None:
    assert LineField().clean(name) == unicodedata.normalize("NFC", name)


def test_signs_that_scramble_a_page_are_taken_out() -> None:
    assert tidy("rekening\u202e\u2066fdp\x07") == "rekeningfdp"


def test_html_is_only_text() -> None:
    assert LineField().clean("<script>alert(1)</script>") == "<script>alert(1)</script>"


def test_a_line_stays_on_one_line_and_a_story_keeps_its_lines() -> None:
    assert LineField().clean("Sem\r\n  groep 4 ") == "Sem groep 4"
    assert StoryField().clean("eerst\r\n\r\ndan") == "eerst\n\ndan"


@given(st.text(max_size=300))
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
