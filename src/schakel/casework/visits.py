"""When someone is next at a site: what an asker wants to know first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

LOOK_AHEAD = 70  # days: longer than the longest holiday


class Free(Protocol):
    def __contains__(self, day: date) -> bool: ...


@dataclass(frozen=True)
class Days:
    """The weekdays (ISO, Monday = 1) on which someone is at a site, and the period in which that holds."""

    weekdays: frozenset[int]
    from_on: date
    until_on: date | None = None

    def __contains__(self, day: date) -> bool:
        within = self.from_on <= day and (self.until_on is None or day <= self.until_on)
        return within and day.isoweekday() in self.weekdays


def next_day(presence: Iterable[Days], after: date, free: Iterable[Free] = ()) -> date | None:
    """The first day after `after` on which someone is there and it is no holiday; None when that is not in sight."""
    days, closed = tuple(presence), tuple(free)
    for ahead in range(1, LOOK_AHEAD + 1):
        day = after + timedelta(days=ahead)
        if any(day in stay for stay in days) and not any(day in holiday for holiday in closed):
            return day
    return None
