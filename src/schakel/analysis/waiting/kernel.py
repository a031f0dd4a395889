"""One run, event by event: the fast copy of the story that the twin in the tests tells readably.

The story. Time jumps from event to event: a piece of work is finished; someone may no longer do a stage; someone's
presence begins; patience runs out; a family comes back; a request comes in. After each event at most one request joins a
queue, the server whose hands came free picks (first priority, then the longest waiting, then the lowest number), and
then the newcomer looks for a server (its own person first, then the least loaded, then the lowest number).
Queues are linked lists per stage, site (or own person) and priority, kept in order of waiting.

It is one long flat function on purpose: handing its arrays to helpers made it three times slower. Everything scalar
(draws, the heap) lives in small functions that the compiler folds in.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from .compiled import compiled
from .draws import draw, quantile, unit
from .layout import (
    CODE,
    D_CHILD,
    D_DELAY,
    D_ESCALATE,
    D_KIND,
    D_RETURN,
    D_ROUTE,
    D_SERVE,
    D_WITHDRAW,
    DONE,
    ENDLESS,
    EV_ARRIVAL,
    EV_DUTY,
    EV_FINISH,
    EV_LEAVE,
    EV_PATIENCE,
    EV_PRESENT,
    EV_RETURN,
    FINE,
    FULL,
    HANDS,
    IN_SERVICE,
    K_LUMPS,
    K_PRESENT,
    MOST_FACES,
    MOST_VISITS,
    NUMBER,
    SOURCE,
    V_ESCALATED,
    V_FINISHED,
    V_HANDED,
    V_IN_SERVICE,
    V_WAITING,
    V_WITHDRAWN,
    WAITING,
    WORK,
)
from .plan import Floats, Ints, Plan

Words = npt.NDArray[np.uint64]
Rows = Any  # rows with named fields (see `layout`): numpy's types know no fields
Int32 = npt.NDArray[np.int32]


@compiled
def push(times: Floats, codes: Ints, size: int, time: float, code: int) -> int:
    """Add to the heap of pending events, ordered by (time, code); returns the new size."""
    at = size
    while at > 0:
        up = (at - 1) >> 1
        if times[up] < time or (times[up] == time and codes[up] < code):
            break
        times[at] = times[up]
        codes[at] = codes[up]
        at = up
    times[at] = time
    codes[at] = code
    return size + 1


@compiled
def pop(times: Floats, codes: Ints, size: int) -> int:
    """Take the first event off the heap (the caller has read it at index 0); returns the new size."""
    size -= 1
    time, code = times[size], codes[size]
    at = 0
    while True:
        down = 2 * at + 1
        if down >= size:
            break
        if down + 1 < size and (
            times[down + 1] < times[down]
            or (times[down + 1] == times[down] and codes[down + 1] < codes[down])
        ):
            down += 1
        if time < times[down] or (time == times[down] and code < codes[down]):
            break
        times[at] = times[down]
        codes[at] = codes[down]
        at = down
    times[at] = time
    codes[at] = code
    return size


@compiled
def lay_out(plan: Plan, run_key: np.uint64, work: Rows, server: Rows, source: Rows) -> int:
    """Fill the rows of stages, servers and sites for the start of a run; returns the stages that are tasks, as bits."""
    tasks = 0
    for k in range(len(work)):
        row, flags = work[k], plan.flags[k]
        row.serve, row.serve_a, row.serve_b = int(plan.serve[k, 0]), plan.serve[k, 1], plan.serve[k, 2]
        row.withdraw, row.withdraw_a, row.withdraw_b = (
            int(plan.withdraw[k, 0]),
            plan.withdraw[k, 1],
            plan.withdraw[k, 2],
        )
        row.escalate, row.escalate_a, row.escalate_b = (
            int(plan.escalate[k, 0]),
            plan.escalate[k, 1],
            plan.escalate[k, 2],
        )
        row.escalates_to, row.load = plan.escalates_to[k], plan.load[k]
        row.task, row.bound, row.continuity, row.contact = flags[0], flags[1], flags[2], flags[3]
        row.leads, row.helps, row.priority = flags[4], flags[5], flags[6]
        if row.task == 1:
            tasks |= 1 << k
    for p in range(len(server)):
        server[p].room, server[p].always = plan.room[p], plan.always[p]
        for i in range(plan.stages_at[p], plan.stages_at[p + 1]):
            server[p].able |= 1 << plan.stages_of[i]
    for s in range(len(source)):
        source[s].stream = draw(run_key + plan.site_key[s], 0)
        source[s].lump_key = draw(source[s].stream, K_LUMPS)
        source[s].factor = 1.0
        if plan.lumps.shape[0] > 0:
            source[s].factor = plan.lumps[int(unit(source[s].lump_key, 0) * plan.lumps.shape[0])]
    return tasks


@compiled
def simulate(
    plan: Plan,
    run_key: np.uint64,
    req: Rows,
    heap_t: Floats,
    heap_c: Ints,
    soon_t: Floats,
    soon_c: Ints,
    visit_n: Int32,
    visit_m: Floats,
    path: Int32,
    stage_n: Ints,
    stage_m: Floats,
    server_m: Floats,
) -> tuple[int, int, int]:
    """Play one run into the given tables.

    `req` [N] holds the requests; `heap_t`, `heap_c` what may happen to them later, `soon_t`, `soon_c` when work on them
    ends; `visit_n`, `visit_m` the visits to stages, kept unless these tables are empty; `path` [weeks, 2, K] waiting and
    in service; `stage_n` [K, 2] started, started after waiting; `stage_m` [K] days waited by those; `server_m` [P, 2]
    load-days and task days.
    Returns (status, requests, visits); `FULL` asks for the same run in larger tables.
    """
    (
        horizon, measure_from, measure_until, sample_every, _due, _offset, _clock, _serve, _withdraw, _escalate, _escalates,
        load, _flags, pick_up, route_cum, route_to, kind_cum, kind_prio, kind_entry, priorities, come_back, site_key, rate,
        period, opens, stretch, lumps, room, _always, may_from, may_until, slot, per_day, slot_opens, duty, duty_length,
        task_length, event_time, event_kind, event_person, candidates_at, candidates, _stages_at, _stages_of, sites_at,
        sites_of, present, present_days,
    ) = plan  # fmt: skip
    K, S, P = load.shape[0], site_key.shape[0], room.shape[0]
    D, slots, lanes = rate.shape[1], duty.shape[1], S + P
    most, most_visits = req.shape[0], visit_n.shape[0]
    keep = most_visits > 0

    head = np.full(K * lanes * priorities, -1, np.int32)
    tail = np.full(K * lanes * priorities, -1, np.int32)
    in_line = np.zeros(K * lanes, np.int64)
    asked = np.zeros(lanes, np.int64)  # per lane the stages somebody waits for there, one bit each
    work = np.zeros(K, WORK)
    server = np.zeros(P, HANDS)
    source = np.zeros(S, SOURCE)
    tasks = lay_out(plan, run_key, work, server, source)

    t = 0.0
    n = 0
    n_visits = 0
    in_lines = 0  # how many stand in any line
    size = 0  # pending ends of patience and returns
    n_soon = 0  # pending ends of work, apart: there are few of them and they come soonest
    n_event = 0
    n_sample = 0
    next_sample = 0.0
    n_present = 0
    scan = -1  # request up to which someone's leaving has been worked through; -1 = nobody is leaving
    leaver = -1
    fresh = 0  # sites whose first arrival has been drawn
    first_site = -1

    while True:
        join = -1
        to = -1
        picker = -1
        seeker = -1
        child_of = -1
        new_site = -1
        advance = -1
        over = -1  # request whose visit ended without another one: it leaves by `exit_by`
        exit_by = 0
        kind_of_event = -1

        # ---- what happens next
        if fresh < S:
            advance = fresh
            fresh += 1
        elif n_present < present.shape[0]:
            kind_of_event = EV_PRESENT
        elif scan >= 0:
            kind_of_event = EV_LEAVE
        else:
            first_time = math.inf
            if n_soon > 0:
                first_time = soon_t[0]
                kind_of_event = EV_FINISH
            if size > 0 and heap_t[0] < first_time:  # at the same moment what is finished goes first
                first_time = heap_t[0]
                kind_of_event = heap_c[0] >> 32
            if n_event < event_time.shape[0] and (
                event_time[n_event] < first_time
                or (event_time[n_event] == first_time and event_kind[n_event] < kind_of_event)
            ):
                first_time = event_time[n_event]
                kind_of_event = event_kind[n_event]
            if first_site < 0:
                first_site = 0
                for s in range(1, S):
                    if source[s].next_arrival < source[first_site].next_arrival:
                        first_site = s
            if source[first_site].next_arrival < first_time:
                first_time = source[first_site].next_arrival
                kind_of_event = EV_ARRIVAL
            if not first_time < horizon:
                break
            while next_sample <= first_time and n_sample < path.shape[0]:
                for k in range(K):
                    path[n_sample, 0, k] = work[k].waiting
                    path[n_sample, 1, k] = work[k].serving
                n_sample += 1
                next_sample = n_sample * sample_every
            t = first_time

        # ---- the event itself
        if kind_of_event == EV_FINISH:
            e = int(soon_c[0] & NUMBER)
            n_soon = pop(soon_t, soon_c, n_soon)
            if req[e].state != IN_SERVICE or req[e].finish != t:
                continue
            p = req[e].server
            k = req[e].stage
            if work[k].task == 1 and server[p].always == 0:
                server[p].busy = 0
            else:
                server[p].load_days += server[p].used * (t - server[p].since)
                server[p].since = t
                server[p].used -= work[k].load
            work[k].serving -= 1
            if keep:
                if n_visits >= most_visits:
                    return FULL, n, n_visits
                visit_n[n_visits, 0] = e
                visit_n[n_visits, 1] = req[e].visit
                visit_n[n_visits, 2] = k
                visit_n[n_visits, 3] = p
                visit_n[n_visits, 4] = V_FINISHED
                visit_m[n_visits, 0] = req[e].queued
                visit_m[n_visits, 1] = req[e].started
                visit_m[n_visits, 2] = t
                n_visits += 1
            picker = p
            kind = req[e].kind
            way = 0
            if route_cum.shape[2] > 1:
                u = unit(req[e].key, req[e].visit * 8 + D_ROUTE)
                while u >= route_cum[k, kind, way]:
                    way += 1
            to = route_to[k, kind, way]
            if to >= 0:
                join = e
            else:
                over = e
                exit_by = -1 - to
                if come_back[0] > 0.0 and unit(req[e].key, D_RETURN) < come_back[0]:
                    delay = quantile(int(come_back[1]), come_back[2], come_back[3], unit(req[e].key, D_DELAY))
                    if size >= heap_t.shape[0]:
                        return FULL, n, n_visits
                    size = push(heap_t, heap_c, size, t + delay, EV_RETURN * CODE + e)
        elif kind_of_event == EV_PATIENCE:
            e = int(heap_c[0] & NUMBER)
            size = pop(heap_t, heap_c, size)
            if req[e].state != WAITING or req[e].patience != t:
                continue
            k = req[e].stage
            lane = req[e].lane
            before, after = req[e].previous, req[e].next
            if before >= 0:
                req[before].next = after
            else:
                head[lane] = after
            if after >= 0:
                req[after].previous = before
            else:
                tail[lane] = before
            work[k].waiting -= 1
            line = req[e].line
            in_line[line] -= 1
            in_lines -= 1
            if in_line[line] == 0:
                asked[req[e].post] &= ~(1 << k)
            if keep:
                if n_visits >= most_visits:
                    return FULL, n, n_visits
                visit_n[n_visits, 0] = e
                visit_n[n_visits, 1] = req[e].visit
                visit_n[n_visits, 2] = k
                visit_n[n_visits, 3] = -1
                visit_n[n_visits, 4] = req[e].runs_out
                visit_m[n_visits, 0] = req[e].queued
                visit_m[n_visits, 1] = math.nan
                visit_m[n_visits, 2] = t
                n_visits += 1
            if req[e].runs_out == V_WITHDRAWN:
                over = e
                exit_by = 0
            else:
                req[e].escalated = 1
                req[e].worsened = t
                req[e].priority = 0
                to = work[k].escalates_to
                if to >= 0:
                    join = e
                else:
                    over = e
                    exit_by = 1
        elif kind_of_event == EV_DUTY:
            picker = event_person[n_event]
            n_event += 1
        elif kind_of_event == EV_LEAVE:
            if scan < 0:
                leaver = event_person[n_event]
                n_event += 1
                scan = 0
            while scan < n:
                e = scan
                k = req[e].stage
                if req[e].state != DONE and may_until[leaver, k] <= t:
                    if req[e].state == IN_SERVICE and req[e].server == leaver:
                        break
                    if req[e].state == WAITING and req[e].post == S + leaver:
                        break
                scan += 1
            if scan >= n:
                scan = -1
                picker = leaver
            else:
                e = scan
                scan += 1
                k = req[e].stage
                if req[e].state == IN_SERVICE:
                    if work[k].task == 1 and server[leaver].always == 0:
                        server[leaver].busy = 0
                        req[e].left = -1.0
                    else:
                        server[leaver].load_days += server[leaver].used * (t - server[leaver].since)
                        server[leaver].since = t
                        server[leaver].used -= work[k].load
                        req[e].left = req[e].finish - t
                    work[k].serving -= 1
                    if keep:
                        if n_visits >= most_visits:
                            return FULL, n, n_visits
                        visit_n[n_visits, 0] = e
                        visit_n[n_visits, 1] = req[e].visit
                        visit_n[n_visits, 2] = k
                        visit_n[n_visits, 3] = leaver
                        visit_n[n_visits, 4] = V_HANDED
                        visit_m[n_visits, 0] = req[e].queued
                        visit_m[n_visits, 1] = req[e].started
                        visit_m[n_visits, 2] = t
                        n_visits += 1
                    join = e
                    to = k
                else:  # waits on for somebody else, with its place and its patience
                    lane = req[e].lane
                    before, after = req[e].previous, req[e].next
                    if before >= 0:
                        req[before].next = after
                    else:
                        head[lane] = after
                    if after >= 0:
                        req[after].previous = before
                    else:
                        tail[lane] = before
                    work[k].waiting -= 1
                    line = req[e].line
                    in_line[line] -= 1
                    in_lines -= 1
                    if in_line[line] == 0:
                        asked[req[e].post] &= ~(1 << k)
                    join = e
                    to = -1
        elif kind_of_event == EV_RETURN:
            child_of = int(heap_c[0] & NUMBER)
            size = pop(heap_t, heap_c, size)
            new_site = req[child_of].site
        elif kind_of_event == EV_ARRIVAL:
            new_site = first_site
            advance = first_site
        elif kind_of_event == EV_PRESENT:
            new_site = present[n_present, 1]

        # ---- one leaves
        if over >= 0:
            req[over].state = DONE
            req[over].exit = exit_by
            req[over].ended = t

        # ---- one comes in
        if new_site >= 0:
            if n >= most:
                return FULL, n, n_visits
            e = n
            n += 1
            req[e].arrived = t
            req[e].picked = math.nan
            req[e].helped = math.nan
            req[e].ended = math.nan
            req[e].worsened = math.nan
            req[e].left = -1.0
            req[e].site = new_site
            req[e].visit = 0
            req[e].exit = -1
            req[e].faces = 0
            req[e].escalated = 0
            req[e].parent = child_of
            req[e].own = -1
            req[e].was_there = 0
            kind = 0
            if child_of >= 0:
                req[e].key = draw(req[child_of].key, D_CHILD)
                kind = req[child_of].kind
                req[e].own = req[child_of].own
                req[e].faces = req[child_of].faces
                for i in range(req[e].faces):
                    req[e].face[i] = req[child_of].face[i]
            elif kind_of_event == EV_ARRIVAL:
                req[e].key = draw(source[new_site].stream, 2 * source[new_site].came)
                source[new_site].came += 1
                if kind_cum.shape[0] > 1:
                    u = unit(req[e].key, D_KIND)
                    while kind < kind_cum.shape[0] - 1 and u >= kind_cum[kind]:
                        kind += 1
            else:
                req[e].key = draw(draw(run_key, K_PRESENT), n_present)
                kind = present[n_present, 2]
                req[e].arrived = -present_days[n_present, 0]
                req[e].own = present[n_present, 4]
                req[e].was_there = 1
            req[e].kind = kind
            req[e].priority = kind_prio[kind]
            join = e
            to = kind_entry[kind]
            if kind_of_event == EV_PRESENT:
                to = present[n_present, 0]
                if req[e].own >= 0:
                    req[e].faces = 1
                    req[e].face[0] = req[e].own
                if (
                    present[n_present, 3] >= 0
                ):  # in someone's hands: what is left is drawn given the days so far
                    p = present[n_present, 3]
                    join = -1
                    req[e].state = IN_SERVICE
                    req[e].stage = to
                    req[e].server = p
                    req[e].visit = 1
                    req[e].queued = req[e].arrived
                    req[e].started = req[e].arrived
                    req[e].picked = req[e].arrived
                    req[e].helped = req[e].arrived
                    passed = present_days[n_present, 1]
                    u = passed + (1.0 - passed) * unit(req[e].key, 8 + D_SERVE)
                    whole = quantile(work[to].serve, work[to].serve_a, work[to].serve_b, u)
                    rest = max(
                        whole / 24.0 if work[to].task == 1 else whole - present_days[n_present, 0], 0.0
                    )
                    if work[to].task == 1 and server[p].always == 0:
                        server[p].busy = 1
                    else:
                        server[p].used += work[to].load
                    work[to].serving += 1
                    req[e].finish = rest
                    if n_soon >= soon_t.shape[0]:
                        return FULL, n, n_visits
                    n_soon = push(soon_t, soon_c, n_soon, rest, e)
                n_present += 1

        # ---- the next arrival at this site
        if advance >= 0:
            s = advance
            first_site = -1
            left = -math.log(1.0 - unit(source[s].stream, 2 * source[s].came + 1))
            source[s].next_arrival = math.inf
            while source[s].at_period < D:
                speed = rate[s, source[s].at_period] * source[s].factor
                end = (source[s].at_period + 1) * period
                if speed * (end - source[s].tau) > left:
                    source[s].tau += left / speed
                    base = source[s].at_period * period
                    source[s].next_arrival = base + opens + (source[s].tau - base) * stretch
                    break
                left -= speed * (end - source[s].tau)
                source[s].tau = end
                source[s].at_period += 1
                if lumps.shape[0] > 0 and source[s].at_period % 7 == 0:
                    source[s].factor = lumps[
                        int(unit(source[s].lump_key, source[s].at_period // 7) * lumps.shape[0])
                    ]

        # ---- one asks for a stage
        entering = -1  # request that does not stand in its line yet: often hands are free, and it never will
        if join >= 0:
            e = join
            if to >= 0:
                req[e].stage = to
                req[e].visit += 1
                if req[e].visit > MOST_VISITS:
                    return ENDLESS, n, n_visits
                req[e].queued = t
                if kind_of_event == EV_PRESENT:
                    req[e].queued = req[e].arrived
                req[e].patience = -1.0
                req[e].state = WAITING
            k = req[e].stage
            own = req[e].own
            lane = req[e].site
            if work[k].continuity == 2 and own >= 0 and may_from[own, k] <= t and t < may_until[own, k]:
                lane = S + own
            req[e].post = lane
            req[e].line = k * lanes + lane
            req[e].lane = (k * lanes + lane) * priorities + req[e].priority + work[k].priority
            entering = e
            seeker = e

        # ---- hands and requests find each other
        while True:
            best = -1
            p = -1
            if entering >= 0 and (
                seeker < 0 or (picker >= 0 and (server[picker].able >> req[entering].stage) & 1 == 1)
            ):
                # Nobody was found, or who came free just now might take it: it stands in line.
                e = entering
                entering = -1
                k = req[e].stage
                work[k].waiting += 1
                asked[req[e].post] |= 1 << k
                in_line[req[e].line] += 1
                in_lines += 1
                lane = req[e].lane
                after = -1
                before = tail[lane]
                while before >= 0 and (
                    req[before].queued > req[e].queued or (req[before].queued == req[e].queued and before > e)
                ):
                    after = before
                    before = req[before].previous
                req[e].next = after
                req[e].previous = before
                if before >= 0:
                    req[before].next = e
                else:
                    head[lane] = e
                if after >= 0:
                    req[after].previous = e
                else:
                    tail[lane] = e
            if picker >= 0:
                if in_lines == 0:
                    picker = -1
                    continue
                p = picker
                here = S
                duty_left = True
                tasks_left = server[p].busy == 0
                if server[p].always == 0:
                    moment = int(t / slot)
                    here = duty[p, moment] if moment < slots else -1
                    if here < 0:
                        picker = -1
                        continue
                    open_at = moment * slot + slot_opens[moment % per_day]
                    duty_left = open_at <= t and t < open_at + duty_length[p, moment]
                    tasks_left = tasks_left and open_at <= t and t < open_at + task_length[p, moment]
                best_priority = priorities
                for j in range(sites_at[p] - 1, sites_at[p + 1]):
                    lane = S + p if j < sites_at[p] else sites_of[j]
                    bits = asked[lane] & server[p].able
                    if server[p].always == 0:
                        if not tasks_left:
                            bits &= ~tasks
                        if not duty_left:
                            bits &= tasks
                    k = -1
                    while bits != 0:
                        k += 1
                        this = bits & 1
                        bits >>= 1
                        if this == 0 or may_from[p, k] > t or t >= may_until[p, k]:
                            continue
                        by_load = work[k].task == 0 or server[p].always == 1
                        if by_load and server[p].used + work[k].load > server[p].room:
                            continue
                        bound = work[k].bound == 1 and here < S
                        if bound and lane < S and lane != here:
                            continue
                        for priority in range(min(best_priority + 1, priorities)):
                            e = head[(k * lanes + lane) * priorities + priority]
                            if bound:
                                while e >= 0 and req[e].site != here:
                                    e = req[e].next
                            if e < 0:
                                continue
                            if (
                                priority < best_priority
                                or req[e].queued < req[best].queued
                                or (req[e].queued == req[best].queued and e < best)
                            ):
                                best = e
                                best_priority = priority
                            break
                if best < 0:
                    picker = -1
                    continue
            elif seeker >= 0:
                e = seeker
                seeker = -1
                if req[e].state != WAITING:
                    continue
                k = req[e].stage
                own = req[e].own
                lane = req[e].post
                first = candidates_at[k * S + req[e].site]
                last = candidates_at[k * S + req[e].site + 1]
                if lane >= S:
                    first, last = 0, 1
                for i in range(first, last):
                    q = candidates[i] if lane < S else lane - S
                    if may_from[q, k] > t or t >= may_until[q, k]:
                        continue
                    if work[k].task == 1 and server[q].always == 0:
                        if server[q].busy == 1:
                            continue
                    elif server[q].used + work[k].load > server[q].room:
                        continue
                    if server[q].always == 0:
                        moment = int(t / slot)
                        here = duty[q, moment] if moment < slots else -1
                        if here < 0 or (work[k].bound == 1 and here < S and here != req[e].site):
                            continue
                        open_at = moment * slot + slot_opens[moment % per_day]
                        long = task_length[q, moment] if work[k].task == 1 else duty_length[q, moment]
                        if t < open_at or t >= open_at + long:
                            continue
                    if work[k].continuity >= 1 and q == own:
                        p = q
                        break
                    if p < 0 or server[q].used < server[p].used:
                        p = q
                if p < 0:
                    if req[e].patience < 0.0:
                        visit = req[e].visit * 8
                        req[e].patience = math.inf
                        if work[k].withdraw > 0.0:
                            u = unit(req[e].key, visit + D_WITHDRAW)
                            req[e].patience = t + quantile(
                                work[k].withdraw, work[k].withdraw_a, work[k].withdraw_b, u
                            )
                            req[e].runs_out = V_WITHDRAWN
                        if work[k].escalate > 0.0 and req[e].escalated == 0:
                            u = unit(req[e].key, visit + D_ESCALATE)
                            until = t + quantile(work[k].escalate, work[k].escalate_a, work[k].escalate_b, u)
                            if until < req[e].patience:
                                req[e].patience = until
                                req[e].runs_out = V_ESCALATED
                        if req[e].patience < horizon:
                            if size >= heap_t.shape[0]:
                                return FULL, n, n_visits
                            size = push(heap_t, heap_c, size, req[e].patience, EV_PATIENCE * CODE + e)
                    continue
                best = e
            else:
                break

            # ---- `p` starts with `best`
            e = best
            k = req[e].stage
            if entering == e:
                entering = -1
            else:
                lane = req[e].lane
                before, after = req[e].previous, req[e].next
                if before >= 0:
                    req[before].next = after
                else:
                    head[lane] = after
                if after >= 0:
                    req[after].previous = before
                else:
                    tail[lane] = before
                work[k].waiting -= 1
                line = req[e].line
                in_line[line] -= 1
                in_lines -= 1
                if in_line[line] == 0:
                    asked[req[e].post] &= ~(1 << k)
            work[k].serving += 1
            req[e].state = IN_SERVICE
            req[e].server = p
            req[e].started = t
            if measure_from <= req[e].queued and req[e].queued < measure_until:
                work[k].started += 1
                work[k].waited += t > req[e].queued
                work[k].days += t - req[e].queued
            if k == pick_up and math.isnan(req[e].picked):
                req[e].picked = t
            if work[k].helps == 1 and math.isnan(req[e].helped):
                req[e].helped = t
            if work[k].leads == 1:
                req[e].own = p
            if work[k].contact == 1 and req[e].faces < MOST_FACES:
                known = False
                for i in range(req[e].faces):
                    if req[e].face[i] == p:
                        known = True
                if not known:
                    req[e].face[req[e].faces] = p
                    req[e].faces += 1
            long = req[e].left
            req[e].left = -1.0
            if long < 0.0:
                u = unit(req[e].key, req[e].visit * 8 + D_SERVE)
                long = quantile(work[k].serve, work[k].serve_a, work[k].serve_b, u)
            if work[k].task == 1 and server[p].always == 0:
                server[p].busy = 1
                long = long / 24.0
                server[p].task_days += long
                moment = int(t / slot)
                finish = math.inf
                while moment < slots:
                    if duty[p, moment] >= 0:
                        open_at = moment * slot + slot_opens[moment % per_day]
                        from_here = max(t, open_at)
                        left = open_at + task_length[p, moment] - from_here
                        if left >= long:
                            finish = from_here + long
                            break
                        if left > 0.0:
                            long -= left
                    moment += 1
            else:
                server[p].load_days += server[p].used * (t - server[p].since)
                server[p].since = t
                server[p].used += work[k].load
                finish = t + (long / 24.0 if work[k].task == 1 else long)
            req[e].finish = finish
            if finish < horizon:
                if n_soon >= soon_t.shape[0]:
                    return FULL, n, n_visits
                n_soon = push(soon_t, soon_c, n_soon, finish, e)

    # ---- the books are closed at the horizon
    while n_sample < path.shape[0]:
        for k in range(K):
            path[n_sample, 0, k] = work[k].waiting
            path[n_sample, 1, k] = work[k].serving
        n_sample += 1
    for p in range(P):
        server_m[p, 0] = server[p].load_days + server[p].used * (horizon - server[p].since)
        server_m[p, 1] = server[p].task_days
    for k in range(K):
        stage_n[k, 0], stage_n[k, 1], stage_m[k] = work[k].started, work[k].waited, work[k].days
    if keep:
        for e in range(n):
            if req[e].state != DONE:
                if n_visits >= most_visits:
                    return FULL, n, n_visits
                waits = req[e].state == WAITING
                visit_n[n_visits, 0] = e
                visit_n[n_visits, 1] = req[e].visit
                visit_n[n_visits, 2] = req[e].stage
                visit_n[n_visits, 3] = -1 if waits else req[e].server
                visit_n[n_visits, 4] = V_WAITING if waits else V_IN_SERVICE
                visit_m[n_visits, 0] = req[e].queued
                visit_m[n_visits, 1] = math.nan if waits else req[e].started
                visit_m[n_visits, 2] = math.nan
                n_visits += 1
    return FINE, n, n_visits
