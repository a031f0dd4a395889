"""Who may do what equals the norm of responsible work allocation, for every task and person."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.analysis.allocation.rights import Refusal, refusals
from schakel.analysis.allocation.sample import sample_problem
from schakel.analysis.allocation.tables import tables_of

from . import referee
from .weeks import KINDS, person, problem, task


def refusal_of(**changes: object) -> Refusal:
    return Refusal(int(tables_of(problem(**changes)).refusal[0, 0]))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_the_table_says_the_same_as_the_rule_for_one(seed: int) -> None:
    invented = sample_problem(6, 25, seed=seed)
    long_enough = np.zeros(len(invented.tasks), np.int64)
    codes = refusals(invented, long_enough, np.ones(len(invented.people), np.int64))
    for row, one in enumerate(invented.tasks):
        for column, someone in enumerate(invented.people):
            allowed = codes[row, column] == Refusal.NONE
            assert allowed == referee.may_take(invented, one, someone), (one, someone)


@pytest.mark.parametrize(
    ("until", "day", "expected"),
    [
        ("2026-11-26", None, Refusal.NONE),
        ("2026-11-25", None, Refusal.REGISTRATION_NOT_VALID),
        ("2026-11-25", "2026-11-25", Refusal.NONE),
        ("2026-11-25", "2026-11-26", Refusal.REGISTRATION_NOT_VALID),
        ("2026-11-22", "2026-11-23", Refusal.REGISTRATION_NOT_VALID),
    ],
)
def test_a_registration_that_lapses_mid_week_counts_up_to_its_last_day(
    until: str, day: str | None, expected: Refusal
) -> None:
    lapsing = person("fenna", registered_until=until)
    found = refusal_of(people=[lapsing], tasks=[task("t1", "decide", day=day)])
    assert found == expected


def test_reserved_acts_are_refused_without_registration_whatever_the_reason() -> None:
    reason = {"person": "fenna", "reason": "Er is niemand anders."}
    found = refusal_of(
        people=[person("fenna", registered=False)], tasks=[task("t1", "decide", deviation=reason)]
    )
    assert found == Refusal.NOT_REGISTERED


def test_what_is_not_three_times_yes_needs_a_written_reason() -> None:
    people = [person("hanna", registered=False), person("fenna")]
    plain = refusal_of(people=people, tasks=[task("t1", "short")])
    reasoned = [task("t1", "short", deviation={"person": "hanna", "reason": "Zij kent het gezin al jaren."})]
    assert plain == Refusal.NOT_DELEGABLE
    assert refusal_of(people=people, tasks=reasoned) == Refusal.NONE


def test_nothing_is_delegated_when_nobody_with_a_registration_answers_for_it() -> None:
    people = [person("hanna", registered=False), person("fenna", registered_until="2026-11-24")]
    assert refusal_of(people=people, tasks=[task("t1", "file")]) == Refusal.NOBODY_ANSWERS


def test_who_does_not_work_that_day_does_not_get_it() -> None:
    friday = [task("t1", day="2026-11-27")]
    assert refusal_of(tasks=friday) == Refusal.NOT_ON_DUTY
    away = [person("fenna", leave=["2026-11-23"])]
    assert refusal_of(people=away, tasks=[task("t1", day="2026-11-23")]) == Refusal.NOT_ON_DUTY


def test_a_role_limits_who_gets_it() -> None:
    kinds = [*KINDS, {"key": "coach", "name": "Meekijken", "roles": ["work_coach"]}]
    assert refusal_of(kinds=kinds, tasks=[task("t1", "coach")]) == Refusal.ROLE


def test_a_task_longer_than_what_is_left_is_refused() -> None:
    short = [person("fenna", days=1, booked_hours=7)]
    assert refusal_of(people=short, tasks=[task("t1", hours=2)]) == Refusal.TOO_LONG


def test_registration_counts_on_its_first_and_last_day() -> None:
    one = problem().people[0]
    assert one.registered_on(date(2021, 1, 1))
    assert one.registered_on(date(2028, 12, 31))
    assert not one.registered_on(date(2020, 12, 31))
