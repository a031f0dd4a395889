"""Where a search starts and where it ends, in numba: an auction, placing, and settling.

The auction (Bertsekas 1988, for transport problems) is a min-cost flow of minutes: tasks bid for people, and a
person who is full keeps the highest bids. Prices end within one step of the best prices, but for tasks that do
not divide. Placing drops what does not fit once trips count; settling makes every single change that helps.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from schakel.analysis.allocation.kernel import IMPOSSIBLE, Frame, State

Ints = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]


@njit(cache=True, nogil=True)
def lowest(cost: Ints, width: int, limit: int, stride: int) -> Any:
    """Return (T, width) the people with the lowest cost below `limit` in order, and how many there are (T).

    Of equals the first from a place that shifts by `stride` per task comes first.
    """
    tasks, people = cost.shape
    found = np.zeros((tasks, width), np.int32)
    count = np.zeros(tasks, np.int32)
    for t in range(tasks):
        for step in range(people):
            p = (t * stride + step) % people
            if cost[t, p] >= limit:
                continue
            last = count[t]
            if last == width:
                if cost[t, p] >= cost[t, found[t, width - 1]]:
                    continue
                last = width - 1
            else:
                count[t] += 1
            while last > 0 and cost[t, found[t, last - 1]] > cost[t, p]:
                found[t, last] = found[t, last - 1]
                last -= 1
            found[t, last] = p
    return found, count


@njit(cache=True, nogil=True)
def auction(frame: Frame, share: Ints, price: Ints, holder: Places, step: int, rounds: int) -> Any:
    """Fill `holder` (T) by bids for minutes; return how many bids were made.

    `share` (T, K) is the cost of each candidate with its part of faces and trips; `price` (P), per minute, starts
    at zero and rises; tasks that are held at the start (pins) keep their place.
    """
    tasks, people = len(frame.minutes), len(frame.room)
    bid = np.zeros(tasks, np.int64)
    load = np.zeros(people, np.int64)
    queue = np.arange(tasks).astype(np.int32)
    first_held = np.full(people, -1, np.int32)
    next_held = np.full(tasks, -1, np.int32)
    for t in range(tasks):
        if holder[t] >= 0:
            bid[t] = IMPOSSIBLE
            load[holder[t]] += frame.minutes[t]
            next_held[t] = first_held[holder[t]]
            first_held[holder[t]] = t
    waiting, head, made = tasks, 0, 0
    while waiting > 0 and made < rounds:
        t = queue[head]
        head = (head + 1) % tasks
        waiting -= 1
        if not frame.is_movable[t]:
            continue
        best = second = frame.unassigned[t]
        goal = -1
        for k in range(frame.candidate_count[t]):
            q = frame.candidates[t, k]
            ask = share[t, k] + price[q] * frame.minutes[t]
            if ask < best:
                best, second, goal = ask, best, q
            elif ask < second:
                second = ask
        if goal < 0:
            continue
        made += 1
        bid[t] = price[goal] + (second - best) // frame.minutes[t] + step
        holder[t] = goal
        load[goal] += frame.minutes[t]
        next_held[t] = first_held[goal]
        first_held[goal] = t
        while load[goal] > frame.room[goal]:
            low, before_low, before = first_held[goal], -1, first_held[goal]
            other = next_held[low]
            while other >= 0:
                if bid[other] < bid[low]:
                    low, before_low = other, before
                before = other
                other = next_held[other]
            price[goal] = max(price[goal], bid[low])
            if before_low < 0:
                first_held[goal] = next_held[low]
            else:
                next_held[before_low] = next_held[low]
            load[goal] -= frame.minutes[low]
            holder[low] = -1
            queue[(head + waiting) % tasks] = low
            waiting += 1
    return made


@njit(cache=True, nogil=True)
def _over(frame: Frame, p: Any, load: Any) -> Any:
    over = load - frame.easy[p]
    return over * frame.over if over > 0 else 0


@njit(cache=True, nogil=True)
def joining(frame: Frame, state: State, t: Any, p: Any) -> Any:
    """Return (cost, minutes) that task t brings to person p."""
    cost = np.int64(frame.pair[t, p])
    minutes = np.int64(frame.minutes[t])
    f, s = frame.family[t], frame.site[t]
    if f >= 0 and state.faces[f, p] == 0:
        cost += frame.face
    if s >= 0 and state.visits[s, p] == 0:
        cost += frame.trip[s, p]
        minutes += frame.trip_minutes[s, p]
    return cost + _over(frame, p, state.load[p] + minutes) - _over(frame, p, state.load[p]), minutes


@njit(cache=True, nogil=True)
def add(frame: Frame, state: State, t: Any, p: Any) -> Any:
    """Give an open task to p, who has room; return what it brings besides no longer being open."""
    cost, minutes = joining(frame, state, t, p)
    state.load[p] += minutes
    if frame.family[t] >= 0:
        state.faces[frame.family[t], p] += 1
    if frame.site[t] >= 0:
        state.visits[frame.site[t], p] += 1
    state.holder[t] = p
    state.held[p, state.held_count[p]] = t
    state.slot[t] = state.held_count[p]
    state.held_count[p] += 1
    return cost - frame.unassigned[t]


@njit(cache=True, nogil=True)
def remove(frame: Frame, state: State, t: Any) -> Any:
    """Make a task open; return the change of cost."""
    p = state.holder[t]
    before = _over(frame, p, state.load[p])
    cost = frame.unassigned[t] - frame.pair[t, p]
    state.load[p] -= frame.minutes[t]
    f, s = frame.family[t], frame.site[t]
    if f >= 0:
        state.faces[f, p] -= 1
        if state.faces[f, p] == 0:
            cost -= frame.face
    if s >= 0:
        state.visits[s, p] -= 1
        if state.visits[s, p] == 0:
            cost -= frame.trip[s, p]
            state.load[p] -= frame.trip_minutes[s, p]
    state.holder[t] = -1
    state.held_count[p] -= 1
    last = state.held[p, state.held_count[p]]
    state.held[p, state.slot[t]] = last
    state.slot[last] = state.slot[t]
    return cost + _over(frame, p, state.load[p]) - before


@njit(cache=True, nogil=True)
def place(frame: Frame, state: State, order: Places, wanted: Places) -> Any:
    """Give tasks in this order to whom is wanted, where it is allowed and fits; return the cost of the state.

    The state must be empty (all open).
    """
    cost = np.int64(0)
    for t in range(len(wanted)):
        cost += frame.unassigned[t]
    for t in order:
        p = wanted[t]
        if p < 0 or frame.pair[t, p] >= IMPOSSIBLE:
            continue
        if state.load[p] + joining(frame, state, t, p)[1] <= frame.room[p]:
            cost += add(frame, state, t, p)
    return cost


@njit(cache=True, nogil=True)
def settle(frame: Frame, state: State, cost: int, sweeps: int) -> Any:
    """Make every change of one task that helps until none does, or `sweeps` rounds; return the new cost."""
    for _ in range(sweeps):
        before = cost
        for t in frame.movable:
            p = state.holder[t]
            if p >= 0:
                cost += remove(frame, state, t)
            best, goal = np.int64(0), -1
            for q in range(len(frame.room)):
                if frame.pair[t, q] < IMPOSSIBLE:
                    brings, minutes = joining(frame, state, t, q)
                    if state.load[q] + minutes <= frame.room[q]:
                        delta = brings - frame.unassigned[t]
                        # Of equals the present holder stays: a change must help.
                        if delta < best or (delta == best and q == p):
                            best, goal = delta, q
            if goal >= 0:
                cost += add(frame, state, t, goal)
        if cost == before:
            break
    return cost
