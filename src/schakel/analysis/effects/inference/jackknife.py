"""Leave each school out in turn: a clustered error that does not trust small residuals (CV3).

`se = sqrt((S-1)/S * sum over schools of (effect without s - effect)^2)`.
Source: J. MacKinnon, M. Nielsen, M. Webb, Journal of Applied Econometrics 38 (2023).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.estimators.imputation import Imputation
from schakel.analysis.effects.estimators.leave_out import leave_one_out_effects

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Jackknife:
    """`effects` (S,) without each school, nan where nothing treated is left; `standard_error` None then."""

    effects: Floats
    standard_error: float | None


def jackknife(found: Imputation) -> Jackknife:
    """Return the cluster jackknife of the headline."""
    effects = leave_one_out_effects(found)
    if not np.isfinite(effects).all():
        return Jackknife(effects, None)
    schools = len(effects)
    value = found.excess.sum() / found.number.sum()
    error = float(np.sqrt((schools - 1) / schools * ((effects - value) ** 2).sum()))
    return Jackknife(effects, error)
