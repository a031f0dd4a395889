r"""Goal attainment scaling: the T score of Kiresuk and Sherman (1968), never without what lies under it.

    T = 50 + 10 * sum(w x) / sqrt((1 - rho) * sum(w^2) + rho * (sum w)^2)

with x the score of a goal (-2 much less than expected .. 0 expected .. +2 much more), w its weight and rho = 0.30 the
assumed correlation between goals. 50 is "all as expected". The scores are ordinal: two families with the same T can
stand quite differently, so an `Attainment` always carries the distribution over the five levels and the change per
goal, and the page shows them with it. Weights come from the family; nobody else may turn them.

Source: Kiresuk & Sherman, Community Mental Health Journal 4 (1968) 443-453.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

RHO: Final = 0.30
LEVELS: Final = (-2, -1, 0, 1, 2)
WEIGHTS: Final = (1, 2, 3)


class ScoreError(ValueError):
    """A score outside -2..+2, or a weight that is not positive: correct it where it was filled in."""


def t_score(scored: Sequence[tuple[float, int]], rho: float = RHO) -> float:
    """T of (weight, score) pairs; raises ScoreError for an empty or impossible one.

    One goal at +1 gives 60, all goals at 0 give 50, three equal weights at +1 give 63.69 and at -2 give 22.61.
    """
    if not scored or any(weight <= 0 or score not in LEVELS for weight, score in scored):
        raise ScoreError
    weights = [weight for weight, _score in scored]
    spread = (1 - rho) * sum(weight * weight for weight in weights) + rho * sum(weights) ** 2
    return 50 + 10 * sum(weight * score for weight, score in scored) / sqrt(spread)


@dataclass(frozen=True)
class Attainment:
    """How goals stand at one moment: T, how many goals at each level, and how each changed since the first moment."""

    t: float
    distribution: Mapping[int, int]
    changes: Mapping[str, int]
    goals: int
    scored: int
    t_before: float | None

    @property
    def up(self) -> int:
        return sum(change > 0 for change in self.changes.values())

    @property
    def same(self) -> int:
        return sum(change == 0 for change in self.changes.values())

    @property
    def down(self) -> int:
        return sum(change < 0 for change in self.changes.values())


@dataclass(frozen=True)
class GoalStanding:
    """One goal: its weight, the score now, and the one at the start; None where nobody scored it."""

    key: str
    weight: int
    now: int | None
    before: int | None = None


def attainment(goals: Sequence[GoalStanding]) -> Attainment | None:
    """How these goals stand now; None as long as no goal has a score.

    `t_before` is over the same goals as `t`, and only when each of them was scored at the start: otherwise a goal that
    came later would look like a change.
    """
    now = [(goal, goal.now) for goal in goals if goal.now is not None]
    if not now:
        return None
    before = [(goal.weight, goal.before) for goal, _score in now if goal.before is not None]
    return Attainment(
        t=t_score([(goal.weight, score) for goal, score in now]),
        distribution={level: sum(score == level for _goal, score in now) for level in LEVELS},
        changes={goal.key: score - goal.before for goal, score in now if goal.before is not None},
        goals=len(goals),
        scored=len(now),
        t_before=t_score(before) if len(before) == len(now) else None,
    )


def signed(level: int) -> str:
    """A level as people read it: +1, -2; zero has no sign."""
    return f"{level:+d}" if level else "0"
