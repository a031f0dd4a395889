"""The family is asked first; otherwise the help plan is there within six weeks, on paper within two."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from schakel.rules.clock import ClockState
from schakel.rules.plan import NotYet, Offer, OfferAnswer, PlanState, read_paper, read_plan
from schakel.rules.track import LegalTrack

START = date(2026, 9, 1)
FREE = LegalTrack.FREE_YOUTH_HELP
YES, NO, LATER = OfferAnswer.YES, OfferAnswer.NO, OfferAnswer.LATER


def day(number: int) -> date:
    return START + timedelta(days=number)


def offers(*said: tuple[OfferAnswer, int]) -> list[Offer]:
    return [Offer(answer, day(number)) for answer, number in said]


@pytest.mark.parametrize(
    ("said", "state", "not_yet", "due"),
    [
        ([], PlanState.OFFER_FIRST, NotYet.OFFER_FIRST, 42),
        ([(NO, 10)], PlanState.TO_WRITE, None, 52),
        ([(LATER, 10)], PlanState.TO_WRITE, None, 42),
        ([(YES, 10)], PlanState.FAMILY_MAKES_IT, NotYet.FAMILY_MAKES_IT, None),
        ([(YES, 10), (NO, 15)], PlanState.TO_WRITE, None, 57),
        ([(LATER, 5), (YES, 15)], PlanState.FAMILY_MAKES_IT, NotYet.FAMILY_MAKES_IT, None),
        ([(NO, 20)], PlanState.TO_WRITE, None, 62),
        ([(NO, 21)], PlanState.OFFER_FIRST, NotYet.OFFER_FIRST, 42),
        ([(NO, 30)], PlanState.OFFER_FIRST, NotYet.OFFER_FIRST, 42),
    ],
)
def test_who_makes_the_plan_and_by_when(
    said: Sequence[tuple[OfferAnswer, int]], state: PlanState, not_yet: NotYet | None, due: int | None
) -> None:
    reading = read_plan(track=FREE, started_on=START, offers=offers(*said), plan_on=None, today=day(20))
    assert (reading.state, reading.not_yet) == (state, not_yet)
    assert (reading.clock.due if reading.clock else None) == (day(due) if due else None)
    assert reading.rule.key == "R6:plan"


@pytest.mark.parametrize(
    ("plan_on", "expected"), [(42, ClockState.IN_TIME), (43, ClockState.LATE), (0, ClockState.IN_TIME)]
)
def test_day_42_is_in_time_and_day_43_is_late(plan_on: int, expected: ClockState) -> None:
    reading = read_plan(
        track=FREE, started_on=START, offers=offers((LATER, 0)), plan_on=day(plan_on), today=day(60)
    )
    assert reading.state is PlanState.THERE
    assert reading.clock is not None
    assert reading.clock.state is expected


def test_a_plan_that_was_there_before_the_family_said_no_again_is_in_time() -> None:
    reading = read_plan(
        track=FREE, started_on=START, offers=offers((YES, 1), (NO, 30)), plan_on=day(20), today=day(60)
    )
    assert reading.clock is not None
    assert reading.clock.state is ClockState.IN_TIME


def test_the_plan_of_the_family_itself_ends_the_wait() -> None:
    reading = read_plan(track=FREE, started_on=START, offers=offers((YES, 1)), plan_on=day(9), today=day(9))
    assert reading.state is PlanState.THERE
    assert reading.clock is not None


@pytest.mark.parametrize("track", [LegalTrack.ADVICE, LegalTrack.PREVENTION])
def test_where_no_plan_is_asked_none_is_due_but_the_family_still_comes_first(track: LegalTrack) -> None:
    reading = read_plan(track=track, started_on=START, offers=[], plan_on=None, today=day(90))
    assert reading.clock is None
    assert reading.not_yet is NotYet.OFFER_FIRST


@pytest.mark.parametrize(("given", "expected"), [(14, ClockState.IN_TIME), (15, ClockState.LATE)])
def test_on_paper_within_fourteen_days(given: int, expected: ClockState) -> None:
    assert read_paper(asked_on=START, given_on=day(given), today=day(30)).state is expected
