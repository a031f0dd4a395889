"""From the model in words to flat arrays: the plan that the kernel walks through.

Stages are numbered as written, followed by one copy per delegation (the same stage in other hands). Servers are people,
then places. Exits are negative: -1 withdrawn, -2 escalated, -3 the first exit of the model. Loads count in thousandths.
Days are cut in slots (one per day, or two when someone works half days); presence is a site number, -1 for absent, or
the number of sites for "whichever".
"""

from __future__ import annotations

import hashlib
import math
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from .check import check, routes_of
from .duration import Duration
from .model import ESCALATED, WITHDRAWN, Model, Stage
from .roster import Roster, day_of, roster_of, working_days

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
UNIT_LOAD: Final = 1000
BINS: Final = 1024
_CONTINUITY: Final = {"anyone": 0, "prefer": 1, "keep": 2}
_YEAR: Final = 365


class Plan(NamedTuple):
    """The arrays of the kernel. K stages, C kinds, S sites, P servers, T slots, D arrival periods, M routes.

    A number that may be broken is always a float, also when it is whole: other types would compile the kernel anew."""

    horizon: float
    measure_from: float
    measure_until: float
    sample_every: float
    due_days: int
    clock_offset: int
    clock: Ints  # [days] days that count for the seven-day clock, cumulative
    serve: Floats  # [K, 3] shape, a, b
    withdraw: Floats  # [K, 3]
    escalate: Floats  # [K, 3]
    escalates_to: Ints  # [K]
    load: Ints  # [K]
    flags: Ints  # [K, 7] task, site-bound, continuity, contact, leads, helps, priority
    pick_up: int
    route_cum: Floats  # [K, C, M]
    route_to: Ints  # [K, C, M]
    kind_cum: Floats  # [C]
    kind_prio: Ints  # [C]
    kind_entry: Ints  # [C]
    priorities: int
    come_back: Floats  # [4] probability, shape, a, b
    site_key: npt.NDArray[np.uint64]  # [S]
    rate: Floats  # [S, D] requests per unit of time
    period: float
    opens: float
    stretch: float
    lumps: Floats  # [0] or [BINS] equally likely factors with mean 1
    room: Ints  # [P]
    always: Ints  # [P]
    may_from: Floats  # [P, K]
    may_until: Floats  # [P, K]
    slot: float
    slots_per_day: int
    slot_opens: Floats  # [slots_per_day]
    duty: Ints  # [P, T]
    duty_length: Floats  # [P, T] days
    task_length: Floats  # [P, T] days
    event_time: Floats  # [V] presence begins, or someone may no longer
    event_kind: Ints  # [V]
    event_person: Ints  # [V]
    candidates_at: Ints  # [K*S+1]
    candidates: Ints
    stages_at: Ints  # [P+1]
    stages_of: Ints
    sites_at: Ints  # [P+1]
    sites_of: Ints
    present: Ints  # [N, 5] stage, site, kind, server or -1, own or -1
    present_days: Floats  # [N, 2] days so far, chance to be over by then


class Names(NamedTuple):
    """What the numbers of a plan are called."""

    stages: tuple[str, ...]  # a copy carries the name of its stage
    lanes: tuple[str, ...]  # role that does it for a copy, else ""
    servers: tuple[str, ...]
    sites: tuple[str, ...]
    kinds: tuple[str, ...]
    exits: tuple[str, ...]


class Prepared(NamedTuple):
    """A checked model, its arrays and its names."""

    model: Model
    plan: Plan
    names: Names


