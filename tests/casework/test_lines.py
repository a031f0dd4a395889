"""What a row of a list says about a question, a goal and a step."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from schakel.casework import lines
from schakel.casework.actions import requests
from schakel.casework.models import Goal, Step, Support
from schakel.casework.words import WithWhom
from tests.cast import School, asked


@pytest.mark.parametrize(
    ("reached", "words"),
    [
        (None, "Gezegd door: kind"),
        (True, "Gezegd door: kind · gehaald"),
        (False, "Gezegd door: kind · nog niet gehaald"),
    ],
)
def test_a_goal_says_in_whose_words_and_whether_it_was_reached(reached: bool | None, words: str) -> None:
    (row,) = lines.of_goals([Goal(in_words="Spelen met Bo", said_by=WithWhom.CHILD, reached=reached)])
    assert (row.title, row.text) == ("“Spelen met Bo”", words)


def test_only_an_open_step_can_be_pressed_and_only_by_who_may_write() -> None:
    support = Support()
    done = Step(what="Bellen", who="Fenna", done_on=date(2026, 11, 1))
    still = Step(what="Praten", who="<Juf>")
    done_row, open_row = lines.of_steps([done, still], support, may_write=True)
    assert (done_row.when, done_row.action) == ("klaar", "")
    assert (open_row.when, open_row.action, open_row.post) == ("open", "Klaar", True)
    assert open_row.to.endswith("/stap/2/klaar/"), "the second step of this support"
    assert open_row.text == "<bdi>&lt;Juf&gt;</bdi>"
    assert [row.action for row in lines.of_steps([done, still], support, may_write=False)] == ["", ""]


@pytest.mark.django_db
def test_a_question_says_how_long_it_may_wait_and_then_when_it_was_picked_up(cast: School) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=UTC), tick=False) as clock:
        question = asked(cast)
        (waiting,) = lines.of_questions([question], "soon")
        requests.pick_up(by=cast.fenna, request=question, how="met")
        clock.shift(28 * 24 * 3600)
        question.refresh_from_db()
        (picked,) = lines.of_questions([question], "")
    assert (waiting.when, picked.when) == ("nog 7 dagen", "opgepakt vier weken geleden")
