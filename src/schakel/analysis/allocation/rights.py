"""Who may do what this week, and if not, why not: for all tasks and people at once.

The norm of responsible work allocation comes first: what is reserved (assess, decide, establish) goes only to a
professional with a registration that is valid that day; anything else goes to somebody without registration only
after three times yes or with a written reason, and only when a registered professional answers for it.
After that come the plain facts: duty on the day, role, room, and what the team has forbidden.

A task without a day may fall on any day that the person works, so the registration must hold on all of them.
The same rule, written for one task and one person, stands in `schakel.rules.work_allocation`; a test holds the
two together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from schakel.analysis.allocation.problem import Kind, Person, Problem, Task


class Refusal(IntEnum):
    """Why a person may not take a task; NONE means that it is allowed."""

    NONE = 0
    ROLE = 1
    NOT_REGISTERED = 2
    REGISTRATION_NOT_VALID = 3
    NOT_DELEGABLE = 4
    NOBODY_ANSWERS = 5
    NOT_ON_DUTY = 6
    FORBIDDEN = 7
    TOO_LONG = 8
    PINNED_ELSEWHERE = 9


Codes = npt.NDArray[np.int8]


def refusals(problem: Problem, minutes: npt.NDArray[np.int64], room: npt.NDArray[np.int64]) -> Codes:
    """Return the refusal code of each task (row) and person (column), before any pin.

    `minutes` (tasks) is how long each task takes, `room` (people) how many minutes each person has left.
    """
    codes = _by_kind_and_day(problem)
    _delegation(problem, codes)
    too_long = minutes[:, None] > room[None, :]
    codes[(codes == Refusal.NONE) & too_long] = Refusal.TOO_LONG
    _forbidden(problem, codes)
    return codes


def registered(problem: Problem, person: Person, day: date | None) -> bool:
    """Tell whether the person is registered on that day, or on every day on duty when no day is given."""
    days: Sequence[date] = (day,) if day is not None else problem.days_on_duty(person) or (problem.week,)
    return all(person.registered_on(each) for each in days)


def _by_kind_and_day(problem: Problem) -> Codes:
    kinds = {kind.key: kind for kind in problem.kinds}
    columns: dict[tuple[str, date | None], Codes] = {}
    codes = np.zeros((len(problem.tasks), len(problem.people)), np.int8)
    for row, task in enumerate(problem.tasks):
        group = task.kind, task.day
        if group not in columns:
            column = [_plain_refusal(problem, kinds[task.kind], task.day, each) for each in problem.people]
            columns[group] = np.array(column, np.int8)
        codes[row] = columns[group]
    return codes


def _plain_refusal(problem: Problem, kind: Kind, day: date | None, person: Person) -> Refusal:
    if kind.roles and person.role not in kind.roles:
        return Refusal.ROLE
    on_duty = problem.days_on_duty(person)
    if not on_duty or (day is not None and day not in on_duty):
        return Refusal.NOT_ON_DUTY
    if registered(problem, person, day):
        return Refusal.NONE
    if kind.reserved:
        never = person.registered_from is None
        return Refusal.NOT_REGISTERED if never else Refusal.REGISTRATION_NOT_VALID
    return Refusal.NONE if kind.delegable else Refusal.NOT_DELEGABLE


def _delegation(problem: Problem, codes: Codes) -> None:
    """Refuse delegation for which nobody answers; allow it where a written reason stands."""
    place = {person.key: column for column, person in enumerate(problem.people)}
    without = {
        day: np.array([not registered(problem, person, day) for person in problem.people])
        for day in {task.day for task in problem.tasks}
    }
    answers = _Answering(problem)
    for row, task in enumerate(problem.tasks):
        if task.deviation is not None:
            column = place[task.deviation.person]
            if codes[row, column] == Refusal.NOT_DELEGABLE:
                codes[row, column] = Refusal.NONE
        if answers.for_task(task) is None:
            codes[row, without[task.day] & (codes[row] == Refusal.NONE)] = Refusal.NOBODY_ANSWERS


def answering_finder(problem: Problem) -> Callable[[Task], Person | None]:
    """Return how to find the registered professional who would answer for a task when it is delegated."""
    return _Answering(problem).for_task


class _Answering:
    """Finds who answers for a task: the one it names, else the case lead of its family."""

    def __init__(self, problem: Problem) -> None:
        self._people = {person.key: person for person in problem.people}
        self._leads = {family.key: family.case_lead for family in problem.families}
        self._week = tuple(problem.week + timedelta(days=day) for day in range(5))

    def for_task(self, task: Task) -> Person | None:
        key = task.answerable or (self._leads.get(task.family) if task.family else None)
        person = self._people.get(key) if key else None
        days = (task.day,) if task.day is not None else self._week
        return person if person and all(person.registered_on(day) for day in days) else None


def _forbidden(problem: Problem, codes: Codes) -> None:
    place = {person.key: column for column, person in enumerate(problem.people)}
    rows_of_task = {task.key: [row] for row, task in enumerate(problem.tasks)}
    rows_of_family: dict[str, list[int]] = {}
    for row, task in enumerate(problem.tasks):
        if task.family is not None:
            rows_of_family.setdefault(task.family, []).append(row)
    for forbid in problem.forbids:
        rows = rows_of_task.get(forbid.task or "", []) + rows_of_family.get(forbid.family or "", [])
        codes[rows, place[forbid.person]] = Refusal.FORBIDDEN
