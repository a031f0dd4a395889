"""The families of the script use everything there is, by the real actions."""

import pytest
import time_machine

from schakel.access.models import LogEntry
from schakel.casework.models import (
    ConsentAsk,
    DomainNote,
    Letter,
    OwnStatement,
    PlanAgreement,
    SchoolHomeCard,
    SecondReading,
    SharedItem,
    Support,
)
from schakel.casework.words import AskWay, LetterKind, ReadOutcome
from schakel.demo import depth, load
from schakel.measures.models_goals import GoalScore
from schakel.measures.queries_goals import goals_of
from schakel.people.models import FamilyTie, ReachAgreement
from tests.cast import NOON
from tests.demo.towns import small

pytestmark = pytest.mark.django_db
EVERYTHING = (
    ConsentAsk,
    DomainNote,
    FamilyTie,
    GoalScore,
    Letter,
    OwnStatement,
    PlanAgreement,
    ReachAgreement,
    SchoolHomeCard,
    SecondReading,
    SharedItem,
)


def test_the_families_of_the_script_use_everything() -> None:
    with time_machine.travel(NOON, tick=True):
        load.load(small())
        before = LogEntry.objects.count()
        depth.deepen()
        attained = goals_of(Support.objects.get(title=depth.KEREM)).attainment
    unused = [model.__name__ for model in EVERYTHING if not model.objects.exists()]
    assert unused == []
    assert set(Letter.objects.values_list("kind", flat=True)) == set(LetterKind.values)
    assert set(ConsentAsk.objects.values_list("way", flat=True)) >= {AskWay.IN_PERSON, AskWay.LINK}
    assert set(SecondReading.objects.values_list("outcome", flat=True)) == {"", ReadOutcome.RELEASED}
    assert SharedItem.objects.exclude(withdrawn_at=None).count() == 1
    assert attained is not None
    assert attained.t_before is not None
    assert attained.t > attained.t_before
    assert LogEntry.objects.count() - before >= 16
