"""What may leave the house: per school sums over enough children, none of which one or two children decide.

Every number that leaves must rest on at least `threshold` children (or on none), and in every sum of
outcomes the largest `dominant` children must hold less than `share` of it. What fails is taken out at
the source and everything is summed again, so that what leaves is consistent and the estimator needs no
repair: months with too few children, children whose combination of months is too rare, months in which
one or two children carry the outcome. The loss is counted.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bits = NDArray[np.bool_]


@dataclass(frozen=True)
class Rules:
    """At least `threshold` children; the `dominant` largest hold less than `share` of a sum."""

    threshold: int = 10
    dominant: int = 2
    share: float = 0.9


@dataclass(frozen=True)
class Kept:
    """Children (n, T) of one school and level after the rules: presence and outcome, with what was taken out."""

    present: Bits
    outcome: Floats
    lost_months: int
    lost_children: int


def protect(present: Bits, outcome: Floats, before: Bits, member: Floats, rules: Rules) -> Kept:
    """Take out what the rules forbid until nothing fails.

    Parameters
    ----------
    present, outcome : (n, T) of the children of one school and level.
    before : (G, T) months before each start option.
    member : (T, P) which month lies in which period.
    """
    kept, total, children = present.copy(), int(present.sum()), len(present)
    while kept.any():
        children_out = _rare_children(kept, rules)
        months_out = _weak_months(kept, np.where(kept, outcome, 0.0), before, member, rules)
        if not children_out.any() and not months_out.any():
            break
        kept[:, months_out] = False
        if not months_out.any():
            kept[children_out] = False
    there = kept.any(axis=1)
    values = np.where(kept, outcome, 0.0)[there]
    return Kept(kept[there], values, total - int(kept.sum()), children - int(there.sum()))


def _rare_children(present: Bits, rules: Rules) -> Bits:
    """Return the children behind the rarest pair of months that too few children share."""
    together = present.T.astype(float) @ present
    rare = (together > 0) & (together < rules.threshold)
    if not rare.any():
        return np.zeros(len(present), dtype=bool)
    a, b = np.unravel_index(np.argmin(np.where(rare, together, np.inf)), together.shape)
    return np.asarray(present[:, a] & present[:, b], dtype=bool)


def _weak_months(present: Bits, outcome: Floats, before: Bits, member: Floats, rules: Rules) -> Bits:
    """Return the months whose counts or sums fail, under any start option or in any period."""
    number = present.sum(axis=0)
    weak = (number > 0) & (number < rules.threshold)
    for months in before:
        own = (present & months).sum(axis=1)
        known = present & (own > 0)[:, None]
        mean = np.divide((outcome * months).sum(axis=1), own, out=np.zeros(len(own)), where=own > 0)
        count = known.sum(axis=0)
        weak |= (count > 0) & (count < rules.threshold)
        weak |= _dominated(np.where(known, outcome, 0.0), rules) | _dominated(known * mean[:, None], rules)
    attended = present @ member
    value = np.divide(outcome @ member, attended, out=np.zeros_like(attended), where=attended > 0)
    weak_pair = _weak_pairs(attended > 0, value, rules)
    weak |= (member @ weak_pair) > 0
    return np.asarray(weak & (number > 0), dtype=bool)


def _dominated(values: Floats, rules: Rules) -> Bits:
    size = np.sort(np.abs(values), axis=0)[::-1]
    total = size.sum(axis=0)
    return np.asarray((total > 0) & (size[: rules.dominant].sum(axis=0) >= rules.share * total), dtype=bool)


def _weak_pairs(present: Bits, value: Floats, rules: Rules) -> Floats:
    """Return 1 for periods in a pair of periods that fails."""
    weak = np.zeros(present.shape[1])
    for q in range(present.shape[1]):
        both = present & present[:, q : q + 1]
        count = both.sum(axis=0)
        fails = (count > 0) & (count < rules.threshold)
        fails |= _dominated(np.where(both, value, 0.0), rules)
        weak[fails] = 1.0
    return weak


def thin_steps(present: Bits, rules: Rules) -> tuple[int, int]:
    """Return how many month-to-month changes rest on fewer children than the threshold, and how many there are.

    Two successive sums differ by the few children who came or left: a residual risk that the manifest names.
    """
    moved = (present[:, 1:] != present[:, :-1]).sum(axis=0)
    return int(((moved > 0) & (moved < rules.threshold)).sum()), len(moved)
