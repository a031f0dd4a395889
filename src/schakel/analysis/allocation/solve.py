"""One call from problem to proposal: search, count and explain on one thread, bound on another.

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
from typing import TypeVar

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

    `seconds` is how long it may all take (the reasons come last and are not cut short) and `moves` how long the search
    (see `search.py` for how they meet); `shown` is how many alternatives
    each task carries (by default all in a team, a few in a region); `exact_bound` has the linear programme solved
    as well (small problems; it may take longer than the search). `polish` gives a solver so many seconds to find and prove
    the best (up to 20,000 pairs; a tiny week gets it unasked). Raises `ProblemError` for pins that cannot be and
    `SearchCancelledError`.
    """
    began = time.perf_counter()
    tables = tables_of(problem)
    _refuse_impossible_pins(problem, tables)
    plan = plan_for(tables, seconds, moves).after(time.perf_counter() - began)
    shown = _shown(tables) if shown is None else shown
    polish = polish or (_TINY_SECONDS if tables.tasks * tables.people <= _TINY else 0.0)

    def divide() -> tuple[Proposal, Bound | None]:
        found, proven = _searched(tables, seed, plan, polish, watch, cancelled)
        return _proposal(problem, books_of(tables, found.holder), found, seed, shown), proven

    (proposal, proven), bound = _beside(divide, tables, plan, cancelled)
    bounds = [bound, *([proven] if proven else []), *([solved_bound(tables)] if exact_bound else [])]
    if cancelled():
        raise SearchCancelledError
    best = max(bounds, key=lambda each: each.cost)
    return replace(
        proposal,
        bound=min(best.cost, proposal.cost),
        bound_method=best.method,
        ended="clock" if best.cut else proposal.ended,
    )


def _shown(tables: Tables) -> int:
    return SHOWN if tables.tasks * tables.people <= LARGE else SHOWN_LARGE


def _searched(
    tables: Tables, seed: int, plan: Plan, polish: float, watch: Watch, cancelled: Callable[[], bool]
) -> tuple[Found, Bound | None]:
    """Search, and have a solver polish what was found when asked; the solver proves a bound on its way."""
    found = search(tables, seed, plan, watch=watch, cancelled=cancelled)
    if polish <= 0:
        return found, None
    holder, cost, proven = polished(tables, found.holder, found.cost, polish)
    return replace(found, holder=holder, cost=cost), proven


Made = TypeVar("Made")


def _beside(
    work: Callable[[], Made], tables: Tables, plan: Plan, cancelled: Callable[[], bool]
) -> tuple[Made, Bound]:
    """Divide and explain on this thread while another climbs to the bound; whoever fails stops the other."""
    halted = False
    began = time.perf_counter()

    def stop() -> bool:
        late = plan.seconds is not None and time.perf_counter() - began > plan.seconds
        return halted or late or cancelled()

    with ThreadPoolExecutor(1) as threads:
        bounding = threads.submit(lambda: ascend(tables, everything_of(tables), _ROUNDS, stop))
        try:
            made = work()
        except BaseException:
            halted = True
            raise
        return made, bounding.result()


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


def _proposal(problem: Problem, books: Books, found: Found, seed: int, shown: int) -> Proposal:
    """Return the proposal with nothing proven yet."""
    return Proposal(
        week=problem.week,
        assignments=assignments_of(problem, books, shown),
        rooms=_rooms(problem, books),
        notices=notices_of(problem, books.tables),
        terms=books.terms(),
        cost=found.cost / UNITS,
        bound=0.0,
        bound_method="",
        weights=problem.weights,
        seed=seed,
        moves=found.moves,
        ended=found.ended,
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
