"""The people a rule about a child looks at: the child itself and who has authority over it.

Persons are known by a key only. Parental authority and guardianship are over minors: they end at 18
whatever the record says (Burgerlijk Wetboek 1:233, 1:245).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from schakel.rules.age import birthday
from schakel.rules.errors import EndBeforeStartError

MAJORITY: Final = 18


class Holder(StrEnum):
    """In what quality somebody has authority."""

    PARENT = "parent"
    GUARDIAN = "guardian"


@dataclass(frozen=True)
class Child:
    """A child. `birth_date` is None as long as nobody told it."""

    key: str
    birth_date: date | None


@dataclass(frozen=True)
class Authority:
    """Parental authority, or guardianship of a person or institution, from the first up to and including
    the last day.
    """

    holder: str
    starts_on: date
    ends_on: date | None = None
    quality: Holder = Holder.PARENT

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise EndBeforeStartError("parental authority")

    def holds_on(self, day: date) -> bool:
        """Whether the record covers `day`."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def holders_on(child: Child, authority: Iterable[Authority], day: date) -> tuple[Authority, ...]:
    """Who has authority on `day`: one record per holder, the oldest; nobody once the child is 18."""
    if child.birth_date is not None and birthday(child.birth_date, MAJORITY) <= day:
        return ()
    first: dict[str, Authority] = {}
    for record in sorted(authority, key=lambda record: record.starts_on):
        if record.holds_on(day):
            first.setdefault(record.holder, record)
    return tuple(first.values())
