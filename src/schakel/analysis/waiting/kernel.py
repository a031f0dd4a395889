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

import numpy as np
import numpy.typing as npt

from .compiled import compiled
from .draws import draw, quantile, unit
from .layout import (
    ARRIVED,
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
    ENDED,
    ENDLESS,
    ESCALATED,
    EV_ARRIVAL,
    EV_DUTY,
    EV_FINISH,
    EV_LEAVE,
    EV_PATIENCE,
    EV_PRESENT,
    EV_RETURN,
    EXIT,
    FACE,
    FACES,
    FINE,
    FINISH,
    FULL,
    HELPED,
    IN_SERVICE,
    K_LUMPS,
    K_PRESENT,
    KIND,
    LANE,
    LEFT,
    LINE,
    MOST_FACES,
    MOST_VISITS,
    NEXT,
    OWN,
    PARENT,
    PATIENCE,
    PICKED,
    POST,
    PREVIOUS,
    PRIORITY,
    QUEUED,
    RUNS_OUT,
    SERVER,
    SITE,
    STAGE,
    STARTED,
    STATE,
    V_ESCALATED,
    V_FINISHED,
    V_HANDED,
    V_IN_SERVICE,
    V_WAITING,
    V_WITHDRAWN,
    VISIT,
    WAITING,
    WAS_THERE,
    WORSENED,
)
from .plan import Floats, Ints, Plan

