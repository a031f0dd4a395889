"""How much schools differ by chance, learnt from the years before.

Means per school and period, less a level per school and per period (weighted by children), leave residuals r.
The model: Var(r) = sd^2 / children, with correlation autocorrelation^|lag| between periods of one school.
Both are estimated by moments; the first-order correlation is corrected for the levels that were taken out
(Nickell 1981, Econometrica 49(6): the bias is about -(1 + rho) / (T - 1) for T periods).
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from schakel.analysis.panel.engine import bounded, literal, quoted, sql
from schakel.analysis.rollout.plan import NoiseFrom, NoiseGiven, RolloutError, RolloutPlan

Floats = npt.NDArray[np.float64]
_MOST = 0.95
_ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Noise:
    """`sd`: standard deviation of a period mean for one child; `mean`: level of the outcome; both in the
    unit.
    """

    sd: float
    autocorrelation: float
    mean: float
    source: str

    def covariance(self, children: int, periods: int) -> Floats:
        """Covariance of the period means of one school, shape (periods, periods)."""
        lag = np.abs(np.subtract.outer(np.arange(periods), np.arange(periods)))
        covariance: Floats = self.sd**2 / children * self.autocorrelation**lag
        return covariance


def noise_of(plan: RolloutPlan) -> Noise:
    """As given in the plan, or learnt from its panel."""
    if isinstance(plan.noise, NoiseGiven):
        given = plan.noise
        if given.sd <= 0 or not 0 <= given.autocorrelation < 1:
            raise RolloutError("noise: sd lies above 0, autocorrelation from 0 to below 1.")
        return Noise(given.sd, given.autocorrelation, given.mean, given.source)
    mean, weight = _period_means(plan, plan.noise)
    source = f"{plan.noise.panel.name}, {mean.shape[0]} schools, {mean.shape[1]} periods of {plan.period_months} months"
    return estimate(mean * plan.scale, weight, source)


_CELLS = """
    SELECT school, (month - $first) // $length AS period, count(*) AS n, sum($column) AS total
    FROM read_parquet($panel) WHERE month BETWEEN $first AND $last AND $column IS NOT NULL
    GROUP BY ALL ORDER BY ALL"""


def _period_means(plan: RolloutPlan, given: NoiseFrom) -> tuple[Floats, Floats]:
    """Means and average children per school and whole period, each (schools, periods)."""
    if not Path(given.panel).exists():
        raise RolloutError(
            f"{given.panel.name} does not exist beside the plan: give a panel of the years before."
        )
    periods = (given.last - given.first + 1) // plan.period_months
    last = given.first + periods * plan.period_months - 1
    with bounded() as engine:
        statement = sql(
            _CELLS, first=given.first, last=last, length=plan.period_months, column=quoted(plan.column),
            panel=literal(given.panel),
        )  # fmt: skip
        rows = engine.execute(statement).fetchall()
    schools = sorted({school for school, *_rest in rows})
    total, count = np.zeros((len(schools), max(periods, 0))), np.zeros((len(schools), max(periods, 0)))
    place = {school: index for index, school in enumerate(schools)}
    for school, period, n, amount in rows:
        count[place[school], period], total[place[school], period] = n, float(amount)
    whole = (count > 0).all(axis=1)
    if periods < 4 or whole.sum() < 5:
        raise RolloutError(
            "At least 4 whole periods of 5 schools are needed to learn the chance differences."
        )
    return total[whole] / count[whole], count[whole] / plan.period_months


def estimate(mean: Floats, weight: Floats, source: str) -> Noise:
    """Moments of the residuals; `mean` and `weight` (children) are (schools, periods)."""
    schools, periods = mean.shape
    residual = _without_levels(mean, weight)
    free = (schools - 1) * (periods - 1)
    variance = float((weight * residual**2).sum() / free)
    together = np.sqrt(weight[:, 1:] * weight[:, :-1]) * residual[:, 1:] * residual[:, :-1]
    found = float(together.sum() / (weight * residual**2).sum()) * periods / (periods - 1)
    rho = float(np.clip((found * (periods - 1) + 1) / (periods - 2), 0, _MOST))
    # Taking out a level per school also takes out part of a correlated residual: put it back.
    lag = np.abs(np.subtract.outer(np.arange(periods), np.arange(periods)))
    left = 1 - (rho**lag).mean()
    sd = float(np.sqrt(variance * (1 - 1 / periods) / left))
    return Noise(sd, rho, float(np.average(mean, weights=weight)), source)


def _without_levels(mean: Floats, weight: Floats) -> Floats:
    """Residuals after levels per school and period, by alternating weighted means."""
    residual = mean.copy()
    for _round in range(_ROUNDS):
        residual -= np.average(residual, weights=weight, axis=1)[:, None]
        shift = np.average(residual, weights=weight, axis=0)
        residual -= shift
        if np.abs(shift).max() < 1e-10 * (1 + np.abs(mean).max()):
            break
    return residual
