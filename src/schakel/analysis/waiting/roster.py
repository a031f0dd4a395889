"""Who is where, slot by slot: duty days minus leave and school holidays, and what sharing costs in travel.

A slot is a day, or half a day when anyone works half days. Short tasks come first on a duty day, for `task_hours`; cases
can start all day. A move within the day takes its travel minutes from the afternoon.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from .model import EVERY_SITE, Duty, Model, Person

MORNING, AFTERNOON = 8.5 / 24, 13.0 / 24


@dataclass(frozen=True)
class Roster:
    """Presence of the servers: `duty` [P, T] site number, -1 absent, S whichever; lengths [P, T] in days."""

    slot: float
    per_day: int
    opens: npt.NDArray[np.float64]
    duty: npt.NDArray[np.int64]
    duty_length: npt.NDArray[np.float64]
    task_length: npt.NDArray[np.float64]


def day_of(model: Model, day: date) -> int:
    """Day number of a date; 0 is the first day of the calendar."""
    return (day - model.calendar.start).days


def date_of(model: Model, day: float) -> date:
    """Date of a moment in the run."""
    return model.calendar.start + timedelta(days=math.floor(day))


def working_days(model: Model, days: int) -> npt.NDArray[np.bool_]:
    """Which of the first `days` days are school days: Monday to Friday outside the holidays."""
    weekday = (np.arange(days) + model.calendar.start.weekday()) % 7
    school = weekday < 5
    for free in model.calendar.holidays:
        school[max(0, day_of(model, free.first)) : max(0, day_of(model, free.last) + 1)] = False
    return school


def roster_of(model: Model) -> Roster:
    """The presence of everybody over the whole horizon (places are always there and have no row that counts)."""
    halves = any(duty.part != "day" for person in model.people for duty in person.week)
    per_day = 2 if halves else 1
    days = math.ceil(model.calendar.horizon) + 1 if model.people else 1
    shape = (len(model.people) + len(model.places), days * per_day)
    duty, long, tasks = np.full(shape, -1, dtype=np.int64), np.zeros(shape), np.zeros(shape)
    school = working_days(model, days)
    for p, person in enumerate(model.people):
        _fill(model, person, per_day, school, duty[p], long[p], tasks[p])
    opens = np.array([MORNING, AFTERNOON - 0.5] if halves else [MORNING])
    return Roster(1 / per_day, per_day, opens, duty, long, tasks)


def _fill(
    model: Model,
    person: Person,
    per_day: int,
    school: npt.NDArray[np.bool_],
    duty: npt.NDArray[np.int64],
    long: npt.NDArray[np.float64],
    tasks: npt.NDArray[np.float64],
) -> None:
    """Write one person's weeks into the slots, then take out what is not worked."""
    days = len(school)
    there = _days_there(model, person, school)
    weekday = (np.arange(days) + model.calendar.start.weekday()) % 7
    for moment in person.week:
        site = _number(model, moment.site)
        for half in _halves(moment, per_day):
            at = np.flatnonzero(there & (weekday == moment.weekday)) * per_day + half
            share = (1.0 if per_day == 1 else 0.5) / 24
            less = _move_hours(model, person, moment) if half == 1 else 0.0
            duty[at] = site
            long[at] = max(0.0, person.hours * share - less / 24)
            tasks[at] = max(0.0, person.task_hours * share - less / 24)


def _days_there(model: Model, person: Person, school: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    there = np.ones(len(school), dtype=np.bool_) if person.works_in_holidays else school.copy()
    if person.first_day:
        there[: max(0, day_of(model, person.first_day))] = False
    if person.last_day:
        there[max(0, day_of(model, person.last_day) + 1) :] = False
    for free in person.leave:
        there[max(0, day_of(model, free.first)) : max(0, day_of(model, free.last) + 1)] = False
    return there


def _number(model: Model, site: str) -> int:
    if site == EVERY_SITE:
        return len(model.sites)
    return [s.name for s in model.sites].index(site)


def _halves(moment: Duty, per_day: int) -> tuple[int, ...]:
    if per_day == 1:
        return (0,)
    return {"day": (0, 1), "morning": (0,), "afternoon": (1,)}[moment.part]


def _move_hours(model: Model, person: Person, moment: Duty) -> float:
    """Hours of travel when the morning was at another site."""
    before = [d.site for d in person.week if d.weekday == moment.weekday and d.part == "morning"]
    moved = moment.part == "afternoon" and before and before[0] != moment.site
    return model.move_minutes / 60 if moved else 0.0


def moves_per_week(person: Person) -> int:
    """How often this person goes to another site than the one before, Monday to Sunday."""
    order = {"day": 0, "morning": 0, "afternoon": 1}
    week = sorted(person.week, key=lambda duty: (duty.weekday, order[duty.part]))
    return sum(a.site != b.site for a, b in pairwise(week))


def duty_days_per_week(person: Person) -> float:
    """Full days per week; two halves make one."""
    return sum(1.0 if duty.part == "day" else 0.5 for duty in person.week)


def presence(model: Model) -> dict[str, float]:
    """Per site the share of school days in the measured time on which someone is there (half a day counts half)."""
    roster = roster_of(model)
    first = math.floor(model.calendar.warm_up)
    last = math.ceil(model.calendar.warm_up + model.calendar.measure)
    school = working_days(model, last)[first:last]
    found: dict[str, float] = {}
    for s, site in enumerate(model.sites):
        at = (roster.duty == s).any(axis=0).reshape(-1, roster.per_day).mean(axis=1)[first:last]
        found[site.name] = float(at[school].mean()) if school.any() else 0.0
    return found
