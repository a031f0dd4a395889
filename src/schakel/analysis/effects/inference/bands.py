"""A band that holds for the whole picture at once, by a multiplier bootstrap.

Each draw gives every school a random sign and adds up its influence on every point. The largest
point-wise |t| over the picture, studentised by the *analytic* error, gives the critical value. (Some
packages studentise by the spread of the draws; with two or three schools in a group that explodes.)

Source: B. Callaway, P. Sant'Anna (2021), section 4; V. Chernozhukov, D. Chetverikov, K. Kato (2013).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]


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
    sign = np.random.default_rng(seed).choice([-1.0, 1.0], size=(draws, influence.shape[1]))
    largest = np.abs(sign @ (influence[used] / error[used, None]).T).max(axis=1)
    return float(max(np.quantile(largest, level, method="higher"), ndtri((1 + level) / 2)))
