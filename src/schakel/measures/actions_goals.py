"""The second part of this room's only writer: what the levels of a goal mean, and where it stands."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from schakel.access import log
from schakel.access.gates import require
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.casework.actions.common import locked
from schakel.casework.errors import NotNowError, WordsNeededError
from schakel.casework.models import Goal, Support
from schakel.measures.errors import NothingScoredError, ScaleNeededError, ScaleUsedError
from schakel.measures.models import Informant
from schakel.measures.models_goals import GoalMoment, GoalScale, GoalScore, GoalWeight
from schakel.measures.scoring import LEVELS, ScoreError

WORDS = ("much_less", "less", "expected", "more", "much_more")


@transaction.atomic
def set_scale(
    *, by: User | None, goal: Goal, weight: GoalWeight | int, words: Mapping[str, str]
) -> GoalScale:
    """What each level of this goal means. Raises `ScaleUsedError` once somebody scored: a moved ruler measures nothing."""
    _require_open(by, goal.support)
    if goal.scores.exists():
        raise ScaleUsedError
    filled = {name: words.get(name, "").strip() for name in WORDS}
    for name, text in filled.items():
        if not text:
            raise WordsNeededError(name)
    scale, _created = GoalScale.objects.update_or_create(
        goal=goal, defaults={**filled, "weight": GoalWeight(weight), "by": by, "at": timezone.now()}
    )
    log.wrote(by=by, action="goal.scale", on=goal.support, detail={"weight": int(weight)})
    return scale


@transaction.atomic
def score(
    *,
    by: User | None,
    support: Support,
    moment: GoalMoment | str,
    informant: Informant | str,
    scores: Mapping[int, int],
) -> list[GoalScore]:
    """Where goals stand, by number of the goal. A goal without a scale, or one of another family, is refused."""
    support = _require_open(by, support)
    if not scores:
        raise NothingScoredError
    goals = {goal.pk: goal for goal in support.goals.select_related("scale")}
    made = []
    for number, value in scores.items():
        if number not in goals or not hasattr(goals[number], "scale"):
            raise ScaleNeededError
        if value not in LEVELS:
            raise ScoreError
        made.append(
            GoalScore.objects.create(
                goal=goals[number],
                moment=moment,
                score=value,
                informant=informant,
                on=timezone.localdate(),
                by=by,
            )
        )
    log.wrote(by=by, action="goal.score", on=support, detail={"moment": str(moment), "goals": len(made)})
    return made


def _require_open(by: User | None, support: Support) -> Support:
    """Scores of the end are given around closing: until somebody looked back."""
    support = locked(Support, support)
    require(by, support, Permission.WRITE_FILE)
    if support.followed_up_on is not None:
        raise NotNowError
    return support
