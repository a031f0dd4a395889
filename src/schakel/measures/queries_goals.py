"""Reads of goal attainment: each goal with its levels and scores, and what they come to together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from schakel.casework.models import Goal, Support
from schakel.measures.models_goals import GoalMoment, GoalScale, GoalScore
from schakel.measures.scoring import Attainment, GoalStanding, attainment, signed
from schakel.web.prepared import prepared


@dataclass(frozen=True)
class GoalLine:
    """One goal: its levels if they are written, the first and the latest score."""

    goal: Goal
    number: int
    scale: GoalScale | None
    first: GoalScore | None
    latest: GoalScore | None

    @property
    def level_now(self) -> str:
        """The level itself, with its sign."""
        return signed(self.latest.score) if self.latest else "–"

    @property
    def words_now(self) -> str:
        """The words of the level where the goal stands now."""
        if self.scale is None or self.latest is None:
            return ""
        return dict(self.scale.levels())[self.latest.score]


@dataclass(frozen=True)
class Goals:
    """The goals of one support, and how they stand together; None until something is scored."""

    lines: list[GoalLine]
    attainment: Attainment | None


def goals_of(support: Support) -> Goals:
    """Two queries. The latest score counts, and a score of the end before any other."""
    scores: defaultdict[int, list[GoalScore]] = defaultdict(list)
    for score in _scores(support=support.pk):
        scores[score.goal_id].append(score)
    lines = [
        GoalLine(
            goal, number, getattr(goal, "scale", None), _first(scores[goal.pk]), _latest(scores[goal.pk])
        )
        for number, goal in enumerate(_goals(support=support.pk), 1)
    ]
    return Goals(lines, attainment([_standing(line) for line in lines if line.scale]))


@prepared
def _goals(*, support: int) -> QuerySet[Goal]:
    return Goal.objects.filter(support=support).select_related("scale").order_by("pk")


@prepared
def _scores(*, support: int) -> QuerySet[GoalScore]:
    return GoalScore.objects.filter(goal__support=support).order_by("on", "pk")


def _first(scores: Sequence[GoalScore]) -> GoalScore | None:
    return next((score for score in scores if score.moment == GoalMoment.BASELINE), None)


def _latest(scores: Sequence[GoalScore]) -> GoalScore | None:
    final = [score for score in scores if score.moment == GoalMoment.FINAL]
    known = final or list(scores)
    return known[-1] if known else None


def _standing(line: GoalLine) -> GoalStanding:
    assert line.scale is not None, "only goals with levels can stand somewhere"
    before = line.first if line.first is not line.latest else None
    return GoalStanding(
        str(line.goal.pk),
        line.scale.weight,
        line.latest.score if line.latest else None,
        before.score if before else None,
    )
