"""The estimators behind calibration, each on plain arrays, each with its own way of saying what it does not know.

- hazards of withdrawing and escalating (competing risks, constant per stage): events over days at risk, Gamma posterior with
  half an event of prior (Jeffreys); those picked up or still waiting are censored;
- log-normal durations with cases still open: maximum likelihood with right-censoring, normal approximation for
  (mean, log spread) of the logarithm from the observed information;
- routes: Dirichlet with half a count each;
- yearly requests per school: shrunk towards the mean of the schools as far as the data say that they are alike;
- lumpiness of weeks by the method of moments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import optimize, stats

from .duration import LOGNORMAL, Duration

Array = npt.NDArray[np.float64]
_HALF = 0.5
_SMOOTHED = 5


@dataclass(frozen=True, slots=True)
class Hazard:
    """`events` in `days` at risk."""

    events: int
    days: float

    @property
    def per_day(self) -> float:
        return (self.events + _HALF) / max(self.days, 1e-9)

    def draw(self, rng: np.random.Generator) -> float:
        return float(rng.gamma(self.events + _HALF) / max(self.days, 1e-9))

    def interval(self, share: float = 0.9) -> tuple[float, float]:
        shape, scale = self.events + _HALF, 1 / max(self.days, 1e-9)
        low, high = ((1 - share) / 2, (1 + share) / 2)
        return float(stats.gamma.ppf(low, shape) * scale), float(stats.gamma.ppf(high, shape) * scale)


@dataclass(frozen=True, slots=True)
class LognormalFit:
    """Mean and log spread of the logarithm, with their covariance [2, 2]; `ended` and `open` cases behind it."""

    mu: float
    log_sigma: float
    covariance: tuple[tuple[float, float], tuple[float, float]]
    ended: int
    still_open: int

    @property
    def duration(self) -> Duration:
        return Duration(LOGNORMAL, self.mu, float(np.exp(self.log_sigma)))

    def draw(self, rng: np.random.Generator) -> Duration:
        mu, log_sigma = rng.multivariate_normal([self.mu, self.log_sigma], np.array(self.covariance))
        return Duration(LOGNORMAL, float(mu), float(np.exp(np.clip(log_sigma, -4, 1.5))))

    def interval(self, share: float = 0.9) -> tuple[tuple[float, float], tuple[float, float]]:
        """Intervals of mu and of sigma."""
        z = stats.norm.ppf((1 + share) / 2) * np.sqrt(np.diag(np.array(self.covariance)))
        low, high = self.log_sigma - z[1], self.log_sigma + z[1]
        return (self.mu - z[0], self.mu + z[0]), (float(np.exp(low)), float(np.exp(high)))


def fit_lognormal(days: Array, over: npt.NDArray[np.bool_]) -> LognormalFit:
    """Fit durations counted in whole days: `days` so far, `over` where the end was seen.

    A case that ended after d days by the calendar lasted between d - 1 and d + 1 days, triangularly; d itself is used, and
    0 counts as half a day. Leaving out the open cases would make help look shorter than it is.
    """
    log_days = np.log(np.maximum(days, _HALF))
    start = np.array([log_days[over].mean(), np.log(max(log_days[over].std(), 0.1))])

    def minus_log_likelihood(x: Array) -> float:
        z = (log_days - x[0]) * np.exp(-x[1])
        seen = stats.norm.logpdf(z[over]).sum() - over.sum() * x[1]
        return float(-(seen + stats.norm.logsf(z[~over]).sum()))

    found = optimize.minimize(minus_log_likelihood, start, method="BFGS")
    covariance = np.linalg.inv(_hessian(minus_log_likelihood, found.x))
    rows = (
        (float(covariance[0, 0]), float(covariance[0, 1])),
        (float(covariance[1, 0]), float(covariance[1, 1])),
    )
    return LognormalFit(float(found.x[0]), float(found.x[1]), rows, int(over.sum()), int((~over).sum()))


def _hessian(f: object, x: Array, step: float = 1e-3) -> Array:
    """Second derivatives by central differences: the observed information."""
    assert callable(f)
    n = len(x)
    found = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            a, b = np.eye(n)[i] * step, np.eye(n)[j] * step
            found[i, j] = (f(x + a + b) - f(x + a - b) - f(x - a + b) + f(x - a - b)) / (4 * step * step)
    return found


@dataclass(frozen=True, slots=True)
class RouteFit:
    """How often each way was taken."""

    ways: tuple[str, ...]
    counts: tuple[int, ...]

    @property
    def shares(self) -> Array:
        counts = np.array(self.counts) + _HALF
        return np.asarray(counts / counts.sum())

    def draw(self, rng: np.random.Generator) -> Array:
        return np.asarray(rng.dirichlet(np.array(self.counts) + _HALF))


@dataclass(frozen=True, slots=True)
class ArrivalFit:
    """Requests per year and school: `mean` and `sd` after shrinkage, of which `shared` is one error that all schools have
    in common (that of the centre they are pulled to); `overdispersion` = 1 / gamma shape per week."""

    sites: tuple[str, ...]
    raw: tuple[float, ...]
    mean: tuple[float, ...]
    sd: tuple[float, ...]
    shared: tuple[float, ...]
    overdispersion: float
    cells: int
    mean_cell: float
    week_weights: tuple[float, ...]

    def times(self, factor: float) -> ArrivalFit:
        """The same, with `factor` times as many requests."""
        mean, sd, shared = (tuple(factor * x for x in each) for each in (self.mean, self.sd, self.shared))
        return replace(self, mean=mean, sd=sd, shared=shared)

    def draw_rates(self, rng: np.random.Generator) -> Array:
        mean, shared = np.maximum(np.array(self.mean), 1e-9), np.array(self.shared)
        own = np.sqrt(np.maximum(np.array(self.sd) ** 2 - shared**2, 1e-18))
        shape = (mean / own) ** 2
        together = shared * rng.standard_normal()
        return np.asarray(np.maximum(rng.gamma(shape) * mean / shape + together, 0.05 * mean))

    def draw_overdispersion(self, rng: np.random.Generator) -> float:
        """Variance of a count over its mean squared, drawn by its chi-square spread, less the Poisson part."""
        free = max(self.cells - len(self.sites) - 52, 5)
        total = self.overdispersion + 1 / max(self.mean_cell, 1e-9)
        return max(float(total * rng.chisquare(free) / free - 1 / max(self.mean_cell, 1e-9)), 0.0)


def fit_arrivals(sites: Sequence[str], counts: Array, exposure: Array) -> ArrivalFit:
    """`counts` [S, W] requests per site and week; `exposure` [W] share of a year's school days in that week."""
    years = float(exposure.sum())
    totals = counts.sum(axis=1)
    raw = totals / years
    weights = _week_weights(counts.sum(axis=0), exposure)
    relative = np.array([weights[w % 52] for w in range(len(exposure))])
    expected = raw[:, None] * (exposure * relative)[None, :] * years / max((exposure * relative).sum(), 1e-9)
    cells = expected > 0
    # Rates and week weights were fitted to these same counts, which lie closer to them than to the truth.
    free = max(int(cells.sum()) - len(sites) - 52 / _SMOOTHED, 1.0)
    excess = ((counts - expected) ** 2 * (cells.sum() / free) - counts)[cells].sum()
    over = max(float(excess / (expected[cells] ** 2).sum()), 0.0) if cells.any() else 0.0
    variance = (np.maximum(totals, 1.0) + over * (expected**2).sum(axis=1)) / years**2
    mean, sd, shared = _shrunk(raw, variance)
    return ArrivalFit(
        tuple(sites),
        tuple(raw.tolist()),
        tuple(mean.tolist()),
        tuple(sd.tolist()),
        tuple(shared.tolist()),
        over,
        int(cells.sum()),
        float(expected[cells].mean()) if cells.any() else 0.0,
        tuple(weights.tolist()),
    )


