"""A search whose sums go wrong in one place is caught by the independent count: the tests of the search can fail.

The kernel's source is played by the Python interpreter with one line changed. What it says of the cost, the minutes and
the lists must agree with `costs.books_of`, which counts a whole division anew and shares no code with the kernel.
"""

from __future__ import annotations

import inspect
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from schakel.analysis.allocation import kernel
from schakel.analysis.allocation.costs import books_of
from schakel.analysis.allocation.frame import empty_state, frame_of
from schakel.analysis.allocation.kernel import Frame
from schakel.analysis.allocation.problem import Pin, Problem
from schakel.analysis.allocation.sample import sample_problem
from schakel.analysis.allocation.start import place
from schakel.analysis.allocation.tables import OPEN, PINNED_NOWHERE, UNITS, Tables, tables_of

MOVES, SEEDS = 1000, range(3)

CHANGES = [
    ("leaving work is not paid back", "delta -= pair[r, a] + _over(", "delta -= _over("),
    ("taking work costs nothing", "delta += pair[r, b] - _over(", "delta -= _over("),
    (
        "what opens costs nothing",
        "                else:\n                    delta += unassigned[r]\n            if not",
        "            if not",
    ),
    (
        "what was open is not paid back",
        "                else:\n                    delta -= unassigned[r]\n                holder",
        "                holder",
    ),
    ("minutes stay with who gave the work away", "                    load[a] -= minutes[r]\n", ""),
    ("minutes do not come with the work", "                    load[b] += minutes[r]\n", ""),
    (
        "a face that is gone is still paid",
        "                        if faces[f, a] == 0:\n                            delta -= face\n",
        "",
    ),
    (
        "a new face is free",
        "                        if faces[f, b] == 0:\n                            delta += face\n",
        "",
    ),
    ("faces are never counted down", "                        faces[f, a] -= 1\n", ""),
    ("a trip that is gone is still paid", "                            delta -= trip[s, a]\n", ""),
    ("a new trip is free", "                            delta += trip[s, b]\n", ""),
    (
        "the time of a trip that is gone is kept",
        "                            load[a] -= trip_minutes[s, a]\n",
        "",
    ),
    (
        "the time of a new trip is forgotten",
        "                            load[b] += trip_minutes[s, b]\n",
        "",
    ),
    ("visits are never counted up", "                        visits[s, b] += 1\n", ""),
    ("overload is free", "return (load - easy) * price if load > easy else 0", "return 0"),
    ("overload begins an hour late", "if load > easy else 0", "if load > easy + 60 else 0"),
    ("a full person takes more", "load[goal[k]] > room[goal[k]]:", "load[goal[k]] > room[goal[k]] + 60:"),
    ("pinned work makes room", "if not is_movable[task[1]]:", "if False:"),
    ("what is refused is kept", "            forward = False\n", "            break\n"),
    ("the total is not kept", "        cost += delta\n", "        cost += 0\n"),
    ("lists keep who left", "                held[a, slot[r]] = last\n", ""),
    ("lists lose their place", "            slot[last] = slot[r]\n", ""),
]


@cache
def weeks() -> list[tuple[Tables, Frame, int]]:
    found = []
    for seed in SEEDS:
        tables = tables_of(_with_pins(sample_problem(4, 24, seed=seed, load=1.3)))
        found.append((tables, frame_of(tables), seed))
    return found


def _with_pins(week: Problem) -> Problem:
    """Pin one short task to each person who may take it."""
    tables, pins, taken = tables_of(week), list(week.pins), set()
    for person, someone in enumerate(week.people):
        mays = [t for t in np.argsort(tables.minutes) if tables.allowed()[t, person] and t not in taken]
        free = [
            t
            for t in mays
            if tables.pinned[t] == PINNED_NOWHERE and tables.minutes[t] < tables.room[person] / 4
        ]
        for task in free[:2]:
            taken.add(task)
            pins.append(Pin(week.tasks[task].key, someone.key))
    return replace(week, pins=tuple(pins))


def interpreted(source: str) -> Any:
    names: dict[str, Any] = {"__name__": "kernel_interpreted"}
    plain = source.replace("@njit(cache=True, nogil=True)\n", "").replace("from numba import njit\n", "")
    exec(plain, names)  # noqa: S102  # the project's own source with one line changed
    return names["anneal"]


