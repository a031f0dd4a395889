"""What a division costs, term by term, counted in the open: no running sums, no kernel.

The search trusts its running total; this module does not. It counts a whole division anew, and the change that
one task makes when it goes to somebody else. Both are exact (whole units), so they must agree with the search.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from schakel.analysis.allocation.tables import OPEN, UNITS, Places, Tables


@dataclass(frozen=True, slots=True)
class Terms:
    """Points per kind of cost; see `Weights` for what each means."""

    open: float = 0.0
    late: float = 0.0
    continuity: float = 0.0
    face: float = 0.0
    travel: float = 0.0
    overload: float = 0.0
    registered: float = 0.0

    @property
    def total(self) -> float:
        """The sum of all terms in points."""
        return float(sum(getattr(self, name) for name in TERMS))

    def minus(self, other: Terms) -> Terms:
        """Return the difference, term by term."""
        return Terms(*(getattr(self, name) - getattr(other, name) for name in TERMS))


TERMS = tuple(field.name for field in fields(Terms))


@dataclass(frozen=True)
class Books:
    """A division with everything that follows from it: who has what, minutes, faces and trips.

    holder (T); load (P) minutes with trips; families (P, F) and visits (P, S) how many tasks each person does.
    """

    tables: Tables
    holder: Places
    load: npt.NDArray[np.int64]
    families: Places
    visits: Places

    def terms(self) -> Terms:
        """Count the whole cost."""
        tables, holder = self.tables, self.holder
        left = holder == OPEN
        rows = np.flatnonzero(~left)
        over = np.maximum(self.load - tables.easy, 0).sum() * tables.over
        return Terms(
            open=int(tables.open_cost[left].sum()) / UNITS,
            late=int(tables.late_cost[left].sum()) / UNITS,
            continuity=int(tables.continuity[rows, holder[rows]].sum()) / UNITS,
            face=int(tables.face[self.families > 0].sum()) / UNITS,
            travel=int(tables.trip[self.visits > 0].sum()) / UNITS,
            overload=int(over) / UNITS,
            registered=int(tables.registered[rows, holder[rows]].sum()) / UNITS,
        )

    def adding(self, task: int, person: int) -> tuple[Terms, int]:
        """Return what a task brings to a person who does not have it: the terms and the minutes."""
        tables = self.tables
        if person == OPEN:
            return Terms(
                open=int(tables.open_cost[task]) / UNITS, late=int(tables.late_cost[task]) / UNITS
            ), 0
        mine = int(self.holder[task] == person)
        family, site = int(tables.family[task]), int(tables.site[task])
        new_face = family >= 0 and self.families[person, family] == mine
        new_trip = site >= 0 and self.visits[person, site] == mine
        trip_minutes = int(tables.trip_minutes[person, site]) if new_trip else 0
        minutes = int(tables.minutes[task]) + trip_minutes
        before = int(self.load[person]) - mine * minutes
        after = before + minutes
        easy = int(tables.easy[person])
        over = (max(0, after - easy) - max(0, before - easy)) * tables.over
        terms = Terms(
            continuity=int(tables.continuity[task, person]) / UNITS,
            face=int(tables.face[person, family]) / UNITS if new_face else 0.0,
            travel=int(tables.trip[person, site]) / UNITS if new_trip else 0.0,
            overload=over / UNITS,
            registered=int(tables.registered[task, person]) / UNITS,
        )
        return terms, minutes

    def adding_to_all(self, task: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """Return, for every person, what the task brings (units) and whether there is room (P), all at once."""
        tables = self.tables
        mine = (np.arange(tables.people) == self.holder[task]).astype(np.int64)
        family, site = int(tables.family[task]), int(tables.site[task])
        cost = tables.continuity[task] + tables.registered[task]
        minutes = np.full(tables.people, int(tables.minutes[task]), np.int64)
        if family >= 0:
            cost = cost + np.where(self.families[:, family] == mine, tables.face[:, family], 0)
        if site >= 0:
            new = self.visits[:, site] == mine
            cost = cost + np.where(new, tables.trip[:, site], 0)
            minutes += np.where(new, tables.trip_minutes[:, site], 0)
        before = self.load - mine * minutes
        after = before + minutes
        over = np.maximum(after - tables.easy, 0) - np.maximum(before - tables.easy, 0)
        return cost + over * tables.over, after <= tables.room

    def fits(self, task: int, person: int) -> bool:
        """Tell whether a person who does not have the task has the minutes for it."""
        return int(self.load[person]) + self.adding(task, person)[1] <= int(self.tables.room[person])


def books_of(tables: Tables, holder: Places) -> Books:
    """Write out a division."""
    rows = np.flatnonzero(holder != OPEN)
    families = np.zeros(tables.face.shape, np.int32)
    visits = np.zeros(tables.trip.shape, np.int32)
    load = np.zeros(tables.people, np.int64)
    np.add.at(load, holder[rows], tables.minutes[rows])
    known = rows[tables.family[rows] >= 0]
    np.add.at(families, (holder[known], tables.family[known]), 1)
    away = rows[tables.site[rows] >= 0]
    np.add.at(visits, (holder[away], tables.site[away]), 1)
    load += np.where(visits > 0, tables.trip_minutes, 0).sum(axis=1)
    return Books(tables, holder, load.astype(np.int64), families, visits)
