"""What a division costs, term by term, counted in the open: no running sums, no kernel.

The search trusts its running total; this module does not. It counts a whole division anew, and the change that
one task makes when it goes to somebody else. Both are exact (whole units), so they must agree with the search.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from schakel.analysis.allocation.tables import OPEN, UNITS, Ints, Places, Tables


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

    def bringing(self, tasks: Ints, people: Ints) -> tuple[Ints, Ints]:
        """Return what tasks bring to people who do not have them: terms in units (7, in the order of `TERMS`) and minutes.

        Shapes: any two that fit together, one person (or OPEN) for each task, or all people beside each task.
        """
        tables = self.tables
        tasks, people = np.broadcast_arrays(tasks, people)
        given, person = people != OPEN, np.maximum(people, 0)
        mine = given & (self.holder[tasks] == people)
        family, site = tables.family[tasks], tables.site[tasks]
        new_face = given & (family >= 0) & (_at(self.families, person, family) == mine)
        new_trip = given & (site >= 0) & (_at(self.visits, person, site) == mine)
        minutes = np.where(given, tables.minutes[tasks], 0)
        minutes += np.where(new_trip, _at(tables.trip_minutes, person, site), 0)
        before = self.load[person] - mine * minutes
        easy = tables.easy[person]
        over = np.maximum(before + minutes - easy, 0) - np.maximum(before - easy, 0)
        terms = (
            np.where(given, 0, tables.open_cost[tasks]),
            np.where(given, 0, tables.late_cost[tasks]),
            np.where(given, tables.continuity[tasks, person], 0),
            np.where(new_face, _at(tables.face, person, family), 0),
            np.where(new_trip, _at(tables.trip, person, site), 0),
            np.where(given, over * tables.over, 0),
            np.where(given, tables.registered[tasks, person], 0),
        )
        return np.stack(terms), minutes

    def fits(self, people: Ints, minutes: Ints) -> npt.NDArray[np.bool_]:
        """Tell where people have room for so many more minutes; leaving open always fits."""
        person = np.maximum(people, 0)
        return np.asarray((people == OPEN) | (self.load[person] + minutes <= self.tables.room[person]))


def _at(table: npt.NDArray[Any], person: Ints, place: Places) -> npt.NDArray[Any]:
    """Look up (person, place); where there is no place the value means nothing."""
    return table[person, np.maximum(place, 0)] if table.shape[1] else np.zeros(person.shape, table.dtype)


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
