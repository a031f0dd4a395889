"""R7: reserved acts need a registration valid that day; delegation three times yes and who answers."""

from datetime import date

import pytest

from schakel.rules.basis import Basis
from schakel.rules.clock import ONE_DAY
from schakel.rules.errors import EndBeforeStartError
from schakel.rules.work_allocation import (
    AllocationRule,
    Refused,
    Registration,
    ReservedAct,
    ThreeQuestions,
    may_act,
    may_delegate,
)

TODAY = date(2026, 3, 2)
VALID = Registration("ellen", date(2022, 1, 1), date(2026, 12, 31))
EXPIRED = Registration("ellen", date(2021, 1, 1), date(2026, 3, 1))
THREE_YES = ThreeQuestions(True, True, True)


@pytest.mark.parametrize("act", list(ReservedAct))
def test_a_reserved_act_needs_a_registration_that_is_valid_today(act: ReservedAct) -> None:
    assert may_act(act, VALID, on=TODAY).allowed
    assert may_act(act, EXPIRED, on=TODAY).refused == (Refused.REGISTRATION_NOT_VALID,)
    assert may_act(act, None, on=TODAY).refused == (Refused.NOT_REGISTERED,)
    assert may_act(act, VALID, on=TODAY).rule.key == "R7:reserved"


@pytest.mark.parametrize(
    ("day", "valid"),
    [
        (VALID.valid_from - ONE_DAY, False),
        (VALID.valid_from, True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_a_registration_is_valid_on_its_first_and_last_day(day: date, valid: bool) -> None:
    assert VALID.is_valid_on(day) is valid


def test_a_registration_without_an_end_stays_valid_and_one_that_ends_first_is_refused() -> None:
    assert Registration("ellen", TODAY, None).is_valid_on(date(2099, 1, 1))
    assert Registration("ellen", TODAY, TODAY).is_valid_on(TODAY)
    with pytest.raises(EndBeforeStartError, match="this registration"):
        Registration("ellen", TODAY, TODAY - ONE_DAY)


def test_an_act_that_a_reading_does_not_reserve_is_open_to_all() -> None:
    rule = AllocationRule(Basis("R7", "own reading", TODAY), reserved=frozenset({ReservedAct.DECIDE}))
    answer = may_act(ReservedAct.ASSESS, None, on=TODAY, rule=rule)
    assert (answer.allowed, answer.rule.key) == (True, "R7:not-reserved")
    assert not may_act(ReservedAct.DECIDE, None, on=TODAY, rule=rule).allowed


def test_a_task_may_be_delegated_after_three_times_yes() -> None:
    answer = may_delegate(THREE_YES, answers_for_it=VALID, on=TODAY)
    assert (answer.allowed, answer.deviates, answer.rule.key) == (True, False, "R7:delegation")


@pytest.mark.parametrize(
    ("questions", "why"),
    [
        (ThreeQuestions(False, True, True), (Refused.NOT_SAFE,)),
        (ThreeQuestions(True, False, True), (Refused.NOT_EXECUTIVE,)),
        (ThreeQuestions(True, True, False), (Refused.LEVEL_TOO_LOW,)),
        (ThreeQuestions(False, False, True), (Refused.NOT_SAFE, Refused.NOT_EXECUTIVE)),
    ],
)
def test_any_no_is_refused_or_reasoned(questions: ThreeQuestions, why: tuple[Refused, ...]) -> None:
    assert may_delegate(questions, answers_for_it=VALID, on=TODAY).refused == why
    assert may_delegate(questions, answers_for_it=VALID, on=TODAY, deviation="  ").refused == why
    reasoned = may_delegate(questions, answers_for_it=VALID, on=TODAY, deviation="only with a colleague")
    assert (reasoned.allowed, reasoned.deviates, reasoned.rule.key) == (True, True, "R7:deviation")


def test_a_reason_that_was_not_needed_is_no_deviation() -> None:
    assert not may_delegate(THREE_YES, answers_for_it=VALID, on=TODAY, deviation="to be sure").deviates


def test_without_a_valid_professional_who_answers_no_reason_helps() -> None:
    no = ThreeQuestions(True, True, False)
    nobody = may_delegate(no, answers_for_it=None, on=TODAY, deviation="busy")
    assert nobody.refused == (Refused.NOBODY_ANSWERS, Refused.LEVEL_TOO_LOW)
    expired = may_delegate(THREE_YES, answers_for_it=EXPIRED, on=TODAY, deviation="busy")
    assert (expired.refused, expired.rule.key) == ((Refused.REGISTRATION_NOT_VALID,), "R7:delegation")


def test_a_municipality_can_forbid_deviations() -> None:
    strict = AllocationRule(Basis("R7", "own reading", TODAY), allows_deviation=False)
    no = ThreeQuestions(False, True, True)
    answer = may_delegate(no, answers_for_it=VALID, on=TODAY, deviation="reason", rule=strict)
    assert answer.refused == (Refused.NOT_SAFE,)
