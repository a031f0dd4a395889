"""A ground for processing is a record of its own: consent to help neither makes nor ends one."""

from datetime import date

import pytest

from schakel.rules.grounds import Grounding, NoGround, ground_on, usual_ground
from schakel.rules.sharing import ProcessingGround
from schakel.rules.track import LegalTrack

TASK, DUTY = ProcessingGround.PUBLIC_TASK, ProcessingGround.LEGAL_DUTY
DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("track", "ground"),
    [
        (LegalTrack.ADVICE, TASK),
        (LegalTrack.PREVENTION, TASK),
        (LegalTrack.FREE_YOUTH_HELP, DUTY),
        (LegalTrack.INDIVIDUAL_PROVISION, DUTY),
    ],
)
def test_every_track_has_its_usual_ground_and_none_is_consent(
    track: LegalTrack, ground: ProcessingGround
) -> None:
    usual = usual_ground(track)
    assert usual.ground is ground
    assert "AVG art. 6" in usual.source


@pytest.mark.parametrize(
    ("records", "ground", "why_not", "key"),
    [
        ([], None, NoGround.NOTHING_RECORDED, "R8:ground:none"),
        ([Grounding(TASK, date(2026, 11, 24))], None, NoGround.NOT_BEGUN, "R8:ground:none"),
        ([Grounding(TASK, DAY)], TASK, None, "R8:ground:public_task"),
        ([Grounding(TASK, date(2026, 1, 1), DAY)], TASK, None, "R8:ground:public_task"),
        ([Grounding(TASK, date(2026, 1, 1), date(2026, 11, 22))], None, NoGround.ENDED, "R8:ground:none"),
        ([Grounding(DUTY, DAY), Grounding(TASK, date(2026, 1, 1))], DUTY, None, "R8:ground:legal_duty"),
    ],
)
def test_the_ground_of_a_day(
    records: list[Grounding], ground: ProcessingGround | None, why_not: NoGround | None, key: str
) -> None:
    answer = ground_on(records, DAY)
    assert (answer.ground, answer.why_not, answer.rule.key) == (ground, why_not, key)
    assert answer.allowed == (ground is not None)