def without_quick(source: str) -> str:
    """The same search, in which every move of two tasks is made, reckoned on the way, and put back."""
    assert source.count("elif turn == 1:\n") == 1
    return source.replace("elif turn == 1:\n", "elif False:\n")


def objections(source: str) -> list[str]:
    """What the independent count holds against a search by this source, in words."""
    anneal = interpreted(source)
    heats = np.array([3 * UNITS, UNITS // 10], np.int64)
    found: list[str] = []
    for tables, frame, seed in weeks():
        state = empty_state(tables, frame, seed)
        open_cost = int(place(frame, state, np.arange(tables.tasks, dtype=np.int32), tables.pinned))
        with np.errstate(over="ignore"):
            cost = anneal(frame, state, open_cost, heats, MOVES)
        books = books_of(tables, state.holder)
        given = np.flatnonzero(state.holder != OPEN)
        lists = {(p, int(t)) for p, n in enumerate(state.held_count) for t in state.held[p, :n]}
        for wrong, words in (
            (round(books.terms().total * UNITS) != cost, "the cost"),
            (not np.array_equal(books.load, state.load), "the minutes"),
            ((books.load > tables.room).any(), "the room"),
            (tables.refusal[given, state.holder[given]].any(), "who may"),
            (((tables.pinned != PINNED_NOWHERE) & (state.holder != tables.pinned)).any(), "the pins"),
            (lists != {(int(state.holder[t]), int(t)) for t in given}, "the lists"),
            (cost >= open_cost, "nothing was gained"),
        ):
            if wrong:
                found.append(words)
    return found


def test_the_interpreted_search_agrees_when_nothing_is_changed() -> None:
    assert objections(inspect.getsource(kernel)) == []


@pytest.mark.parametrize(("what", "before", "after"), CHANGES, ids=[what for what, _, _ in CHANGES])
def test_a_planted_change_is_noticed(what: str, before: str, after: str) -> None:
    source = inspect.getsource(kernel)
    assert source.count(before) == 1, f"the line of {what!r} is not there once: plant it anew"
    with suppress(IndexError):  # off the end of a table: noticed as well
        assert objections(without_quick(source.replace(before, after))) != []


# Changes that refuse too much: what they let through is reckoned again, and refused then.
QUICK = [
    (
        "what q gives back is not counted",
        "delta = np.int64(pair[t, q]) - pair[r, q]",
        "delta = np.int64(pair[t, q])",
    ),
    (
        "the time that comes free at q is forgotten",
        "more = np.int64(minutes[t]) - minutes[r]",
        "more = np.int64(minutes[t])",
    ),
    ("the time that comes free at p is forgotten", "                away -= minutes[t]\n", ""),
    (
        "leaving a face does not pay",
        "delta -= face\n                if s >= 0 and visits[s, p] == 1 and",
        "pass\n                if s >= 0 and visits[s, p] == 1 and",
    ),
    (
        "what was open is not paid back",
        "                delta -= unassigned[t]\n            more",
        "                pass\n            more",
    ),
]


def ends(source: str) -> list[Any]:
    """Where a search by this source ends: holders and cost of each week."""
    anneal = interpreted(source)
    found: list[Any] = []
    for tables, frame, seed in weeks():
        state = empty_state(tables, frame, seed)
        cost = int(place(frame, state, np.arange(tables.tasks, dtype=np.int32), tables.pinned))
        with np.errstate(over="ignore"):
            found.append(
                (
                    anneal(frame, state, cost, np.array([3 * UNITS, UNITS // 10], np.int64), 2 * MOVES),
                    state.holder.tolist(),
                )
            )
    return found


@cache
def whole() -> list[Any]:
    """Where the search ends when moves of two tasks are always made, reckoned on the way and put back."""
    source = inspect.getsource(kernel)
    return ends(without_quick(source))


def test_the_quick_reckoning_of_two_tasks_refuses_what_the_whole_one_would() -> None:
    assert ends(inspect.getsource(kernel)) == whole()


@pytest.mark.parametrize(("what", "before", "after"), QUICK, ids=[what for what, _, _ in QUICK])
def test_a_planted_change_of_the_quick_reckoning_is_noticed(what: str, before: str, after: str) -> None:
    source = inspect.getsource(kernel)
    assert source.count(before) == 1, f"the line of {what!r} is not there once: plant it anew"
    assert ends(source.replace(before, after)) != whole()
