"""Goals: levels in plain words before anybody scores, and T with what lies under it on the page."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from schakel.access.gates import Refused
from schakel.access.models import User
from schakel.casework.actions import supports
from schakel.casework.errors import NotNowError, WordsNeededError
from schakel.casework.models import Goal, Support
from schakel.measures import actions_goals, queries_goals
from schakel.measures.errors import NothingScoredError, ScaleNeededError, ScaleUsedError
from schakel.measures.models_goals import GoalScale, GoalScore
from schakel.measures.scoring import ScoreError
from tests.cast import School, supported

pytestmark = pytest.mark.django_db
LEVELS = {
    "much_less": "Elke ochtend huilen",
    "less": "Vaak huilen",
    "expected": "Soms huilen",
    "more": "Bijna nooit",
    "much_more": "Blij naar binnen",
}


@pytest.fixture
def support(cast: School, support: Support) -> Support:
    for words in ("Samen eten", "Slapen"):
        supports.add_goal(by=cast.fenna, support=support, words=words, said_by="parent")
    return support


def goals(support: Support) -> list[Goal]:
    return list(support.goals.order_by("pk"))


def scaled(cast: School, support: Support) -> list[Goal]:
    found = goals(support)
    for goal in found:
        actions_goals.set_scale(by=cast.fenna, goal=goal, weight=1, words=LEVELS)
    return found


def score(cast: School, support: Support, moment: str, *scores: int) -> list[GoalScore]:
    return actions_goals.score(
        by=cast.fenna,
        support=support,
        moment=moment,
        informant="parent",
        scores={goal.pk: value for goal, value in zip(goals(support), scores, strict=False)},
    )


def test_three_goals_of_equal_weight_come_to_the_published_value(cast: School, support: Support) -> None:
    scaled(cast, support)
    score(cast, support, "baseline", -2, -2, -2)
    found = queries_goals.goals_of(support)
    assert found.attainment is not None
    assert round(found.attainment.t, 2) == 22.61
    score(cast, support, "final", 1, 1, 1)
    after = queries_goals.goals_of(support).attainment
    assert after is not None
    assert (round(after.t, 2), round(after.t_before or 0, 2), after.up) == (63.69, 22.61, 3)


def test_the_score_of_the_end_counts_before_a_later_interim(cast: School, support: Support) -> None:
    scaled(cast, support)
    score(cast, support, "final", 1)
    score(cast, support, "interim", -1)
    line = queries_goals.goals_of(support).lines[0]
    assert line.latest is not None
    assert (line.latest.score, line.words_now, str(line.latest)) == (1, "Bijna nooit", "final +1")
    assert line.first is None


def test_a_weight_the_family_gave_counts(cast: School, support: Support) -> None:
    first, *_others = scaled(cast, support)
    actions_goals.set_scale(by=cast.fenna, goal=first, weight=3, words=LEVELS)
    score(cast, support, "interim", 2, -1)
    found = queries_goals.goals_of(support).attainment
    assert found is not None
    assert round(found.t, 2) == 64.56
    assert found.scored == 2


def test_levels_are_all_in_words_and_do_not_move_once_scored(cast: School, support: Support) -> None:
    first = goals(support)[0]
    with pytest.raises(WordsNeededError) as empty:
        actions_goals.set_scale(by=cast.fenna, goal=first, weight=1, words=LEVELS | {"more": " "})
    assert empty.value.field == "more"
    scale = actions_goals.set_scale(by=cast.fenna, goal=first, weight=1, words=LEVELS)
    assert str(scale) == "Soms huilen"
    score(cast, support, "baseline", -2)
    with pytest.raises(ScaleUsedError):
        actions_goals.set_scale(by=cast.fenna, goal=first, weight=3, words=LEVELS)


def test_what_cannot_be_scored_is_refused(cast: School, support: Support) -> None:
    with pytest.raises(NothingScoredError):
        score(cast, support, "baseline")
    with pytest.raises(ScaleNeededError):
        score(cast, support, "baseline", 1)
    first, *_others = scaled(cast, support)
    with pytest.raises(ScoreError):
        score(cast, support, "baseline", 3)
    with pytest.raises(ScaleNeededError):
        actions_goals.score(
            by=cast.fenna, support=support, moment="baseline", informant="parent", scores={0: 1}
        )
    with pytest.raises(IntegrityError, match="goal_score_within_levels"), transaction.atomic():
        GoalScore.objects.create(goal=first, moment="final", score=3, informant="parent", on="2026-11-01")
    with pytest.raises(IntegrityError, match="goal_weight_1_3"), transaction.atomic():
        GoalScale.objects.filter(goal=first).update(weight=4)


def test_only_who_works_on_it_scores_and_until_somebody_looked_back(cast: School, support: Support) -> None:
    first, *_others = scaled(cast, support)
    for stranger in (cast.sytske, cast.marit, cast.anouk):
        with pytest.raises(Refused):
            actions_goals.set_scale(by=stranger, goal=first, weight=1, words=LEVELS)
        with pytest.raises(Refused):
            actions_goals.score(
                by=stranger, support=support, moment="final", informant="parent", scores={first.pk: 1}
            )
    supports.close(by=cast.fenna, support=support, closure_code="01", closing_words="klaar")
    assert score(cast, support, "final", 1)
    Support.objects.filter(pk=support.pk).update(followed_up_on=support.started_on)
    with pytest.raises(NotNowError):
        score(cast, support, "final", 1)


def send(user: User, name: str, *args: object, **filled: object) -> Any:
    client = Client()
    client.force_login(user)
    return client.post(
        reverse(f"measures:{name}", args=args), {field: str(value) for field, value in filled.items()}
    )


def test_by_pages_and_t_is_never_shown_alone(cast: School, support: Support) -> None:
    client = Client()
    client.force_login(cast.fenna)
    case = reverse("casework:support", args=[support.key])
    assert "Nog niets gescoord" in client.get(case).content.decode()
    assert client.get(reverse("measures:scale", args=[support.key, 4])).status_code == 404
    assert send(cast.fenna, "scale", support.key, 1, weight=2, **LEVELS).status_code == 302
    again = client.get(reverse("measures:scale", args=[support.key, 1])).content.decode()
    assert "Blij naar binnen" in again
    empty = send(cast.fenna, "score", support.key, moment="baseline", informant="parent")
    assert "Kies bij minstens één doel" in empty.content.decode()
    for moment, value in (("baseline", -2), ("final", 1)):
        assert (
            send(
                cast.fenna, "score", support.key, moment=moment, informant="parent", goal_1=value
            ).status_code
            == 302
        )
    shown = client.get(case).content.decode()
    for words in (
        "T = 60,0",
        "Bij het begin: 30,0",
        "Hoeveel doelen op elke trap",
        "1 vooruit",
        "Lees dit getal nooit",
    ):
        assert words in shown, words
    refused = send(cast.fenna, "scale", support.key, 1, weight=1, **LEVELS)
    assert "al gescoord" in refused.content.decode()


def test_a_support_without_goals_has_no_panel(cast: School) -> None:
    bare = supported(cast)
    bare.goals.all().delete()
    client = Client()
    client.force_login(cast.fenna)
    page = client.get(reverse("casework:support", args=[bare.key])).content.decode()
    assert "hoever zijn we" not in page
