"""A band that holds for the whole picture at once, by a multiplier bootstrap.

Each draw gives every school a random sign and adds up its influence on every point. The largest
point-wise |t| over the picture, studentised by the *analytic* error, gives the critical value. (Some
packages studentise by the spread of the draws; with two or three schools in a group that explodes.)

Source: B. Callaway, P. Sant'Anna (2021), section 4; V. Chernozhukov, D. Chetverikov, K. Kato (2013).
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
Signs = NDArray[np.int8]
BLOCK_NUMBERS = 300_000


def random_signs(draws: int, schools: int, seed: int) -> Signs:
    """Return signs +1 and -1 with equal chance, (draws, schools): one random bit each."""
    number = draws * schools
    bits = np.unpackbits(np.frombuffer(np.random.default_rng(seed).bytes(-(-number // 8)), np.uint8))
    signs = bits[:number].view(np.int8).reshape(draws, schools)
    signs *= 2
    signs -= 1
    return signs


def blocks_of(signs: Signs) -> Iterator[Floats]:
    """Yield the signs as numbers, a few megabytes at a time."""
    for part in np.array_split(signs, max(1, signs.size // BLOCK_NUMBERS)):
        yield part.astype(np.float64)


def critical_value(influence: Floats, draws: int, seed: int, level: float = 0.95) -> float:
    """Return the factor that turns clustered errors into a simultaneous band.

    Parameters
    ----------
    influence : (points, S) influence sums per school.
    draws, seed : of the bootstrap.
    level : that the band covers all points at once.

    Never below the point-wise normal value.
    """
    error = np.sqrt((influence**2).sum(axis=1))
    used = error > 0
    if not used.any():
        return float("nan")
    studentised = (influence[used] / error[used, None]).T
    sign = random_signs(draws, influence.shape[1], seed)
    largest = np.concatenate([np.abs(part @ studentised).max(axis=1) for part in blocks_of(sign)])
    return float(max(np.quantile(largest, level, method="higher"), ndtri((1 + level) / 2)))
