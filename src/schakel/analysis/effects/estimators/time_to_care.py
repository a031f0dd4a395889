"""Days from first signal to fitting care, when care can also become unnecessary or a child can leave.

`aalen_johansen` gives the share that reached care by each day; the other endings compete and children who
still wait are censored, not dropped. Ties stay ties (the usual Python package shifts them by chance).
`cause_specific_cox` compares the rate of reaching care between groups, clustered on schools.

Sources: O. Aalen, S. Johansen, Scandinavian Journal of Statistics 5 (1978); variance by the delta method
(Marubini and Valsecchi 1995, 10.3); D. R. Cox (1972), fitted by lifelines.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from lifelines import CoxPHFitter
from numpy.typing import NDArray
from scipy.special import ndtri

from schakel.analysis.effects.errors import PanelError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
CENSORED = 0


@dataclass(frozen=True)
class Incidence:
    """Share that reached one ending by each day: `days` (k,), `share` (k,), `standard_error` (k,)."""

    ending: int
    days: Floats
    share: Floats
    standard_error: Floats

    def at(self, day: float) -> float:
        """Return the share by a day."""
        place = int(np.searchsorted(self.days, day, side="right"))
        return float(self.share[place - 1]) if place else 0.0

    def interval(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Return bounds on the log(-log) scale, which stay between 0 and 1; nan where the share is 0 or 1."""
        inside = (self.share > 0) & (self.share < 1)
        share = np.where(inside, self.share, np.nan)
        width = ndtri((1 + level) / 2) * self.standard_error / np.abs(share * np.log(share))
        return share ** np.exp(width), share ** np.exp(-width)


def aalen_johansen(days: Floats, ending: Ints, wanted: int) -> Incidence:
    """Return the cumulative incidence of one ending.

    Parameters
    ----------
    days : (n,) days under observation, zero or more.
    ending : (n,) 0 for still waiting (censored), else the code of how it ended.
    wanted : the code whose incidence is asked.

    Raises
    ------
    PanelError
        Negative or missing days, or nobody with the wanted ending.
    """
    days, ending = np.asarray(days, dtype=float), np.asarray(ending)
    if not (days >= 0).all():
        raise PanelError("days to care must be zero or more for everybody; correct start and end dates")
    if not (ending == wanted).any():
        raise PanelError(f"nobody reached ending {wanted}; there is no incidence to show")
    times = np.unique(days[ending != CENSORED])
    at_risk = (days[None, :] >= times[:, None]).sum(axis=1).astype(float)
    here = days[None, :] == times[:, None]
    any_ending = (here & (ending != CENSORED)).sum(axis=1).astype(float)
    own = (here & (ending == wanted)).sum(axis=1).astype(float)
    waiting = np.concatenate([[1.0], np.cumprod(1 - any_ending / at_risk)])[:-1]
    share = np.cumsum(waiting * own / at_risk)
    error = np.sqrt(_variance(at_risk, any_ending, own, waiting, share))
    return Incidence(wanted, times, share, error)


def _variance(at_risk: Floats, any_ending: Floats, own: Floats, waiting: Floats, share: Floats) -> Floats:
    left = at_risk - any_ending
    spread = np.divide(any_ending, at_risk * left, out=np.zeros_like(left), where=left > 0)
    gap = np.tril(share[:, None] - share[None, :])
    binomial = waiting**2 * own * (at_risk - own) / at_risk**3
    cross = waiting * own / at_risk**2
    total = (gap**2) @ spread + np.cumsum(binomial) - 2 * gap @ cross
    return np.maximum(total, 0.0)


@dataclass(frozen=True)
class Hazard:
    """One covariate of a Cox model: log rate ratio, its error, interval of the ratio, p-value."""

    name: str
    value: float
    standard_error: float
    ratio: float
    ratio_interval: tuple[float, float]
    p_value: float


def cause_specific_cox(
    days: Floats, ending: Ints, wanted: int, covariates: dict[str, Floats], school: Ints | None = None
) -> tuple[Hazard, ...]:
    """Return rate ratios of reaching the wanted ending; other endings count as leaving the waiting.

    Parameters
    ----------
    days, ending, wanted : as in `aalen_johansen`.
    covariates : name to (n,) values.
    school : (n,) school of each child; errors then cluster on it.
    """
    frame = pd.DataFrame({"_days": days, "_event": (np.asarray(ending) == wanted).astype(int), **covariates})
    options: dict[str, Any] = {}
    if school is not None:
        frame["_school"] = school
        options["cluster_col"] = "_school"
    fitted = CoxPHFitter().fit(frame, "_days", "_event", **options)
    return tuple(_hazard(name, row) for name, row in fitted.summary.iterrows())


def _hazard(name: object, row: Any) -> Hazard:
    bounds = (float(row["exp(coef) lower 95%"]), float(row["exp(coef) upper 95%"]))
    return Hazard(
        str(name),
        float(row["coef"]),
        float(row["se(coef)"]),
        float(row["exp(coef)"]),
        bounds,
        float(row["p"]),
    )
