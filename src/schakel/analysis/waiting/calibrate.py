"""From records to models: what the past says, and how little it sometimes says.

The scenario gives people, rosters, stages and task hours (work is not clocked by the minute, so hours cannot be
estimated). The records give how many ask, where they go, how long help takes, and who cannot wait. `calibrate` returns a
`Calibration`; `draw` turns it into equally likely models, to be played with `forecast.forecast_drawn`.

Only case stages leave dates. A route through tasks ("make the plan" before "support") is read by the case stage or exit
that it leads to; among ways that lead to the same place the scenario's own proportions are kept.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from .check import routes_of
from .duration import Duration
from .errors import NotEnoughRecords
from .estimate import ArrivalFit, Hazard, LognormalFit, RouteFit, fit_arrivals, fit_lognormal
from .model import ESCALATED, WITHDRAWN, Model, Present, Route, Stage, Waiting
from .records import Record, Records
from .returning import growth
from .roster import working_days

FEWEST_CASES = 8
FEWEST_REQUESTS = 30


@dataclass(frozen=True)
class Calibration:
    """What was estimated; what was too thin stays as in the scenario and is named in `kept`."""

    template: Model
    arrivals: ArrivalFit
    withdraw: Mapping[str, Hazard]
    escalate: Mapping[str, Hazard]
    durations: Mapping[str, LognormalFit]
    routes: Mapping[str, RouteFit]
    present: tuple[Present, ...]
    kept: tuple[str, ...]
    since: date
    as_of: date
    data_hash: str
    counts: Mapping[str, int] = field(default_factory=dict)


def calibrate(template: Model, records: Records, first_day: date | None = None) -> Calibration:
    """Estimate from `records`, known up to `records.as_of`. Raises `NotEnoughRecords`."""
    if len(records.rows) < FEWEST_REQUESTS:
        raise NotEnoughRecords(
            f"records: {len(records.rows)} requests; at least {FEWEST_REQUESTS} are needed"
        )
    start = first_day or min(r.requested_on for r in records.rows)
    kept: list[str] = []
    durations = {
        s.name: fit for s in _cases(template) if (fit := _duration_fit(s.name, records, kept)) is not None
    }
    waits = {s.name: _hazards(template, s, records) for s in template.stages if s.work == "case"}
    waits[template.entry] = _hazards(template, template.stage(template.entry), records)
    return Calibration(
        template=template,
        arrivals=_arrival_fit(template, records, start),
        withdraw={name: pair[0] for name, pair in waits.items()},
        escalate={name: pair[1] for name, pair in waits.items()},
        durations=durations,
        routes={
            name: found
            for name in _sources(template)
            if (found := _route_fit(template, name, records)) is not None
        },
        present=_present(template, records),
        kept=tuple(kept),
        since=start,
        as_of=records.as_of,
        data_hash=records.data_hash,
        counts={"requests": len(records.rows), "open": sum(r.ended_on is None for r in records.rows)},
    )


def _cases(model: Model) -> list[Stage]:
    return [stage for stage in model.stages if stage.work == "case"]


def _duration_fit(stage: str, records: Records, kept: list[str]) -> LognormalFit | None:
    spans = [
        ((s.ended_on or records.as_of) - s.started_on, s.ended_on is not None)
        for r in records.rows
        for s in r.steps
        if s.stage == stage and s.started_on is not None
    ]
    over = np.array([seen for _, seen in spans], dtype=np.bool_)
    if over.sum() < FEWEST_CASES:
        kept.append(f"length of {stage}: {over.sum()} ended, {FEWEST_CASES} needed")
        return None
    return fit_lognormal(np.array([span.days for span, _ in spans], dtype=float), over)


def _hazards(model: Model, stage: Stage, records: Records) -> tuple[Hazard, Hazard]:
    """Withdrawn and escalated while waiting for `stage`, over the days that anyone waited for it."""
    days, gone, worse = 0.0, 0, 0
    for record in records.rows:
        for asked, started in _waits(model, stage.name, record):
            end, why = _end_of_wait(record, asked, started, records.as_of)
            days += (end - asked).days
            gone += why == WITHDRAWN
            worse += why == ESCALATED
    return Hazard(gone, days), Hazard(worse, days)


def _waits(model: Model, stage: str, record: Record) -> list[tuple[date, date | None]]:
    if stage == model.entry:
        return [(record.requested_on, record.picked_up_on)]
    return [(s.asked_on, s.started_on) for s in record.steps if s.stage == stage]


def _end_of_wait(record: Record, asked: date, started: date | None, as_of: date) -> tuple[date, str]:
    if started is not None:
        return started, ""
    if record.escalated_on is not None and record.escalated_on >= asked:
        return record.escalated_on, ESCALATED
    if record.ended_on is not None:
        return record.ended_on, WITHDRAWN if record.ending == WITHDRAWN else record.ending
    return as_of, ""


def _arrival_fit(model: Model, records: Records, start: date) -> ArrivalFit:
    """Counts per site and week of all questions, also of families that come back.

    Who comes back this year was mostly helped before the forecast begins: counted as arrivals, nobody is missed, and
    raised to how many will come back now that so many have been helped (`returning`).
    """
    span = (records.as_of - start).days + 1
    weeks = max(span // 7, 1)
    sites = [site.name for site in model.sites]
    counts = np.zeros((len(sites), weeks))
    for record in records.rows:
        week = (record.requested_on - start).days // 7
        if 0 <= week < weeks and record.site in sites:
            counts[sites.index(record.site), week] += 1
    dated = replace(model, calendar=replace(model.calendar, start=start))
    school = working_days(dated, max(weeks * 7, 365))
    per_year = school.sum() / (len(school) / 365)
    exposure = school[: weeks * 7].reshape(-1, 7).sum(axis=1) / per_year
    return fit_arrivals(sites, counts, exposure).times(growth(records, start))


def _sources(model: Model) -> list[str]:
    """Stages whose way out leaves a trace: the pick-up and the case stages."""
    return list(dict.fromkeys([model.entry, *(s.name for s in _cases(model))]))


def visible_end(model: Model, to: str, kind: str) -> str:
    """The case stage or exit that a way leads to, through tasks, by the most likely road."""
    seen: set[str] = set()
    while to not in model.exits and model.stage(to).work == "task" and to not in seen:
        seen.add(to)
        to = max(routes_of(model, to, kind), key=lambda way: way[1])[0]
    return to


def _route_fit(model: Model, stage: str, records: Records) -> RouteFit | None:
    kind = model.kinds[0].name
    ways = tuple(dict.fromkeys(visible_end(model, to, kind) for to, _ in routes_of(model, stage, kind)))
    counts: dict[str, int] = dict.fromkeys(ways, 0)
    for record in records.rows:
        for to in _onward(model, stage, record):
            if to in counts:
                counts[to] += 1
    return RouteFit(ways, tuple(counts.values())) if len(ways) > 1 and any(counts.values()) else None


def _onward(model: Model, stage: str, record: Record) -> list[str]:
    """Where this request went after each time it had `stage`; nothing while that is not known."""
    found = []
    path = [
        (model.entry, record.picked_up_on is not None and record.picked_up_on <= (_asked(record) or date.max))
    ]
    path += [(s.stage, s.ended_on is not None) for s in record.steps]
    for i, (name, left) in enumerate(path):
        if name != stage or not left:
            continue
        if i < len(record.steps):
            if record.steps[i].asked_on != record.escalated_on:
                found.append(record.steps[i].stage)
        elif record.ending and record.ending not in (WITHDRAWN, ESCALATED):
            found.append(record.ending)
    return found


def _asked(record: Record) -> date | None:
    return record.steps[0].asked_on if record.steps else None


def _present(model: Model, records: Records) -> tuple[Present, ...]:
    """Today's caseload and queue: everyone who asked and has not left."""
    sites = {site.name for site in model.sites}
    found = []
    for record in records.rows:
        if record.ended_on is not None or record.site not in sites:
            continue
        there = _where_now(model, record, records.as_of)
        if there is not None:
            found.append(there)
    return tuple(found)


