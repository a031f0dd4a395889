"""Dates, times and lengths as people say them, in Dutch and English.

Pure: a day in Europe/Amsterdam and the day of today come in, words come out. Nothing here reads a clock.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Language = Literal["nl", "en"]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

_DAYS: dict[Language, tuple[str, ...]] = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SHORT_DAYS: dict[Language, tuple[str, ...]] = {
    "nl": ("ma", "di", "wo", "do", "vr", "za", "zo"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS: dict[Language, tuple[str, ...]] = {
    "nl": (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_NUMBERS: dict[Language, tuple[str, ...]] = {
    "nl": (
        "nul",
        "één",
        "twee",
        "drie",
        "vier",
        "vijf",
        "zes",
        "zeven",
        "acht",
        "negen",
        "tien",
        "elf",
        "twaalf",
    ),
    "en": (
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
}
_UNITS: dict[Language, dict[str, tuple[str, str]]] = {
    "nl": {
        "minute": ("minuut", "minuten"),
        "hour": ("uur", "uur"),
        "day": ("dag", "dagen"),
        "week": ("week", "weken"),
        "month": ("maand", "maanden"),
        "year": ("jaar", "jaar"),
    },
    "en": {
        "minute": ("minute", "minutes"),
        "hour": ("hour", "hours"),
        "day": ("day", "days"),
        "week": ("week", "weeks"),
        "month": ("month", "months"),
        "year": ("year", "years"),
    },
}


class NaiveMoment(ValueError):
    """A moment without a time zone has no day: give it one, for example `datetime.now(UTC)`."""


def day_of(moment: date | datetime) -> date:
    """The Europe/Amsterdam day of a moment; a day stays itself."""
    return _local(moment).date() if isinstance(moment, datetime) else moment


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise NaiveMoment(f"{moment.isoformat()} has no time zone.")
    return moment.astimezone(AMSTERDAM)


def count(number: int, unit: str, language: Language = "nl") -> str:
    """`1 dag`, `3 dagen`, `2 uur`."""
    one, many = _UNITS[language][unit]
    return f"{number} {one if number == 1 else many}"


def in_words(number: int, language: Language = "nl") -> str:
    """A whole number as a word up to twelve, in digits above."""
    words = _NUMBERS[language]
    return words[number] if 0 <= number < len(words) else str(number)


def capital(text: str) -> str:
    """The text with a first capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def time_of_day(moment: datetime) -> str:
    """`09:00`, Amsterdam time."""
    return _local(moment).strftime("%H:%M")


def full_day(day: date | datetime, today: date, language: Language = "nl") -> str:
    """`maandag 23 november`, with the year when it is another year."""
    day = day_of(day)
    text = f"{_DAYS[language][day.weekday()]} {day.day} {_MONTHS[language][day.month - 1]}"
    return text if day.year == today.year else f"{text} {day.year}"


def exact_day(day: date | datetime, language: Language = "nl") -> str:
    """`23 november 2026`, for what must not depend on today."""
    day = day_of(day)
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def short_day(day: date | datetime, language: Language = "nl") -> str:
    """`di`."""
    return _SHORT_DAYS[language][day_of(day).weekday()]


def near_day(day: date | datetime, today: date, language: Language = "nl") -> str:
    """A day as one says it: `gisteren`, `vandaag`, `morgen`, `di` within six days, else the date."""
    day = day_of(day)
    named = {
        "nl": {-1: "gisteren", 0: "vandaag", 1: "morgen"},
        "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
    }[language]
    away = (day - today).days
    if away in named:
        return named[away]
    if 1 < away < 7:
        return short_day(day, language)
    return full_day(day, today, language)


def appointment(moment: datetime, today: date, language: Language = "nl") -> str:
    """`vandaag 14:30`, `morgen 09:00`, `di 14:30`, `maandag 23 november 14:30`."""
    return f"{near_day(moment, today, language)} {time_of_day(moment)}"


def days_left(due: date | datetime, today: date, language: Language = "nl") -> str:
    """What is left of a term: `nog 3 dagen`, `morgen`, `vandaag`, `1 dag te laat`."""
    left = (day_of(due) - today).days
    if left < 0:
        late = count(-left, "day", language)
        return f"{late} te laat" if language == "nl" else f"{late} late"
    if left <= 1:
        return near_day(due, today, language)
    much = count(left, "day", language)
    return f"nog {much}" if language == "nl" else f"{much} left"


def ago(moment: date | datetime, today: date, language: Language = "nl") -> str:
    """How long ago, in the largest unit that says something: `zes dagen geleden`, `drie weken geleden`."""
    day = day_of(moment)
    away = (today - day).days
    if away < 2:
        return near_day(day, today, language)
    number, unit = _largest_unit(day, today)
    word = in_words(number, language)
    one, many = _UNITS[language][unit]
    return f"{word} {one if number == 1 else many} {'geleden' if language == 'nl' else 'ago'}"


def _largest_unit(start: date, end: date) -> tuple[int, str]:
    days = (end - start).days
    months = whole_months(start, end)
    if days < 14:
        return days, "day"
    if months < 2:
        return days // 7, "week"
    return (months, "month") if months < 24 else (months // 12, "year")


def whole_months(start: date, end: date) -> int:
    """Whole calendar months from start to end; 31 January to 28 February is not yet one."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - 1 if end.day < start.day else months


def age_in_years(birth: date, today: date) -> int:
    """Birthdays passed; who is born on 29 February has a birthday on 1 March in other years."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def lasting(length: timedelta, language: Language = "nl") -> str:
    """A length: `25 minuten`, `1 uur 30 minuten`, `3 dagen`."""
    minutes = round(length.total_seconds() / 60)
    if minutes < 60:
        return count(minutes, "minute", language)
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        text = count(hours, "hour", language)
        return f"{text} {count(rest, 'minute', language)}" if rest else text
    return count(round(minutes / (24 * 60)), "day", language)


def span(start: date, end: date | None, today: date, language: Language = "nl") -> str:
    """`3 maart tot 5 juni 2026`, or `sinds 3 maart 2026` while it lasts."""
    if end is None:
        return f"{'sinds' if language == 'nl' else 'since'} {exact_day(start, language)}"
    first = exact_day(start, language)
    if start.year == end.year:
        first = first.rsplit(" ", 1)[0]
    return f"{first} {'tot' if language == 'nl' else 'to'} {exact_day(end, language)}"


def greeting(now: datetime, language: Language = "nl") -> str:
    """`Goedemorgen` before noon, `Goedemiddag` before six, then `Goedenavond`."""
    hour = _local(now).hour
    words = {
        "nl": ("Goedemorgen", "Goedemiddag", "Goedenavond"),
        "en": ("Good morning", "Good afternoon", "Good evening"),
    }[language]
    return words[0] if hour < 12 else words[1] if hour < 18 else words[2]
