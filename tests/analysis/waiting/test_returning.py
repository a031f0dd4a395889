"""Families that come back are foreseen, also in a house that has not run long enough to have seen many return."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from schakel.analysis.waiting.records import Record, Records
from schakel.analysis.waiting.returning import came_back_by, closings, expected_next_year, growth
from schakel.analysis.waiting.synthetic import records_of, true_prepared

DAY = date(2025, 1, 1)


def record(number: int, family: str, asked: int, ended: int | None, ending: str = "closed") -> Record:
    return Record(
        request=f"v{number}",
        family=family,
        site="north",
        kind="question",
        requested_on=DAY + timedelta(days=asked),
        picked_up_on=None,
        steps=(),
        escalated_on=None,
        ended_on=None if ended is None else DAY + timedelta(days=ended),
        ending="" if ended is None else ending,
    )


def test_only_who_was_helped_counts_as_closed_and_the_next_question_of_the_family_is_its_return() -> None:
    rows = (
        record(1, "a", 0, 10),
        record(2, "a", 40, None),
        record(3, "b", 5, 20, "withdrawn"),
        record(4, "c", 6, 30),
    )
    found = closings(Records(rows, DAY + timedelta(days=100)))
    assert found == [
        (DAY + timedelta(days=10), DAY + timedelta(days=40)),
        (DAY + timedelta(days=30), None),
    ]


def test_the_chance_to_have_come_back_by_hand() -> None:
    """Four closings: one family is back after 10 days; one is known for 5 days only; one back after 20; one not in 30."""
    as_of = DAY + timedelta(days=30)
    closed = [
        (DAY, DAY + timedelta(days=10)),
        (DAY + timedelta(days=25), None),
        (DAY, DAY + timedelta(days=20)),
        (DAY, None),
    ]
    chance = came_back_by(closed, as_of)
    assert chance[[9, 10, 19, 20, 30]].tolist() == pytest.approx([0, 1 / 3, 1 / 3, 2 / 3, 2 / 3])


def test_a_young_house_will_see_more_families_return_than_it_did() -> None:
    factors, ratios = [], []
    for seed in range(40_000, 40_005):
        truth = true_prepared(seed)
        start = truth.model.calendar.start
        records = records_of(truth, seed)
        day = start + timedelta(days=365)
        known = records.until(day - timedelta(days=1))
        factors.append(growth(known, start))
        seen: set[str] = set()
        back = 0
        for row in sorted(records.rows, key=lambda r: r.requested_on):
            back += row.family in seen and day <= row.requested_on < day + timedelta(days=365)
            seen.add(row.family)
        ratios.append(expected_next_year(known) / max(back, 1))
    assert min(factors) > 1
    assert np.mean(ratios) == pytest.approx(1.0, abs=0.3)


def test_too_few_returns_say_nothing() -> None:
    rows = tuple(record(i, f"f{i}", i, i + 5) for i in range(50))
    assert growth(Records(rows, DAY + timedelta(days=400)), DAY) == 1.0