Words = npt.NDArray[np.uint64]
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
def simulate(
    plan: Plan,
    run_key: np.uint64,
    keep: bool,
    mo: Floats,
    nu: Int32,
    keys: Words,
    heap_t: Floats,
    heap_c: Ints,
    visit_n: Int32,
    visit_m: Floats,
    path: Int32,
    stage_n: Ints,
    stage_m: Floats,
    server_m: Floats,
) -> tuple[int, int, int]:
    """Play one run into the given tables.

    `mo` [N, MOMENTS] and `nu` [N, NUMBERS] hold the requests, `keys` [N] their draw keys; `visit_n`, `visit_m` the visits
    to stages when `keep`; `path` [weeks, 2, K] waiting and in service; `stage_n` [K, 2] started, started after waiting;
    `stage_m` [K] days waited by those; `server_m` [P, 2] load-days and task days. Returns (status, requests, visits).
    """
    (
        horizon, measure_from, measure_until, sample_every, _due, _offset, _clock, serve, withdraw, escalate, escalates_to,
        load, flags, pick_up, route_cum, route_to, kind_cum, kind_prio, kind_entry, priorities, come_back, site_key, rate,
        period, opens, stretch, lumps, room, always, may_from, may_until, slot, per_day, slot_opens, duty, duty_length,
        task_length, event_time, event_kind, event_person, candidates_at, candidates, stages_at, stages_of, sites_at,
        sites_of, present, present_days,
    ) = plan  # fmt: skip
    K, S, P = load.shape[0], site_key.shape[0], room.shape[0]
    D, slots, lanes = rate.shape[1], duty.shape[1], S + P
    most, most_visits = mo.shape[0], visit_n.shape[0]

    head = np.full(K * lanes * priorities, -1, np.int32)
    tail = np.full(K * lanes * priorities, -1, np.int32)
    in_line = np.zeros(K * lanes, np.int64)
    asked = np.zeros(lanes, np.int64)  # per lane the stages somebody waits for there, one bit each
    able = np.zeros(P, np.int64)  # per server the stages it could ever do
    tasks = 0  # the stages that are tasks
    for k in range(K):
        if flags[k, 0] == 1:
            tasks |= 1 << k
    for p in range(P):
        for i in range(stages_at[p], stages_at[p + 1]):
            able[p] |= 1 << stages_of[i]
    n_waiting = np.zeros(K, np.int64)
    n_serving = np.zeros(K, np.int64)
    used = np.zeros(P, np.int64)
    busy = np.zeros(P, np.int64)
    since = np.zeros(P)
    next_arrival = np.empty(S)
    tau = np.zeros(S)
    at_period = np.zeros(S, np.int64)
    came = np.zeros(S, np.int64)
    factor = np.ones(S)
    stream = np.empty(S, np.uint64)
    lump_key = np.empty(S, np.uint64)
    for s in range(S):
        stream[s] = draw(run_key + site_key[s], 0)
        lump_key[s] = draw(stream[s], K_LUMPS)
        if lumps.shape[0] > 0:
            factor[s] = lumps[int(unit(lump_key[s], 0) * lumps.shape[0])]
    server_m[:] = 0.0
    stage_n[:] = 0
    stage_m[:] = 0.0

    t = 0.0
    n = 0
    n_visits = 0
    size = 0
    n_event = 0
    n_sample = 0
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
            if size > 0:
                first_time = heap_t[0]
                kind_of_event = heap_c[0] // CODE
            if n_event < event_time.shape[0] and (
                event_time[n_event] < first_time
                or (event_time[n_event] == first_time and event_kind[n_event] < kind_of_event)
            ):
                first_time = event_time[n_event]
                kind_of_event = event_kind[n_event]
            if first_site < 0:
                first_site = 0
                for s in range(1, S):
                    if next_arrival[s] < next_arrival[first_site]:
                        first_site = s
            if next_arrival[first_site] < first_time:
                first_time = next_arrival[first_site]
                kind_of_event = EV_ARRIVAL
            if not first_time < horizon:
                break
            while n_sample * sample_every <= first_time and n_sample < path.shape[0]:
                for k in range(K):
                    path[n_sample, 0, k] = n_waiting[k]
                    path[n_sample, 1, k] = n_serving[k]
                n_sample += 1
            t = first_time

        # ---- the event itself
        if kind_of_event == EV_FINISH:
            e = int(heap_c[0] % CODE)
            size = pop(heap_t, heap_c, size)
            if nu[e, STATE] != IN_SERVICE or mo[e, FINISH] != t:
                continue
            p = nu[e, SERVER]
            k = nu[e, STAGE]
            if flags[k, 0] == 1 and always[p] == 0:
                busy[p] = 0
            else:
                server_m[p, 0] += used[p] * (t - since[p])
                since[p] = t
                used[p] -= load[k]
            n_serving[k] -= 1
            if keep:
                if n_visits >= most_visits:
                    return FULL, n, n_visits
                visit_n[n_visits, 0] = e
                visit_n[n_visits, 1] = nu[e, VISIT]
                visit_n[n_visits, 2] = k
                visit_n[n_visits, 3] = p
                visit_n[n_visits, 4] = V_FINISHED
                visit_m[n_visits, 0] = mo[e, QUEUED]
                visit_m[n_visits, 1] = mo[e, STARTED]
                visit_m[n_visits, 2] = t
                n_visits += 1
            picker = p
            kind = nu[e, KIND]
            way = 0
            if route_cum.shape[2] > 1:
                u = unit(keys[e], nu[e, VISIT] * 8 + D_ROUTE)
                while u >= route_cum[k, kind, way]:
                    way += 1
            to = route_to[k, kind, way]
            if to >= 0:
                join = e
            else:
                over = e
                exit_by = -1 - to
                if come_back[0] > 0.0 and unit(keys[e], D_RETURN) < come_back[0]:
                    delay = quantile(int(come_back[1]), come_back[2], come_back[3], unit(keys[e], D_DELAY))
                    size = push(heap_t, heap_c, size, t + delay, EV_RETURN * CODE + e)
        elif kind_of_event == EV_PATIENCE:
            e = int(heap_c[0] % CODE)
            size = pop(heap_t, heap_c, size)
            if nu[e, STATE] != WAITING or mo[e, PATIENCE] != t:
                continue
            k = nu[e, STAGE]
            lane = nu[e, LANE]
            before, after = nu[e, PREVIOUS], nu[e, NEXT]
            if before >= 0:
                nu[before, NEXT] = after
            else:
                head[lane] = after
            if after >= 0:
                nu[after, PREVIOUS] = before
            else:
                tail[lane] = before
            n_waiting[k] -= 1
            line = nu[e, LINE]
            in_line[line] -= 1
            if in_line[line] == 0:
                asked[nu[e, POST]] &= ~(1 << k)
            if keep:
                if n_visits >= most_visits:
                    return FULL, n, n_visits
                visit_n[n_visits, 0] = e
                visit_n[n_visits, 1] = nu[e, VISIT]
                visit_n[n_visits, 2] = k
                visit_n[n_visits, 3] = -1
                visit_n[n_visits, 4] = nu[e, RUNS_OUT]
                visit_m[n_visits, 0] = mo[e, QUEUED]
                visit_m[n_visits, 1] = math.nan
                visit_m[n_visits, 2] = t
                n_visits += 1
            if nu[e, RUNS_OUT] == V_WITHDRAWN:
                over = e
                exit_by = 0
            else:
                nu[e, ESCALATED] = 1
                mo[e, WORSENED] = t
                nu[e, PRIORITY] = 0
                to = escalates_to[k]
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
                k = nu[e, STAGE]
                if nu[e, STATE] != DONE and may_until[leaver, k] <= t:
                    if nu[e, STATE] == IN_SERVICE and nu[e, SERVER] == leaver:
                        break
                    if nu[e, STATE] == WAITING and nu[e, POST] == S + leaver:
                        break
                scan += 1
            if scan >= n:
                scan = -1
                picker = leaver
            else:
                e = scan
                scan += 1
                k = nu[e, STAGE]
                if nu[e, STATE] == IN_SERVICE:
                    if flags[k, 0] == 1 and always[leaver] == 0:
                        busy[leaver] = 0
                        mo[e, LEFT] = -1.0
                    else:
                        server_m[leaver, 0] += used[leaver] * (t - since[leaver])
                        since[leaver] = t
                        used[leaver] -= load[k]
                        mo[e, LEFT] = mo[e, FINISH] - t
                    n_serving[k] -= 1
                    if keep:
                        if n_visits >= most_visits:
                            return FULL, n, n_visits
                        visit_n[n_visits, 0] = e
                        visit_n[n_visits, 1] = nu[e, VISIT]
                        visit_n[n_visits, 2] = k
                        visit_n[n_visits, 3] = leaver
                        visit_n[n_visits, 4] = V_HANDED
                        visit_m[n_visits, 0] = mo[e, QUEUED]
                        visit_m[n_visits, 1] = mo[e, STARTED]
                        visit_m[n_visits, 2] = t
                        n_visits += 1
                    join = e
                    to = k
                else:  # waits on for somebody else, with its place and its patience
                    lane = nu[e, LANE]
                    before, after = nu[e, PREVIOUS], nu[e, NEXT]
                    if before >= 0:
                        nu[before, NEXT] = after
                    else:
                        head[lane] = after
                    if after >= 0:
                        nu[after, PREVIOUS] = before
                    else:
                        tail[lane] = before
                    n_waiting[k] -= 1
                    line = nu[e, LINE]
                    in_line[line] -= 1
                    if in_line[line] == 0:
                        asked[nu[e, POST]] &= ~(1 << k)
                    join = e
                    to = -1
        elif kind_of_event == EV_RETURN:
            child_of = int(heap_c[0] % CODE)
            size = pop(heap_t, heap_c, size)
            new_site = nu[child_of, SITE]
        elif kind_of_event == EV_ARRIVAL:
            new_site = first_site
            advance = first_site
        elif kind_of_event == EV_PRESENT:
            new_site = present[n_present, 1]

        # ---- one leaves
        if over >= 0:
            nu[over, STATE] = DONE
            nu[over, EXIT] = exit_by
            mo[over, ENDED] = t

        # ---- one comes in
        if new_site >= 0:
            if n >= most:
                return FULL, n, n_visits
            e = n
            n += 1
            mo[e, ARRIVED] = t
            mo[e, PICKED] = math.nan
            mo[e, HELPED] = math.nan
            mo[e, ENDED] = math.nan
            mo[e, WORSENED] = math.nan
            mo[e, LEFT] = -1.0
            nu[e, SITE] = new_site
            nu[e, VISIT] = 0
            nu[e, EXIT] = -1
            nu[e, FACES] = 0
            nu[e, ESCALATED] = 0
            nu[e, PARENT] = child_of
            nu[e, OWN] = -1
            nu[e, WAS_THERE] = 0
            kind = 0
            if child_of >= 0:
                keys[e] = draw(keys[child_of], D_CHILD)
                kind = nu[child_of, KIND]
                nu[e, OWN] = nu[child_of, OWN]
                nu[e, FACES] = nu[child_of, FACES]
                for i in range(nu[e, FACES]):
                    nu[e, FACE + i] = nu[child_of, FACE + i]
            elif kind_of_event == EV_ARRIVAL:
                keys[e] = draw(stream[new_site], 2 * came[new_site])
                came[new_site] += 1
                if kind_cum.shape[0] > 1:
                    u = unit(keys[e], D_KIND)
                    while kind < kind_cum.shape[0] - 1 and u >= kind_cum[kind]:
                        kind += 1
            else:
                keys[e] = draw(draw(run_key, K_PRESENT), n_present)
                kind = present[n_present, 2]
                mo[e, ARRIVED] = -present_days[n_present, 0]
                nu[e, OWN] = present[n_present, 4]
                nu[e, WAS_THERE] = 1
            nu[e, KIND] = kind
            nu[e, PRIORITY] = kind_prio[kind]
            join = e
            to = kind_entry[kind]
            if kind_of_event == EV_PRESENT:
                to = present[n_present, 0]
                if nu[e, OWN] >= 0:
                    nu[e, FACES] = 1
                    nu[e, FACE] = nu[e, OWN]
                if (
                    present[n_present, 3] >= 0
                ):  # in someone's hands: what is left is drawn given the days so far
                    p = present[n_present, 3]
                    join = -1
                    nu[e, STATE] = IN_SERVICE
                    nu[e, STAGE] = to
                    nu[e, SERVER] = p
                    nu[e, VISIT] = 1
                    mo[e, QUEUED] = mo[e, ARRIVED]
                    mo[e, STARTED] = mo[e, ARRIVED]
                    mo[e, PICKED] = mo[e, ARRIVED]
                    mo[e, HELPED] = mo[e, ARRIVED]
                    passed = present_days[n_present, 1]
                    u = passed + (1.0 - passed) * unit(keys[e], 8 + D_SERVE)
                    whole = quantile(int(serve[to, 0]), serve[to, 1], serve[to, 2], u)
                    rest = max(whole / 24.0 if flags[to, 0] == 1 else whole - present_days[n_present, 0], 0.0)
                    if flags[to, 0] == 1 and always[p] == 0:
                        busy[p] = 1
                    else:
                        used[p] += load[to]
                    n_serving[to] += 1
                    mo[e, FINISH] = rest
                    size = push(heap_t, heap_c, size, rest, EV_FINISH * CODE + e)
                n_present += 1

        # ---- the next arrival at this site
        if advance >= 0:
            s = advance
            first_site = -1
            left = -math.log(1.0 - unit(stream[s], 2 * came[s] + 1))
            next_arrival[s] = math.inf
            while at_period[s] < D:
                speed = rate[s, at_period[s]] * factor[s]
                end = (at_period[s] + 1) * period
                if speed * (end - tau[s]) > left:
                    tau[s] += left / speed
                    base = at_period[s] * period
                    next_arrival[s] = base + opens + (tau[s] - base) * stretch
                    break
                left -= speed * (end - tau[s])
                tau[s] = end
                at_period[s] += 1
                if lumps.shape[0] > 0 and at_period[s] % 7 == 0:
                    factor[s] = lumps[int(unit(lump_key[s], at_period[s] // 7) * lumps.shape[0])]

        # ---- one joins a queue
        if join >= 0:
            e = join
            if to >= 0:
                nu[e, STAGE] = to
                nu[e, VISIT] += 1
                if nu[e, VISIT] > MOST_VISITS:
                    return ENDLESS, n, n_visits
                mo[e, QUEUED] = t
                if kind_of_event == EV_PRESENT:
                    mo[e, QUEUED] = mo[e, ARRIVED]
                mo[e, PATIENCE] = -1.0
                nu[e, STATE] = WAITING
            k = nu[e, STAGE]
            n_waiting[k] += 1
            own = nu[e, OWN]
            lane = nu[e, SITE]
            if flags[k, 2] == 2 and own >= 0 and may_from[own, k] <= t and t < may_until[own, k]:
                lane = S + own
            asked[lane] |= 1 << k
            nu[e, POST] = lane
            nu[e, LINE] = k * lanes + lane
            in_line[k * lanes + lane] += 1
            lane = (k * lanes + lane) * priorities + nu[e, PRIORITY] + flags[k, 6]
            nu[e, LANE] = lane
            after = -1
            before = tail[lane]
            while before >= 0 and (
                mo[before, QUEUED] > mo[e, QUEUED] or (mo[before, QUEUED] == mo[e, QUEUED] and before > e)
            ):
                after = before
                before = nu[before, PREVIOUS]
            nu[e, NEXT] = after
            nu[e, PREVIOUS] = before
            if before >= 0:
                nu[before, NEXT] = e
            else:
                head[lane] = e
            if after >= 0:
                nu[after, PREVIOUS] = e
            else:
                tail[lane] = e
            seeker = e

        # ---- hands and requests find each other
        while True:
            best = -1
            p = -1
            if picker >= 0:
                p = picker
                here = S
                duty_left = True
                tasks_left = busy[p] == 0
                if always[p] == 0:
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
                    bits = asked[lane] & able[p]
                    if always[p] == 0:
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
                        if (flags[k, 0] == 0 or always[p] == 1) and used[p] + load[k] > room[p]:
                            continue
                        bound = flags[k, 1] == 1 and here < S
                        if bound and lane < S and lane != here:
                            continue
                        for priority in range(min(best_priority + 1, priorities)):
                            e = head[(k * lanes + lane) * priorities + priority]
                            if bound:
                                while e >= 0 and nu[e, SITE] != here:
                                    e = nu[e, NEXT]
                            if e < 0:
                                continue
                            if (
                                priority < best_priority
                                or mo[e, QUEUED] < mo[best, QUEUED]
                                or (mo[e, QUEUED] == mo[best, QUEUED] and e < best)
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
                if nu[e, STATE] != WAITING:
                    continue
                k = nu[e, STAGE]
                own = nu[e, OWN]
                lane = nu[e, POST]
                first = candidates_at[k * S + nu[e, SITE]]
                last = candidates_at[k * S + nu[e, SITE] + 1]
                if lane >= S:
                    first, last = 0, 1
                for i in range(first, last):
                    q = candidates[i] if lane < S else lane - S
                    if may_from[q, k] > t or t >= may_until[q, k]:
                        continue
                    if flags[k, 0] == 1 and always[q] == 0:
                        if busy[q] == 1:
                            continue
                    elif used[q] + load[k] > room[q]:
                        continue
                    if always[q] == 0:
                        moment = int(t / slot)
                        here = duty[q, moment] if moment < slots else -1
                        if here < 0 or (flags[k, 1] == 1 and here < S and here != nu[e, SITE]):
                            continue
                        open_at = moment * slot + slot_opens[moment % per_day]
                        long = task_length[q, moment] if flags[k, 0] == 1 else duty_length[q, moment]
                        if t < open_at or t >= open_at + long:
                            continue
                    if flags[k, 2] >= 1 and q == own:
                        p = q
                        break
                    if p < 0 or used[q] < used[p]:
                        p = q
                if p < 0:
                    if mo[e, PATIENCE] < 0.0:
                        visit = nu[e, VISIT] * 8
                        mo[e, PATIENCE] = math.inf
                        if withdraw[k, 0] > 0.0:
                            u = unit(keys[e], visit + D_WITHDRAW)
                            mo[e, PATIENCE] = t + quantile(
                                int(withdraw[k, 0]), withdraw[k, 1], withdraw[k, 2], u
                            )
                            nu[e, RUNS_OUT] = V_WITHDRAWN
                        if escalate[k, 0] > 0.0 and nu[e, ESCALATED] == 0:
                            u = unit(keys[e], visit + D_ESCALATE)
                            until = t + quantile(int(escalate[k, 0]), escalate[k, 1], escalate[k, 2], u)
                            if until < mo[e, PATIENCE]:
                                mo[e, PATIENCE] = until
                                nu[e, RUNS_OUT] = V_ESCALATED
                        if mo[e, PATIENCE] < horizon:
                            size = push(heap_t, heap_c, size, mo[e, PATIENCE], EV_PATIENCE * CODE + e)
                    continue
                best = e
            else:
                break

            # ---- `p` starts with `best`
            e = best
            k = nu[e, STAGE]
            lane = nu[e, LANE]
            before, after = nu[e, PREVIOUS], nu[e, NEXT]
            if before >= 0:
                nu[before, NEXT] = after
            else:
                head[lane] = after
            if after >= 0:
                nu[after, PREVIOUS] = before
            else:
                tail[lane] = before
            n_waiting[k] -= 1
            line = nu[e, LINE]
            in_line[line] -= 1
            if in_line[line] == 0:
                asked[nu[e, POST]] &= ~(1 << k)
            n_serving[k] += 1
            nu[e, STATE] = IN_SERVICE
            nu[e, SERVER] = p
            mo[e, STARTED] = t
            if measure_from <= mo[e, QUEUED] and mo[e, QUEUED] < measure_until:
                stage_n[k, 0] += 1
                stage_n[k, 1] += t > mo[e, QUEUED]
                stage_m[k] += t - mo[e, QUEUED]
            if k == pick_up and math.isnan(mo[e, PICKED]):
                mo[e, PICKED] = t
            if flags[k, 5] == 1 and math.isnan(mo[e, HELPED]):
                mo[e, HELPED] = t
            if flags[k, 4] == 1:
                nu[e, OWN] = p
            if flags[k, 3] == 1 and nu[e, FACES] < MOST_FACES:
                known = False
                for i in range(nu[e, FACES]):
                    if nu[e, FACE + i] == p:
                        known = True
                if not known:
                    nu[e, FACE + nu[e, FACES]] = p
                    nu[e, FACES] += 1
            long = mo[e, LEFT]
            mo[e, LEFT] = -1.0
            if long < 0.0:
                u = unit(keys[e], nu[e, VISIT] * 8 + D_SERVE)
                long = quantile(int(serve[k, 0]), serve[k, 1], serve[k, 2], u)
            if flags[k, 0] == 1 and always[p] == 0:
                busy[p] = 1
                long = long / 24.0
                server_m[p, 1] += long
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
                server_m[p, 0] += used[p] * (t - since[p])
                since[p] = t
                used[p] += load[k]
                finish = t + (long / 24.0 if flags[k, 0] == 1 else long)
            mo[e, FINISH] = finish
            if finish < horizon:
                size = push(heap_t, heap_c, size, finish, EV_FINISH * CODE + e)

    # ---- the books are closed at the horizon
    while n_sample < path.shape[0]:
        for k in range(K):
            path[n_sample, 0, k] = n_waiting[k]
            path[n_sample, 1, k] = n_serving[k]
        n_sample += 1
    for p in range(P):
        server_m[p, 0] += used[p] * (horizon - since[p])
    if keep:
        for e in range(n):
            if nu[e, STATE] != DONE:
                if n_visits >= most_visits:
                    return FULL, n, n_visits
                waits = nu[e, STATE] == WAITING
                visit_n[n_visits, 0] = e
                visit_n[n_visits, 1] = nu[e, VISIT]
                visit_n[n_visits, 2] = nu[e, STAGE]
                visit_n[n_visits, 3] = -1 if waits else nu[e, SERVER]
                visit_n[n_visits, 4] = V_WAITING if waits else V_IN_SERVICE
                visit_m[n_visits, 0] = mo[e, QUEUED]
                visit_m[n_visits, 1] = math.nan if waits else mo[e, STARTED]
                visit_m[n_visits, 2] = math.nan
                n_visits += 1
    return FINE, n, n_visits