def _week_weights(per_week: Array, exposure: Array) -> Array:
    """Relative weight of each week of the year, smoothed over five weeks and pulled to 1 by ten requests."""
    n, days = np.zeros(52), np.zeros(52)
    np.add.at(n, np.arange(len(per_week)) % 52, per_week)
    np.add.at(days, np.arange(len(per_week)) % 52, exposure)
    expected = days * n.sum() / max(days.sum(), 1e-9)

    def smooth(x: Array) -> Array:
        return np.asarray(sum(np.roll(x, shift) for shift in range(-2, 3)))

    return np.asarray((smooth(n) + 10) / (smooth(expected) + 10))


def _shrunk(raw: Array, variance: Array) -> tuple[Array, Array, Array]:
    """Normal-normal shrinkage with the spread between schools by moments (DerSimonian & Laird)."""
    if len(raw) < 3:
        return raw, np.sqrt(variance), np.zeros_like(raw)
    w = 1 / variance
    centre = (w * raw).sum() / w.sum()
    q = (w * (raw - centre) ** 2).sum()
    between = max((q - (len(raw) - 1)) / (w.sum() - (w**2).sum() / w.sum()), 0.0)
    if between == 0.0:
        error = np.full_like(raw, np.sqrt(1 / w.sum()))
        return np.full_like(raw, centre), error, error
    pull = variance / (variance + between)
    shared = pull / np.sqrt((1 / (variance + between)).sum())
    spread = variance * (1 - pull) + shared**2
    return pull * centre + (1 - pull) * raw, np.sqrt(spread), shared
