"""How consent stands, what a no stops and what it leaves, and which exceptions fit."""

from collections.abc import Sequence
from datetime import date

import pytest

from schakel.rules.consent import Act, ConsentAnswer, Decision, Ground, Said, consent_for
from schakel.rules.consent_flow import (
    Doing,
    Standing,
    Unfit,
    exception_unfit,
    may_go_on,
    presumption_unfit,
    standing,
)
from schakel.rules.family import Authority, Child

DAY = date(2026, 11, 23)
AT_9, AT_13, AT_15, AT_16 = (Child("kind", date(2026 - age, 1, 1)) for age in (9, 13, 15, 16))
UNBORN_DATE = Child("kind", None)
YES, NO, BACK = Decision.GIVEN, Decision.REFUSED, Decision.WITHDRAWN
Words = Sequence[tuple[str, Decision]]


def answer_for(child: Child, words: Words, parents: tuple[str, ...] = ("ma", "pa")) -> ConsentAnswer:
    return consent_for(
        Act.CHILD_HELP,
        child=child,
        authority=[Authority(parent, date(2010, 1, 1)) for parent in parents],
        said=[Said(person, decision, date(2026, 11, 1)) for person, decision in words],
        on=DAY,
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], Standing.ASKED_NOBODY),
        ([("ma", YES)], Standing.WAITING),
        ([("oom", YES)], Standing.WAITING),
        ([("ma", YES), ("pa", YES)], Standing.COMPLETE),
        ([("ma", YES), ("pa", NO)], Standing.DISAGREE),
        ([("pa", NO)], Standing.REFUSED),
        ([("ma", NO), ("pa", NO)], Standing.REFUSED),
        ([("ma", YES), ("pa", BACK)], Standing.WITHDRAWN),
        ([("ma", NO), ("pa", BACK)], Standing.WITHDRAWN),
    ],
)
def test_how_it_stands_between_two_parents(words: Words, expected: Standing) -> None:
    said = [Said(person, decision, DAY) for person, decision in words]
    assert standing(answer_for(AT_9, words), said, ["ma", "pa"]) is expected


def test_a_fact_that_is_missing_comes_first() -> None:
    assert standing(answer_for(UNBORN_DATE, [("ma", NO)]), [], ["ma", "pa"]) is Standing.FACT_MISSING
    assert standing(answer_for(AT_9, [], ()), [], []) is Standing.FACT_MISSING


@pytest.mark.parametrize("doing", list(Doing))
def test_a_no_stops_help_and_leaves_talking_closing_and_scaling_down(doing: Doing) -> None:
    stays = doing in {Doing.TALK, Doing.CLOSE, Doing.SCALE_DOWN}
    assert may_go_on(doing, answer_for(AT_9, [("ma", YES), ("pa", BACK)])) == stays
    assert may_go_on(doing, answer_for(AT_9, [("ma", YES), ("pa", YES)]))
    assert may_go_on(doing, None)


HARM, PERSISTS = Ground.PREVENTS_SERIOUS_HARM, Ground.CHILD_PERSISTS


@pytest.mark.parametrize(
    ("child", "words", "ground", "expected"),
    [
        (AT_13, [("kind", YES)], HARM, ()),
        (AT_15, [("kind", YES), ("pa", NO)], PERSISTS, ()),
        (AT_13, [("kind", YES)], PERSISTS, (Unfit.NOBODY_REFUSED,)),
        (AT_13, [], HARM, (Unfit.CHILD_DID_NOT_AGREE,)),
        (AT_13, [("kind", NO)], PERSISTS, (Unfit.CHILD_DID_NOT_AGREE,)),
        (AT_9, [("kind", YES)], HARM, (Unfit.NOT_12_TO_15,)),
        (AT_16, [], HARM, (Unfit.NOT_12_TO_15, Unfit.CHILD_DID_NOT_AGREE)),
        (UNBORN_DATE, [], HARM, (Unfit.NOT_12_TO_15,)),
        (AT_13, [("kind", YES), ("ma", YES), ("pa", YES)], HARM, (Unfit.NOTHING_MISSING,)),
    ],
)
def test_an_exception_fits_only_a_child_of_12_to_15_that_agreed(
    child: Child, words: Words, ground: Ground, expected: tuple[Unfit, ...]
) -> None:
    assert exception_unfit(ground, answer_for(child, words), child, DAY) == expected


@pytest.mark.parametrize(("years", "fits"), [(11, False), (12, True), (15, True), (16, False)])
def test_an_exception_fits_from_the_twelfth_birthday_until_the_sixteenth(years: int, fits: bool) -> None:
    child = Child("kind", date(DAY.year - years, 11, 1))
    unfit = exception_unfit(HARM, answer_for(child, [("kind", YES)]), child, DAY)
    assert (Unfit.NOT_12_TO_15 in unfit) is not fits


@pytest.mark.parametrize(
    ("child", "words", "parents", "expected"),
    [
        (AT_9, [], ("ma", "pa"), ()),
        (AT_9, [("ma", YES)], ("ma", "pa"), ()),
        (AT_9, [("pa", NO)], ("ma", "pa"), (Unfit.SOMEBODY_SAID_NO,)),
        (AT_9, [("pa", BACK)], ("ma", "pa"), (Unfit.SOMEBODY_SAID_NO,)),
        (AT_9, [], (), (Unfit.SOMEBODY_UNKNOWN,)),
        (UNBORN_DATE, [], ("ma",), (Unfit.SOMEBODY_UNKNOWN,)),
        (AT_9, [("ma", YES), ("pa", YES)], ("ma", "pa"), (Unfit.NOTHING_MISSING,)),
    ],
)
def test_silence_is_consent_only_of_known_people_who_said_no_nowhere(
    child: Child, words: Words, parents: tuple[str, ...], expected: tuple[Unfit, ...]
) -> None:
    assert presumption_unfit(answer_for(child, words, parents)) == expected
