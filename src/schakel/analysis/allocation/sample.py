"""Invented weeks of any size, for examples, tests and measurement: nothing in them is a fact.

A region is laid out as a square of 30 minutes by 30 with a site for about each person; people work a few days
at one or two sites near each other, have part of their hours booked, and ask and are asked. `load` says how
many hours of work there are for each hour of room.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

import numpy as np
import numpy.typing as npt

from schakel.analysis.allocation.problem import (
    ROLES,
    Duty,
    Family,
    Forbid,
    Kind,
    Person,
    Pin,
    Problem,
    Site,
    Task,
    Travel,
)

WEEK = date(2026, 11, 23)
KINDS = (
    Kind("clarify", "Vraag verhelderen", roles=("youth_supporter",)),
    Kind("consult", "Consultatie aan een leerkracht", safe=True, level_enough=True, contact=False),
    Kind("short", "Kortdurende interventie", roles=("youth_supporter",)),
    Kind("assess", "Inschatten wat nodig is", act="assess"),
    Kind("decide", "Besluiten over het vervolg", act="decide"),
    Kind("plan", "Plan vaststellen", act="establish"),
    Kind("file", "Dossier bijwerken", safe=True, executive=True, level_enough=True, contact=False),
    Kind("arrange", "Afspraken en brieven", safe=True, executive=True, level_enough=True, contact=False),
    Kind(
        "practise", "Oefenen met een dagritme", safe=True, executive=True, level_enough=True,
        roles=("youth_supporter", "work_coach"),
    ),
    Kind(
        "place", "Plek zoeken bij een aanbieder", safe=True, executive=True, level_enough=True, contact=False,
        roles=("youth_supporter", "placement_coordinator", "administrative_supporter"),
    ),
)  # fmt: skip
_SHARES = np.array([0.16, 0.08, 0.16, 0.06, 0.05, 0.05, 0.14, 0.12, 0.1, 0.08])
_SPAN = 30.0


@dataclass(frozen=True, slots=True)
class _Region:
    """Where the sites lie, in minutes."""

    spots: npt.NDArray[np.float64]

    def near(self, spot: int, count: int) -> list[int]:
        """Return the sites nearest to a site, itself first."""
        distance = np.hypot(*(self.spots - self.spots[spot]).T)
        return [int(site) for site in np.argsort(distance, kind="stable")[:count]]

    def minutes(self, one: int, other: int) -> float:
        """Return the travel time, with five minutes to get away."""
        return float(round(5 + float(np.hypot(*(self.spots[one] - self.spots[other])))))


def sample_problem(people: int, tasks: int, *, seed: int = 1, load: float = 1.05) -> Problem:
    """Return an invented week for so many people and tasks; the same seed gives the same week."""
    draw = np.random.default_rng([seed, people, tasks])
    side = _SPAN * max(1.0, np.sqrt(people / 40))
    region = _Region(draw.uniform(0, side, (max(1, round(people * 1.1)), 2)))
    staff = [_person(draw, region, place) for place in range(people)]
    sites = tuple(Site(f"s{place}", f"School {place + 1}") for place in range(len(region.spots)))
    families, where = _families(draw, staff, region, max(1, round(tasks / 2.2)))
    problem = Problem(
        week=WEEK,
        people=tuple(staff),
        sites=sites,
        kinds=KINDS,
        tasks=(),
        families=families,
        travel=_travel(region),
        travel_otherwise=round(float(side)),
    )
    work = _tasks(draw, problem, where, tasks)
    return _with_decisions(draw, replace(problem, tasks=_scaled(problem, work, load)))


def _person(draw: np.random.Generator, region: _Region, place: int) -> Person:
    support = draw.random() < 0.15
    days = sorted(draw.choice(5, size=draw.integers(3, 6), replace=False).tolist())
    if support:
        duties = tuple(Duty(day, time(9), time(16)) for day in days)
        role = ROLES[1 + place % 4]
        return Person(f"p{place}", f"Medewerker {place + 1}", role, duties, booked_hours=round(2 * len(days)))
    bases = region.near(place % len(region.spots), 2)
    duties = tuple(
        Duty(day, time(8, 30), time(16, 30), f"s{bases[turn * len(bases) // len(days)]}")
        for turn, day in enumerate(days)
    )
    until = WEEK + timedelta(days=int(draw.integers(-20, 900)))
    return Person(
        f"p{place}", f"Medewerker {place + 1}", "youth_supporter", duties, date(2021, 1, 1), until,
        booked_hours=round(float(draw.uniform(0.3, 0.6)) * 8 * len(days)),
    )  # fmt: skip


def _families(
    draw: np.random.Generator, staff: list[Person], region: _Region, count: int
) -> tuple[tuple[Family, ...], list[int]]:
    by_site: dict[int, list[str]] = {}
    for person in staff:
        for site in {int(duty.site[1:]) for duty in person.duties if duty.site}:
            by_site.setdefault(site, []).append(person.key)
    families, where = [], []
    for place in range(count):
        site = int(draw.integers(len(region.spots)))
        here = by_site.get(site, [])
        lead = str(draw.choice(here)) if here and draw.random() < 0.75 else None
        other = [str(staff[int(draw.integers(len(staff)))].key)] if draw.random() < 0.2 else []
        families.append(Family(f"f{place}", lead, tuple([lead, *other] if lead else other)))
        where.append(site)
    return tuple(families), where


def _travel(region: _Region) -> tuple[Travel, ...]:
    pairs = {
        (min(one, other), max(one, other))
        for one in range(len(region.spots))
        for other in region.near(one, 9)
        if one != other
    }
    return tuple(Travel(f"s{one}", f"s{other}", region.minutes(one, other)) for one, other in sorted(pairs))


def _tasks(draw: np.random.Generator, problem: Problem, where: list[int], count: int) -> list[Task]:
    answering = [person.key for person in problem.people if person.registered_on(WEEK + timedelta(days=6))]
    return [_task(draw, problem, where, answering, place) for place in range(count)]


def _task(
    draw: np.random.Generator, problem: Problem, where: list[int], answering: list[str], place: int
) -> Task:
    kind = problem.kinds[int(draw.choice(len(problem.kinds), p=_SHARES))]
    family = int(draw.integers(len(where)))
    asked = WEEK - timedelta(days=int(draw.gamma(1.2, 6.0)))
    return Task(
        key=f"t{place}",
        kind=kind.key,
        hours=float(np.clip(round(4 * draw.lognormal(0.1, 0.6)) / 4, 0.25, 6.0)),
        priority=int(draw.integers(1, 6)),
        asked_on=asked,
        family=problem.families[family].key,
        site=f"s{where[family]}" if kind.contact or kind.key == "consult" else None,
        due=asked + timedelta(days=7) if kind.key == "clarify" else None,
        answerable=str(draw.choice(answering)) if answering else None,
    )


def _scaled(problem: Problem, tasks: list[Task], load: float) -> tuple[Task, ...]:
    """Stretch all tasks so that there are `load` hours of work for each hour of room."""
    room = sum(max(0.0, problem.duty_hours(person) - person.booked_hours) for person in problem.people)
    asked = sum(task.hours for task in tasks)
    factor = load * room / asked if asked else 1.0
    return tuple(replace(task, hours=max(0.25, round(12 * factor * task.hours) / 12)) for task in tasks)


def _with_decisions(draw: np.random.Generator, problem: Problem) -> Problem:
    """Keep one task in a hundred open by a pin, and forbid one in two hundred to somebody."""
    chosen = np.flatnonzero(draw.random(len(problem.tasks)) < 0.01)
    pins = tuple(Pin(problem.tasks[place].key, None) for place in chosen)
    kept = np.flatnonzero(draw.random(len(problem.tasks)) < 0.005)
    forbids = tuple(
        Forbid(problem.people[int(draw.integers(len(problem.people)))].key, problem.tasks[place].key)
        for place in kept
    )
    return replace(problem, pins=pins, forbids=forbids)
