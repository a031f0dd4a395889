"""One call from problem to proposal: search on one thread, bound on another, then count and explain.

    problem = read_problem(Path("week.json"))
    proposal = allocate(problem, seconds=2)

Both halves let go of the interpreter, so on two cores the bound costs no time.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from schakel.analysis.allocation.bound import Bound, ascend, everything_of
from schakel.analysis.allocation.costs import Books, books_of
from schakel.analysis.allocation.faults import Fault, ProblemError, SearchCancelledError
from schakel.analysis.allocation.linear import solved_bound
from schakel.analysis.allocation.notices import notices_of
from schakel.analysis.allocation.polish import polished
from schakel.analysis.allocation.problem import Problem
from schakel.analysis.allocation.proposal import Proposal, Room
from schakel.analysis.allocation.reasons import LARGE, SHOWN, SHOWN_LARGE, assignments_of
from schakel.analysis.allocation.rights import Refusal
from schakel.analysis.allocation.sample import sample_problem
from schakel.analysis.allocation.search import Found, Plan, Watch, plan_for, search
from schakel.analysis.allocation.tables import PINNED_NOWHERE, UNITS, Tables, tables_of

_ROUNDS = 300
# So few pairs are solved exactly in a moment: a small week gets the best there is, not nearly so.
_TINY, _TINY_SECONDS = 400, 2.0


def allocate(
    problem: Problem,
    *,
    seconds: float | None = None,
    moves: int | None = None,
    seed: int = 1,
    shown: int | None = None,
    exact_bound: bool = False,
    polish: float = 0.0,
    watch: Watch = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Proposal:
    """Return a proposal for the week.

    `seconds` and `moves` limit the search (see `search.py` for how they meet); `shown` is how many alternatives
    each task carries (by default all in a team, a few in a region); `exact_bound` has the linear programme solved
    as well (small problems; it may take longer than the search). `polish` gives a solver so many seconds to find and prove
    the best (up to 20,000 pairs; a tiny week gets it unasked). Raises `ProblemError` for pins that cannot be and
    `SearchCancelledError`.
    """
    tables = tables_of(problem)
    _refuse_impossible_pins(problem, tables)
    plan = plan_for(tables, seconds, moves)
    found, bound = _both(tables, seed, plan, watch, cancelled)
    if exact_bound:
        bound = max(bound, solved_bound(tables), key=lambda each: each.cost)
    polish = polish or (_TINY_SECONDS if tables.tasks * tables.people <= _TINY else 0.0)
    if polish > 0:
        holder, cost, proven = polished(tables, found.holder, found.cost, polish)
        found = replace(found, holder=holder, cost=cost)
        bound = max(bound, proven, key=lambda each: each.cost)
    if cancelled():
        raise SearchCancelledError
    books = books_of(tables, found.holder)
    if shown is None:
        shown = SHOWN if tables.tasks * tables.people <= LARGE else SHOWN_LARGE
    return _proposal(problem, books, found, bound, seed, shown)


def _both(
    tables: Tables, seed: int, plan: Plan, watch: Watch, cancelled: Callable[[], bool]
) -> tuple[Found, Bound]:
    """Search and bound at the same time; whoever fails stops the other."""
    halted = False
    began = time.perf_counter()

    def stop() -> bool:
        late = plan.seconds is not None and time.perf_counter() - began > plan.seconds
        return halted or late or cancelled()

    with ThreadPoolExecutor(1) as threads:
        bounding = threads.submit(lambda: ascend(tables, everything_of(tables), _ROUNDS, stop))
        try:
            found = search(tables, seed, plan, watch=watch, cancelled=cancelled)
        except BaseException:
            halted = True
            raise
        bound = bounding.result()
    if cancelled():
        raise SearchCancelledError
    return found, bound


def _refuse_impossible_pins(problem: Problem, tables: Tables) -> None:
    """Refuse pins on people who may not take the task, or who would get more than their room."""
    faults: list[Fault] = []
    row_of = {task.key: row for row, task in enumerate(problem.tasks)}
    for place, pin in enumerate(problem.pins):
        row = row_of[pin.task]
        person = int(tables.pinned[row])
        if person >= 0 and tables.refusal[row, person] != Refusal.NONE:
            why = Refusal(int(tables.refusal[row, person])).name.lower().replace("_", " ")
            name = problem.people[person].name
            message = (
                f"{name} may not take '{pin.task}' ({why}); take the pin out or change what stands in the way"
            )
            faults.append(Fault(f"pins[{place}]", message))
    if not faults:
        faults.extend(_overfull_pins(problem, tables))
    if faults:
        raise ProblemError(tuple(faults))


def _overfull_pins(problem: Problem, tables: Tables) -> list[Fault]:
    pinned = np.where(tables.pinned == PINNED_NOWHERE, -1, tables.pinned).astype(np.int32)
    books = books_of(tables, pinned)
    over = np.flatnonzero(books.load > tables.room)
    return [
        Fault(
            "pins",
            f"{problem.people[person].name} is pinned for {books.load[person] / 60:.1f} hours with travel but has "
            f"{tables.room[person] / 60:.1f} left; take a pin out",
        )
        for person in over
    ]


def _proposal(problem: Problem, books: Books, found: Found, bound: Bound, seed: int, shown: int) -> Proposal:
    return Proposal(
        week=problem.week,
        assignments=assignments_of(problem, books, shown),
        rooms=_rooms(problem, books),
        notices=notices_of(problem, books.tables),
        terms=books.terms(),
        cost=found.cost / UNITS,
        bound=min(bound.cost, found.cost / UNITS),
        bound_method=bound.method,
        weights=problem.weights,
        seed=seed,
        moves=found.moves,
        ended="clock" if bound.cut else found.ended,
        problem_hash=hash_of(problem),
        code_version=_code_version(),
    )


def _rooms(problem: Problem, books: Books) -> tuple[Room, ...]:
    tables = books.tables
    faces = ((books.families > 0) & (tables.face > 0)).sum(axis=1)
    road = np.where(books.visits > 0, tables.trip_minutes, 0).sum(axis=1)
    tasks = np.bincount(books.holder[books.holder >= 0], minlength=tables.people)
    return tuple(
        Room(
            person=person.key,
            duty=problem.duty_hours(person),
            booked=person.booked_hours,
            given=int(books.load[place] - road[place]) / 60,
            travel=int(road[place]) / 60,
            tasks=int(tasks[place]),
            new_faces=int(faces[place]),
        )
        for place, person in enumerate(problem.people)
    )


def _code_version() -> str:
    try:
        return version("schakel")
    except PackageNotFoundError:
        return "not installed"


def hash_of(problem: Problem) -> str:
    """Return a short fingerprint of everything in the problem."""
    text = json.dumps(asdict(problem), default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def warm_up() -> None:
    """Compile the kernels, or fetch them from the cache on disk, so that no clock runs meanwhile."""
    allocate(sample_problem(3, 8), moves=400)
