"""Filters that put dates and numbers on the screen as people say them; `{% load schakel %}` brings them too.

Thin: the words are made in `dates` and `numbers`; here only the language of the page and today are filled in.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from time import time

from django import template
from django.utils.timezone import now
from django.utils.translation import get_language

from schakel.web import dates, numbers
from schakel.web.dates import Language

register = template.Library()

Day = date | datetime


def page_language() -> Language:
    """The language of this page; everything that is not English is Dutch."""
    return "en" if (get_language() or "").startswith("en") else "nl"


def _today() -> date:
    """The day of now. A day starts with a minute, so every row of a list can have the same answer."""
    return _day_of(int(time() // 60))


@lru_cache(maxsize=4)
def _day_of(minute: int) -> date:
    return dates.day_of(datetime.fromtimestamp(minute * 60, UTC))


@register.filter
def near_day(day: Day | None) -> str:
    """`vandaag`, `morgen`, `di`, `maandag 23 november`."""
    return dates.near_day(day, _today(), page_language()) if day else ""


@register.filter
def full_day(day: Day | None) -> str:
    """`maandag 23 november`."""
    return dates.full_day(day, _today(), page_language()) if day else ""


@register.filter
def exact_day(day: Day | None) -> str:
    """`23 november 2026`."""
    return dates.exact_day(day, page_language()) if day else ""


@register.filter
def days_left(due: Day | None) -> str:
    """`nog 3 dagen`, `vandaag`, `1 dag te laat`."""
    return dates.days_left(due, _today(), page_language()) if due else ""


@register.filter
def ago(moment: Day | None) -> str:
    """`zes dagen geleden`."""
    return dates.ago(moment, _today(), page_language()) if moment else ""


@register.filter
def appointment(moment: datetime | None) -> str:
    """`morgen 09:00`."""
    return dates.appointment(moment, _today(), page_language()) if moment else ""


@register.filter
def time_of_day(moment: datetime | None) -> str:
    """`14:30`."""
    return dates.time_of_day(moment) if moment else ""


@register.filter
def lasting(length: timedelta | None) -> str:
    """`1 uur 30 minuten`."""
    return dates.lasting(length, page_language()) if length is not None else ""


@register.filter
def until(start: date | None, end: date | None) -> str:
    """`3 maart tot 5 juni 2026`, or `sinds 3 maart 2026`."""
    return dates.span(start, end, _today(), page_language()) if start else ""


@register.filter
def age(birth: date | None) -> str:
    """`9 jaar`."""
    return dates.count(dates.age_in_years(birth, _today()), "year", page_language()) if birth else ""


@register.filter
def capital(text: object) -> str:
    """With a first capital, for the start of a sentence."""
    return dates.capital(str(text))


@register.filter
def in_words(number: int) -> str:
    """`drie`."""
    return dates.in_words(number, page_language())


@register.filter
def of_the_hundred(part: int, whole: int) -> str:
    """`93 van de 100`."""
    return numbers.of_the_hundred(part, whole, page_language())


@register.filter
def share(fraction: float) -> str:
    """A fraction as so many of the hundred."""
    return numbers.share(fraction, page_language())


@register.filter
def plain_number(value: float | Decimal, decimals: int = 0) -> str:
    """`1.250`."""
    return numbers.number(value, decimals, page_language())


@register.filter
def euro(value: float | Decimal, decimals: int = 0) -> str:
    """`€ 1.250`."""
    return numbers.euro(value, decimals, page_language())


@register.simple_tag
def greeting() -> str:
    """`Goedemorgen`."""
    return dates.greeting(now(), page_language())


@register.simple_tag
def today() -> str:
    """`Maandag 23 november`."""
    day = _today()
    return dates.capital(dates.full_day(day, day, page_language()))
