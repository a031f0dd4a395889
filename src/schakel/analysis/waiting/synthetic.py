"""Years that never were, with a truth we know: to see whether calibration finds it and whether bands keep their word.

A synthetic year is one run of a model, written down as a records file the way a team would: days, no hours, no tasks.
"""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np

from .block import History, run_history
from .duration import Duration
from .layout import V_ESCALATED
from .model import (
    Arrivals,
    Calendar,
    Duty,
    Kind,
    Leave,
    Model,
    Person,
    Place,
    Return,
    Route,
    Site,
    Stage,
    Waiting,
)
from .plan import Names, Prepared, prepare
from .records import STEPS, Record, Records, Step
from .roster import date_of


def records_of(prepared: Prepared, seed: int, run: int = 0, until: date | None = None) -> Records:
    """Play one run and write it down as known at the end of `until` (the whole run by default)."""
    history = run_history(prepared.plan, seed, run)
    visits = _visits(history, prepared)
    rows = []
    family: dict[int, str] = {}
    for e, request in enumerate(history.requests):
        parent = int(request.parent)
        family[e] = family[parent] if parent >= 0 else f"g{e}"
        if not request.was_there:
            rows.append(_record(prepared, history, e, family[e], visits.get(e, [])))
    end = date_of(prepared.model, prepared.plan.horizon - 1)
    return Records(tuple(rows), end).until(until or end)


def _visits(history: History, prepared: Prepared) -> dict[int, list[tuple[int, float, float, float, int]]]:
    """Per request the case stages it asked for, in order."""
    cases = [k for k, task in enumerate(prepared.plan.flags[:, 0]) if not task]
    found: dict[int, list[tuple[int, float, float, float, int]]] = {}
    order = sorted(
        zip(history.visit_numbers.tolist(), history.visit_moments.tolist(), strict=True),
        key=lambda v: v[0][:2],
    )
    for (e, _, stage, _, how), (asked, started, ended) in order:
        if stage in cases:
            found.setdefault(e, []).append((stage, asked, started, ended, how))
    return found


def _record(
    prepared: Prepared,
    history: History,
    e: int,
    family: str,
    visits: list[tuple[int, float, float, float, int]],
) -> Record:
    names: Names = prepared.names
    request = history.requests[e]

    def day(moment: float) -> date | None:
        return None if math.isnan(moment) else date_of(prepared.model, moment)

    steps = []
    for stage, asked, started, ended, how in visits[:STEPS]:
        gave_up = how in (1, V_ESCALATED)
        first = day(asked)
        assert first is not None
        steps.append(Step(names.stages[stage], first, day(started), None if gave_up else day(ended)))
    requested = day(request.arrived)
    assert requested is not None
    exit_by = int(request.exit)
    return Record(
        request=f"v{e}",
        family=family,
        site=names.sites[request.site],
        kind=names.kinds[request.kind],
        requested_on=requested,
        picked_up_on=day(request.picked),
        steps=tuple(steps),
        escalated_on=day(request.worsened),
        ended_on=day(request.ended),
        ending=names.exits[exit_by] if exit_by >= 0 else "",
    )


HOLIDAYS = ((54, 9), (124, 16), (187, 9), (250, 9), (327, 44))  # first day in the year, number of days


def house(seed: int, years: int = 3, start: date = date(2023, 8, 21)) -> Model:
    """A random small house: the truth of one synthetic year. Everything differs from seed to seed."""
    rng = np.random.default_rng(seed)
    sites = [f"site {i}" for i in range(int(rng.integers(4, 7)))]
    rates = [rng.gamma(9, 1 / 9) * rng.uniform(55, 75) for _ in sites]
    days = 365 * years
    holidays = tuple(
        Leave(
            first=start + timedelta(days=365 * y + first),
            last=start + timedelta(days=365 * y + first + n - 1),
        )
        for y in range(years + 1)
        for first, n in HOLIDAYS
    )
    return Model(
        title=f"synthetic house {seed}",
        sites=tuple(Site(name=s, requests_per_year=r) for s, r in zip(sites, rates, strict=True)),
        stages=_stages(rng),
        pick_up="pick up",
        routes=_routes(rng),
        kinds=(Kind(name="question"),),
        calendar=Calendar(start=start, measure=float(days), tail=28.0, holidays=holidays),
        people=tuple(_person(rng, i, sites) for i in range(len(sites))),
        places=(Place(name="outside", role="outside", places=len(sites) * 4.0),),
        arrivals=Arrivals(
            dispersion=rng.uniform(2, 6),
            week_weights=tuple(
                1 + 0.3 * math.sin(2 * math.pi * w / 52 + rng.uniform(0, 0.5)) for w in range(52)
            ),
        ),
        returns=Return(probability=rng.uniform(0.05, 0.15), delay=Duration.lognormal(90, 200)),
    )


def _stages(rng: np.random.Generator) -> tuple[Stage, ...]:
    def waiting() -> Waiting:
        return Waiting(
            withdraw=Duration.exponential(rng.uniform(60, 140)),
            escalate=Duration.exponential(rng.uniform(120, 300)),
            escalates_to="care",
        )

    short, long = rng.uniform(30, 45), rng.uniform(90, 150)
    return (
        Stage(
            name="pick up", work="task", length=Duration.lognormal(2, 4), where="site", reserved=True, leads=True,
            waiting=waiting(),
        ),
        Stage(
            name="short", length=Duration.lognormal(short, short * 2), load=0.7, helps=True, continuity="prefer",
            waiting=waiting(),
        ),
        Stage(name="plan", work="task", length=Duration.fixed(3), reserved=True, continuity="keep", priority=1),
        Stage(
            name="support", length=Duration.lognormal(long, long * 2), load=1.0, helps=True, leads=True,
            continuity="keep", waiting=waiting(),
        ),
        Stage(name="care", length=Duration.lognormal(120, 300), by=("outside",), helps=True),
    )  # fmt: skip


def _routes(rng: np.random.Generator) -> dict[str, tuple[Route, ...]]:
    cuts = sorted([rng.uniform(0.45, 0.55), rng.uniform(0.7, 0.8), rng.uniform(0.85, 0.92)])
    onward = rng.uniform(0.1, 0.2)
    return {
        "pick up": (
            Route(to="short", probability=cuts[0]),
            Route(to="plan", probability=cuts[1] - cuts[0]),
            Route(to="care", probability=cuts[2] - cuts[1]),
            Route(to="closed", probability=1 - cuts[2]),
        ),
        "plan": (Route(to="support", probability=1.0),),
        "short": (Route(to="plan", probability=onward), Route(to="closed", probability=1 - onward)),
        "support": (Route(to="care", probability=onward), Route(to="closed", probability=1 - onward)),
    }


def _person(rng: np.random.Generator, i: int, sites: list[str]) -> Person:
    days = rng.permutation(5)[:4].tolist()
    week = [Duty(weekday=d, site=sites[i]) for d in days[:3]]
    return Person(
        name=f"person {i}",
        week=(*week, Duty(weekday=days[3], site=sites[(i + 1) % len(sites)])),
        task_hours=rng.uniform(1.6, 2.2),
        room=rng.uniform(9, 13),
        registered=(date(2020, 1, 1), date(2040, 1, 1)),
    )


def true_prepared(seed: int, years: int = 3) -> Prepared:
    """The truth of one synthetic house, ready to play."""
    return prepare(house(seed, years))
