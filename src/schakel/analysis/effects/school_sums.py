"""Per school the few sums that every estimator is linear in; the same object comes from cells or from files.

For every school, covariate level and start option (0: never; others: the start months of the question)
these sums answer "what would this school contribute had it started then?". That is all that estimation,
permutation, bootstrap and leaving a school out need.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.basis import Basis, DenseBasis

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class PeriodPairs:
    """Children present in two periods: `count` and `total`, both (S, L, P, P).

    `total[s, l, p, q]` sums the mean outcome in period p of children present in p and in q.
    """

    count: Floats
    total: Floats


@dataclass(frozen=True)
class SchoolSums:
    """Linear sums per school; S schools, L levels, G start options, T months.

    `count`, `total`, `mean` (S, L, G, T): children present who have a month before the start, the sum
    of their outcome, and the sum of their own mean before the start. `months` (T,) are those with rows. `option`
    (S,) is the start that really happened, `start` (G,) its place among the months (T for never), `begin` (G,)
    its month and `start_period` (G,) the period of that month (one past the last for never).
    """

    schools: tuple[str, ...]
    levels: tuple[str, ...]
    months: Ints
    start: Ints
    begin: Ints
    start_period: Ints
    option: Ints
    stratum: Ints
    count: Floats
    total: Floats
    mean: Floats
    basis: Basis
    pairs: PeriodPairs
    period: Ints
    children: Floats
    data_hash: str

    @property
    def treated(self) -> Ints:
        """Return the numbers of the schools that started."""
        return np.flatnonzero(self.option)

    @property
    def late(self) -> NDArray[np.bool_]:
        """Return per option which months lie at or after the start, (G, T)."""
        return np.arange(len(self.months)) >= self.start[:, None]

    def deviation(self, option: Ints) -> Floats:
        """Return outcome less own mean of every school under its option, (S,) -> (S, L, T)."""
        schools = np.arange(len(option))
        return np.asarray(self.total[schools, :, option] - self.mean[schools, :, option], dtype=np.float64)

    def keep(self, which: NDArray[np.bool_]) -> "SchoolSums":
        """Return the same sums without some schools."""
        names = tuple(name for name, kept in zip(self.schools, which, strict=True) if kept)
        everywhere = np.flatnonzero(which)
        cross = np.stack(
            [self.basis.each(everywhere, np.full(len(everywhere), g)) for g in range(len(self.start))], 2
        )
        return replace(
            self,
            schools=names,
            option=self.option[which],
            stratum=self.stratum[which],
            count=self.count[which],
            total=self.total[which],
            mean=self.mean[which],
            basis=DenseBasis(cross),
            pairs=PeriodPairs(self.pairs.count[which], self.pairs.total[which]),
            children=self.children[which],
        )
