"""Four averages of group-time effects, and the event study. They answer different questions.

`simple`: every treated group-period, weighted by children. `dynamic`: by periods since the start.
`group`: average per start group, then over groups. `calendar`: average per period, then over periods.
On one panel *dynamic* can lie a fifth above *simple*: never mix them; the key says which it is.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.estimators.group_time import GroupTime

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Way = Literal["simple", "dynamic", "group", "calendar"]


@dataclass(frozen=True)
class Aggregate:
    """An average and the influence sum of each school, (S,)."""

    value: float
    influence: Floats

    @property
    def standard_error(self) -> float:
        """Return the clustered error."""
        return float(np.sqrt((self.influence**2).sum()))


@dataclass(frozen=True)
class EventStudy:
    """Effects by periods since the start: `horizon` (h,), `value` (h,), `influence` (h, S), `schools`, `children`.

    The base horizon -1 is zero by construction and left out.
    """

    horizon: Ints
    value: Floats
    influence: Floats
    schools: Ints
    children: Floats

    @property
    def covariance(self) -> Floats:
        """Return the clustered covariance, (h, h)."""
        return np.asarray(self.influence @ self.influence.T, dtype=np.float64)

    @property
    def standard_error(self) -> Floats:
        """Return the clustered errors, (h,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)), dtype=np.float64)


def average(found: GroupTime, which: NDArray[np.bool_]) -> Aggregate:
    """Average some effects weighted by group size; the sizes are estimated too, which adds to the error."""
    weight = found.size[which] / found.size[which].sum()
    value = float(weight @ found.value[which])
    shares = ((found.value[which] - value) / found.size[which].sum()) @ found.member[which]
    return Aggregate(value, weight @ found.influence[which] + shares)


def event_study(found: GroupTime) -> EventStudy:
    """Return the effect at each number of periods since the start."""
    horizons = [int(h) for h in np.unique(found.horizon) if h != -1]
    parts = [average(found, found.horizon == h) for h in horizons]
    return EventStudy(
        horizon=np.array(horizons),
        value=np.array([part.value for part in parts]),
        influence=np.stack([part.influence for part in parts]),
        schools=np.array([found.schools[found.horizon == h].sum() for h in horizons]),
        children=np.array([found.children[found.horizon == h].sum() for h in horizons]),
    )


def aggregate(found: GroupTime, way: Way) -> Aggregate:
    """Return one of the four overall averages."""
    after = found.horizon >= 0
    if way == "simple":
        return average(found, after)
    if way == "dynamic":
        return _equal([average(found, found.horizon == h) for h in np.unique(found.horizon[after])])
    if way == "calendar":
        return _equal([average(found, after & (found.period == t)) for t in np.unique(found.period[after])])
    return _by_group(found, after)


def _equal(parts: list[Aggregate]) -> Aggregate:
    influence = np.mean([part.influence for part in parts], axis=0)
    return Aggregate(float(np.mean([part.value for part in parts])), influence)


def _by_group(found: GroupTime, after: NDArray[np.bool_]) -> Aggregate:
    groups = np.unique(found.group[after])
    parts = [_equal(_singles(found, after & (found.group == g))) for g in groups]
    first = [int(np.flatnonzero(found.group == g)[0]) for g in groups]
    size, member = found.size[first], found.member[first]
    values = np.array([part.value for part in parts])
    value = float(values @ size / size.sum())
    shares = ((values - value) / size.sum()) @ member
    return Aggregate(value, (size / size.sum()) @ np.stack([part.influence for part in parts]) + shares)


def _singles(found: GroupTime, which: NDArray[np.bool_]) -> list[Aggregate]:
    return [Aggregate(float(found.value[k]), found.influence[k]) for k in np.flatnonzero(which)]