def _where_now(model: Model, record: Record, as_of: date) -> Present | None:
    kind = record.kind if record.kind in {k.name for k in model.kinds} else None
    if record.picked_up_on is None and not record.steps:
        return Present(
            stage=model.entry, site=record.site, kind=kind, days=_since(record.requested_on, as_of)
        )
    if not record.steps or record.steps[-1].ended_on is not None:
        return None  # between two cases: a task that leaves no date
    step = record.steps[-1]
    stage = model.stage(step.stage)
    if step.started_on is None:
        return Present(stage=stage.name, site=record.site, kind=kind, days=_since(step.asked_on, as_of))
    who = _somebody(model, stage, record.site)
    return Present(
        stage=stage.name, site=record.site, kind=kind, person=who, days=_since(step.started_on, as_of)
    )


def _since(day: date, as_of: date) -> float:
    return float((as_of - day).days) + 0.5


def _somebody(model: Model, stage: Stage, site: str) -> str | None:
    """Whose hands? Records name nobody: someone who may do this for this site."""
    for person in model.people:
        if person.role in stage.by and site in model.sites_of(person):
            return person.name
    return next((place.name for place in model.places if place.role in stage.by), None)


def draw(calibration: Calibration, start: date, number: int, seed: int = 1) -> list[Model]:
    """`number` equally likely models for a calendar that begins on `start`, with today's caseload and queue."""
    return [_drawn(calibration, start, np.random.default_rng([seed, i])) for i in range(number)]


