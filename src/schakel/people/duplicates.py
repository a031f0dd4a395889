"""Is this the same person twice? Reasons, never a score: a person reads them and decides.

Two records are offered as one when their names agree and nothing in the birth dates speaks against it, when one
letter differs and the birth date is the same, or when day and month changed places. For adults a shared
telephone or mailbox with the same first name is enough.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from schakel.rules.names import fold

SHORTEST_PHONE: Final = 6


@dataclass(frozen=True)
class Card:
    """What is compared of one person."""

    key: str
    is_child: bool
    first_name: str
    last_name: str = ""
    birth_date: date | None = None
    phone: str = ""
    email: str = ""


class Reason(StrEnum):
    """What two records have in common."""

    SAME_NAME = "same_name"
    NAME_ALMOST = "name_almost"
    NAMES_TURNED = "names_turned"
    SAME_BIRTH_DATE = "same_birth_date"
    DAY_AND_MONTH_TURNED = "day_and_month_turned"
    BIRTH_DATE_UNKNOWN = "birth_date_unknown"
    SAME_PHONE = "same_phone"
    SAME_EMAIL = "same_email"


_NAMES: Final = frozenset({Reason.SAME_NAME, Reason.NAME_ALMOST, Reason.NAMES_TURNED})
_BIRTHS: Final = frozenset({Reason.SAME_BIRTH_DATE, Reason.DAY_AND_MONTH_TURNED, Reason.BIRTH_DATE_UNKNOWN})
_REACH: Final = frozenset({Reason.SAME_PHONE, Reason.SAME_EMAIL})


def reasons(one: Card, other: Card) -> tuple[Reason, ...]:
    """Why these may be one person; empty when they are not offered as one."""
    if one.key == other.key or one.is_child != other.is_child:
        return ()
    found = frozenset(
        reason for reason in (_name(one, other), _birth(one, other), *_reach(one, other)) if reason
    )
    return tuple(reason for reason in Reason if reason in found) if _enough(one, found) else ()


def _enough(one: Card, found: frozenset[Reason]) -> bool:
    if not one.is_child and found & _REACH and found & _NAMES:
        return True
    if Reason.NAME_ALMOST in found:
        return Reason.SAME_BIRTH_DATE in found
    return bool(found & _NAMES) and bool(found & _BIRTHS)


def _name(one: Card, other: Card) -> Reason | None:
    mine, theirs = _folded(one), _folded(other)
    if mine == theirs:
        return Reason.SAME_NAME
    if mine == theirs[::-1]:
        return Reason.NAMES_TURNED
    # Without the last name a first name alone says too little: half a class is called Noah.
    if not one.last_name or not other.last_name:
        return Reason.NAME_ALMOST if mine[0] == theirs[0] else None
    return Reason.NAME_ALMOST if _one_slip(" ".join(mine), " ".join(theirs)) else None


def _folded(card: Card) -> tuple[str, str]:
    return fold(card.first_name).strip(), fold(card.last_name).strip()


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter was added, left out, changed or swapped with its neighbour."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    start = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    rest_short, rest_long = short[start:], long[start:]
    if len(short) < len(long):
        return rest_short == rest_long[1:]
    swapped = rest_short[:2] == rest_long[1::-1] and rest_short[2:] == rest_long[2:]
    return rest_short[1:] == rest_long[1:] or swapped


def _birth(one: Card, other: Card) -> Reason | None:
    if one.birth_date is None or other.birth_date is None:
        return Reason.BIRTH_DATE_UNKNOWN
    if one.birth_date == other.birth_date:
        return Reason.SAME_BIRTH_DATE
    mine, theirs = one.birth_date, other.birth_date
    turned = (mine.year, mine.month, mine.day) == (theirs.year, theirs.day, theirs.month)
    return Reason.DAY_AND_MONTH_TURNED if turned else None


def _reach(one: Card, other: Card) -> tuple[Reason, ...]:
    mine, theirs = (_digits(card.phone) for card in (one, other))
    same_phone = len(mine) >= SHORTEST_PHONE and mine == theirs
    same_email = bool(one.email) and one.email.casefold() == other.email.casefold()
    checks = ((same_phone, Reason.SAME_PHONE), (same_email, Reason.SAME_EMAIL))
    return tuple(reason for holds, reason in checks if holds)


def _digits(phone: str) -> str:
    """A number without signs; the country code of the Netherlands as a zero."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return f"0{digits[2:]}" if digits.startswith("31") else digits
