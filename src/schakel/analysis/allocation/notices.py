"""What the meeting should know before it looks at the proposal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from schakel.analysis.allocation.problem import Problem
from schakel.analysis.allocation.proposal import Notice
from schakel.analysis.allocation.tables import PINNED_NOWHERE, Tables


def notices_of(problem: Problem, tables: Tables) -> tuple[Notice, ...]:
    """Return what is possible but worth telling; what is impossible was refused before."""
    return (
        *_sites_without_anyone(problem),
        *_registrations_that_end(problem),
        *_people_without_room(problem),
        *_tasks_for_nobody(problem, tables),
    )


def _sites_without_anyone(problem: Problem) -> Iterator[Notice]:
    present = {duty.site for person in problem.people for duty in problem.duties(person)}
    asked: dict[str, int] = {}
    for task in problem.tasks:
        if task.site is not None:
            asked[task.site] = asked.get(task.site, 0) + 1
    for site in problem.sites:
        if site.key not in present and site.key in asked:
            yield Notice("site_without_anyone", site.name, str(asked[site.key]))


def _registrations_that_end(problem: Problem) -> Iterator[Notice]:
    """Tell of registrations that end before the next week is over, or ended already."""
    horizon = problem.week + timedelta(days=13)
    for person in problem.people:
        until = person.registered_until
        if until is not None and until <= horizon:
            yield Notice("registration_ends", person.name, until.isoformat())


def _people_without_room(problem: Problem) -> Iterator[Notice]:
    for person in problem.people:
        duty = problem.duty_hours(person)
        if duty == 0:
            yield Notice("no_duty", person.name, "")
        elif person.booked_hours > duty:
            yield Notice("overbooked", person.name, f"{person.booked_hours - duty:g}")


def _tasks_for_nobody(problem: Problem, tables: Tables) -> Iterator[Notice]:
    nobody = ~tables.allowed().any(axis=1) & (tables.pinned == PINNED_NOWHERE)
    for row in np.flatnonzero(nobody):
        task = problem.tasks[int(row)]
        yield Notice("nobody_may", task.name or task.key, "")
