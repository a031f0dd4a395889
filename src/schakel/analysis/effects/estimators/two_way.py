"""Two-way fixed effects, only as a warning: what the usual regression would have said, and why not to trust it.

With staggered starts the regression also compares late starters with schools that already have a
supporter. `weights` shows which treated school-months count negatively; `bacon` splits a balanced panel
into its two-by-two comparisons (Goodman-Bacon, Journal of Econometrics 225, 2021).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.dealt import Dealt
from schakel.analysis.effects.estimators.assigned import month_effects, normal_matrix
from schakel.analysis.effects.school_sums import SchoolSums

Floats = NDArray[np.float64]
BLOCK = 250


@dataclass(frozen=True)
class TwoWay:
    """The coefficient, its clustered error, and the weight of each treated school and month (n, T), sum 1."""

    value: float
    standard_error: float
    weights: Floats

    @property
    def negative_share(self) -> float:
        """Return the sum of negative weights, as a positive share."""
        return float(-self.weights[self.weights < 0].sum())


def two_way(sums: SchoolSums) -> TwoWay:
    """Regress the outcome on child effects, month effects (per level) and "has a supporter now".

    The clustered error has no small-sample factor: it is shown, never used for the verdict.
    """
    none = np.zeros_like(sums.option)
    score, number = sums.deviation(none), sums.count[:, :, 0]
    A = normal_matrix(sums, number.sum(axis=0)[None], Dealt.of(none))[0]
    D = sums.late[sums.option].astype(float)
    exposed = _demeaned(sums, D)
    months = month_effects(A, exposed.sum(axis=0))
    spread = float((D[:, None] * exposed).sum() - (exposed.sum(axis=0) * months).sum())
    value = float(((D[:, None] - months) * score).sum() / spread)
    b = month_effects(A, (score - value * exposed).sum(axis=0))
    residual = score - value * exposed - number * b + sums.basis.apply(none, b)
    influence = ((D[:, None] - months) * residual).sum(axis=(1, 2)) / spread
    own = exposed - number * months + sums.basis.apply(none, months)
    weights = (own * D[:, None]).sum(axis=1)[sums.treated] / spread
    return TwoWay(value, float(np.sqrt((influence**2).sum())), weights)


def _demeaned(sums: SchoolSums, D: Floats) -> Floats:
    """Return treated children less their own treated share, summed per school, level and month."""
    treated = sums.treated
    out = np.zeros_like(sums.count[:, :, 0])
    for some in np.array_split(treated, -(-len(treated) // BLOCK) or 1):
        cross = sums.basis.each(some, np.zeros(len(some), np.int64))
        own = sums.count[some, :, 0] * D[some][:, None]
        out[some] = own - np.einsum("nltu,nu->nlt", cross, D[some])
    return out


@dataclass(frozen=True)
class Comparison:
    """One two-by-two comparison: kind `never`, `later` (clean) or `earlier` (already treated as comparison)."""

    kind: str
    treated: int
    control: int
    weight: float
    value: float


def is_balanced(sums: SchoolSums) -> bool:
    """Return whether every child was there in every month with data."""
    number = sums.count[:, :, 0]
    used = number.sum(axis=(0, 1)) > 0
    size = np.diagonal(sums.basis.total(Dealt.of(np.zeros_like(sums.option)))[0], axis1=1, axis2=2)
    return bool(np.allclose(number[..., used], number[..., used][..., :1])) and bool(
        np.allclose(size[:, used] * used.sum(), number.sum(axis=0)[:, used])
    )


def bacon(sums: SchoolSums) -> list[Comparison]:
    """Return every two-by-two comparison with its weight; weights sum to 1.

    On a balanced panel without covariates the weighted sum equals the two-way coefficient exactly.
    Options are numbers into `sums.start`; 0 is never.
    """
    used = sums.count[:, :, 0].sum(axis=(0, 1)) > 0
    groups = np.unique(sums.option)
    mean, size = _group_means(sums, groups, used)
    late = sums.late[groups][:, used]
    share = late.mean(axis=1)
    found: list[Comparison] = []
    for i, k in enumerate(groups.tolist()):
        for j, m in enumerate(groups.tolist()):
            if k == 0 or i == j or share[i] == share[j]:
                continue
            found.append(_pair(k, m, mean[[i, j]], late[[i, j]], size[[i, j]], share[[i, j]]))
    total = sum(row.weight for row in found)
    return [
        Comparison(r.kind, r.treated, r.control, r.weight / total, r.value) for r in found if r.weight > 0
    ]


def _group_means(
    sums: SchoolSums, groups: NDArray[np.int64], used: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    member = (sums.option[None, :] == groups[:, None]).astype(float)
    total = member @ sums.total[:, :, 0].sum(axis=1)[:, used]
    number = member @ sums.count[:, :, 0].sum(axis=1)[:, used]
    return total / np.maximum(number, 1e-300), number.mean(axis=1)


def _pair(k: int, m: int, mean: Floats, late: NDArray[np.bool_], size: Floats, share: Floats) -> Comparison:
    """Return the comparison in which group k changes and group m does not."""
    if m == 0:
        window, weight, kind = np.ones(late.shape[1], bool), share[0] * (1 - share[0]), "never"
    elif share[0] > share[1]:
        window, weight, kind = ~late[1], (share[0] - share[1]) * (1 - share[0]), "later"
    else:
        window, weight, kind = late[1], share[0] * (share[1] - share[0]), "earlier"
    if not (window & late[0]).any() or not (window & ~late[0]).any():
        return Comparison(kind, k, m, 0.0, 0.0)
    change = mean[:, window & late[0]].mean(axis=1) - mean[:, window & ~late[0]].mean(axis=1)
    return Comparison(kind, k, m, float(size.prod() * weight), float(change[0] - change[1]))
