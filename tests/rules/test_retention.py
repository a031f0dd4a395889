"""R4: the term of a file follows the result, and a request to destroy has a clock."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.rules.errors import EmptyReasonError, EndBeforeStartError
from schakel.rules.retention import (
    DestructionAnswer,
    Refusal,
    RefusalWithoutGroundError,
    RequestState,
    Result,
    keep_file,
    keep_log,
    may_destroy,
    read_destruction_request,
)

ENDED = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("results", "years", "key"),
    [
        ([], 5, "R4:talks-only"),
        ([Result.TALK], 5, "R4:talks-only"),
        ([Result.STEP_LIST, Result.REWARD_CHART], 5, "R4:talks-only"),
        ([Result.TALK, Result.HELP_PLAN], 20, "R4:plan-or-provision"),
        ([Result.FAMILY_GROUP_PLAN], 20, "R4:plan-or-provision"),
        ([Result.PROVISION_GRANTED, Result.TALK], 20, "R4:plan-or-provision"),
    ],
)
def test_the_term_follows_the_result(results: list[Result], years: int, key: str) -> None:
    kept = keep_file(results, ended_on=ENDED)
    assert (kept.years, kept.rule.key) == (years, key)
    assert kept.destroy_from == date(2026 + years, 3, 31)


@given(st.lists(st.sampled_from(Result)), st.sampled_from(Result))
def test_more_results_never_shorten_the_term(results: list[Result], one_more: Result) -> None:
    before = keep_file(results, ended_on=ENDED).years
    assert keep_file([*results, one_more], ended_on=ENDED).years >= before


def test_an_open_file_has_a_term_but_no_day_to_destroy_it() -> None:
    kept = keep_file([Result.TALK], ended_on=None)
    assert (kept.years, kept.destroy_from) == (5, None)
    assert not may_destroy(kept, date(2999, 1, 1))


def test_a_file_may_be_destroyed_from_the_day_the_term_is_full() -> None:
    kept = keep_file([Result.TALK], ended_on=ENDED)
    assert [may_destroy(kept, date(2031, 3, day)) for day in (30, 31)] == [False, True]
    assert may_destroy(kept, date(2031, 4, 1))


def test_a_row_of_the_log_is_kept_five_years() -> None:
    kept = keep_log(ENDED)
    assert (kept.years, kept.destroy_from, kept.rule.key) == (5, date(2031, 3, 31), "R4:log")


def test_a_file_that_ended_on_29_february_is_full_on_28_february() -> None:
    assert keep_file([], ended_on=date(2024, 2, 29)).destroy_from == date(2029, 2, 28)


# A request to destroy


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2026, 1, 15), date(2026, 4, 15)),
        (date(2025, 11, 30), date(2026, 2, 28)),
        (date(2025, 12, 31), date(2026, 3, 31)),
        (date(2026, 9, 1), date(2026, 12, 1)),
        (date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_a_request_to_destroy_is_answered_within_three_months(asked: date, due: date) -> None:
    reading = read_destruction_request(asked_on=asked, answer=None, today=asked)
    assert (reading.due, reading.state, reading.rule.key) == (due, RequestState.OPEN, "R4:destruction")


ASKED, DUE = date(2026, 1, 15), date(2026, 4, 15)


@pytest.mark.parametrize(
    ("today", "state"), [(DUE, RequestState.OPEN), (date(2026, 4, 16), RequestState.OVERDUE)]
)
def test_an_open_request_is_overdue_the_day_after(today: date, state: RequestState) -> None:
    assert read_destruction_request(asked_on=ASKED, answer=None, today=today).state is state


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (ASKED, RequestState.ANSWERED),
        (DUE, RequestState.ANSWERED),
        (date(2026, 4, 16), RequestState.ANSWERED_LATE),
    ],
)
def test_an_answer_is_in_time_up_to_the_last_day(on: date, state: RequestState) -> None:
    answer = DestructionAnswer(on)
    assert read_destruction_request(asked_on=ASKED, answer=answer, today=date(2027, 1, 1)).state is state


def test_an_answer_before_the_request_is_refused() -> None:
    with pytest.raises(EndBeforeStartError, match="this request"):
        read_destruction_request(asked_on=ASKED, answer=DestructionAnswer(date(2026, 1, 14)), today=ASKED)


def test_refusing_takes_one_of_two_grounds_and_a_reason() -> None:
    refused = DestructionAnswer(DUE, Refusal.INTEREST_OF_ANOTHER, "a running complaint of the father")
    assert refused.ground is Refusal.INTEREST_OF_ANOTHER
    with pytest.raises(EmptyReasonError, match="Refusing to destroy a file"):
        DestructionAnswer(DUE, Refusal.LAW_FORBIDS, " ")
    with pytest.raises(RefusalWithoutGroundError, match="one of the two grounds"):
        DestructionAnswer(DUE, None, "we would rather keep it")
    assert DestructionAnswer(DUE, None, " ").ground is None
