"""Which further cells to withhold, so that the sums of a table give no withheld cell away.

An attacker knows every shown cell, every sum relation, and that counts are not negative. `interval` is what
that leaves possible for a withheld count (two linear programmes); a cell is protected when this range is at
least as wide as the threshold.
"""

import numpy as np
from scipy.optimize import linprog

Relation = tuple[list[int], int]
"""Positions of the parts, and of their sum."""


def withheld(
    counts: list[int], relations: list[Relation], primary: set[int], width: int, fixed: set[int] | None = None
) -> set[int]:
    """`primary` and the cells added to protect it; `fixed` positions are known to all and stay shown.

    Each round takes the first unprotected cell and withholds the smallest shown cell in one of its sums: the
    least information lost per step. It ends, at the latest when all cells that are not fixed are withheld.
    """
    hidden = set(primary)
    fixed = fixed or set()
    while (open_cell := _unprotected(counts, relations, hidden, width)) is not None:
        partner = _partner(counts, relations, hidden | fixed, open_cell)
        if partner is None:
            return set(range(len(counts))) - fixed
        hidden.add(partner)
    return hidden


def _unprotected(counts: list[int], relations: list[Relation], hidden: set[int], width: int) -> int | None:
    for cell in sorted(hidden):
        low, high = interval(counts, relations, hidden, cell)
        if high - low < width:
            return cell
    return None


def interval(
    counts: list[int], relations: list[Relation], hidden: set[int], cell: int
) -> tuple[float, float]:
    """Lowest and highest count of `cell` that agree with everything shown; infinite when nothing binds it."""
    order = {position: index for index, position in enumerate(sorted(hidden))}
    rows, right = [], []
    for parts, whole in relations:
        signed = [(part, 1) for part in parts] + [(whole, -1)]
        row = np.zeros(len(order))
        known = 0
        for position, sign in signed:
            if position in order:
                row[order[position]] += sign
            else:
                known += sign * counts[position]
        if row.any():
            rows.append(row)
            right.append(-known)
    goal = np.zeros(len(order))
    goal[order[cell]] = 1
    return _end(goal, rows, right), -_end(-goal, rows, right)


def _end(goal: np.ndarray, rows: list[np.ndarray], right: list[int]) -> float:
    if not rows:
        return 0.0 if goal.sum() > 0 else -np.inf
    found = linprog(goal, A_eq=np.array(rows), b_eq=np.array(right), bounds=(0, None), method="highs")
    return float(found.fun) if found.status == 0 and found.fun is not None else -np.inf


def _partner(counts: list[int], relations: list[Relation], taken: set[int], cell: int) -> int | None:
    together = {
        position
        for parts, whole in relations
        for position in [*parts, whole]
        if cell in parts or cell == whole
    }
    free = [position for position in together - taken if counts[position] > 0]
    if not free:
        free = [position for position in range(len(counts)) if position not in taken and counts[position] > 0]
    return min(free, key=lambda position: (counts[position], position), default=None)
