"""Random worlds to compare kernel and twin on: plain networks, and teams with people, rosters, skills and escalation."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Literal, cast

from schakel.analysis.waiting.duration import Duration
from schakel.analysis.waiting.model import (
    Arrivals,
    Calendar,
    Continuity,
    Delegation,
    Duty,
    Kind,
    Leave,
    Model,
    Person,
    Place,
    Present,
    Return,
    Route,
    Site,
    Stage,
    Waiting,
)

START = date(2026, 8, 31)
ROLES = ("youth_supporter", "administrative_supporter", "legal_supporter")


def some_length(rng: Random, mean: float) -> Duration:
    return rng.choice(
        [
            Duration.fixed(round(mean)),
            Duration.exponential(mean),
            Duration.lognormal(mean * 0.8, mean * 2),
            Duration.weibull(mean, rng.choice([0.7, 1.0, 2.0])),
        ]
    )


def plain_network(seed: int) -> Model:
    """Stations with counters, two priorities, impatience, feedback."""
    rng = Random(seed)
    stations = [f"station {i}" for i in range(rng.randint(1, 4))]
    routes = {}
    for i, name in enumerate(stations):
        onward = rng.choice(stations[i:]) if rng.random() < 0.6 else "closed"
        p = rng.choice([0.3, 0.5, 0.9])
        routes[name] = (Route(to=onward, probability=p), Route(to="closed", probability=1 - p))
    return Model(
        sites=tuple(
            Site(name=f"door {i}", requests_per_year=rng.uniform(0.2, 2)) for i in range(rng.randint(1, 3))
        ),
        stages=tuple(
            Stage(
                name=name,
                length=some_length(rng, rng.choice([0.5, 1.0, 2.0])),
                by=(name,),
                waiting=Waiting(
                    withdraw=some_length(rng, 5) if rng.random() < 0.5 else None,
                    escalate=some_length(rng, 8) if rng.random() < 0.5 else None,
                    escalates_to=rng.choice([None, *stations]),
                ),
            )
            for name in stations
        ),
        places=tuple(Place(name=f"counter {n}", role=n, places=rng.randint(1, 3)) for n in stations),
        kinds=(Kind(name="urgent", share=0.3, priority=0), Kind(name="other", share=0.7, priority=1)),
        routes=routes,
        calendar=Calendar(start=START, measure=rng.choice([30.0, 80.0]), tail=0.0),
        arrivals=Arrivals(plain=True),
        returns=Return(probability=0.3, delay=some_length(rng, 4)) if rng.random() < 0.3 else None,
    )


def _stages(rng: Random) -> tuple[Stage, ...]:
    def patience() -> Waiting:
        return Waiting(
            withdraw=some_length(rng, 20) if rng.random() < 0.6 else None,
            escalate=some_length(rng, 30) if rng.random() < 0.6 else None,
            escalates_to=rng.choice([None, "care", "support"]),
        )

    def loyal() -> Continuity:
        return cast("Continuity", rng.choice(["anyone", "prefer", "keep"]))

    def where() -> Literal["site", "anywhere"]:
        return cast('Literal["site", "anywhere"]', rng.choice(["site", "anywhere"]))

    task, case = Duration.fixed(2), some_length(rng, 20)
    return (
        Stage(name="pick up", length=some_length(rng, 1.5), work="task", reserved=rng.random() < 0.5, where=where(),
              leads=True, waiting=patience(), continuity=loyal()),
        Stage(name="short", length=some_length(rng, 10), load=0.5, helps=True, continuity=loyal(), where=where(),
              waiting=patience()),
        Stage(name="plan", length=task, work="task", reserved=True, continuity=loyal()),
        Stage(name="support", length=case, load=1.0, helps=True, leads=True, continuity=loyal(), waiting=patience()),
        Stage(name="report", length=some_length(rng, 3), work="task", priority=rng.choice([0, 1]),
              continuity=loyal(), contact=False),
        Stage(name="care", length=some_length(rng, 40), by=("outside",), helps=True, waiting=patience()),
    )  # fmt: skip


def _week(rng: Random, sites: list[str]) -> tuple[Duty, ...]:
    duties: list[Duty] = []
    for weekday in rng.sample(range(5), rng.randint(1, 5)):
        if rng.random() < 0.3:
            duties.append(Duty(weekday=weekday, site=rng.choice(sites), part="morning"))
            if rng.random() < 0.7:
                duties.append(Duty(weekday=weekday, site=rng.choice(sites), part="afternoon"))
        else:
            duties.append(Duty(weekday=weekday, site=rng.choice([*sites, "*"])))
    return tuple(duties)


def _person(rng: Random, i: int, sites: list[str]) -> Person:
    until = START + timedelta(days=rng.choice([30, 60, 900]))
    return Person(
        name=f"person {i}",
        role=ROLES[0],
        week=_week(rng, sites),
        hours=rng.choice([6.0, 8.0]),
        task_hours=rng.choice([1.0, 3.0, 6.0]),
        room=rng.choice([0.0, 2.0, 5.5]),
        covers=("*",) if rng.random() < 0.3 else (),
        registered=(START + timedelta(days=rng.choice([-50, -50, 12])), until)
        if rng.random() < 0.8
        else None,
        first_day=START + timedelta(days=20) if rng.random() < 0.2 else None,
        last_day=START + timedelta(days=80) if rng.random() < 0.2 else None,
        leave=(Leave(first=START + timedelta(days=10), last=START + timedelta(days=17)),)
        if rng.random() < 0.3
        else (),
        works_in_holidays=rng.random() < 0.2,
    )


def _present(rng: Random, sites: list[str], people: list[Person]) -> tuple[Present, ...]:
    rows = []
    for _ in range(rng.randint(0, 6)):
        who = rng.choice(people).name
        stage = rng.choice(["pick up", "short", "plan", "support", "report"])
        busy = stage in ("short", "support") and rng.random() < 0.7
        rows.append(
            Present(
                stage=stage,
                site=rng.choice(sites),
                kind=rng.choice([None, "quick"]),
                person=who if busy else None,
                own=who if rng.random() < 0.4 else None,
                days=rng.choice([0.0, 3.0, 25.5]),
            )
        )
    return tuple(rows)


def team(seed: int) -> Model:
    """The product's own model: sites, people with rosters and registration, support staff, an outside provider."""
    rng = Random(10_000 + seed)
    sites = [f"site {i}" for i in range(rng.randint(1, 4))]
    people = [_person(rng, i, sites) for i in range(rng.randint(1, 5))]
    staff = [
        Person(name=role, role=role, week=(Duty(weekday=1, site="*"), Duty(weekday=3, site="*")), task_hours=5,
               covers=("*",), works_in_holidays=True)
        for role in ROLES[1:]
    ]  # fmt: skip
    return Model(
        sites=tuple(Site(name=s, requests_per_year=rng.choice([20, 120, 300])) for s in sites),
        stages=_stages(rng),
        people=(*people, *staff),
        places=(Place(name="outside", role="outside", places=rng.randint(1, 4)),),
        kinds=(Kind(name="slow", share=0.6, priority=1), Kind(name="quick", share=0.4, priority=0)),
        routes={
            "pick up": (
                Route(to="short", probability=0.4), Route(to="plan", probability=0.3),
                Route(to="report", probability=0.1), Route(to="care", probability=0.1),
                Route(to="closed", probability=0.1),
            ),
            "plan": (Route(to="support", probability=1.0),),
            "support": (Route(to="report", probability=0.7), Route(to="care", probability=0.3)),
            "short": (Route(to="closed", probability=1.0), Route(to="report", probability=1.0, kind="quick")),
        },
        calendar=Calendar(
            start=START, measure=rng.choice([60.0, 120.0]), tail=20.0, warm_up=rng.choice([0.0, 14.0]),
            holidays=(Leave(first=date(2026, 10, 10), last=date(2026, 10, 18)),), pause=rng.random() < 0.3,
        ),
        arrivals=Arrivals(
            dispersion=rng.choice([None, 2.0]), week_weights=rng.choice([(), (1.0, 2.0, 0.0, 1.0)]),
            factor=rng.choice([1.0, 1.3]),
        ),
        pick_up="pick up",
        returns=Return(probability=0.4, delay=some_length(rng, 15)),
        present=_present(rng, sites, people),
        delegations=(
            Delegation(stage="report", to=ROLES[1], share=0.4), Delegation(stage="report", to=ROLES[2], share=0.2),
        ) if rng.random() < 0.7 else (),
        move_minutes=30.0,
    )  # fmt: skip