def prepare(model: Model) -> Prepared:
    """Check `model` and turn it into arrays. Raises `ModelError`."""
    check(model)
    stages, lanes = _stages(model)
    names = Names(
        stages=tuple(stage.name for stage in stages),
        lanes=lanes,
        servers=tuple(p.name for p in model.people) + tuple(p.name for p in model.places),
        sites=tuple(site.name for site in model.sites),
        kinds=tuple(kind.name for kind in model.kinds),
        exits=(WITHDRAWN, ESCALATED, *model.exits),
    )
    roster = roster_of(model)
    may_from, may_until = _may(model, stages)
    fields = _time_fields(model) | _stage_fields(model, stages) | _route_fields(model, stages, lanes, names)
    fields |= _arrival_fields(model) | _people_fields(model, stages, roster, may_from, may_until)
    fields |= _present_fields(model, stages, names)
    return Prepared(model, Plan(**fields), names)  # type: ignore[arg-type]  # one dict of several array types


def _stages(model: Model) -> tuple[list[Stage], tuple[str, ...]]:
    """The stages, then a copy for each role that work is given to."""
    stages, lanes = list(model.stages), [""] * len(model.stages)
    for given in model.delegations:
        own = model.stage(given.stage)
        stages.append(
            Stage(
                name=own.name, length=own.length, work=own.work, load=own.load, by=(given.to,), waiting=own.waiting,
                contact=False, helps=own.helps,
                priority=own.priority,
            )
        )  # fmt: skip
        lanes.append(given.to)
    return stages, tuple(lanes)


def _time_fields(model: Model) -> dict[str, object]:
    calendar = model.calendar
    oldest = math.ceil(max((there.days for there in model.present), default=0.0)) + 1
    span = math.ceil(calendar.horizon) + 2 if not model.arrivals.plain else 0
    counts = np.ones(oldest + span, dtype=np.int64)
    if calendar.pause:
        for free in calendar.holidays:
            first, last = day_of(model, free.first), day_of(model, free.last)
            counts[max(0, first + oldest) : max(0, last + oldest + 1)] = 0
    return {
        "horizon": float(calendar.horizon),
        "measure_from": float(calendar.warm_up),
        "measure_until": float(calendar.warm_up + calendar.measure),
        "sample_every": math.inf if model.arrivals.plain else 7.0,
        "due_days": 7,
        "clock_offset": oldest,
        "clock": np.cumsum(counts),
    }


def _row(duration: Duration | None) -> tuple[float, float, float]:
    return (0.0, 0.0, 0.0) if duration is None else (float(duration.shape), duration.a, duration.b)


def _stage_fields(model: Model, stages: list[Stage]) -> dict[str, object]:
    number = {stage.name: index for index, stage in reversed(list(enumerate(stages)))}
    targets = [s.waiting.escalates_to for s in stages]
    flags = [
        (
            s.work == "task",
            s.where == "site",
            _CONTINUITY[s.continuity],
            s.contact,
            s.leads,
            s.helps,
            s.priority,
        )
        for s in stages
    ]
    return {
        "serve": np.array([_row(s.length) for s in stages]),
        "withdraw": np.array([_row(s.waiting.withdraw) for s in stages]),
        "escalate": np.array([_row(s.waiting.escalate) for s in stages]),
        "escalates_to": np.array([-2 if t is None else number[t] for t in targets], dtype=np.int64),
        "load": np.array(
            [UNIT_LOAD if s.work == "task" else round(s.load * UNIT_LOAD) for s in stages], np.int64
        ),
        "flags": np.array(flags, dtype=np.int64),
        "pick_up": number[model.entry],
        "priorities": max(kind.priority for kind in model.kinds) + max(s.priority for s in stages) + 1,
        "kind_cum": np.cumsum([k.share for k in model.kinds]) / sum(k.share for k in model.kinds),
        "kind_prio": np.array([k.priority for k in model.kinds], dtype=np.int64),
        "kind_entry": np.array([number[k.entry or model.entry] for k in model.kinds], dtype=np.int64),
    }


