"""Mijn week: what needs me and why, in order."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.casework.worklist import (
    Item,
    OpenRequest,
    OpenSupport,
    Reason,
    ToFollowUp,
    Urgency,
    items,
)

TODAY = date(2026, 11, 23)


def request(subject: str, days: int, **state: bool) -> OpenRequest:
    facts = {"picked_up": False, "clarified": False} | state
    return OpenRequest(subject, TODAY + timedelta(days=days), **facts)


def reasons(lines: list[Item]) -> list[tuple[Reason, str]]:
    return [(line.reason, line.subject) for line in lines]


def test_what_must_happen_today_stands_on_top() -> None:
    lines = items(today=TODAY, requests=[request("later", 5), request("today", 0), request("late", -1)])
    assert [line.subject for line in lines] == ["late", "today", "later"]
    assert [line.urgency for line in lines] == [Urgency.NOW, Urgency.NOW, Urgency.PLANNED]


@pytest.mark.parametrize(
    ("days", "urgency"), [(0, Urgency.NOW), (1, Urgency.SOON), (2, Urgency.SOON), (3, Urgency.PLANNED)]
)
def test_two_days_ahead_is_soon(days: int, urgency: Urgency) -> None:
    assert items(today=TODAY, requests=[request("one", days)])[0].urgency is urgency


def test_a_question_asks_for_its_next_step() -> None:
    lines = items(
        today=TODAY,
        requests=[
            request("new", 1),
            request("picked", 1, picked_up=True),
            request("clear", 1, picked_up=True, clarified=True),
            request("consent", 1, picked_up=True, clarified=True, consent_missing=True),
        ],
    )
    assert set(reasons(lines)) == {
        (Reason.PICK_UP, "new"),
        (Reason.CLARIFY, "picked"),
        (Reason.ANSWER, "clear"),
        (Reason.CONSENT, "consent"),
    }


def test_a_support_shows_its_appointment_its_step_and_a_birthday() -> None:
    at = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
    support = OpenSupport("sem", at, TODAY, TODAY + timedelta(days=28))
    assert reasons(items(today=TODAY, supports=[support])) == [
        (Reason.STEP, "sem"),
        (Reason.APPOINTMENT, "sem"),
        (Reason.BIRTHDAY, "sem"),
    ]


def test_a_birthday_further_than_four_weeks_ahead_or_past_is_not_shown() -> None:
    for days in (29, -1):
        support = OpenSupport("sem", None, None, TODAY + timedelta(days=days))
        assert reasons(items(today=TODAY, supports=[support])) == [(Reason.NOTHING_PLANNED, "sem")]
    today = OpenSupport("sem", None, None, TODAY)
    assert reasons(items(today=TODAY, supports=[today])) == [(Reason.BIRTHDAY, "sem")]


def test_a_support_with_an_open_step_is_not_empty() -> None:
    lines = items(today=TODAY, supports=[OpenSupport("sem", None, TODAY + timedelta(days=4))])
    assert reasons(lines) == [(Reason.STEP, "sem")]


def test_appointments_of_one_day_stand_in_the_order_of_the_clock() -> None:
    def at(hour: int) -> datetime:
        return datetime(2026, 11, 24, hour, tzinfo=UTC)

    lines = items(today=TODAY, supports=[OpenSupport("b", at(13), None), OpenSupport("a", at(8), None)])
    assert [line.subject for line in lines] == ["a", "b"]


def test_an_appointment_just_after_midnight_in_amsterdam_is_of_that_day() -> None:
    late_in_utc = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    line = items(today=TODAY, supports=[OpenSupport("sem", late_in_utc, None)])[0]
    assert line.by == TODAY
    assert line.urgency is Urgency.NOW


def test_looking_back_is_work_too() -> None:
    lines = items(today=TODAY, follow_ups=[ToFollowUp("sem", TODAY)])
    assert lines == [Item(Reason.FOLLOW_UP, "sem", TODAY, Urgency.NOW)]


days = st.integers(-30, 60)
some_requests = st.lists(
    st.builds(
        lambda key, day, up, clear, missing: OpenRequest(
            str(key), TODAY + timedelta(days=day), up, up and clear, missing
        ),
        st.integers(0, 50),
        days,
        st.booleans(),
        st.booleans(),
        st.booleans(),
    ),
    max_size=8,
)


@given(some_requests, st.randoms())
def test_the_order_does_not_depend_on_the_order_of_the_records(
    requests: list[OpenRequest], random: object
) -> None:
    turned = list(reversed(requests))
    assert items(today=TODAY, requests=requests) == items(today=TODAY, requests=turned) or len(
        {one.subject for one in requests}
    ) < len(requests)


@given(some_requests)
def test_every_open_question_gives_exactly_one_line(requests: list[OpenRequest]) -> None:
    lines = items(today=TODAY, requests=requests)
    assert sorted(line.subject for line in lines) == sorted(one.subject for one in requests)
    assert [line.urgency for line in lines] == sorted(line.urgency for line in lines)


def test_a_support_whose_consent_is_not_complete_asks_for_it_first() -> None:
    support = OpenSupport("sem", next_at=None, step_due_on=None, consent_missing=True)
    assert [(item.reason, item.urgency) for item in items(today=TODAY, supports=[support])] == [
        (Reason.CONSENT, Urgency.SOON)
    ]
