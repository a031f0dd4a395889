"""Why each task goes where it goes, in terms of cost: for the proposal and for everything else that was possible.

An alternative is the same division with one task elsewhere. What it costs more, term by term, is the reason not
to choose it. Since the search ends only when no single change helps, no alternative with room costs less.
"""

from __future__ import annotations

import numpy as np

from schakel.analysis.allocation.costs import Books, Terms
from schakel.analysis.allocation.problem import Problem
from schakel.analysis.allocation.proposal import Alternative, Assignment, Excluded
from schakel.analysis.allocation.rights import Refusal, answering_finder, registered
from schakel.analysis.allocation.tables import OPEN, PINNED_NOWHERE

# The dearest alternatives tell nothing more; a team of this size sees them all, a region the nearest few.
SHOWN = 12
SHOWN_LARGE = 3
LARGE = 200_000


def assignments_of(problem: Problem, books: Books, shown: int = SHOWN) -> tuple[Assignment, ...]:
    """Return every task with its reason and its `shown` cheapest alternatives."""
    names = np.array([person.key for person in problem.people], object)
    answering = answering_finder(problem)
    found = []
    for row, task in enumerate(problem.tasks):
        holder = int(books.holder[row])
        person = None if holder == OPEN else problem.people[holder]
        terms = books.adding(row, holder)[0]
        delegated = person is not None and not registered(problem, person, task.day)
        answers = answering(task) if delegated else None
        deviates = delegated and task.deviation is not None and person is not None
        found.append(
            Assignment(
                task=task.key,
                person=person.key if person else None,
                hours=int(books.tables.minutes[row]) / 60,
                terms=terms,
                pinned=int(books.tables.pinned[row]) > PINNED_NOWHERE,
                new_face=terms.face > 0,
                answerable=answers.key if answers else None,
                deviation=task.deviation.reason
                if deviates and task.deviation and task.deviation.person == (person and person.key)
                else None,
                alternatives=alternatives_of(books, row, names, shown),
                excluded=_excluded(books, row, names),
            )
        )
    return tuple(found)


def alternatives_of(books: Books, row: int, names: np.ndarray, shown: int) -> tuple[Alternative, ...]:
    """Return the cheapest other places for one task, those with room first, and leaving it open last."""
    holder = int(books.holder[row])
    now = books.adding(row, holder)[0]
    cost, fits = books.adding_to_all(row)
    people = np.flatnonzero(books.tables.allowed_for(row))
    people = people[people != holder]
    order = people[np.lexsort((people, cost[people], ~fits[people]))[:shown]]
    others = [_alternative(books, row, int(p), str(names[p]), now) for p in order]
    if holder != OPEN and books.tables.pinned[row] == PINNED_NOWHERE:
        others.append(_alternative(books, row, OPEN, None, now))
    return tuple(others)


def _alternative(books: Books, row: int, person: int, name: str | None, now: Terms) -> Alternative:
    difference = books.adding(row, person)[0].minus(now)
    no_room = person != OPEN and not books.fits(row, person)
    return Alternative(name, difference.total, difference, no_room)


def _excluded(books: Books, row: int, names: np.ndarray) -> tuple[Excluded, ...]:
    codes = books.tables.refusal[row]
    return tuple(
        Excluded(Refusal(int(code)).name.lower(), tuple(str(name) for name in names[codes == code][:SHOWN]))
        for code in np.unique(codes)
        if code not in (Refusal.NONE, Refusal.PINNED_ELSEWHERE)
    )
