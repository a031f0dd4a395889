"""The linear programme itself, solved by scipy (HiGHS): the best bound of its kind, for small problems.

The prices that the solver returns are put into the formula of `bound.py` over all pairs, so the value is a bound
even where the solver was stopped or rounded. Formula and letters: see `bound.py`.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array

from schakel.analysis.allocation.ascent import Columns
from schakel.analysis.allocation.bound import Bound, Prices, columns_of, everything_of, value_at
from schakel.analysis.allocation.tables import Tables

_MOST_PAIRS = 60_000


def solved_bound(tables: Tables, seconds: float = 60.0) -> Bound:
    """Return the bound of the linear programme; nothing (0) when it is too large or not solved in time."""
    if tables.tasks == 0 or tables.tasks * tables.people > _MOST_PAIRS or tables.people == 0:
        return Bound(0.0, "linear programme")
    everything = everything_of(tables)
    task, person = np.nonzero(tables.allowed())
    chosen = columns_of(tables, everything, task.astype(np.int64) * tables.people + person)
    columns = chosen.arrays
    costs, upper, limits, most, once = _programme(columns)
    solved = linprog(
        costs, limits, most, once, np.ones(tables.tasks), bounds=np.c_[np.zeros(len(costs)), upper],
        method="highs", options={"time_limit": seconds},
    )  # type: ignore[call-overload]  # the stubs know no sparse arrays, scipy does  # fmt: skip
    if solved.ineqlin is None or solved.ineqlin.marginals is None:
        return Bound(0.0, "linear programme")
    price = np.maximum(-np.asarray(solved.ineqlin.marginals), 0)
    faces, trips = columns.face_of >= 0, columns.trip_of >= 0
    face, trip = np.zeros(len(task)), np.zeros(len(task))
    face[faces] = price[: faces.sum()]
    trip[trips] = price[faces.sum() : faces.sum() + trips.sum()]
    hour = price[faces.sum() + trips.sum() :]
    value = value_at(tables, everything, Prices(chosen, hour, face, trip))
    return Bound(max(0.0, value), "linear programme")


def programme(tables: Tables) -> tuple[np.ndarray, np.ndarray, csr_array, np.ndarray, csr_array]:
    """Return the programme of a problem: costs, upper limits, (limits, at most), and the rows that add to one."""
    task, person = np.nonzero(tables.allowed())
    keys = task.astype(np.int64) * tables.people + person
    return _programme(columns_of(tables, everything_of(tables), keys).arrays)


def _programme(columns: Columns) -> tuple[np.ndarray, np.ndarray, csr_array, np.ndarray, csr_array]:
    return (*_costs(columns), *_limits(columns), _once(columns))


def _sizes(columns: Columns) -> tuple[int, int, int, int, int]:
    return (
        len(columns.cost), len(columns.face_cost), len(columns.trip_cost), len(columns.hours), len(columns.easy)
    )  # fmt: skip


def _costs(columns: Columns) -> tuple[np.ndarray, np.ndarray]:
    """Variables in order: x pairs, y faces, z trips, w open, e overload."""
    pairs, faces, trips, _, people = _sizes(columns)
    finite = np.isfinite(columns.unassigned)
    costs = [
        columns.cost, columns.face_cost, columns.trip_cost, np.where(finite, columns.unassigned, 0),
        np.full(people, columns.over),
    ]  # fmt: skip
    upper = [np.ones(pairs + faces + trips), finite.astype(float), columns.spare]
    return np.concatenate(costs), np.concatenate(upper)


def _once(columns: Columns) -> csr_array:
    """Each task goes to one person or stays open."""
    pairs, faces, trips, tasks, people = _sizes(columns)
    task = np.repeat(np.arange(tasks), np.diff(columns.start))
    rows = np.concatenate([task, np.arange(tasks)])
    cols = np.concatenate([np.arange(pairs), pairs + faces + trips + np.arange(tasks)])
    shape = (tasks, pairs + faces + trips + tasks + people)
    return csr_array(coo_array((np.ones(len(rows)), (rows, cols)), shape=shape))


def _limits(columns: Columns) -> tuple[csr_array, np.ndarray]:
    """A pair needs its face and its trip; a person's hours are limited."""
    pairs, faces, trips, tasks, people = _sizes(columns)
    with_face, with_trip = np.flatnonzero(columns.face_of >= 0), np.flatnonzero(columns.trip_of >= 0)
    f, s = len(with_face), len(with_trip)
    task = np.repeat(np.arange(tasks), np.diff(columns.start))
    e = pairs + faces + trips + tasks
    parts = [
        (np.arange(f), with_face, np.ones(f)),
        (np.arange(f), pairs + columns.face_of[with_face], -np.ones(f)),
        (f + np.arange(s), with_trip, np.ones(s)),
        (f + np.arange(s), pairs + faces + columns.trip_of[with_trip], -np.ones(s)),
        (f + s + columns.person, np.arange(pairs), columns.hours[task]),
        (f + s + columns.trip_person, pairs + faces + np.arange(trips), columns.trip_hours),
        (f + s + np.arange(people), e + np.arange(people), -np.ones(people)),
    ]
    rows, cols, values = (np.concatenate([part[place] for part in parts]) for place in range(3))
    matrix = csr_array(coo_array((values, (rows, cols)), shape=(f + s + people, e + people)))
    return matrix, np.concatenate([np.zeros(f + s), columns.easy])
