"""An independent referee: may this division be, and what does it cost? Plain loops and fractions, no arrays.

Written from the description of the problem, not from the engine; the norm of responsible work allocation comes
from `schakel.rules`. It shares no code with what it judges.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction

from schakel.analysis.allocation.problem import Person, Problem, Task
from schakel.rules.work_allocation import Registration, ReservedAct, ThreeQuestions, may_act, may_delegate

Division = Mapping[str, str | None]


def objections(problem: Problem, division: Division) -> list[str]:
    """Everything that makes this division impossible; empty when it may be."""
    people = {person.key: person for person in problem.people}
    found = []
    for task in problem.tasks:
        key = division[task.key]
        if key is not None and not may_take(problem, task, people[key]):
            found.append(f"{key} may not take {task.key}")
    for pin in problem.pins:
        if division[pin.task] != pin.person:
            found.append(f"{pin.task} is not where it was pinned")
    for person in problem.people:
        duty = sum(Fraction(each.minutes) for each in problem.duties(person))
        if minutes_of(problem, division, person) > max(0, duty - round(60 * person.booked_hours)):
            found.append(f"{person.key} has more than the room of the week")
    return found


def may_take(problem: Problem, task: Task, person: Person) -> bool:
    """The rules for one task and one person."""
    kind = next(each for each in problem.kinds if each.key == task.kind)
    if any(
        forbid.person == person.key
        and (forbid.task == task.key or (forbid.family and forbid.family == task.family))
        for forbid in problem.forbids
    ):
        return False
    if kind.roles and person.role not in kind.roles:
        return False
    days = problem.days_on_duty(person)
    if not days or (task.day is not None and task.day not in days):
        return False
    own = (
        Registration(person.key, person.registered_from, person.registered_until)
        if person.registered_from
        else None
    )
    on = (task.day,) if task.day else days
    if own is not None and all(own.is_valid_on(day) for day in on):
        return True
    if kind.act is not None:
        return all(may_act(ReservedAct(kind.act), own, on=day).allowed for day in on)
    questions = ThreeQuestions(kind.safe, kind.executive, kind.level_enough)
    reason = task.deviation.reason if task.deviation and task.deviation.person == person.key else ""
    week = (task.day,) if task.day else tuple(problem.week + timedelta(days=day) for day in range(5))
    answering = _answering(problem, task)
    return all(
        may_delegate(questions, answers_for_it=answering, on=day, deviation=reason).allowed for day in week
    )


def _answering(problem: Problem, task: Task) -> Registration | None:
    leads = {family.key: family.case_lead for family in problem.families}
    key = task.answerable or (leads[task.family] if task.family else None)
    for person in problem.people:
        if person.key == key and person.registered_from is not None:
            return Registration(person.key, person.registered_from, person.registered_until)
    return None


def _trip(problem: Problem, person: Person, site: str) -> int:
    bases = {duty.site for duty in problem.duties(person) if duty.site}
    if site in bases:
        return 0
    between = {}
    for travel in problem.travel:
        between[travel.start, travel.end] = between[travel.end, travel.start] = travel.minutes
    otherwise = problem.travel_otherwise or 0
    return round(2 * min((between.get((base, site), otherwise) for base in bases), default=otherwise))


def minutes_of(problem: Problem, division: Division, person: Person) -> int:
    """What a person gets, with trips."""
    mine = [task for task in problem.tasks if division[task.key] == person.key]
    trips = {task.site for task in mine if task.site}
    return sum(max(1, round(task.hours * 60)) for task in mine) + sum(
        _trip(problem, person, site) for site in trips
    )


def cost(problem: Problem, division: Division) -> Fraction:
    """What the division costs in points."""
    weights = problem.weights
    families = {family.key: family for family in problem.families}
    kinds = {kind.key: kind for kind in problem.kinds}
    total = Fraction(0)
    seen: dict[str, set[str]] = defaultdict(set)
    for task in problem.tasks:
        key, kind = division[task.key], kinds[task.kind]
        if key is None:
            weeks = 1 + Fraction(max(0, (problem.week - task.asked_on).days), 7)
            total += Fraction(weights.open) * task.priority * weeks
            if task.due is not None and task.due < problem.week + timedelta(days=7):
                total += Fraction(weights.late) * task.priority
            continue
        person = next(each for each in problem.people if each.key == key)
        if kind.contact and task.family:
            seen[task.family].add(key)
            lead = families[task.family].case_lead
            total += Fraction(weights.continuity) if lead not in (None, key) else 0
        delegable = kind.act is None and kind.safe and kind.executive and kind.level_enough
        if delegable and all(person.registered_on(day) for day in problem.days_on_duty(person)):
            total += Fraction(weights.registered) * max(1, round(task.hours * 60)) / 60
    for family, faces in seen.items():
        new = faces - set(families[family].known) - {families[family].case_lead}
        total += Fraction(weights.face) * len(new)
    for person in problem.people:
        mine = {task.site for task in problem.tasks if division[task.key] == person.key and task.site}
        total += Fraction(weights.travel) * sum(_trip(problem, person, site) for site in mine) / 60
        duty = sum(each.minutes for each in problem.duties(person))
        easy = max(0, int(Fraction(str(weights.full_from)) * duty) - round(60 * person.booked_hours))
        total += Fraction(weights.overload) * max(0, minutes_of(problem, division, person) - easy) / 60
    return total


def best(problem: Problem) -> Fraction:
    """The least cost of all, by trying every division."""
    choices: list[str | None] = [None, *(person.key for person in problem.people)]
    keys = [task.key for task in problem.tasks]
    divisions = (dict(zip(keys, each, strict=True)) for each in itertools.product(choices, repeat=len(keys)))
    return min(cost(problem, each) for each in divisions if not objections(problem, each))
