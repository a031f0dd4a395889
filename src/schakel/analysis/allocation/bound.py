"""How good a proposal can possibly be: a bound that is proven, whatever the search did.

The problem as a whole-number programme, for tasks t, people p, families f, sites s:

    least  sum o_t w_t + sum c_tp x_tp + sum a_pf y_pf + sum b_ps z_ps + g sum e_p
    with   w_t + sum_p x_tp = 1,   x_tp <= y_p,f(t),   x_tp <= z_p,s(t),
           sum_t h_t x_tp + sum_s m_ps z_ps <= easy_p + e_p,   e_p <= spare_p,   x, y, z, w 0 or 1.

Let the last but one limit cost l_p an hour, and let each pair pay u_tp towards its face and v_tp towards its trip.
Then for *any* l, u, v >= 0 no proposal can cost less than

    sum_t min(o_t, min_p c_tp + l_p h_t + u_tp + v_tp)
    + sum_pf min(0, a_pf - sum_t u_tp) + sum_ps min(0, b_ps + l_p m_ps - sum_t v_tp)
    - sum_p (l_p easy_p + max(0, l_p - g) spare_p).

The best such value is that of the linear programme (x, y, z, w between 0 and 1). Prices come from the solver of
that programme (`linear.py`, small problems) or from `ascent.py` (any size); the value is always counted by this
formula over all pairs, so that it holds even when the solver was stopped half-way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from schakel.analysis.allocation.ascent import (
    Columns,
    Everything,
    Floats,
    Places,
    allowed_in_group,
    cheapest,
    climb,
    grouped,
    priced,
)
from schakel.analysis.allocation.tables import UNITS, Tables

Keys = npt.NDArray[np.int64]
Group = tuple[Keys, Keys]

# Beyond this many pairs only the cheapest people of each task get a price of their own.
_ALL_PAIRS = 60_000
_STRIDE = 7919
# Parts of all rounds, and how many people per task are added before each: who is cheap depends on the prices.
_PARTS = ((1 / 16, 12),) + ((1 / 16, 6),) * 15
# Steps and softness at the start and at the end, in the measure of the problem. One slope runs through all parts: starting
# each part with long steps again throws away what the part before it found.
_STEPS_SMALL, _STEPS, _HEATS = (0.3, 0.006), (0.2, 0.001), (0.1, 0.01)


@dataclass(frozen=True, slots=True)
class Bound:
    """No proposal costs less than `cost` points; `method` tells where the prices came from, `cut` that the climb
    was stopped early."""

    cost: float
    method: str
    cut: bool = False


@dataclass(frozen=True)
class Prices:
    """Prices l (P) and, for the pairs of `columns`, u and v (N)."""

    columns: Chosen
    hour: Floats
    face: Floats
    trip: Floats


def everything_of(tables: Tables) -> Everything:
    """Return all pairs, person first."""
    # Rounded down, so that a bound counted with them stays a bound.
    cost = np.nextafter((tables.pair_cost() / UNITS).astype(np.float32), np.float32(-np.inf))
    allowed = np.where(tables.allowed(), np.maximum(cost, 0), np.float32(np.inf))
    pair = np.ascontiguousarray(allowed.T)
    return Everything(
        pair=pair,
        family=tables.family,
        site=tables.site,
        face=(tables.face / UNITS).astype(np.float32),
        trip=(tables.trip / UNITS).astype(np.float32),
        trip_hours=(tables.trip_minutes / 60).astype(np.float32),
        face_part=allowed_in_group(pair, tables.family, tables.face.shape[1]),
        trip_part=allowed_in_group(pair, tables.site, tables.trip.shape[1]),
        hours=tables.minutes / 60,
        unassigned=np.where(tables.pinned >= 0, np.inf, tables.unassigned_cost() / UNITS),
    )


def ascend(
    tables: Tables, everything: Everything, rounds: int = 300, stop: Callable[[], bool] = lambda: False
) -> Bound:
    """Return the best bound found in `rounds` steps; `stop` may end it early, with what it has."""
    if tables.tasks == 0:
        return Bound(0.0, "ascent")
    small = tables.tasks * tables.people <= _ALL_PAIRS
    parts = ((1.0, tables.people),) if small else _PARTS
    measure = _measure_of(everything)
    lengths = measure * np.geomspace(*(_STEPS_SMALL if small else _STEPS), rounds)
    heats = measure * np.geomspace(*_HEATS, rounds)
    prices, best, done = None, -np.inf, 0
    for part, width in parts:
        if prices is not None and stop():
            return Bound(max(0.0, best), "ascent", cut=True)
        prices = _widened(tables, everything, prices, min(width, tables.people))
        until = done + max(1, round(part * rounds))
        climb(
            prices.columns.arrays, prices.hour, prices.face, prices.trip, heats[done:until], lengths[done:until]
        )  # fmt: skip
        best = max(best, value_at(tables, everything, prices))
        done = until
    return Bound(max(0.0, best), "ascent")


def _measure_of(everything: Everything) -> float:
    """What a task costs when it stays open, per 60 points: the size of costs in this problem."""
    finite = everything.unassigned[np.isfinite(everything.unassigned)]
    return float(finite.mean()) / 60 if len(finite) and finite.mean() > 0 else 1.0


def value_at(tables: Tables, everything: Everything, prices: Prices) -> float:
    """Count the bound at these prices over all pairs."""
    columns = prices.columns
    worth = np.empty(tables.tasks)
    groups = (*_rows(columns.face_group, tables.people), *_rows(columns.trip_group, tables.people))
    value = priced(everything, columns.arrays, groups, prices.hour, prices.face, prices.trip, worth)
    # Rounding in sums of this size.
    scale = float(np.abs(worth).sum()) + float(prices.hour @ columns.arrays.easy)
    return float(value) - 1e-9 * scale


@dataclass(frozen=True)
class Chosen:
    """The pairs with a price (keys = task * P + person, sorted), and what they share (person, place)."""

    keys: Keys
    arrays: Columns
    face_group: Group
    trip_group: Group


def columns_of(tables: Tables, everything: Everything, keys: Keys) -> Chosen:
    """Return the pairs of these sorted keys with the groups they share."""
    task, person = np.divmod(keys, tables.people)
    face_of, face_group = _shared(tables.family[task], person, tables.face)
    trip_of, trip_group = _shared(tables.site[task], person, tables.trip)
    faces = np.bincount(face_of[face_of >= 0], minlength=len(face_group[0]))
    trips = np.bincount(trip_of[trip_of >= 0], minlength=len(trip_group[0]))
    arrays = Columns(
        start=np.searchsorted(task, np.arange(tables.tasks + 1)).astype(np.int32),
        person=person.astype(np.int32),
        cost=(tables.continuity[task, person] + tables.registered[task, person]) / UNITS,
        face_of=face_of,
        trip_of=trip_of,
        hours=everything.hours,
        unassigned=everything.unassigned,
        face_cost=tables.face[face_group] / UNITS,
        trip_cost=tables.trip[trip_group] / UNITS,
        trip_hours=tables.trip_minutes[trip_group] / 60,
        trip_person=trip_group[0].astype(np.int32),
        face_part=faces / everything.face_part[face_group],
        trip_part=trips / everything.trip_part[trip_group],
        easy=tables.easy / 60,
        spare=(tables.room - tables.easy) / 60,
        over=tables.over / 1000,
    )
    return Chosen(keys, arrays, face_group, trip_group)


def _shared(place: Places, person: Keys, once: Keys) -> tuple[Places, Group]:
    """Return the group of each pair (-1 when it shares no cost), and person and place of each group."""
    of, number = grouped(place.astype(np.int32), person, once)
    people, places = np.nonzero(number >= 0)
    return of, (people, places)


def _rows(group: Group, people: int) -> tuple[Places, Places]:
    start = np.searchsorted(group[0], np.arange(people + 1)).astype(np.int32)
    return start, group[1].astype(np.int32)


def _widened(tables: Tables, everything: Everything, prices: Prices | None, width: int) -> Prices:
    """Add the people who are cheapest at these prices; pairs that were there keep their prices."""
    hour = np.zeros(tables.people) if prices is None else prices.hour
    found, count = cheapest(everything, hour, width, _STRIDE)
    task = np.repeat(np.arange(tables.tasks), count)
    keys = np.sort(task * tables.people + found[np.arange(width)[None, :] < count[:, None]])
    if prices is None:
        return _even_prices(tables, everything, keys, hour)
    wider = _even_prices(tables, everything, _merged(prices.columns.keys, keys), hour)
    kept = np.searchsorted(wider.columns.keys, prices.columns.keys)
    wider.face[kept] = prices.face
    wider.trip[kept] = prices.trip
    return wider


def _merged(one: Keys, other: Keys) -> Keys:
    """Return the union of two sorted lists; the sort finds them sorted already, which `numpy.union1d` does not."""
    keys = np.sort(np.concatenate((one, other)), kind="stable")
    once: Keys = keys[np.diff(keys, prepend=-1) != 0]
    return once


def _even_prices(tables: Tables, everything: Everything, keys: Keys, hour: Floats) -> Prices:
    chosen = columns_of(tables, everything, keys)
    columns = chosen.arrays
    face, trip = np.zeros(len(keys)), np.zeros(len(keys))
    in_face, in_trip = columns.face_of >= 0, columns.trip_of >= 0
    face[in_face] = (columns.face_cost / everything.face_part[chosen.face_group])[columns.face_of[in_face]]
    whole = columns.trip_cost + hour[columns.trip_person] * columns.trip_hours
    trip[in_trip] = (whole / everything.trip_part[chosen.trip_group])[columns.trip_of[in_trip]]
    return Prices(chosen, hour.copy(), face, trip)
