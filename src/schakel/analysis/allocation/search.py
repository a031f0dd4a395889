"""The anytime search: auction, place, settle, anneal from hot to cold, settle again.

How time and chance work together. A search has a plan: a number of moves. The heat of the annealing follows the
moves that are done, in steps of a four-hundredth of the plan, and the clock is looked at between steps only.

* Only `moves`: the same problem, seed and moves give the same proposal, wherever and whenever.
* With `seconds`: when the clock runs ahead of the plan, the heat follows the clock instead, so that the search is
  cold when the time is up. Such a proposal depends on the speed of the machine, and says so (`ended` is "clock").
  A clock that never ran ahead has changed nothing: the proposal is the one of the moves alone.

The best state seen is kept all along, so a search can be stopped at any step; one that is cancelled raises and
keeps nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from schakel.analysis.allocation.faults import SearchCancelledError
from schakel.analysis.allocation.frame import candidate_cost, empty_state, frame_of, measure_of
from schakel.analysis.allocation.kernel import Frame, State, anneal
from schakel.analysis.allocation.start import auction, place, settle
from schakel.analysis.allocation.tables import OPEN, UNITS, Ints, Places, Tables

Ended = Literal["complete", "clock"]
_STEPS = 400
_HOT, _COLD = 5.0, 0.2
_BIDS_PER_TASK = 60
_STEP_PER_MINUTE = 300
_SWEEPS = 50
# Moves planned for each second: what an ordinary computer does with room to spare for reading the week and writing the
# reasons within the same seconds, small and large problems.
_PACE_SMALL, _PACE_LARGE = 4_000_000, 1_500_000
_SMALL = 200_000


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to search: a number of moves, and perhaps a limit in seconds."""

    moves: int
    seconds: float | None = None

    def after(self, spent: float) -> Plan:
        """Return what is left of the plan when part of the seconds went to something else."""
        return self if self.seconds is None else replace(self, seconds=max(1e-3, self.seconds - spent))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is (0-1), and the best cost so far in points."""

    share: float
    cost: float


@dataclass(frozen=True, slots=True)
class Found:
    """The best holders found (T), their cost in units, the moves made and what ended the search."""

    holder: Places
    cost: int
    moves: int
    ended: Ended


Watch = Callable[[Progress], None]


def plan_for(tables: Tables, seconds: float | None, moves: int | None) -> Plan:
    """Return the plan for these limits; without any, about two seconds of moves and no clock."""
    pace = _PACE_SMALL if tables.tasks * tables.people <= _SMALL else _PACE_LARGE
    if moves is None:
        moves = int(pace * (2.0 if seconds is None else seconds))
    return Plan(moves, seconds)


def search(
    tables: Tables,
    seed: int,
    plan: Plan,
    *,
    watch: Watch = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Found:
    """Return the best proposal found; raises `SearchCancelledError` when `cancelled` says so."""
    began = time.perf_counter()
    frame = frame_of(tables)
    state = empty_state(tables, frame, seed)
    # What is agreed comes first, then what costs most per minute when it stays open.
    worth = frame.unassigned / frame.minutes
    order = np.lexsort((-worth, frame.is_movable)).astype(np.int32)
    cost = int(place(frame, state, order, _bids(tables, frame)))
    cost = int(settle(frame, state, cost, 2))
    best, holder = cost, state.holder.copy()
    done, clock_led, cooling = 0, False, time.perf_counter()
    left = None if plan.seconds is None else max(1e-3, plan.seconds - (cooling - began))
    while done < plan.moves and len(frame.movable) and tables.people:
        if cancelled():
            raise SearchCancelledError
        by_clock = 0.0 if left is None else (time.perf_counter() - cooling) / left
        share = max(done / plan.moves, by_clock)
        clock_led |= by_clock > done / plan.moves + 1 / _STEPS
        if share >= 1.0:
            break
        moves = min(max(1, plan.moves // _STEPS), plan.moves - done)
        cost = int(anneal(frame, state, cost, _heats(tables, share), moves))
        done += moves
        if cost < best:
            best, holder = cost, state.holder.copy()
        watch(Progress(max(share, done / plan.moves), best / UNITS))
    holder, best = _settled(tables, frame, holder)
    return Found(holder, best, done, "clock" if clock_led else "complete")


def _bids(tables: Tables, frame: Frame) -> Places:
    """Return whom each task goes to by auction, pins kept."""
    holder = np.where(tables.pinned >= 0, tables.pinned, OPEN).astype(np.int32)
    if tables.people and tables.tasks:
        share = candidate_cost(tables, frame)
        price = np.zeros(tables.people, np.int64)
        step = max(1, round(_STEP_PER_MINUTE * measure_of(tables)))
        auction(frame, share, price, holder, step, _BIDS_PER_TASK * tables.tasks)
    return holder


def _heats(tables: Tables, share: float) -> Ints:
    heat = measure_of(tables) * UNITS * _HOT * (_COLD / _HOT) ** share
    return np.array([max(1, int(heat))], np.int64)


def _settled(tables: Tables, frame: Frame, holder: Places) -> tuple[Places, int]:
    """Return the holders after every single change that helps, so that no such change is left."""
    state: State = empty_state(tables, frame, 0)
    cost = int(place(frame, state, np.arange(tables.tasks, dtype=np.int32), holder))
    cost = int(settle(frame, state, cost, _SWEEPS))
    return state.holder, cost
