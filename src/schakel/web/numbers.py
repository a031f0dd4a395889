"""Numbers as people say them: `93 van de 100`, `2,5`, `€ 1.250`.

Pure. A percentage is said as so many of the hundred; a small group is said as itself.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from schakel.web.dates import Language

SMALL_GROUP = 20


class NotAShare(ValueError):
    """A part cannot be negative or larger than its whole: look at how both were counted."""


def of_the_hundred(part: int, whole: int, language: Language = "nl") -> str:
    """`93 van de 100`; groups under twenty are said as they are (`7 van de 8`); nobody is `nog niemand`."""
    if not 0 <= part <= whole:
        raise NotAShare(f"{part} of {whole}")
    if whole == 0:
        return "nog niemand" if language == "nl" else "nobody yet"
    if whole < SMALL_GROUP:
        return _of(part, whole, language)
    return _of(_honest_hundredth(part, whole), 100, language)


def _of(part: int, whole: int, language: Language) -> str:
    return f"{part} van de {whole}" if language == "nl" else f"{part} out of {whole}"


def _honest_hundredth(part: int, whole: int) -> int:
    """Rounded to whole hundredths, but never 0 or 100 when it is not nobody or everybody."""
    if part in (0, whole):
        return 100 * part // whole
    rounded = int((Decimal(100 * part) / whole).quantize(Decimal(1), ROUND_HALF_UP))
    return min(max(rounded, 1), 99)


def share(fraction: float, language: Language = "nl") -> str:
    """A fraction between 0 and 1 as so many of the hundred."""
    if not 0 <= fraction <= 1:
        raise NotAShare(f"{fraction} is not between 0 and 1")
    return _of(round(100 * fraction), 100, language)


def number(value: float | Decimal, decimals: int = 0, language: Language = "nl") -> str:
    """`1.250` and `2,5` in Dutch, `1,250` and `2.5` in English."""
    text = f"{value:,.{decimals}f}"
    if set(text) <= set("-0.,"):
        text = text.lstrip("-")
    return text.translate(str.maketrans(",.", ".,")) if language == "nl" else text


def euro(value: float | Decimal, decimals: int = 0, language: Language = "nl") -> str:
    """`€ 1.250`; a minus stands before the amount."""
    return (
        f"€ {number(value, decimals, language)}"
        if language == "nl"
        else f"€{number(value, decimals, language)}"
    )


def between(low: float, high: float, decimals: int = 0, language: Language = "nl") -> str:
    """A range: `6 tot 14`."""
    join = "tot" if language == "nl" else "to"
    return f"{number(low, decimals, language)} {join} {number(high, decimals, language)}"
