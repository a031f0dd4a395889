"""Every task tells why it goes where it goes, and what every other place would cost more."""

from __future__ import annotations

import pytest

from schakel.analysis.allocation import Proposal, allocate
from schakel.analysis.allocation.costs import TERMS
from schakel.analysis.allocation.sample import sample_problem

from . import referee
from .weeks import person, problem, task


def division_of(proposal: Proposal) -> dict[str, str | None]:
    return {each.task: each.person for each in proposal.assignments}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_extra_cost_of_each_alternative_is_what_the_referee_counts(seed: int) -> None:
    invented = sample_problem(6, 30, seed=seed, load=1.2)
    proposal = allocate(invented, moves=20_000)
    division = division_of(proposal)
    for each in proposal.assignments:
        for other in each.alternatives:
            moved = division | {each.task: other.person}
            counted = float(referee.cost(invented, moved)) - float(referee.cost(invented, division))
            if not other.no_room:
                assert other.extra == pytest.approx(counted, abs=0.01)
                assert referee.objections(invented, moved) == []
            else:
                assert referee.objections(invented, moved) != []
            assert other.extra == pytest.approx(sum(getattr(other.difference, term) for term in TERMS))


def test_no_alternative_with_room_costs_less() -> None:
    proposal = allocate(sample_problem(8, 60, seed=9), moves=30_000)
    extras = [o.extra for each in proposal.assignments for o in each.alternatives if not o.no_room]
    assert min(extras) >= -1e-9


def test_everybody_is_an_alternative_or_excluded_with_a_reason() -> None:
    invented = sample_problem(6, 30, seed=4)
    pinned = {pin.task for pin in invented.pins}
    for each in allocate(invented, moves=5000).assignments:
        if each.task in pinned:
            continue
        named = {o.person for o in each.alternatives} | {each.person}
        for group in each.excluded:
            named |= set(group.people)
        assert {someone.key for someone in invented.people} <= named


def test_leaving_it_open_is_always_among_the_alternatives_of_what_is_not_pinned() -> None:
    both = problem(tasks=[task("t1"), task("t2")], pins=[{"task": "t2", "person": "fenna"}])
    free, pinned = allocate(both, moves=1000).assignments
    assert None in {other.person for other in free.alternatives}
    assert pinned.alternatives == ()


def test_terms_name_what_is_paid() -> None:
    away = problem(
        people=[person("jelle", site="kompas"), person("fenna", leave=["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"])],
    )  # fmt: skip
    each = allocate(away, moves=1000).assignments[0]
    assert each.person == "jelle"
    assert (each.terms.face, each.terms.continuity) == (4, 2)
    assert each.terms.travel == pytest.approx(1.5), "half an hour at three points"
    assert each.new_face


def test_a_deviation_carries_its_written_reason() -> None:
    reason = "Hanna kent het gezin al jaren."
    given = problem(
        people=[person("hanna", registered=False), person("fenna", booked_hours=32)],
        families=[{"key": "f1", "case_lead": "fenna", "known": ["fenna", "hanna"]}],
        tasks=[task("t1", deviation={"person": "hanna", "reason": reason})],
    )
    each = allocate(given, moves=1000).assignments[0]
    assert (each.person, each.deviation, each.answerable) == ("hanna", reason, "fenna")


def test_who_is_excluded_is_told_by_reason() -> None:
    given = problem(
        people=[person("fenna"), person("hanna", registered=False)],
        tasks=[task("t1", "decide")],
    )
    groups = {group.reason: group.people for group in allocate(given, moves=500).assignments[0].excluded}
    assert groups == {"not_registered": ("hanna",)}


def test_the_rooms_add_up() -> None:
    invented = sample_problem(6, 40, seed=2)
    proposal = allocate(invented, moves=10_000)
    given = sum(each.hours for each in proposal.assignments if each.person)
    assert sum(room.given for room in proposal.rooms) == pytest.approx(given)
    assert sum(room.tasks for room in proposal.rooms) == len(invented.tasks) - len(proposal.open_tasks)
    assert all(
        room.booked + room.given + room.travel <= max(room.duty, room.booked) + 1e-9
        for room in proposal.rooms
    )
