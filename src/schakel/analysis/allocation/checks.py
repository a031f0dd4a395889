"""What only shows when the parts of a problem are held together.

Faults make a problem impossible (a key that does not exist, a roster that overlaps with itself, a pin that
breaks a rule); notices do not (a site where nobody is, a registration that ends this week) and are told with
the proposal, see `notices.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import pairwise

from schakel.analysis.allocation.faults import Fault
from schakel.analysis.allocation.problem import DAYS, Duty, Person, Problem, Task


def faults_of(problem: Problem) -> list[Fault]:
    """Return every fault that shows when the parts are held together; empty means that it can be divided."""
    return [
        *_week_faults(problem),
        *_nobody_faults(problem),
        *_key_faults(problem),
        *_roster_faults(problem),
        *_person_faults(problem),
        *_family_faults(problem),
        *_task_faults(problem),
        *_travel_faults(problem),
        *_pin_faults(problem),
        *_forbid_faults(problem),
    ]


def _week_faults(problem: Problem) -> Iterator[Fault]:
    if problem.week.weekday() != 0:
        monday = problem.week - timedelta(days=problem.week.weekday())
        yield Fault("week", f"must be the Monday of the week; {problem.week} is not, take {monday}")


def _nobody_faults(problem: Problem) -> Iterator[Fault]:
    if not problem.people:
        yield Fault("people", "nobody to divide the work over; add at least one person with duty hours")
    if not problem.kinds and problem.tasks:
        yield Fault("kinds", "no kinds of task; add each kind with its answers to the three questions")


def _key_faults(problem: Problem) -> Iterator[Fault]:
    lists: tuple[tuple[str, Iterable[str]], ...] = (
        ("people", (person.key for person in problem.people)),
        ("sites", (site.key for site in problem.sites)),
        ("kinds", (kind.key for kind in problem.kinds)),
        ("tasks", (task.key for task in problem.tasks)),
        ("families", (family.key for family in problem.families)),
        ("pins", (pin.task for pin in problem.pins)),
    )
    for name, keys in lists:
        for key, times in Counter(keys).items():
            if times > 1:
                yield Fault(name, f"'{key}' stands in it {times} times; keep one")


def _roster_faults(problem: Problem) -> Iterator[Fault]:
    sites = {site.key for site in problem.sites}
    for place, person in enumerate(problem.people):
        yield from _overlaps(person, place)
        for part, duty in enumerate(person.duties):
            if duty.site is not None and duty.site not in sites:
                yield Fault(f"people[{place}].duty[{part}].site", _unknown(duty.site, "sites"))


def _overlaps(person: Person, place: int) -> Iterator[Fault]:
    order = sorted(
        range(len(person.duties)), key=lambda part: (person.duties[part].day, person.duties[part].start)
    )
    for first, second in pairwise(order):
        one, other = person.duties[first], person.duties[second]
        if one.day == other.day and other.start < one.end:
            field = f"people[{place}].duty[{second}]"
            yield Fault(
                field,
                f"{person.name} cannot be in two places: {_said(other)} overlaps {_said(one)}; shorten one",
            )


def _said(duty: Duty) -> str:
    return f"{DAYS[duty.day]} {duty.start:%H:%M}-{duty.end:%H:%M} at {duty.site or 'the desk'}"


def _unknown(key: str, where: str) -> str:
    return f"'{key}' is not in {where}; add it there or correct the key"


def _person_faults(problem: Problem) -> Iterator[Fault]:
    for place, person in enumerate(problem.people):
        since, until = person.registered_from, person.registered_until
        if until is not None and since is None:
            yield Fault(f"people[{place}].registered_from", "is missing beside registered_until; fill it in")
        if since is not None and until is not None and until < since:
            yield Fault(
                f"people[{place}].registered_until", f"lies before registered_from ({since}); correct one"
            )


def _family_faults(problem: Problem) -> Iterator[Fault]:
    people = {person.key for person in problem.people}
    for place, family in enumerate(problem.families):
        if family.case_lead is not None and family.case_lead not in people:
            yield Fault(f"families[{place}].case_lead", _unknown(family.case_lead, "people"))


def _task_faults(problem: Problem) -> Iterator[Fault]:
    people = {person.key for person in problem.people}
    known = {
        "kind": {kind.key for kind in problem.kinds},
        "family": {family.key for family in problem.families},
        "site": {site.key for site in problem.sites},
        "answerable": people,
    }
    where = {"kind": "kinds", "family": "families", "site": "sites", "answerable": "people"}
    for place, task in enumerate(problem.tasks):
        for name, keys in known.items():
            key = getattr(task, name)
            if key is not None and key not in keys:
                yield Fault(f"tasks[{place}].{name}", _unknown(key, where[name]))
        yield from _date_faults(problem, task, f"tasks[{place}]")
        if task.deviation is not None and task.deviation.person not in people:
            yield Fault(f"tasks[{place}].deviation.person", _unknown(task.deviation.person, "people"))


def _date_faults(problem: Problem, task: Task, field: str) -> Iterator[Fault]:
    end = problem.week + timedelta(days=6)
    if task.asked_on > end:
        yield Fault(f"{field}.asked_on", f"lies after this week (until {end}); leave it for its own week")
    if task.day is not None and not problem.week <= task.day <= end:
        yield Fault(f"{field}.day", f"must fall in the week {problem.week} to {end}, got {task.day}")
    if task.due is not None and task.due < task.asked_on:
        yield Fault(f"{field}.due", f"lies before asked_on ({task.asked_on}); correct one")


def _travel_faults(problem: Problem) -> Iterator[Fault]:
    sites = {site.key for site in problem.sites}
    for place, travel in enumerate(problem.travel):
        for name, key in (("from", travel.start), ("to", travel.end)):
            if key not in sites:
                yield Fault(f"travel[{place}].{name}", _unknown(key, "sites"))
    pairs = {frozenset((travel.start, travel.end)) for travel in problem.travel}
    needed = len(sites) * (len(sites) - 1) // 2
    if problem.travel_otherwise is None and sum(len(pair) == 2 for pair in pairs) < needed:
        yield Fault(
            "travel_otherwise_minutes",
            f"is needed: travel names {len(pairs)} of {needed} pairs of sites; fill in the minutes for the rest",
        )


def _pin_faults(problem: Problem) -> Iterator[Fault]:
    people = {person.key for person in problem.people}
    tasks = {task.key for task in problem.tasks}
    for place, pin in enumerate(problem.pins):
        if pin.task not in tasks:
            yield Fault(f"pins[{place}].task", _unknown(pin.task, "tasks"))
        if pin.person is not None and pin.person not in people:
            yield Fault(f"pins[{place}].person", _unknown(pin.person, "people"))


def _forbid_faults(problem: Problem) -> Iterator[Fault]:
    people = {person.key for person in problem.people}
    tasks = {task.key for task in problem.tasks}
    families = {family.key for family in problem.families}
    for place, forbid in enumerate(problem.forbids):
        field = f"forbids[{place}]"
        if forbid.person not in people:
            yield Fault(f"{field}.person", _unknown(forbid.person, "people"))
        if forbid.task is None and forbid.family is None:
            yield Fault(field, "names no task and no family; say what this person does not take")
        if forbid.task is not None and forbid.task not in tasks:
            yield Fault(f"{field}.task", _unknown(forbid.task, "tasks"))
        if forbid.family is not None and forbid.family not in families:
            yield Fault(f"{field}.family", _unknown(forbid.family, "families"))
