"""Group-time effects (Callaway and Sant'Anna 2021): each start group, each period, against a comparison.

For start group g (the period of the start) and period t the effect is the change since period g-1
(universal base) of children at schools of g, less that change in the comparison, within covariate
levels. Children count who are present in both periods. A school's influence sum says how far it pulls
each effect; clustered errors are root sums of squares over schools (sums, not means: schools differ in
size, which older versions of the R package got wrong).

Source: B. Callaway, P. Sant'Anna, Journal of Econometrics 225 (2021); unconditional or by discrete level.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.errors import DesignError
from schakel.analysis.effects.question import Comparison
from schakel.analysis.effects.school_sums import SchoolSums

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class GroupTime:
    """All identified group-time effects, k of them.

    `group`, `period` (k,), `value` (k,), `influence` (k, S), `children` (k,) treated children behind
    each, `size` (k,) children ever in the group (the aggregation weight), `member` (k, S) children of
    the group per school, `schools` (k,) schools in the group.
    """

    group: Ints
    period: Ints
    value: Floats
    influence: Floats
    children: Floats
    size: Floats
    member: Floats
    schools: Ints

    @property
    def horizon(self) -> Ints:
        """Return periods since the start, negative before."""
        return self.period - self.group

    @property
    def standard_error(self) -> Floats:
        """Return the clustered error of each effect, (k,)."""
        return np.asarray(np.sqrt((self.influence**2).sum(axis=1)), dtype=np.float64)


@dataclass(frozen=True)
class _Contrast:
    value: float
    influence: Floats
    children: float


def start_periods(sums: SchoolSums) -> Ints:
    """Return the period in which each school started; a period past the last for never, (S,)."""
    return np.asarray(sums.start_period[sums.option], dtype=np.int64)


def group_time(sums: SchoolSums, comparison: Comparison = "never") -> GroupTime:
    """Return all group-time effects with base period g-1 (an effect of exactly 0 at the base).

    Raises
    ------
    DesignError
        No group has both a period before its start and a comparison.
    """
    start = start_periods(sums)
    never = int(sums.period.max()) + 1
    found: list[tuple[int, int, _Contrast]] = []
    for group in sorted(set(start[start < never].tolist())):
        for period in range(never):
            contrast = _contrast(sums, start, group, period, never, comparison)
            if contrast is not None:
                found.append((group, period, contrast))
    if not any(period >= group for group, period, _ in found):
        raise DesignError(
            "no start group has both a whole period before its start and a comparison group;"
            " choose shorter periods, widen the window, or add schools without a supporter"
        )
    return _collect(sums, start, found)


def _collect(sums: SchoolSums, start: Ints, found: list[tuple[int, int, _Contrast]]) -> GroupTime:
    group = np.array([g for g, _, _ in found])
    children = sums.children.sum(axis=1)
    member = (start[None, :] == group[:, None]) * children
    return GroupTime(
        group=group,
        period=np.array([t for _, t, _ in found]),
        value=np.array([c.value for _, _, c in found]),
        influence=np.stack([c.influence for _, _, c in found]),
        children=np.array([c.children for _, _, c in found]),
        size=member.sum(axis=1),
        member=member,
        schools=(member > 0).sum(axis=1),
    )


def _contrast(
    sums: SchoolSums, start: Ints, group: int, period: int, never: int, comparison: Comparison
) -> _Contrast | None:
    base = group - 1
    if base < 0:
        return None
    treated = start == group
    free = start == never
    if comparison == "not_yet":
        free = (start > max(period, base)) & ~treated
    number = sums.pairs.count[:, :, base, period]
    change = sums.pairs.total[:, :, period, base] - sums.pairs.total[:, :, base, period]
    n_treated, n_free = number[treated].sum(axis=0), number[free].sum(axis=0)
    if n_treated.sum() == 0 or ((n_treated > 0) & (n_free == 0)).any():
        return None
    return _difference(number, change, treated, free)


def _difference(
    number: Floats, change: Floats, treated: NDArray[np.bool_], free: NDArray[np.bool_]
) -> _Contrast:
    """Difference of mean changes per level, weighted by treated children; levels without treated drop out."""
    n_treated, n_free = number[treated].sum(axis=0), number[free].sum(axis=0)
    used = n_treated > 0
    n1, n0 = np.where(used, n_treated, 1.0), np.where(used, n_free, 1.0)
    mean1, mean0 = change[treated].sum(axis=0) / n1, change[free].sum(axis=0) / n0
    share = n_treated / n_treated.sum()
    per_level = np.where(used, mean1 - mean0, 0.0)
    value = float(share @ per_level)
    influence = np.zeros(len(number))
    own = (change[treated] - number[treated] * mean1) / n1
    mix = number[treated] * (per_level - value) / n_treated.sum()
    influence[treated] = (share * own + used * mix).sum(axis=1)
    influence[free] = -(share * (change[free] - number[free] * mean0) / n0).sum(axis=1)
    return _Contrast(value, influence, float(n_treated.sum()))
