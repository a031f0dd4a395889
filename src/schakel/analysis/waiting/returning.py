"""Families that come back: how many more there will be than there were.

Who comes back next year was mostly helped before it begins. A house that began two years ago (or whose records did) has seen
few return yet, and more will: counting what came in so far falls short. So the chance to have come back d days after
closing is read from the records (Kaplan & Meier 1958, closings without a return count as long as they are known), and
used for all who were closed and for those who will be.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from .model import ESCALATED, WITHDRAWN
from .records import Record, Records

Floats = npt.NDArray[np.float64]
_YEAR, _RECENT, _FEWEST = 365, 182, 5


def closings(records: Records) -> list[tuple[date, date | None]]:
    """When each helped request was closed, and when its family came back (None: not yet)."""
    by_family: dict[str, list[Record]] = {}
    for record in sorted(records.rows, key=lambda r: r.requested_on):
        by_family.setdefault(record.family, []).append(record)
    found: list[tuple[date, date | None]] = []
    for rows in by_family.values():
        for record in rows:
            if record.ended_on is None or record.ending in (WITHDRAWN, ESCALATED):
                continue
            later = [r.requested_on for r in rows if r is not record and r.requested_on >= record.ended_on]
            found.append((record.ended_on, min(later, default=None)))
    return found


def came_back_by(closed: Sequence[tuple[date, date | None]], as_of: date) -> Floats:
    """Chance [D] to have come back within 0, 1, ... days of closing, as far as the records reach."""
    reach = max(((as_of - day).days for day, _ in closed), default=0) + 1
    known = np.array([((back or as_of) - day).days for day, back in closed], dtype=np.int64)
    returned = np.array([back is not None for _, back in closed], dtype=np.bool_)
    events = np.bincount(known[returned], minlength=reach + 1)[: reach + 1]
    at_risk = (
        len(known) - np.concatenate([[0], np.cumsum(np.bincount(known, minlength=reach + 1))])[: reach + 1]
    )
    hazard = np.where(at_risk > 0, events / np.maximum(at_risk, 1), 0.0)
    return np.asarray(1 - np.cumprod(1 - hazard))


def expected_next_year(records: Records) -> float:
    """Returns in the year after `records.as_of`: of those closed before, and of those who will be closed at today's pace."""
    closed = closings(records)
    chance = came_back_by(closed, records.as_of)

    def by(days: int) -> float:
        return float(chance[min(days, len(chance) - 1)])

    ages = [(records.as_of - day).days for day, back in closed if back is None]
    before = sum((by(age + _YEAR) - by(age)) / max(1 - by(age), 1e-9) for age in ages)
    pace = sum((records.as_of - day).days < _RECENT for day, _ in closed) / _RECENT
    return before + pace * sum(by(days) for days in range(_YEAR))


def growth(records: Records, first_day: date) -> float:
    """Requests next year over the yearly mean since `first_day`; 1 when there are too few returns to tell."""
    back = sum(day is not None for _, day in closings(records))
    years = ((records.as_of - first_day).days + 1) / _YEAR
    if back < _FEWEST or years < 1:
        return 1.0
    per_year = len(records.rows) / years
    return (per_year - back / years + expected_next_year(records)) / per_year
