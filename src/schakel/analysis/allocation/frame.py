"""From tables to what the kernel works on: candidates, groups, and an empty state."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from schakel.analysis.allocation.kernel import IMPOSSIBLE, Frame, State
from schakel.analysis.allocation.start import lowest
from schakel.analysis.allocation.tables import OPEN, PINNED_NOWHERE, UNITS, Ints, Places, Tables

CANDIDATES = 12
_LUCK = 4096
_STRIDE = 7919


def frame_of(tables: Tables) -> Frame:
    """Return the unchanging side of a search."""
    pair = np.where(tables.allowed(), tables.pair_cost(), IMPOSSIBLE)
    share = _shared_cost(tables, pair)
    candidates, count = _cheapest(share, min(CANDIDATES, max(1, tables.people)))
    family_start, family_tasks = _groups(tables.family, tables.face.shape[1])
    site_start, site_tasks = _groups(tables.site, tables.trip.shape[1])
    return Frame(
        minutes=tables.minutes.astype(np.int32),
        family=tables.family,
        site=tables.site,
        pair=pair.astype(np.int32),
        unassigned=tables.unassigned_cost(),
        trip=_at_least_one_row(tables.trip.T.astype(np.int32)),
        trip_minutes=_at_least_one_row(tables.trip_minutes.T.astype(np.int32)),
        easy=tables.easy,
        room=tables.room,
        candidates=candidates,
        candidate_count=count,
        family_start=family_start,
        family_tasks=family_tasks,
        site_start=site_start,
        site_tasks=site_tasks,
        movable=_by_site(tables),
        is_movable=tables.pinned == PINNED_NOWHERE,
        luck=_luck(),
        face=int(tables.face.max(initial=0)),
        over=tables.over,
    )


def _by_site(tables: Tables) -> Places:
    """Return the tasks that may move, neighbours together."""
    free = np.flatnonzero(tables.pinned == PINNED_NOWHERE)
    return free[np.lexsort((tables.family[free], tables.site[free]))].astype(np.int32)


def empty_state(tables: Tables, frame: Frame, seed: int) -> State:
    """Return a state in which everything is open and the generator is seeded."""
    shortest = int(tables.minutes.min()) if tables.tasks else 1
    longest = int(tables.room.max()) if tables.people else 0
    width = min(tables.tasks, longest // shortest) + 1
    return State(
        holder=np.full(tables.tasks, OPEN, np.int32),
        load=np.zeros(tables.people, np.int64),
        # A face that is known counts as seen once already, so that it never costs.
        faces=_at_least_one_row((tables.face == 0).T.astype(np.int16)),
        visits=np.zeros(frame.trip.shape, np.int16),
        held=np.full((tables.people, width), OPEN, np.int32),
        held_count=np.zeros(tables.people, np.int32),
        slot=np.zeros(tables.tasks, np.int32),
        random=_seeded(seed),
    )


def measure_of(tables: Tables) -> float:
    """Return the size of costs in this problem: what a task costs when it stays open, over 60 points."""
    mean = float(tables.unassigned_cost().mean()) if tables.tasks else 0.0
    return max(mean / (60 * UNITS), 1e-6)


def candidate_cost(tables: Tables, frame: Frame) -> Ints:
    """Return the cost of each candidate (T, K) with an even part of its face and trip.

    An estimate of what a pair costs when the whole family (site) goes to that person, used to choose candidates
    and to bid; the cost that counts is always exact.
    """
    cost = np.take_along_axis(frame.pair, frame.candidates, axis=1).astype(np.int64)
    for place, part in _parts(tables):
        rows = np.flatnonzero(place >= 0)
        cost[rows] += part[place[rows][:, None], frame.candidates[rows]]
    return np.minimum(cost, IMPOSSIBLE)


def _shared_cost(tables: Tables, pair: Ints) -> Ints:
    """Return the same for all pairs (T, P), IMPOSSIBLE where refused."""
    share = pair.copy()
    for place, part in _parts(tables):
        for row in np.flatnonzero(place >= 0):
            share[row] += part[place[row]]
    return np.minimum(share, IMPOSSIBLE, out=share)


def _parts(tables: Tables) -> list[tuple[Places, Ints]]:
    """Return for families and for sites the place of each task and the even part of the cost paid once (F or S, P)."""
    parts = []
    for place, once in ((tables.family, tables.face), (tables.site, tables.trip)):
        many = np.maximum(np.bincount(place[place >= 0], minlength=once.shape[1]), 1)
        parts.append((place, np.ascontiguousarray((once // many).T)))
    return parts


def _cheapest(share: Ints, width: int) -> tuple[Places, Places]:
    """Return the `width` cheapest possible people of each task in order, and how many there are.

    People who cost the same take turns: each task begins the list of people elsewhere, or all work that anybody
    could do would see the same few.
    """
    if share.shape[1] == 0:
        return np.zeros((len(share), 1), np.int32), np.zeros(len(share), np.int32)
    found, count = lowest(share, width, IMPOSSIBLE, _STRIDE)
    return found, count


def _groups(place: Places, groups: int) -> tuple[Places, Places]:
    """Return start (groups + 1) and tasks of each group in compressed rows."""
    members = np.flatnonzero(place >= 0)
    order = members[np.argsort(place[members], kind="stable")]
    start = np.zeros(groups + 1, np.int32)
    np.cumsum(np.bincount(place[members], minlength=groups), out=start[1:])
    return start, order.astype(np.int32)


Table = TypeVar("Table", npt.NDArray[np.int16], npt.NDArray[np.int32])


def _at_least_one_row(table: Table) -> Table:
    return np.ascontiguousarray(table) if len(table) else np.zeros((1, table.shape[1]), table.dtype)


def _luck() -> Ints:
    """Return -ln(u) in 1/1024 for evenly spread u: the chance of accepting a worse state, in whole numbers."""
    u = (np.arange(_LUCK) + 0.5) / _LUCK
    return np.round(-np.log(u) * 1024).astype(np.int64)


def _seeded(seed: int) -> npt.NDArray[np.uint64]:
    """Spread the seed over all bits (splitmix64); the generator may not start at zero."""
    mask = (1 << 64) - 1
    z = (seed + 0x9E3779B97F4A7C15) & mask
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
    return np.array([(z ^ (z >> 31)) or 1], np.uint64)
