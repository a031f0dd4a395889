"""Many runs in a row, each boiled down to counts before the next one overwrites it.

A block is the unit of work of a thread, a process or a cluster: runs `first` to `last` of one plan. What it returns is a
function of (plan, seed, run number) only, so blocks can be cut and joined in any way without changing a byte.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from .compiled import compiled
from .draws import draw
from .errors import EndlessRound, TooManyRequests
from .kernel import Int32, Rows, simulate
from .layout import (
    ENDLESS,
    FINE,
    FULL,
    N_COUNTS,
    N_ESCALATED,
    N_ESCALATED_BEFORE,
    N_FACES,
    N_HELPED,
    N_IN_TIME,
    N_PICKED,
    N_REQUESTS,
    N_RETURNS,
    N_WAITING_FOR_PICK_UP,
    N_WITH_FACE,
    N_WITHDRAWN_BEFORE,
    REQUEST,
    VISIT_MOMENTS,
    VISIT_NUMBERS,
    WAIT_BINS,
    WAITING,
)
from .plan import Floats, Ints, Plan

MOST_REQUESTS = 1_000_000


class Block(NamedTuple):
    """Counts per run, R runs. `counts` [R, N_COUNTS + exits + 2 K], `per_site` [R, S, 2] requests and in time,
    `waits` [R, 2, 2, WAIT_BINS] (to pick-up, to first help) x (happened, unknown beyond) by whole days,
    `path` [R, weeks, 2, K], `stage_n` [R, K, 2], `stage_m` [R, K], `server_m` [R, P, 2]: see `kernel.simulate`."""

    counts: Ints
    per_site: Int32
    waits: Int32
    path: Int32
    stage_n: Ints
    stage_m: Floats
    server_m: Floats


@compiled
def boil_down(plan: Plan, exits: int, req: Rows, n: int, counts: Ints, per_site: Int32, waits: Int32) -> None:
    """Count what became of the requests of the measured time."""
    clock, offset, horizon = plan.clock, plan.clock_offset, plan.horizon
    K = plan.load.shape[0]
    counts[:] = 0
    per_site[:] = 0
    waits[:] = 0
    daily = plan.sample_every < math.inf
    for e in range(n):
        one = req[e]
        came = one.arrived
        if one.was_there == 1 or came < plan.measure_from or came >= plan.measure_until:
            continue
        counts[N_REQUESTS] += 1
        per_site[one.site, 0] += 1
        counts[N_ESCALATED] += one.escalated
        counts[N_RETURNS] += one.parent >= 0
        counts[N_FACES] += one.faces
        counts[N_WITH_FACE] += one.faces > 0
        if one.exit >= 0:
            counts[N_COUNTS + one.exit] += 1
        elif one.state == WAITING:
            counts[N_COUNTS + exits + one.stage] += 1
        else:
            counts[N_COUNTS + exits + K + one.stage] += 1
        end = horizon if math.isnan(one.ended) else one.ended
        if math.isnan(one.picked):
            gone = end if math.isnan(one.worsened) else one.worsened
            if one.escalated == 1:
                counts[N_ESCALATED_BEFORE] += 1
            elif one.exit == 0:
                counts[N_WITHDRAWN_BEFORE] += 1
            else:
                counts[N_WAITING_FOR_PICK_UP] += 1
            if daily:
                waits[0, 1, min(WAIT_BINS - 1, int(gone) - int(came))] += 1
        else:
            counts[N_PICKED] += 1
            if daily:
                days = int(one.picked) - int(came)
                waits[0, 0, min(WAIT_BINS - 1, days)] += 1
                passed = clock[int(one.picked) + offset] - clock[int(came) + offset]
                if passed <= plan.due_days:
                    counts[N_IN_TIME] += 1
                    per_site[one.site, 1] += 1
        if math.isnan(one.helped):
            if daily:
                waits[1, 1, min(WAIT_BINS - 1, int(end) - int(came))] += 1
        else:
            counts[N_HELPED] += 1
            if daily:
                waits[1, 0, min(WAIT_BINS - 1, int(one.helped) - int(came))] += 1


@compiled
def play(
    plan: Plan,
    exits: int,
    seed: np.uint64,
    first: int,
    most: int,
    counts: Ints,
    per_site: Int32,
    waits: Int32,
    path: Int32,
    stage_n: Ints,
    stage_m: Floats,
    server_m: Floats,
) -> tuple[int, int]:
    """Runs `first`, `first + 1`, ... one per row; returns (status, rows done). At most `most` requests per run."""
    req = np.empty(most, REQUEST)
    heap_t, heap_c = np.empty(2 * most), np.empty(2 * most, np.int64)
    soon_t, soon_c = np.empty(2 * most), np.empty(2 * most, np.int64)
    visit_n = np.empty((0, VISIT_NUMBERS), np.int32)
    visit_m = np.empty((0, VISIT_MOMENTS))
    for r in range(counts.shape[0]):
        status, n, _ = simulate(
            plan, draw(seed, first + r), req, heap_t, heap_c, soon_t, soon_c, visit_n, visit_m,
            path[r], stage_n[r], stage_m[r], server_m[r],
        )  # fmt: skip
        if status != FINE:
            return status, r
        boil_down(plan, exits, req, n, counts[r], per_site[r], waits[r])
    return FINE, counts.shape[0]


def weeks_of(plan: Plan) -> int:
    """How many weekly samples a run of this plan has."""
    return 0 if math.isinf(plan.sample_every) else int(plan.horizon // plan.sample_every) + 1


def empty_block(plan: Plan, exits: int, runs: int) -> Block:
    K, S, P = len(plan.load), len(plan.site_key), len(plan.room)
    bins = 0 if math.isinf(plan.sample_every) else WAIT_BINS
    return Block(
        np.zeros((runs, N_COUNTS + exits + 2 * K), np.int64),
        np.zeros((runs, S, 2), np.int32),
        np.zeros((runs, 2, 2, bins), np.int32),
        np.zeros((runs, weeks_of(plan), 2, K), np.int32),
        np.zeros((runs, K, 2), np.int64),
        np.zeros((runs, K)),
        np.zeros((runs, P, 2)),
    )


def expected_requests(plan: Plan) -> int:
    """A first guess of the tables' size: mean arrivals with room for chance, returns and who is there already."""
    mean = float(plan.rate.sum() * plan.period)
    back = mean * plan.come_back[0] / max(0.05, 1 - plan.come_back[0])
    return int(mean + back + 8 * math.sqrt(mean + back + 1)) + len(plan.present) + 64


