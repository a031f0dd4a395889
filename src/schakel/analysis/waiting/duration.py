"""How long something takes: four shapes, each with an exact inverse.

Every draw in this room is made by inversion of one uniform number, so that a longer mean moves every draw the same way
and two scenarios differ only by what was changed. Times are in days for cases and waiting, in working hours for tasks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from .errors import ModelError

NEVER: Final = 0
FIXED: Final = 1
EXPONENTIAL: Final = 2
LOGNORMAL: Final = 3
WEIBULL: Final = 4
_NAMES: Final = {FIXED: "fixed", EXPONENTIAL: "exponential", LOGNORMAL: "lognormal", WEIBULL: "weibull"}
_P90: Final = NormalDist().inv_cdf(0.9)


@dataclass(frozen=True)
class Duration:
    """A distribution of a length of time.

    `shape` is one of the codes above; `a`, `b` are: fixed (length, -), exponential (mean, -),
    log-normal (mean and standard deviation of the logarithm), Weibull (scale, shape).
    """

    shape: int
    a: float
    b: float = 0.0

    @classmethod
    def fixed(cls, length: float) -> Duration:
        return cls(FIXED, length)

    @classmethod
    def exponential(cls, mean: float) -> Duration:
        return cls(EXPONENTIAL, mean)

    @classmethod
    def lognormal(cls, median: float, p90: float) -> Duration:
        """Log-normal by two figures that people can name: half is done by `median`, nine in ten by `p90`."""
        if not 0 < median <= p90:
            raise ModelError("duration", "a median above zero and a p90 at least as long are needed")
        return cls(LOGNORMAL, math.log(median), math.log(p90 / median) / _P90)

    @classmethod
    def weibull(cls, scale: float, shape: float) -> Duration:
        return cls(WEIBULL, scale, shape)

    @property
    def name(self) -> str:
        return _NAMES[self.shape]

    def check(self, field: str) -> None:
        """Refuse lengths that mean nothing: negative, infinite, or a shape of zero."""
        if self.shape not in _NAMES:
            raise ModelError(field, "choose fixed, exponential, lognormal or weibull")
        if not (math.isfinite(self.a) and math.isfinite(self.b)):
            raise ModelError(field, "the numbers must be finite")
        if self.shape == FIXED and self.a < 0:
            raise ModelError(field, "a length cannot be negative")
        if self.shape in (EXPONENTIAL, WEIBULL) and self.a <= 0:
            raise ModelError(field, "the mean or scale must be above zero")
        if (self.shape == LOGNORMAL and self.b < 0) or (self.shape == WEIBULL and self.b <= 0):
            raise ModelError(field, "the spread must be above zero")

    def mean(self) -> float:
        if self.shape == LOGNORMAL:
            return math.exp(self.a + self.b * self.b / 2)
        if self.shape == WEIBULL:
            return self.a * math.gamma(1 + 1 / self.b)
        return self.a

    def variance(self) -> float:
        if self.shape == LOGNORMAL:
            return (math.exp(self.b * self.b) - 1) * math.exp(2 * self.a + self.b * self.b)
        if self.shape == WEIBULL:
            return self.a**2 * (math.gamma(1 + 2 / self.b) - math.gamma(1 + 1 / self.b) ** 2)
        return self.a**2 if self.shape == EXPONENTIAL else 0.0

    def passed(self, age: float) -> float:
        """Chance to be over by `age`: where a case of that age starts drawing what is left."""
        if age <= 0:
            return 0.0
        if self.shape == FIXED:
            return 0.0
        if self.shape == LOGNORMAL:
            return NormalDist(self.a, self.b).cdf(math.log(age)) if self.b > 0 else 0.0
        power = self.b if self.shape == WEIBULL else 1.0
        return 1 - math.exp(-((age / self.a) ** power))

    def scaled(self, factor: float) -> Duration:
        """The same shape, `factor` times as long."""
        if self.shape == LOGNORMAL:
            return Duration(LOGNORMAL, self.a + math.log(factor), self.b)
        return Duration(self.shape, self.a * factor, self.b)
