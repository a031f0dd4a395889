"""Waiting times of whom we know only that they waited at least so long (Kaplan & Meier 1958).

Counts are per whole day: how many were picked up after d days, and of how many we know no more than that they still waited
after d days (withdrawn, escalated, or not picked up when the books closed). At equal days the picked up come first.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def survival(happened: npt.ArrayLike, unknown: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """S(d): the share still waiting after day d, d = 0, 1, ...; along the last axis."""
    events, lost = np.asarray(happened, dtype=float), np.asarray(unknown, dtype=float)
    leaving = events + lost
    at_risk = np.flip(np.cumsum(np.flip(leaving, -1), -1), -1)
    with np.errstate(invalid="ignore", divide="ignore"):
        stays = np.where(at_risk > 0, 1 - events / at_risk, 1.0)
    return np.asarray(np.cumprod(stays, axis=-1))


def quantile_of(happened: npt.ArrayLike, unknown: npt.ArrayLike, share: float) -> npt.NDArray[np.float64]:
    """Days by which `share` was picked up; infinite when that is never seen within the counted days."""
    still = survival(happened, unknown)
    # The tiny slack keeps "exactly half" on the day it is reached, whatever the last bit says.
    reached = still <= 1 - share + 1e-12
    # The last bin holds everything longer than the table: there we know no day.
    reached[..., -1] = False
    first = np.argmax(reached, axis=-1)
    return np.where(reached.any(axis=-1), first, np.inf)


def cumulative_incidence(
    picked: npt.ArrayLike, others: npt.ArrayLike, unknown: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """Aalen-Johansen: the share picked up by day d when `others` (withdrawn, escalated) are ways out of waiting."""
    events, out, lost = (np.asarray(x, dtype=float) for x in (picked, others, unknown))
    leaving = events + out + lost
    at_risk = np.flip(np.cumsum(np.flip(leaving, -1), -1), -1)
    with np.errstate(invalid="ignore", divide="ignore"):
        stays = np.where(at_risk > 0, 1 - (events + out) / at_risk, 1.0)
        hazard = np.where(at_risk > 0, events / at_risk, 0.0)
    before = np.concatenate([np.ones_like(stays[..., :1]), np.cumprod(stays, axis=-1)[..., :-1]], axis=-1)
    return np.asarray(np.cumsum(before * hazard, axis=-1))