def _route_fields(
    model: Model, stages: list[Stage], lanes: tuple[str, ...], names: Names
) -> dict[str, object]:
    rows = [[_split(model, stage.name, kind, lanes, names) for kind in names.kinds] for stage in stages]
    width = max(len(row) for per_kind in rows for row in per_kind)
    cum = np.full((len(stages), len(names.kinds), width), 2.0)
    to = np.full((len(stages), len(names.kinds), width), -3, dtype=np.int64)
    for k, per_kind in enumerate(rows):
        for c, row in enumerate(per_kind):
            cum[k, c, : len(row)] = np.cumsum([p for _, p in row])
            cum[k, c, len(row) - 1] = 2.0
            to[k, c, : len(row)] = [target for target, _ in row]
    back = model.returns
    come_back = np.array([0.0, 0, 0, 0] if back is None else [back.probability, *_row(back.delay)])
    return {"route_cum": cum, "route_to": to, "come_back": come_back}


def _split(
    model: Model, stage: str, kind: str, lanes: tuple[str, ...], names: Names
) -> list[tuple[int, float]]:
    """Routes in numbers. Delegated work takes a piece at the end of its stage's own interval: who was given away at a
    small share is given away at a larger one too."""
    row: list[tuple[int, float]] = []
    for to, probability in routes_of(model, stage, kind):
        if to in model.exits:
            row.append((-1 - names.exits.index(to), probability))
            continue
        copies = [(len(model.stages) + i, g.share) for i, g in enumerate(model.delegations) if g.stage == to]
        row.append((names.stages.index(to), probability * (1 - sum(share for _, share in copies))))
        row.extend((copy, probability * share) for copy, share in reversed(copies))
    return row