def point(calibration: Calibration, start: date) -> Model:
    """The single most likely model: bands from this one are too narrow, it is here to show that."""
    return _drawn(calibration, start, None)


def _drawn(fit: Calibration, start: date, rng: np.random.Generator | None) -> Model:
    template = fit.template
    rates = np.array(fit.arrivals.mean) if rng is None else fit.arrivals.draw_rates(rng)
    over = fit.arrivals.overdispersion if rng is None else fit.arrivals.draw_overdispersion(rng)
    return replace(
        template,
        sites=tuple(
            replace(s, requests_per_year=float(r)) for s, r in zip(template.sites, rates, strict=True)
        ),
        arrivals=replace(
            template.arrivals,
            week_weights=_turned(fit.arrivals.week_weights, fit, start),
            dispersion=1 / over if over > 0.02 else None,
        ),
        calendar=replace(template.calendar, start=start),
        stages=tuple(_stage(fit, stage, rng) for stage in template.stages),
        routes=_routes(fit, rng),
        returns=None,  # counted among the arrivals
        present=fit.present,
    )


def _turned(weights: Sequence[float], fit: Calibration, start: date) -> tuple[float, ...]:
    """Week weights counted from the new first day (they were counted from the calendar of the records)."""
    shift = (start - fit.since).days // 7 % 52
    return tuple(weights[(week + shift) % 52] for week in range(52))


def _stage(fit: Calibration, stage: Stage, rng: np.random.Generator | None) -> Stage:
    length = stage.length
    if stage.name in fit.durations:
        found = fit.durations[stage.name]
        length = found.duration if rng is None else found.draw(rng)
    if stage.name not in fit.withdraw:
        return replace(stage, length=length)
    waiting = Waiting(
        withdraw=_patience(fit.withdraw[stage.name], stage.waiting.withdraw, rng),
        escalate=_patience(fit.escalate[stage.name], stage.waiting.escalate, rng),
        escalates_to=stage.waiting.escalates_to,
    )
    return replace(stage, length=length, waiting=waiting)


def _patience(hazard: Hazard, known: Duration | None, rng: np.random.Generator | None) -> Duration | None:
    """Exponential with the estimated hazard; where it neither happened nor is in the scenario, it cannot happen."""
    if known is None and hazard.events == 0:
        return None
    if hazard.days <= 0:
        return known
    rate = hazard.per_day if rng is None else hazard.draw(rng)
    return Duration.exponential(min(1 / max(rate, 1e-9), 1e6))


def _routes(fit: Calibration, rng: np.random.Generator | None) -> dict[str, tuple[Route, ...]]:
    model = fit.template
    routes = dict(model.routes)
    for stage, found in fit.routes.items():
        shares = dict(zip(found.ways, found.shares if rng is None else found.draw(rng), strict=True))
        for kind in model.kinds:
            own = [r for r in model.routes.get(stage, ()) if r.kind == kind.name]
            if own:
                continue  # a road of its own for this kind stays as the scenario has it
        common = [r for r in model.routes.get(stage, ()) if r.kind is None]
        ends = [visible_end(model, r.to, model.kinds[0].name) for r in common]
        total = {
            end: sum(r.probability for r, e in zip(common, ends, strict=True) if e == end) for end in ends
        }
        changed = [
            replace(r, probability=float(shares[e]) * (r.probability / total[e] if total[e] > 0 else 1.0))
            for r, e in zip(common, ends, strict=True)
        ]
        rest = tuple(r for r in model.routes.get(stage, ()) if r.kind is not None)
        routes[stage] = (*_whole(changed), *rest)
    return routes


def _whole(routes: list[Route]) -> tuple[Route, ...]:
    """Probabilities that add up to 1 to the last bit."""
    total = math.fsum(r.probability for r in routes)
    return tuple(replace(r, probability=r.probability / total) for r in routes)
