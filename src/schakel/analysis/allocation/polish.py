"""For a team: try to close the gap by solving the whole-number programme itself (scipy, HiGHS branch and bound).

The search gives a good proposal at once; this may take it to the best there is, and prove it. What the solver returns is
not believed but checked: its division is taken over only when it keeps every pin, fits, and counts cheaper; its bound
gets the solver's own tolerance taken off.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from schakel.analysis.allocation.bound import Bound
from schakel.analysis.allocation.costs import books_of
from schakel.analysis.allocation.linear import programme
from schakel.analysis.allocation.tables import OPEN, UNITS, Places, Tables

_MOST_PAIRS = 20_000
_TOLERANCE = 1e-6


def polished(tables: Tables, holder: Places, cost: int, seconds: float) -> tuple[Places, int, Bound]:
    """Return the better of this division and the solver's, its cost (units), and the bound of the solver.

    Problems of more than 20,000 pairs come back as they are, with a bound of nothing.
    """
    nothing = holder, cost, Bound(0.0, "branch and bound")
    if not 0 < tables.tasks * tables.people <= _MOST_PAIRS:
        return nothing
    costs, upper, limits, most, once = programme(tables)
    whole = np.ones(len(costs), np.int64)
    whole[len(costs) - tables.people :] = 0
    solved = milp(
        costs,
        constraints=[LinearConstraint(limits, -np.inf, most), LinearConstraint(once, 1, 1)],
        bounds=Bounds(0, upper),
        integrality=whole,
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    lowest = getattr(solved, "mip_dual_bound", None)
    bound = 0.0 if lowest is None or not np.isfinite(lowest) else lowest - _TOLERANCE * (1 + abs(lowest))
    if solved.x is not None:
        holder, cost = _better(tables, holder, cost, np.asarray(solved.x))
    return holder, cost, Bound(max(0.0, float(bound)), "branch and bound")


def _better(tables: Tables, holder: Places, cost: int, solution: np.ndarray) -> tuple[Places, int]:
    task, person = np.nonzero(tables.allowed())
    taken = solution[: len(task)] > 0.5
    other = np.full(tables.tasks, OPEN, np.int32)
    other[task[taken]] = person[taken]
    books = books_of(tables, other)
    kept = bool(np.all(other[tables.pinned >= 0] == tables.pinned[tables.pinned >= 0]))
    found = round(books.terms().total * UNITS)
    if kept and bool(np.all(books.load <= tables.room)) and found < cost:
        return other, found
    return holder, cost
