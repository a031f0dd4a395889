"""What a design could detect: the imputation estimate is linear in the school means, so its spread is known.

1. The design says which school-periods are treated. Untreated ones fit a level per school and per period; the
   effect is the mean, weighted by children, of treated minus fitted. That is one weight per school-period.
2. With the covariance of chance differences the variance of the estimate follows, without simulation.
3. Power of a two-sided test at 5 % with t on (treated schools - 1) degrees of freedom is a noncentral t.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.optimize import brentq

from schakel.analysis.rollout.lot import Drawn
from schakel.analysis.rollout.noise import Noise
from schakel.analysis.rollout.plan import RolloutError

Floats = npt.NDArray[np.float64]
EFFECTS = tuple(round(0.025 * step, 3) for step in range(13))
_ALPHA = 0.05
_GOOD = 0.80


@dataclass(frozen=True, slots=True)
class Power:
    """What one design could detect.

    `standard_error` and `detectable` in the unit of the outcome, `detectable_share` of the mean: the smallest
    effect that is found in 80 of 100 cases. `curve` holds (effect as a share of the mean, power). `used` is
    the share of treated child-months that has a comparison at its time.
    """

    design: str
    treated: int
    never: int
    standard_error: float
    detectable: float
    detectable_share: float
    curve: tuple[tuple[float, float], ...]
    used: float


def power(
    design: str, drawn: Sequence[Drawn], noise: Noise, *, first: int, last: int, period_months: int
) -> Power:
    """Power of a draw; starts are rounded up to the next whole period. Raises RolloutError when nothing
    compares.
    """
    periods = (last - first + 1) // period_months
    start = np.array([_first_period(one.start, first, period_months) for one in drawn])
    children = np.array([one.children for one in drawn], dtype=np.float64)
    treated = np.arange(periods)[None, :] >= start[:, None]
    weights, used = imputation_weights(treated, children)
    variance = sum(
        float(row @ noise.covariance(int(size), periods) @ row)
        for row, size in zip(weights, children, strict=True)
    )
    number = int(treated.any(axis=1).sum())
    if number < 2:
        raise RolloutError(
            f"Design '{design}' starts {number} school: with one, chance and effect cannot be told apart."
        )
    error = float(np.sqrt(variance))
    smallest = _detectable(error, number - 1)
    curve = tuple((share, chance(share * noise.mean, error, number - 1)) for share in EFFECTS)
    never = len(drawn) - number
    return Power(design, number, never, error, smallest, smallest / noise.mean, curve, used)


def _first_period(start: int | None, first: int, length: int) -> float:
    return np.inf if start is None else -(-(start - first) // length)


def _detectable(error: float, df: int) -> float:
    """Smallest effect with a power of 80 %."""
    high = error
    while chance(high, error, df) < _GOOD:
        high *= 2
    return float(brentq(lambda effect: chance(effect, error, df) - _GOOD, 0, high))


def chance(effect: float, error: float, df: int) -> float:
    """Chance that a two-sided t test at 5 % rejects, when the effect is there."""
    critical = float(stats.t.ppf(1 - _ALPHA / 2, df))
    distance = abs(effect) / error
    above, below = stats.nct.sf(critical, df, distance), stats.nct.cdf(-critical, df, distance)
    # Far out the noncentral t is no number: there the test rejects always, on one side.
    return float(np.nan_to_num(above, nan=1.0) + np.nan_to_num(below, nan=0.0))


def imputation_weights(treated: npt.NDArray[np.bool_], children: Floats) -> tuple[Floats, float]:
    """Weight of every school-period in the estimate, (schools, periods), and the share of treated that is
    used.

    Borusyak, Jaravel & Spiess (2024, Review of Economic Studies 91(6)). Treated periods in which no school is
    untreated, and schools without an untreated period, have no comparison and are left out.
    """
    schools, periods = treated.shape
    free: npt.NDArray[np.bool_] = np.logical_not(treated)
    known = np.any(free, axis=0, keepdims=True) & np.any(free, axis=1, keepdims=True)
    target = np.where(treated & known, children[:, None], 0.0)
    if not target.any():
        raise RolloutError(
            "No treated period has an untreated school beside it: leave schools without, or start later."
        )
    used = float(target.sum() / np.where(treated, children[:, None], 0).sum())
    target /= target.sum()
    levels = _levels(schools, periods)
    untreated = free.ravel()
    scale = np.sqrt(np.repeat(children, periods)[untreated])
    fitted = np.linalg.pinv(levels[untreated] * scale[:, None]) * scale[None, :]
    weights = target.ravel().copy()
    weights[untreated] -= (target.ravel() @ levels) @ fitted
    return weights.reshape(schools, periods), used


def _levels(schools: int, periods: int) -> Floats:
    """Indicator of school and period for every school-period, (schools * periods, schools + periods)."""
    school = np.repeat(np.eye(schools), periods, axis=0)
    period = np.tile(np.eye(periods), (schools, 1))
    return np.hstack([school, period])
