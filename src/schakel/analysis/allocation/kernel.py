"""The search itself, in numba: annealing with moves of constant cost.

Everything is whole numbers, also the chance to accept a worse state (a table of -ln u in 1/1024), so that a seed
gives the same answer wherever it runs. A move is a short list of (task, to whom); a move of one task is
reckoned before it is made, a longer one is made, reckoned on the way, and put back when it is not accepted:

    one task to somebody else, or open (drawn from the cheapest people, a face the family has now, who goes to
    that site now, anybody);
    when that person is full: besides, one of his or her tasks to the first, to somebody else, or open;
    all that a person does for one family, or at one site, to somebody else.

`anneal` is one flat function on purpose: handing these arrays to helpers made it several times slower. Bodies in
numba escape the coverage measurement; an independent count of the cost in the tests watches them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

IMPOSSIBLE = 1 << 30
_LONGEST_MOVE = 32
# Work on some tasks for a moment before going on: what they need then stays in the fast memory. Staying longer cools
# one corner of the region while the rest is still hot, and ends several points of gap higher.
_WINDOW, _STAY = 256, 512


class Frame(NamedTuple):
    """What does not change during a search; shapes as in `Tables`, `pair` holds IMPOSSIBLE where refused.

    candidates (T, K) the cheapest people of each task, candidate_count (T); the tasks of a family (site) are
    family_tasks[family_start[f] : family_start[f + 1]]; movable (M) the tasks that are not pinned, by site;
    trip and trip_minutes (S, P);
    face and over are single costs, per new face and per minute of overload.
    """

    minutes: npt.NDArray[np.int32]
    family: npt.NDArray[np.int32]
    site: npt.NDArray[np.int32]
    pair: npt.NDArray[np.int32]
    unassigned: npt.NDArray[np.int64]
    trip: npt.NDArray[np.int32]
    trip_minutes: npt.NDArray[np.int32]
    easy: npt.NDArray[np.int64]
    room: npt.NDArray[np.int64]
    candidates: npt.NDArray[np.int32]
    candidate_count: npt.NDArray[np.int32]
    family_start: npt.NDArray[np.int32]
    family_tasks: npt.NDArray[np.int32]
    site_start: npt.NDArray[np.int32]
    site_tasks: npt.NDArray[np.int32]
    movable: npt.NDArray[np.int32]
    is_movable: npt.NDArray[np.bool_]
    luck: npt.NDArray[np.int64]
    face: int
    over: int


class State(NamedTuple):
    """Where the search is: who has each task (-1 open) and the counts that make a move cheap.

    holder (T); load (P) minutes with trips; faces (F, P) and visits (S, P) how many tasks share that cost, one
    more where the face is known already; held (P, W), held_count (P) and slot (T) list the tasks of each person;
    random (1) the generator.
    """

    holder: npt.NDArray[np.int32]
    load: npt.NDArray[np.int64]
    faces: npt.NDArray[np.int16]
    visits: npt.NDArray[np.int16]
    held: npt.NDArray[np.int32]
    held_count: npt.NDArray[np.int32]
    slot: npt.NDArray[np.int32]
    random: npt.NDArray[np.uint64]


@njit(cache=True, nogil=True)
def _stir(x: Any) -> Any:
    """Return the next state of the generator (xorshift64)."""
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    return x ^ (x >> np.uint64(27))


@njit(cache=True, nogil=True)
def _below(x: Any, limit: int) -> Any:
    """Return a whole number in [0, limit) from a state of the generator (the star of xorshift64*)."""
    high = (x * np.uint64(2685821657736338717)) >> np.uint64(33)
    return np.int64((high * np.uint64(limit)) >> np.uint64(31))


@njit(cache=True, nogil=True)
def _over(load: Any, easy: Any, price: int) -> Any:
    return (load - easy) * price if load > easy else 0


@njit(cache=True, nogil=True)
def anneal(frame: Frame, state: State, cost: Any, heats: npt.NDArray[np.int64], moves: int) -> Any:
    """Make `moves` moves while the heat follows `heats` (units of cost); return the new cost."""
    minutes, family, site, pair = frame.minutes, frame.family, frame.site, frame.pair
    unassigned, trip, trip_minutes = frame.unassigned, frame.trip, frame.trip_minutes
    easy, room, face, over = frame.easy, frame.room, frame.face, frame.over
    candidates, candidate_count = frame.candidates, frame.candidate_count
    family_start, family_tasks = frame.family_start, frame.family_tasks
    site_start, site_tasks = frame.site_start, frame.site_tasks
    movable, is_movable, luck = frame.movable, frame.is_movable, frame.luck
    holder, load, faces, visits = state.holder, state.load, state.faces, state.visits
    held, held_count, slot = state.held, state.held_count, state.slot
    opened = np.empty(len(movable), np.int32)
    open_count = 0
    for t in movable:
        if holder[t] < 0:
            opened[open_count] = t
            slot[t] = open_count
            open_count += 1
    task = np.empty(_LONGEST_MOVE, np.int32)
    goal = np.empty(_LONGEST_MOVE, np.int32)
    came = np.empty(_LONGEST_MOVE, np.int32)
    people, free, chances = len(room), len(movable), len(luck)
    window = min(free, _WINDOW)
    base, heat = np.int64(0), heats[0]
    x = state.random[0]
    for step in range(moves):
        x = _stir(x)
        if step % _STAY == 0:
            base = _below(x, free)
            x = _stir(x)
            heat = heats[step * len(heats) // moves]
        kind = _below(x, 8)
        x = _stir(x)
        if kind == 0 and open_count > 0:
            # What is open costs most: try it more often than its number asks.
            t = opened[_below(x, open_count)]
        else:
            at = base + _below(x, window)
            t = movable[at if at < free else at - free]
        p = holder[t]

        # To whom: one number decides for this task, and again for the task that must make room.
        turn = 0
        length = 0
        while turn < 2:
            r = t if turn == 0 else task[1]
            x = _stir(x)
            pick = _below(x, 100)
            x = _stir(x)
            f, s = family[r], site[r]
            if turn == 1 and pick < 60:
                q = p
            elif pick < 70 and candidate_count[r] > 0:
                # Twice drawn, the cheaper taken: cheap people are the likelier ones.
                q = _below(x, candidate_count[r])
                x = _stir(x)
                q = candidates[r, min(q, _below(x, candidate_count[r]))]
            elif pick < 80 and f >= 0:
                q = holder[family_tasks[family_start[f] + _below(x, family_start[f + 1] - family_start[f])]]
            elif pick < 87 and s >= 0:
                q = holder[site_tasks[site_start[s] + _below(x, site_start[s + 1] - site_start[s])]]
            elif pick < 95:
                q = np.int32(-1)
            else:
                q = np.int32(_below(x, people))
            if q == holder[r] or (q >= 0 and pair[r, q] >= IMPOSSIBLE):
                length = 0
                break
            task[turn], goal[turn] = r, q
            length += 1
            if turn == 1 or q < 0:
                break
            x = _stir(x)
            kind = _below(x, 20)
            if kind < 2 and p >= 0:
                # All that this person does for the family, or at the site.
                group = family if kind == 0 else site
                if group[t] >= 0:
                    for i in range(held_count[p]):
                        other = held[p, i]
                        if other != t and group[other] == group[t] and is_movable[other]:
                            if length == _LONGEST_MOVE or pair[other, q] >= IMPOSSIBLE:
                                length = 0
                                break
                            task[length], goal[length] = other, q
                            length += 1
                break
            if held_count[q] > 0 and (kind == 2 or load[q] + minutes[t] > room[q]):
                # Of three drawn, the one that costs least to send back, or to leave open.
                least = np.int64(1) << 60
                for _ in range(3):
                    x = _stir(x)
                    other = held[q, _below(x, held_count[q])]
                    price = unassigned[other] if p < 0 else np.int64(pair[other, p]) - pair[other, q]
                    if price < least:
                        least = price
                        task[1] = other
                if not is_movable[task[1]]:
                    length = 0
                    break
                turn = 1
                continue
            break
        if length == 0:
            continue
        x = _stir(x)
        chance = (heat * luck[_below(x, chances)]) >> 10

        if length == 1:
            # Reckoned without making it: most moves end here.
            q = goal[0]
            f, s = family[t], site[t]
            if p >= 0:
                away = minutes[t]
                delta = -np.int64(pair[t, p])
                if f >= 0 and faces[f, p] == 1:
                    delta -= face
                if s >= 0 and visits[s, p] == 1:
                    delta -= trip[s, p]
                    away += trip_minutes[s, p]
                delta += _over(load[p] - away, easy[p], over) - _over(load[p], easy[p], over)
            else:
                delta = -unassigned[t]
            if q >= 0:
                more = minutes[t]
                delta += pair[t, q]
                if f >= 0 and faces[f, q] == 0:
                    delta += face
                if s >= 0 and visits[s, q] == 0:
                    delta += trip[s, q]
                    more += trip_minutes[s, q]
                if load[q] + more > room[q]:
                    continue
                delta += _over(load[q] + more, easy[q], over) - _over(load[q], easy[q], over)
            else:
                delta += unassigned[t]
            if delta > chance:
                continue
        elif turn == 1:
            # t to q, and r of q elsewhere, to w: reckoned without making it too. What t and r share at q (and at p,
            # when they change places) stays as it was.
            q, r, w = goal[0], task[1], goal[1]
            f, s, f_r, s_r = family[t], site[t], family[r], site[r]
            same_f, same_s = f == f_r, s == s_r
            delta = np.int64(pair[t, q]) - pair[r, q]
            more = np.int64(minutes[t]) - minutes[r]
            if not same_f:
                if f >= 0 and faces[f, q] == 0:
                    delta += face
                if f_r >= 0 and faces[f_r, q] == 1:
                    delta -= face
            if not same_s:
                if s >= 0 and visits[s, q] == 0:
                    delta += trip[s, q]
                    more += trip_minutes[s, q]
                if s_r >= 0 and visits[s_r, q] == 1:
                    delta -= trip[s_r, q]
                    more -= trip_minutes[s_r, q]
            if load[q] + more > room[q]:
                continue
            delta += _over(load[q] + more, easy[q], over) - _over(load[q], easy[q], over)
            away = np.int64(0)
            if p >= 0:
                delta -= pair[t, p]
                away -= minutes[t]
                if f >= 0 and faces[f, p] == 1 and not (same_f and w == p):
                    delta -= face
                if s >= 0 and visits[s, p] == 1 and not (same_s and w == p):
                    delta -= trip[s, p]
                    away -= trip_minutes[s, p]
            else:
                delta -= unassigned[t]
            more = np.int64(0)
            if w >= 0:
                delta += pair[r, w]
                more += minutes[r]
                if f_r >= 0 and faces[f_r, w] == 0 and not (same_f and w == p):
                    delta += face
                if s_r >= 0 and visits[s_r, w] == 0 and not (same_s and w == p):
                    delta += trip[s_r, w]
                    more += trip_minutes[s_r, w]
            else:
                delta += unassigned[r]
            if p >= 0:
                if w == p:
                    away += more
                if load[p] + away > room[p]:
                    continue
                delta += _over(load[p] + away, easy[p], over) - _over(load[p], easy[p], over)
            if w >= 0 and w != p:
                if load[w] + more > room[w]:
                    continue
                delta += _over(load[w] + more, easy[w], over) - _over(load[w], easy[w], over)
            if delta > chance:
                continue

        # Made, reckoned on the way, and put back when it is not accepted.
        delta = np.int64(0)
        forward = True
        while True:
            for i in range(length):
                k = i if forward else length - 1 - i
                r = task[k]
                f, s = family[r], site[r]
                a = holder[r]
                b = goal[k] if forward else came[k]
                came[k] = a
                if a >= 0:
                    delta -= pair[r, a] + _over(load[a], easy[a], over)
                    load[a] -= minutes[r]
                    if f >= 0:
                        faces[f, a] -= 1
                        if faces[f, a] == 0:
                            delta -= face
                    if s >= 0:
                        visits[s, a] -= 1
                        if visits[s, a] == 0:
                            delta -= trip[s, a]
                            load[a] -= trip_minutes[s, a]
                    delta += _over(load[a], easy[a], over)
                else:
                    delta -= unassigned[r]
                holder[r] = b
                if b >= 0:
                    delta += pair[r, b] - _over(load[b], easy[b], over)
                    load[b] += minutes[r]
                    if f >= 0:
                        if faces[f, b] == 0:
                            delta += face
                        faces[f, b] += 1
                    if s >= 0:
                        if visits[s, b] == 0:
                            delta += trip[s, b]
                            load[b] += trip_minutes[s, b]
                        visits[s, b] += 1
                    delta += _over(load[b], easy[b], over)
                else:
                    delta += unassigned[r]
            if not forward:
                break
            accepted = delta <= chance
            for k in range(length):
                if goal[k] >= 0 and load[goal[k]] > room[goal[k]]:
                    accepted = False
            if accepted:
                break
            forward = False
        if not forward:
            continue
        cost += delta
        for k in range(length):
            r, a, b = task[k], came[k], goal[k]
            if a >= 0:
                held_count[a] -= 1
                last = held[a, held_count[a]]
                held[a, slot[r]] = last
            else:
                open_count -= 1
                last = opened[open_count]
                opened[slot[r]] = last
            slot[last] = slot[r]
            if b >= 0:
                held[b, held_count[b]] = r
                slot[r] = held_count[b]
                held_count[b] += 1
            else:
                opened[open_count] = r
                slot[r] = open_count
                open_count += 1
    state.random[0] = x
    return cost
