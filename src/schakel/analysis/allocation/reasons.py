"""Why each task goes where it goes, in terms of cost: for the proposal and for everything else that was possible.

An alternative is the same division with one task elsewhere. What it costs more, term by term, is the reason not
to choose it. Since the search ends only when no single change helps, no alternative with room costs less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

import numpy as np

from schakel.analysis.allocation.costs import Books, Terms
from schakel.analysis.allocation.problem import Person, Problem, Task
from schakel.analysis.allocation.proposal import Alternative, Assignment, Excluded
from schakel.analysis.allocation.rights import Refusal, answering_finder, registered
from schakel.analysis.allocation.start import lowest
from schakel.analysis.allocation.tables import OPEN, PINNED_NOWHERE, UNITS, Ints

# The dearest alternatives tell nothing more; a team of this size sees them all, a region the nearest few.
SHOWN = 12
SHOWN_LARGE = 3
LARGE = 200_000
# Pairs looked at together: what they need stays in the fast memory.
_TOGETHER = 100_000
_NO_ROOM, _NEVER = 1 << 50, 1 << 60


def assignments_of(problem: Problem, books: Books, shown: int = SHOWN) -> tuple[Assignment, ...]:
    """Return every task with its reason and its `shown` cheapest alternatives."""
    tables = books.tables
    excluded, whose = _excluder(problem), _Whose(problem)
    brought, _ = books.bringing(np.arange(tables.tasks), books.holder.astype(np.int64))
    alternatives = alternatives_of(problem, books, brought, shown)
    found = []
    for row, (task, terms) in enumerate(zip(problem.tasks, _terms(brought / UNITS), strict=True)):
        holder = int(books.holder[row])
        person = None if holder == OPEN else problem.people[holder]
        answerable, deviation = whose.of(task, person)
        found.append(
            Assignment(
                task=task.key,
                person=person.key if person else None,
                hours=int(tables.minutes[row]) / 60,
                terms=terms,
                pinned=int(tables.pinned[row]) > PINNED_NOWHERE,
                new_face=terms.face > 0,
                answerable=answerable,
                deviation=deviation,
                alternatives=tuple(alternatives[row]),
                excluded=excluded(tables.refusal[row].tobytes()),
            )
        )
    return tuple(found)


class _Whose:
    """Under whose responsibility delegated work falls, and the written reason where the three questions said no."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._answering = answering_finder(problem)
        self._known: dict[tuple[str, date | None], bool] = {}

    def of(self, task: Task, person: Person | None) -> tuple[str | None, str | None]:
        """Return who answers and the reason, both None when a registered professional does it."""
        if person is None or self._has_registration(person, task.day):
            return None, None
        answers, written = self._answering(task), task.deviation
        reason = written.reason if written is not None and written.person == person.key else None
        return answers.key if answers else None, reason

    def _has_registration(self, person: Person, day: date | None) -> bool:
        key = person.key, day
        if key not in self._known:
            self._known[key] = registered(self._problem, person, day)
        return self._known[key]


def alternatives_of(problem: Problem, books: Books, brought: Ints, shown: int) -> list[list[Alternative]]:
    """Return the cheapest other places for each task, those with room first, and leaving it open last.

    `brought` (7, T) is what each task costs where it is now, in units.
    """
    names = [person.key for person in problem.people]
    tasks, people = _others(books, shown)
    terms, minutes = books.bringing(tasks, people)
    fits = books.fits(people, minutes)
    difference = terms / UNITS - brought[:, tasks] / UNITS
    extra = difference.sum(axis=0).tolist()
    found: list[list[Alternative]] = [[] for _ in problem.tasks]
    for row, person, more, by_term, room in zip(
        tasks.tolist(), people.tolist(), extra, _terms(difference), fits.tolist(), strict=True
    ):
        name = None if person == OPEN else names[person]
        found[row].append(Alternative(name, more, by_term, not room))
    return found


def _terms(values: np.ndarray) -> Iterator[Terms]:
    """Turn terms in points (7, N) into records."""
    return (Terms(*row) for row in values.T.tolist())


def _others(books: Books, shown: int) -> tuple[Ints, Ints]:
    """Return (task, person) of each alternative, in the order in which they are told."""
    tables = books.tables
    together = max(1, _TOGETHER // max(1, tables.people))
    tasks, people = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for first in range(0, tables.tasks, together):
        rows = np.arange(first, min(first + together, tables.tasks))
        nearest, count = lowest(_asks(books, rows), min(shown, tables.people), _NEVER, 0)
        leave = (books.holder[rows] != OPEN) & (tables.pinned[rows] == PINNED_NOWHERE)
        places = np.column_stack([nearest, np.full(len(rows), OPEN)])
        told = np.column_stack([np.arange(nearest.shape[1])[None, :] < count[:, None], leave])
        tasks.append(np.repeat(rows, told.sum(axis=1)))
        people.append(places[told].astype(np.int64))
    return np.concatenate(tasks), np.concatenate(people)


def _asks(books: Books, rows: Ints) -> Ints:
    """Return what each of these tasks would cost at each person (N, P): far more without room, never where refused."""
    tables, people = books.tables, np.arange(books.tables.people)
    terms, minutes = books.bringing(rows[:, None], people[None, :])
    asks: Ints = terms.sum(axis=0)
    asks[~books.fits(people, minutes)] += _NO_ROOM
    asks[(tables.refusal[rows] != Refusal.NONE) | (books.holder[rows][:, None] == people)] = _NEVER
    return asks


def _excluder(problem: Problem) -> Callable[[bytes], tuple[Excluded, ...]]:
    """Return how to name who may not take a task, by reason; tasks that refuse the same people share one answer."""
    names = np.array([person.key for person in problem.people], object)

    @cache
    def named(refusal: bytes) -> tuple[Excluded, ...]:
        codes = np.frombuffer(refusal, np.int8)
        return tuple(
            Excluded(
                Refusal(int(code)).name.lower(), tuple(str(name) for name in names[codes == code][:SHOWN])
            )
            for code in np.unique(codes)
            if code not in (Refusal.NONE, Refusal.PINNED_ELSEWHERE)
        )

    return named
