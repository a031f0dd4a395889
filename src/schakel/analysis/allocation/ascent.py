"""Prices for the bound, in numba: climb a smoothed bound with the steps of Adam, and price every pair.

The bound (see `bound.py`) is a function of prices: an hour of each person, and what each pair pays towards the
face and the trip that it shares with other tasks. Any prices give a true bound; this looks for good ones. The
bound has kinks, so the climb follows a smoothed one (a soft minimum with `heat` points of softness, after Nesterov
2005) whose heat goes down; steps are those of Adam (Kingma & Ba 2015), which need no tuning per price.
Costs are in points, time in hours.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int32]
_MOMENTUM, _SPREAD = 0.9, 0.99


class Columns(NamedTuple):
    """The pairs whose prices are sought, in compressed rows per task, and the groups that share a cost.

    start (T + 1); person, cost, face_of, trip_of (N), -1 for no group; hours, unassigned (T);
    face_cost (G); trip_cost, trip_hours, trip_person (H); face_part, trip_part how much of each the pairs here
    may pay (0 to 1, the rest is for pairs outside); easy, spare (P) hours; over points per hour.
    """

    start: Places
    person: Places
    cost: Floats
    face_of: Places
    trip_of: Places
    hours: Floats
    unassigned: Floats
    face_cost: Floats
    trip_cost: Floats
    trip_hours: Floats
    trip_person: Places
    face_part: Floats
    trip_part: Floats
    easy: Floats
    spare: Floats
    over: float


class Everything(NamedTuple):
    """All pairs, person first: pair (P, T) points, infinity where refused; face (P, F), trip and trip_hours
    (P, S); face_part (P, F) and trip_part (P, S) how many tasks may share each; family, site, hours,
    unassigned (T)."""

    pair: npt.NDArray[np.float32]
    family: Places
    site: Places
    face: npt.NDArray[np.float32]
    trip: npt.NDArray[np.float32]
    trip_hours: npt.NDArray[np.float32]
    face_part: Places
    trip_part: Places
    hours: Floats
    unassigned: Floats


@njit(cache=True, nogil=True)
def allowed_in_group(pair: npt.NDArray[np.float32], place: Places, groups: int) -> Any:
    """Count per person and group (P, G) the tasks of the group that the person may take; at least one."""
    people, tasks = pair.shape
    count = np.zeros((people, groups), np.int32)
    for p in range(people):
        for t in range(tasks):
            if place[t] >= 0 and pair[p, t] < np.inf:
                count[p, place[t]] += 1
    return np.maximum(count, 1)


@njit(cache=True, nogil=True)
def grouped(place: Places, person: npt.NDArray[np.int64], once: npt.NDArray[np.int64]) -> Any:
    """Number the (person, place) with a cost that is paid once and that some pair shares.

    Returns the number of each pair (N), -1 when it shares nothing, and the table of numbers (P, places); numbers go
    up with person and place.
    """
    number = np.full(once.shape, -1, np.int32)
    for i in range(len(place)):
        if place[i] >= 0 and once[person[i], place[i]] > 0:
            number[person[i], place[i]] = 0
    count = 0
    for p in range(once.shape[0]):
        for f in range(once.shape[1]):
            if number[p, f] == 0:
                number[p, f] = count
                count += 1
    of = np.full(len(place), -1, np.int32)
    for i in range(len(place)):
        if place[i] >= 0:
            of[i] = number[person[i], place[i]]
    return of, number


@njit(cache=True, nogil=True)
def cheapest(everything: Everything, hour: Floats, width: int, stride: int) -> Any:
    """Return (T, width) the people whose ask is lowest at these hourly prices, and how many are possible (T).

    Each pair asks an even part of its face and trip. People who ask the same take turns: each task starts the
    list of people elsewhere, or all work that anybody can do would see the same few.
    """
    w = everything
    people, tasks = w.pair.shape
    found = np.full((tasks, width), -1, np.int32)
    count = np.zeros(tasks, np.int32)
    ask = np.empty((tasks, width))
    for p in range(people):
        for t in range(tasks):
            value = np.float64(w.pair[p, t])
            if value == np.inf:
                continue
            value += hour[p] * w.hours[t]
            f, s = w.family[t], w.site[t]
            if f >= 0:
                value += w.face[p, f] / w.face_part[p, f]
            if s >= 0:
                value += (w.trip[p, s] + hour[p] * w.trip_hours[p, s]) / w.trip_part[p, s]
            # Far less than a thousandth of a point, to break ties only.
            value += 1e-7 * ((p + t * stride) % people)
            last = count[t]
            if last == width:
                if value >= ask[t, width - 1]:
                    continue
                last = width - 1
            else:
                count[t] += 1
            while last > 0 and ask[t, last - 1] > value:
                ask[t, last] = ask[t, last - 1]
                found[t, last] = found[t, last - 1]
                last -= 1
            ask[t, last] = value
            found[t, last] = p
    return found, count


@njit(cache=True, nogil=True)
def priced(
    everything: Everything,
    columns: Columns,
    groups: Any,
    hour: Floats,
    face: Floats,
    trip: Floats,
    worth: Floats,
) -> Any:
    """Return the bound at these prices over all pairs.

    Within the columns a pair pays its price. Outside them the prices are chosen here, the best that leave the
    cheapest ask of each task (`worth`, T, filled) as it is: what a person would undercut for one family must
    be paid by the face, and what is left of that at one site by the trip; what cannot be paid is lost.
    `groups` holds per person the rows of columns' faces and trips: start (P + 1), place, for both.
    """
    w, c = everything, columns
    people, tasks = w.pair.shape
    inside = np.zeros((people, tasks), np.bool_)
    face_left = c.face_cost.copy()
    trip_left = np.empty(len(c.trip_cost))
    for g in range(len(trip_left)):
        trip_left[g] = c.trip_cost[g] + hour[c.trip_person[g]] * c.trip_hours[g]
    for t in range(tasks):
        worth[t] = w.unassigned[t]
        for i in range(c.start[t], c.start[t + 1]):
            inside[c.person[i], t] = True
            worth[t] = min(worth[t], c.cost[i] + hour[c.person[i]] * w.hours[t] + face[i] + trip[i])
            if c.face_of[i] >= 0:
                face_left[c.face_of[i]] -= face[i]
            if c.trip_of[i] >= 0:
                trip_left[c.trip_of[i]] -= trip[i]
    value = 0.0
    for left in (face_left, trip_left):
        for g in range(len(left)):
            value += min(0.0, left[g])
            left[g] = max(0.0, left[g])
    face_start, face_place, trip_start, trip_place = groups
    family_need, family_pays = np.empty(w.face.shape[1]), np.empty(w.face.shape[1])
    family_site = np.empty(w.face.shape[1], np.int32)
    site_need, site_pays = np.empty(w.trip.shape[1]), np.empty(w.trip.shape[1])
    for p in range(people):
        value -= hour[p] * c.easy[p] + max(0.0, hour[p] - c.over) * c.spare[p]
        family_need[:] = 0.0
        site_need[:] = 0.0
        family_site[:] = -2
        family_pays[:] = w.face[p]
        site_pays[:] = w.trip[p] + hour[p] * w.trip_hours[p]
        for g in range(face_start[p], face_start[p + 1]):
            family_pays[face_place[g]] = face_left[g]
        for g in range(trip_start[p], trip_start[p + 1]):
            site_pays[trip_place[g]] = trip_left[g]
        for t in range(tasks):
            need = worth[t] - w.pair[p, t] - hour[p] * w.hours[t]
            if need <= 0.0 or inside[p, t]:
                continue
            f, s = w.family[t], w.site[t]
            if f >= 0 and w.face[p, f] > 0.0:
                family_need[f] += need
                # A family at two sites: no trip can pay for both.
                first_site = family_site[f]
                family_site[f] = s if first_site == -2 or first_site == s else -1
            elif s >= 0 and w.trip[p, s] > 0.0:
                site_need[s] += need
            else:
                worth[t] -= need
        for f in range(len(family_need)):
            rest = family_need[f] - family_pays[f]
            if rest > 0.0:
                s = family_site[f]
                if s >= 0 and w.trip[p, s] > 0.0:
                    site_need[s] += rest
                else:
                    value -= rest
        for s in range(len(site_need)):
            value -= max(0.0, site_need[s] - site_pays[s])
    for t in range(tasks):
        value += worth[t]
    return value


@njit(cache=True, nogil=True)
def _soft_step(gap: float, heat: float) -> Any:
    """Return 1 where gap is far below zero, 0 far above, smoothly."""
    return 1.0 / (1.0 + np.exp(min(40.0, max(-40.0, gap / heat))))


@njit(cache=True, nogil=True)
def _slopes(
    c: Columns, hour: Floats, face: Floats, trip: Floats, heat: float, slope_hour: Floats, slope_face: Floats,
    slope_trip: Floats, part: Floats, face_left: Floats, trip_left: Floats,
) -> None:  # fmt: skip
    """Fill the slope of the smoothed bound for each price."""
    people = len(hour)
    for g in range(len(face_left)):
        face_left[g] = c.face_part[g] * c.face_cost[g]
    for g in range(len(trip_left)):
        trip_left[g] = c.trip_part[g] * (c.trip_cost[g] + hour[c.trip_person[g]] * c.trip_hours[g])
    for p in range(people):
        slope_hour[p] = -c.easy[p] - c.spare[p] * _soft_step(c.over - hour[p], heat)
    for t in range(len(c.hours)):
        first, last = c.start[t], c.start[t + 1]
        best = c.unassigned[t]
        for i in range(first, last):
            ask = c.cost[i] + hour[c.person[i]] * c.hours[t] + face[i] + trip[i]
            part[i] = ask
            best = min(best, ask)
            if c.face_of[i] >= 0:
                face_left[c.face_of[i]] -= face[i]
            if c.trip_of[i] >= 0:
                trip_left[c.trip_of[i]] -= trip[i]
        total = np.exp((best - c.unassigned[t]) / heat)
        for i in range(first, last):
            near = (best - part[i]) / heat
            part[i] = np.exp(near) if near > -30.0 else 0.0
            total += part[i]
        for i in range(first, last):
            part[i] /= total
            slope_hour[c.person[i]] += part[i] * c.hours[t]
    for g in range(len(face_left)):
        face_left[g] = _soft_step(face_left[g], heat)
    for g in range(len(trip_left)):
        trip_left[g] = _soft_step(trip_left[g], heat)
        slope_hour[c.trip_person[g]] += trip_left[g] * c.trip_part[g] * c.trip_hours[g]
    for i in range(len(part)):
        slope_face[i] = part[i] - face_left[c.face_of[i]] if c.face_of[i] >= 0 else 0.0
        slope_trip[i] = part[i] - trip_left[c.trip_of[i]] if c.trip_of[i] >= 0 else 0.0


@njit(cache=True, nogil=True)
def _move(
    price: Floats, slope: Floats, mean: Floats, square: Floats, length: float, turn: int
) -> None:  # fmt: skip
    """One step of Adam up the slope; prices stay at least zero."""
    fresh = 1.0 - _MOMENTUM ** (turn + 1)
    wide = 1.0 - _SPREAD ** (turn + 1)
    for i in range(len(price)):
        mean[i] += (1.0 - _MOMENTUM) * (slope[i] - mean[i])
        square[i] += (1.0 - _SPREAD) * (slope[i] * slope[i] - square[i])
        step = length * (mean[i] / fresh) / (np.sqrt(square[i] / wide) + 1e-8)
        price[i] = max(0.0, price[i] + step)


@njit(cache=True, nogil=True)
def climb(
    columns: Columns, hour: Floats, face: Floats, trip: Floats, heats: Floats, lengths: Floats
) -> None:  # fmt: skip
    """Improve the prices in place: round k is as soft as heats[k] and steps as far as lengths[k]."""
    people, pairs = len(hour), len(face)
    slope_hour, mean_hour, square_hour = np.zeros(people), np.zeros(people), np.zeros(people)
    slope_face, mean_face, square_face = np.zeros(pairs), np.zeros(pairs), np.zeros(pairs)
    slope_trip, mean_trip, square_trip = np.zeros(pairs), np.zeros(pairs), np.zeros(pairs)
    part = np.empty(pairs)
    face_left, trip_left = np.empty(len(columns.face_cost)), np.empty(len(columns.trip_cost))
    for turn in range(len(heats)):
        _slopes(
            columns, hour, face, trip, heats[turn], slope_hour, slope_face, slope_trip, part, face_left, trip_left
        )  # fmt: skip
        _move(hour, slope_hour, mean_hour, square_hour, lengths[turn], turn)
        _move(face, slope_face, mean_face, square_face, lengths[turn], turn)
        _move(trip, slope_trip, mean_trip, square_trip, lengths[turn], turn)