def run_block(plan: Plan, exits: int, seed: int, first: int, runs: int) -> Block:
    """Play runs `first` .. `first + runs - 1`. Raises `TooManyRequests`, `EndlessRound`."""
    block = empty_block(plan, exits, runs)
    most, done = _first_size(plan), 0
    while done < runs:
        status, played = play(plan, exits, np.uint64(seed), first + done, most, *rows_from(block, done))
        done += played
        if status == FULL:
            most = _larger(most)
        raise_if_endless(status)
    return block


def rows_from(block: Block, row: int) -> Block:
    """The same tables without the first rows (views, not copies)."""
    a, b, c, d, e, f, g = block
    return Block(a[row:], b[row:], c[row:], d[row:], e[row:], f[row:], g[row:])


def raise_if_endless(status: int) -> None:
    if status == ENDLESS:
        raise EndlessRound("routes: a request goes round without end; give the stages a length or a way out")


def _first_size(plan: Plan) -> int:
    most = expected_requests(plan)
    return _larger(most) if most > MOST_REQUESTS else most


def _larger(most: int) -> int:
    if most >= MOST_REQUESTS:
        raise TooManyRequests(
            f"arrivals: more than {MOST_REQUESTS:,} requests in one run; check the yearly numbers or shorten the time"
        )
    return min(2 * most, MOST_REQUESTS)


class History(NamedTuple):
    """One run in full: the requests [n] (fields of `layout.REQUEST`), the visits [v, ...] and the sums; see
    `kernel.simulate`."""

    requests: Rows
    visit_numbers: Int32
    visit_moments: Floats
    path: Int32
    stage_n: Ints
    stage_m: Floats
    server_m: Floats


def run_history(plan: Plan, seed: int, run: int) -> History:
    """Play one run and keep every date of every request."""
    most = _first_size(plan)
    K, P = len(plan.load), len(plan.room)
    while True:
        visits = most * 12 + 64
        tables = (
            np.empty(most, REQUEST),
            np.empty(2 * most), np.empty(2 * most, np.int64), np.empty(2 * most), np.empty(2 * most, np.int64),
            np.empty((visits, VISIT_NUMBERS), np.int32), np.empty((visits, VISIT_MOMENTS)),
        )  # fmt: skip
        sums = (
            np.zeros((weeks_of(plan), 2, K), np.int32), np.zeros((K, 2), np.int64), np.zeros(K), np.zeros((P, 2)),
        )  # fmt: skip
        status, n, v = simulate(plan, np.uint64(draw(np.uint64(seed), run)), *tables, *sums)
        raise_if_endless(status)
        if status == FINE:
            return History(tables[0][:n], tables[5][:v], tables[6][:v], *sums)
        most = _larger(most)
