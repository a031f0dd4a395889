"""Numbers, ranges, euros and dates as people say them, in Dutch and in English.

Reports are made outside the web application (a notebook, the command line), so these words cannot come
from its translations: each function holds both languages side by side. A share is said as "93 van de 100",
never as 0.93; rounding is half up, as people do it, not half to even.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Language = Literal["nl", "en"]

_DAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
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


def chosen(language: Language, nl: str, en: str) -> str:
    """Return the sentence in the language asked for."""
    return nl if language == "nl" else en


def _rounded(value: float, places: int) -> Decimal:
    step = Decimal(1).scaleb(-places)
    rounded = Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)
    return rounded if rounded != 0 else abs(rounded)


def decimal(value: float, language: Language, places: int = 1) -> str:
    """Say a number with a fixed number of decimals: 1234.5 -> "1.234,5" in Dutch, "1,234.5" in English."""
    english = f"{_rounded(value, places):,.{places}f}".replace("-", "−")
    if language == "en":
        return english
    return english.replace(",", " ").replace(".", ",").replace(" ", ".")


def whole(value: float, language: Language) -> str:
    """Say a number without decimals: 1234 -> "1.234" or "1,234"."""
    return decimal(value, language, 0)


def percent(share: float, language: Language, places: int = 0) -> str:
    """Say a share (0-1) as a percentage: 0.093 -> "9 %" or, with one place, "9,3 %"."""
    return f"{decimal(100 * share, language, places)} %"


def of_hundred(share: float, language: Language) -> str:
    """Say a share (0-1) as people count: 0.93 -> "93 van de 100" or "93 of 100"."""
    return f"{whole(100 * share, language)} {chosen(language, 'van de', 'of')} 100"


def range_of_numbers(low: float, high: float, language: Language, places: int = 0) -> str:
    """Say an interval: (6, 14) -> "6 tot 14" or "6 to 14"; a single number when both ends read the same."""
    ends = decimal(low, language, places), decimal(high, language, places)
    if ends[0] == ends[1]:
        return ends[0]
    return f"{ends[0]} {chosen(language, 'tot', 'to')} {ends[1]}"


def range_of_hundred(low: float, high: float, language: Language) -> str:
    """Say an interval of shares (0-1) without repeating "van de 100": (.88, .97) -> "88 tot 97"."""
    return range_of_numbers(100 * low, 100 * high, language)


def euros(amount: float, language: Language, places: int = 0) -> str:
    """Say an amount in euros: 1234.5 -> "€ 1.235" or "€1,235"; a minus stands before the sign."""
    text = decimal(abs(amount), language, places)
    minus = "−" if amount < 0 and any(sign in "123456789" for sign in text) else ""
    return f"{minus}€{chosen(language, ' ', '')}{text}"


def short_day(day: date, language: Language) -> str:
    """Say a day without its weekday: "23 november 2026", "23 November 2026"."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def day_in_words(day: date, language: Language) -> str:
    """Say a day as on a letter: "maandag 23 november 2026"."""
    return f"{_DAYS[language][day.weekday()]} {short_day(day, language)}"


def week_in_words(monday: date, language: Language) -> str:
    """Say a working week by its first and last day: "23 tot en met 27 november 2026"."""
    friday = monday + timedelta(days=4)
    until = chosen(language, "tot en met", "to")
    if (monday.year, monday.month) == (friday.year, friday.month):
        return f"{monday.day} {until} {short_day(friday, language)}"
    start = short_day(monday, language)
    if monday.year == friday.year:
        start = start.rsplit(" ", 1)[0]
    return f"{start} {until} {short_day(friday, language)}"


def joined(parts: Sequence[str], language: Language) -> str:
    """Join as in speech: "a", "a en b", "a, b en c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {chosen(language, 'en', 'and')} {parts[-1]}"