def _arrival_fields(model: Model) -> dict[str, object]:
    arrivals, calendar = model.arrivals, model.calendar
    yearly = np.array([site.requests_per_year for site in model.sites]) * arrivals.factor
    keys = [int.from_bytes(hashlib.blake2b(s.name.encode(), digest_size=8).digest()) for s in model.sites]
    common = {"site_key": np.array(keys, dtype=np.uint64), "lumps": _lumps(arrivals.dispersion)}
    if arrivals.plain:
        rate = np.ascontiguousarray(yearly[:, None])
        return common | {"rate": rate, "period": float(calendar.horizon), "opens": 0.0, "stretch": 1.0}
    days = math.ceil(calendar.horizon)
    open_days = working_days(model, (days // _YEAR + 1) * _YEAR).astype(float)
    if arrivals.week_weights:
        weeks = np.arange(len(open_days)) // 7 % len(arrivals.week_weights)
        open_days *= np.array(arrivals.week_weights)[weeks]
    per_year = open_days.reshape(-1, _YEAR).sum(axis=1)
    shape = open_days / np.maximum(np.repeat(per_year, _YEAR), 1e-300)
    rate = np.ascontiguousarray(yearly[:, None] * shape[None, :days])
    return common | {"rate": rate, "period": 1.0, "opens": 8.5 / 24, "stretch": 8 / 24}


def _lumps(dispersion: float | None) -> Floats:
    """Equally likely factors: the mean of Gamma(k, 1/k) within each of `BINS` equally likely parts (mean exactly 1)."""
    if dispersion is None:
        return np.zeros(0)
    edges = special.gammaincinv(dispersion, np.arange(BINS + 1) / BINS)
    factors = np.diff(special.gammainc(dispersion + 1, edges)) * BINS
    return np.asarray(factors / factors.mean())


def _may(model: Model, stages: list[Stage]) -> tuple[Floats, Floats]:
    """From when until when each server may do each stage (until is exclusive): role, employment, registration."""
    servers = len(model.people) + len(model.places)
    start, end = np.full((servers, len(stages)), math.inf), np.full((servers, len(stages)), -math.inf)
    for p, person in enumerate(model.people):
        for k, stage in enumerate(stages):
            if person.role not in stage.by or (stage.reserved and person.registered is None):
                continue
            firsts, lasts = [person.first_day], [person.last_day]
            if stage.reserved and person.registered is not None:
                firsts.append(person.registered[0])
                lasts.append(person.registered[1])
            start[p, k] = max((day_of(model, d) for d in firsts if d), default=-math.inf)
            end[p, k] = min((day_of(model, d) + 1 for d in lasts if d), default=math.inf)
    for q, place in enumerate(model.places):
        for k, stage in enumerate(stages):
            if place.role in stage.by:
                start[len(model.people) + q, k], end[len(model.people) + q, k] = -math.inf, math.inf
    return start, end


def _people_fields(
    model: Model, stages: list[Stage], roster: Roster, may_from: Floats, may_until: Floats
) -> dict[str, object]:
    able = may_from < may_until
    covers = np.zeros((len(able), len(model.sites)), dtype=np.bool_)
    for p, person in enumerate(model.people):
        covers[p, [i for i, s in enumerate(model.sites) if s.name in model.sites_of(person)]] = True
    for q, place in enumerate(model.places):
        every = "*" in place.covers
        covers[len(model.people) + q] = [every or s.name in place.covers for s in model.sites]
    pairs = [
        np.flatnonzero(able[:, k] & covers[:, s]) for k in range(len(stages)) for s in range(len(model.sites))
    ]
    room = [p.room for p in model.people] + [p.places for p in model.places]
    candidates_at, candidates = _ragged(pairs)
    stages_at, stages_of = _ragged([np.flatnonzero(row) for row in able])
    sites_at, sites_of = _ragged([np.flatnonzero(row) for row in covers])
    times, kinds, people = _events(model, roster, may_until)
    return {
        "room": np.array([round(r * UNIT_LOAD) for r in room], dtype=np.int64),
        "always": np.array([0] * len(model.people) + [1] * len(model.places), dtype=np.int64),
        "may_from": may_from,
        "may_until": may_until,
        "slot": roster.slot,
        "slots_per_day": roster.per_day,
        "slot_opens": roster.opens,
        "duty": roster.duty,
        "duty_length": roster.duty_length,
        "task_length": roster.task_length,
        "event_time": times,
        "event_kind": kinds,
        "event_person": people,
        "candidates_at": candidates_at,
        "candidates": candidates,
        "stages_at": stages_at,
        "stages_of": stages_of,
        "sites_at": sites_at,
        "sites_of": sites_of,
    }


def _ragged(rows: list[npt.NDArray[np.int64]]) -> tuple[Ints, Ints]:
    at = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    return at, np.concatenate([*rows, np.zeros(0, np.int64)]).astype(np.int64)


def _events(model: Model, roster: Roster, may_until: Floats) -> tuple[Floats, Ints, Ints]:
    """When someone's presence begins (kind 2), and when someone may no longer do a stage (kind 1), in order of time."""
    people, slots = np.nonzero(roster.duty >= 0)
    times = slots * roster.slot + roster.opens[slots % roster.per_day]
    leaving = [(t, p) for p, row in enumerate(may_until) for t in sorted(set(row[np.isfinite(row)]))]
    time = np.concatenate([times, [t for t, _ in leaving]])
    kind = np.concatenate([np.full(len(times), 2), np.full(len(leaving), 1)]).astype(np.int64)
    person = np.concatenate([people, [p for _, p in leaving]]).astype(np.int64)
    keep = (time >= 0) & (time < model.calendar.horizon)
    order = np.lexsort((person[keep], kind[keep], time[keep]))
    return time[keep][order], kind[keep][order], person[keep][order]


def _present_fields(model: Model, stages: list[Stage], names: Names) -> dict[str, object]:
    rows, days = [], []
    for there in model.present:
        k = names.stages.index(there.stage)
        server = -1 if there.person is None else names.servers.index(there.person)
        own = server if there.own is None else names.servers.index(there.own)
        kind = 0 if there.kind is None else names.kinds.index(there.kind)
        rows.append((k, names.sites.index(there.site), kind, server, own))
        days.append((there.days, 0.0 if server < 0 else stages[k].length.passed(there.days)))
    return {
        "present": np.array(rows, dtype=np.int64).reshape(-1, 5),
        "present_days": np.array(days, dtype=np.float64).reshape(-1, 2),
    }
