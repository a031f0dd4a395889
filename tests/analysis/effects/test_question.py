"""The question is frozen before the answer, and its errors name the key."""

from pathlib import Path

import pytest

from schakel.analysis.effects.errors import QuestionError
from schakel.analysis.effects.months import month_number, month_text
from schakel.analysis.effects.question import read_question

QUESTION = """
title = "Does it help?"
stored_on = 2026-01-05
definition = "care-cost/1"

[outcome]
column = "cost"
unit = "euro per child-month"
scale = 0.01

[window]
first = "2019-01"
last = "2023-12"

[billing]
cut_months = 3
note = "invoices arrive up to three months late"

[exposure]
chosen = "capacity"
others_are_never = true

[[exposure.school]]
school = "A"
start = "2021-08"

[[exposure.school]]
school = "B"
start = "2022-02"
stratum = "north"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "question.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_question_keeps_the_months_that_are_still_being_billed_out(tmp_path: Path) -> None:
    question = read_question(write(tmp_path, QUESTION))

    assert month_text(question.months[-1]) == "2023-09"
    assert question.starts == {"A": month_number("2021-08"), "B": month_number("2022-02")}


def test_the_digest_changes_with_the_window_and_not_with_the_title(tmp_path: Path) -> None:
    first = read_question(write(tmp_path, QUESTION))
    renamed = read_question(write(tmp_path, QUESTION.replace("Does it help?", "Helpt het?")))
    shorter = read_question(write(tmp_path, QUESTION.replace("2023-12", "2023-11")))

    assert renamed.digest == first.digest
    assert shorter.digest != first.digest


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('column = "cost"', "", "outcome.column"),
        ('first = "2019-01"', 'first = "January"', "window.first"),
        ('last = "2023-12"', 'last = "2018-12"', "window.last"),
        ("cut_months = 3", "cut_months = 300", "billing.cut_months"),
        ('chosen = "capacity"', 'chosen = "nice ones"', "exposure.chosen"),
        ('chosen = "capacity"', 'choosen = "capacity"', "exposure.chosen"),
        ("scale = 0.01", "scal = 0.01", "outcome.scal"),
        ('start = "2022-02"', 'start = "2024-02"', "exposure.school.start"),
        ('school = "B"', 'school = "A"', "exposure.school"),
        ("stored_on = 2026-01-05", 'stored_on = "today"', "stored_on"),
    ],
)
def test_a_wrong_key_is_named_with_what_to_write(tmp_path: Path, old: str, new: str, key: str) -> None:
    with pytest.raises(QuestionError) as refusal:
        read_question(write(tmp_path, QUESTION.replace(old, new)))

    assert refusal.value.key == key


def test_schools_may_stand_in_a_file_beside_the_question(tmp_path: Path) -> None:
    (tmp_path / "schools.csv").write_text(
        "school,start,stratum\nA,2021-08,north\nC,,south\n", encoding="utf-8"
    )
    text = QUESTION.split("[[exposure.school]]")[0] + 'file = "schools.csv"\n'

    question = read_question(write(tmp_path, text))

    assert [(row.school, row.start is None, row.stratum) for row in question.schools] == [
        ("A", False, "north"),
        ("C", True, "south"),
    ]
