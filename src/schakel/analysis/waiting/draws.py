"""Keyed draws: chance without a state.

A draw is a pure function of (seed, replication, site, request, visit, purpose), made by the splitmix64 finalizer (Steele,
Lea & Flood 2014) and inversion. Nobody's luck depends on what happened to anyone else: an unchanged scenario differs by
exactly 0, and the number of workers changes no byte. The normal quantile is algorithm AS 241 (Wichura 1988), relative
error below 1e-15.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from .compiled import compiled

GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_ONE: Final = np.uint64(0xBF58476D1CE4E5B9)
_TWO: Final = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT: Final = 2.0**-53


@compiled
def draw(key: np.uint64, number: int) -> np.uint64:
    """The `number`-th 64-bit word of the stream `key`; also makes the key of a stream below it."""
    z = key + GOLDEN * np.uint64(number + 1)
    z = (z ^ (z >> _S30)) * _ONE
    z = (z ^ (z >> _S27)) * _TWO
    return z ^ (z >> _S31)


@compiled
def unit(key: np.uint64, number: int) -> float:
    """A uniform number strictly between 0 and 1."""
    return (np.int64(draw(key, number) >> _S11) + 0.5) * _UNIT


@compiled
def normal(u: float) -> float:
    """Standard normal quantile of `u` in (0, 1)."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        num = 2.5090809287301226727e3 * r + 3.3430575583588128105e4
        num = num * r + 6.7265770927008700853e4
        num = num * r + 4.5921953931549871457e4
        num = num * r + 1.3731693765509461125e4
        num = num * r + 1.9715909503065514427e3
        num = num * r + 1.3314166789178437745e2
        num = num * r + 3.3871328727963666080e0
        den = 5.2264952788528545610e3 * r + 2.8729085735721942674e4
        den = den * r + 3.9307895800092710610e4
        den = den * r + 2.1213794301586595867e4
        den = den * r + 5.3941960214247511077e3
        den = den * r + 6.8718700749205790830e2
        den = den * r + 4.2313330701600911252e1
        den = den * r + 1.0
        return num * q / den
    r = u if q <= 0.0 else 1.0 - u
    r = math.sqrt(-math.log(r))
    if r <= 5.0:
        r = r - 1.6
        num = 7.74545014278341407640e-4 * r + 2.27238449892691845833e-2
        num = num * r + 2.41780725177450611770e-1
        num = num * r + 1.27045825245236838258e0
        num = num * r + 3.64784832476320460504e0
        num = num * r + 5.76949722146069140550e0
        num = num * r + 4.63033784615654529590e0
        num = num * r + 1.42343711074968357734e0
        den = 1.05075007164441684324e-9 * r + 5.47593808499534494600e-4
        den = den * r + 1.51986665636164571966e-2
        den = den * r + 1.48103976427480074590e-1
        den = den * r + 6.89767334985100004550e-1
        den = den * r + 1.67638483018380384940e0
        den = den * r + 2.05319162663775882187e0
        den = den * r + 1.0
    else:
        r = r - 5.0
        num = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
        num = num * r + 1.24266094738807843860e-3
        num = num * r + 2.65321895265761230930e-2
        num = num * r + 2.96560571828504891230e-1
        num = num * r + 1.78482653991729133580e0
        num = num * r + 5.46378491116411436990e0
        num = num * r + 6.65790464350110377720e0
        den = 2.04426310338993978564e-15 * r + 1.42151175831644588870e-7
        den = den * r + 1.84631831751005468180e-5
        den = den * r + 7.86869131145613259100e-4
        den = den * r + 1.48753612908506148525e-2
        den = den * r + 1.36929880922735805310e-1
        den = den * r + 5.99832206555887937690e-1
        den = den * r + 1.0
    x = num / den
    return -x if q < 0.0 else x


@compiled
def quantile(shape: int, a: float, b: float, u: float) -> float:
    """Inverse distribution function of `duration.Duration(shape, a, b)`; infinite for `NEVER`."""
    if shape == 2:
        return -a * math.log(1.0 - u)
    if shape == 3:
        return math.exp(a + b * normal(u))
    if shape == 1:
        return a
    if shape == 4:
        return float(a * (-math.log(1.0 - u)) ** (1.0 / b))
    return math.inf
