"""Interrupted time series: only when there is no comparison, and always labelled weak.

`y_st = a_s + trend * t + month of the year + effect * "has a supporter now"`, weighted by children, on
schools that started. Errors add scores over schools per month and allow months to resemble their
neighbours (Driscoll-Kraay with Bartlett weights). Anything else that changed at the same time ends up in
the "effect": a new contract, another law, a pandemic. A design without comparison cannot tell.

Source: A. Wagner et al., Journal of Clinical Pharmacy and Therapeutics 27 (2002);
J. Driscoll, A. Kraay, Review of Economics and Statistics 80 (1998).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.errors import DesignError
from schakel.analysis.effects.school_sums import SchoolSums

Floats = NDArray[np.float64]
MONTHS_BEFORE = 12


@dataclass(frozen=True)
class Interrupted:
    """The step at the start, its error, and degrees of freedom."""

    value: float
    standard_error: float
    df: int
    months_before: int


def interrupted(sums: SchoolSums) -> Interrupted:
    """Return the step at the start of the supporter against each school's own past and one trend.

    Raises
    ------
    DesignError
        Fewer than twelve months before the first start: no trend and season can be known.
    """
    used = sums.count[:, :, 0].sum(axis=(0, 1)) > 0
    first = int(sums.start[sums.option[sums.treated]].min())
    before = int(used[:first].sum())
    if before < MONTHS_BEFORE:
        raise DesignError(
            f"there is no comparison and only {before} months before the first start; a before-after answer needs"
            f" at least {MONTHS_BEFORE}. Add schools that never had a supporter, or more months before"
        )
    school, month = np.nonzero(sums.count[sums.treated, :, 0].sum(axis=1) > 0)
    number = sums.count[sums.treated, :, 0].sum(axis=1)[school, month]
    y = sums.total[sums.treated, :, 0].sum(axis=1)[school, month] / number
    X = _design(sums, school, month)
    return _regress(X, y, number, month, before)


def _design(sums: SchoolSums, school: NDArray[np.intp], month: NDArray[np.intp]) -> Floats:
    treated = sums.late[sums.option[sums.treated]][school, month].astype(float)
    own = (school[:, None] == np.arange(len(sums.treated))).astype(float)
    calendar = sums.months[month] % 12
    season = (calendar[:, None] == np.unique(calendar)[1:]).astype(float)
    return np.column_stack([treated, own, sums.months[month].astype(float) - sums.months[0], season])


def _regress(X: Floats, y: Floats, weight: Floats, month: NDArray[np.intp], before: int) -> Interrupted:
    bread = np.linalg.pinv(X.T @ (weight[:, None] * X))
    b = bread @ (X.T @ (weight * y))
    score = X * (weight * (y - X @ b))[:, None]
    times, place = np.unique(month, return_inverse=True)
    per_month = np.zeros((len(times), X.shape[1]))
    np.add.at(per_month, place, score)
    lags = int(4 * (len(times) / 100) ** (2 / 9)) + 1
    middle = per_month.T @ per_month
    for lag in range(1, lags + 1):
        step = per_month[lag:].T @ per_month[:-lag]
        middle += (1 - lag / (lags + 1)) * (step + step.T)
    error = float(np.sqrt(max((bread @ middle @ bread)[0, 0], 0.0)))
    return Interrupted(float(b[0]), error, max(len(times) - 14, 1), before)
