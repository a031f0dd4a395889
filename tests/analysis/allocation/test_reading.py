"""A wrong file is refused with the field and what to do; a possible but odd week is told, not refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schakel.analysis.allocation import ProblemError, allocate, problem_from, read_problem

from .weeks import Given, person, problem, task, week


def refused(given: object) -> str:
    with pytest.raises(ProblemError) as caught:
        problem_from(given)
    assert caught.value.faults
    return str(caught.value)


def changed(change: Callable[[Given], Any]) -> str:
    given = week()
    change(given)
    return refused(given)


@pytest.mark.parametrize(
    ("change", "field", "advice"),
    [
        (lambda g: g.update(people=[]), "people", "add at least one person"),
        (lambda g: g.pop("people"), "people", "must be a list"),
        (lambda g: g["tasks"][0].update(hours=0), "tasks[0].hours", "more than 0, got 0; give the time it takes"),
        (lambda g: g["tasks"][0].update(hours=-1), "tasks[0].hours", "more than 0, got -1"),
        (lambda g: g["tasks"][0].update(hours="two"), "tasks[0].hours", "must be a number, not the text 'two'"),
        (lambda g: g["tasks"][0].update(hours=float("nan")), "tasks[0].hours", "must be a number"),
        (lambda g: g["tasks"][0].update(hours=True), "tasks[0].hours", "must be a number"),
        (lambda g: g["tasks"][0].update(hours=100), "tasks[0].hours", "at most 60"),
        (lambda g: g["tasks"][0].update(priority=9), "tasks[0].priority", "at most 5"),
        (lambda g: g["tasks"][0].update(kind="dance"), "tasks[0].kind", "'dance' is not in kinds"),
        (lambda g: g["tasks"][0].update(site="moon"), "tasks[0].site", "'moon' is not in sites"),
        (lambda g: g["tasks"][0].update(family="x"), "tasks[0].family", "'x' is not in families"),
        (lambda g: g["tasks"][0].update(asked_on="gisteren"), "tasks[0].asked_on", "a day such as 2026-11-23"),
        (lambda g: g["tasks"][0].update(asked_on="2026-12-24"), "tasks[0].asked_on", "lies after this week"),
        (lambda g: g["tasks"][0].update(due="2026-11-01"), "tasks[0].due", "lies before asked_on"),
        (lambda g: g["tasks"][0].update(day="2026-12-01"), "tasks[0].day", "must fall in the week"),
        (lambda g: g["tasks"][0].update(urgency=3), "tasks[0].urgency", "not a field of this layout"),
        (lambda g: g["tasks"][0].update(prioriti=3), "tasks[0].prioriti", "Did you mean 'priority'?"),
        (lambda g: g["tasks"].append(task("t1")), "tasks", "'t1' stands in it 2 times"),
        (lambda g: g["people"][0].update(booked_hours=-3), "people[0].booked_hours", "at least 0, got -3"),
        (lambda g: g["people"][0].update(registered_until="2020-01-01"), "people[0].registered_until", "before"),
        (lambda g: g["people"][0].pop("registered_from"), "people[0].registered_from", "is missing"),
        (lambda g: g["people"][0].update(role="boss"), "people[0].role", "must be one of youth_supporter"),
        (lambda g: g["people"][0].update(leave=["soon"]), "people[0].leave", "days such as"),
        (
            lambda g: g["people"][0]["duty"].append({"day": "monday", "from": "12:00", "until": "17:00"}),
            "people[0].duty[4]",
            "cannot be in two places: monday 12:00-17:00 at the desk overlaps monday 08:30-16:30 at wilgen",
        ),
        (
            lambda g: g["people"][0]["duty"][0].update({"until": "08:30"}),
            "people[0].duty[0].until",
            "a duty of no length is no duty",
        ),
        (lambda g: g["people"][0]["duty"][0].update(day="maandag"), "people[0].duty[0].day", "monday"),
        (lambda g: g["people"][0]["duty"][0].update(site="x"), "people[0].duty[0].site", "not in sites"),
        (lambda g: g.update(week="2026-11-25"), "week", "take 2026-11-23"),
        (lambda g: g.update(travel=[]), "travel_otherwise_minutes", "names 0 of 1 pairs"),
        (lambda g: g["travel"][0].update(minutes=-5), "travel[0].minutes", "at least 0"),
        (lambda g: g["travel"][0].update({"from": "x"}), "travel[0].from", "not in sites"),
        (lambda g: g["families"][0].update(case_lead="x"), "families[0].case_lead", "not in people"),
        (lambda g: g.update(pins=[{"task": "x", "person": "fenna"}]), "pins[0].task", "not in tasks"),
        (lambda g: g.update(pins=[{"task": "t1", "person": "x"}]), "pins[0].person", "not in people"),
        (lambda g: g.update(forbids=[{"person": "fenna"}]), "forbids[0]", "names no task and no family"),
        (lambda g: g.update(weights={"open": -1}), "weights.open", "at least 0"),
        (lambda g: g.update(weights={"full_from": 1.5}), "weights.full_from", "at most 1"),
        (lambda g: g.update(layout=2), "layout", "reads layout 1 only"),
        (
            lambda g: g["tasks"][0].update(deviation={"person": "x", "reason": "y"}),
            "tasks[0].deviation.person",
            "not in people",
        ),
        (
            lambda g: g["tasks"][0].update(deviation={"person": "fenna", "reason": ""}),
            "tasks[0].deviation.reason",
            "fill it in",
        ),
        (lambda g: g.update(kinds=[]), "kinds", "no kinds of task"),
    ],
)  # fmt: skip
def test_each_fault_names_its_field_and_what_to_do(
    change: Callable[[Given], Any], field: str, advice: str
) -> None:
    said = changed(change)
    assert f"  {field}: " in said
    assert advice in said


def test_all_faults_are_told_at_once() -> None:
    given = week()
    given["tasks"][0] |= {"hours": 0, "priority": 0}
    given["people"][0]["booked_hours"] = -1
    with pytest.raises(ProblemError) as caught:
        problem_from(given)
    assert {fault.field for fault in caught.value.faults} == {
        "tasks[0].hours",
        "tasks[0].priority",
        "people[0].booked_hours",
    }


def test_many_faults_are_counted_and_not_all_shown() -> None:
    said = refused(week(tasks=[task(f"t{n}", hours=0) for n in range(50)]))
    assert "Mend 50 things" in said
    assert "and 30 more" in said


@pytest.mark.parametrize("given", [None, [], "week", 7])
def test_something_that_is_no_problem_at_all_is_refused(given: object) -> None:
    assert "must be an object" in refused(given)


def test_a_file_that_is_absent_or_broken_says_so(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="check the name and the folder"):
        read_problem(tmp_path / "absent.json")
    broken = tmp_path / "broken.json"
    broken.write_text('{"layout": 1,')
    with pytest.raises(ProblemError, match="is not JSON"):
        read_problem(broken)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "week.json"
    path.write_text(json.dumps(week()))
    assert read_problem(path) == problem()


def test_back_to_back_duties_do_not_overlap() -> None:
    split = [
        {"day": "monday", "from": "08:30", "until": "12:30", "site": "wilgen"},
        {"day": "monday", "from": "12:30", "until": "16:30", "site": "kompas"},
    ]
    assert (
        problem(people=[person("fenna", duty=split)]).duty_hours(
            problem(people=[person("fenna", duty=split)]).people[0]
        )
        == 8
    )


def test_a_pin_on_somebody_who_may_not_is_refused_with_the_reason() -> None:
    given = problem(
        people=[person("fenna"), person("hanna", registered=False)],
        tasks=[task("t1", "decide")],
        pins=[{"task": "t1", "person": "hanna"}],
    )
    with pytest.raises(ProblemError, match=r"pins\[0\]: Hanna may not take 't1' \(not registered\)"):
        allocate(given, moves=100)


def test_more_pins_than_hours_are_refused() -> None:
    given = problem(
        people=[person("fenna", days=1)],
        tasks=[task("t1", hours=5), task("t2", hours=5)],
        pins=[{"task": "t1", "person": "fenna"}, {"task": "t2", "person": "fenna"}],
    )
    with pytest.raises(ProblemError, match=r"Fenna is pinned for 10\.0 hours with travel but has 8\.0 left"):
        allocate(given, moves=100)


def test_a_site_without_anyone_is_told_and_served_by_who_travels() -> None:
    given = problem(people=[person("fenna")], tasks=[task("t1", site="kompas")])
    proposal = allocate(given, moves=1000)
    notice = next(each for each in proposal.notices if each.kind == "site_without_anyone")
    assert (notice.about, notice.detail) == ("Het Kompas", "1")
    assert proposal.assignments[0].person == "fenna"
    assert proposal.rooms[0].travel == 0.5


def test_a_registration_that_ends_soon_is_told() -> None:
    given = problem(people=[person("fenna", registered_until="2026-11-25")])
    notice = next(each for each in allocate(given, moves=100).notices if each.kind == "registration_ends")
    assert (notice.about, notice.detail) == ("Fenna", "2026-11-25")


def test_who_is_overbooked_gets_nothing_and_it_is_told() -> None:
    given = problem(people=[person("fenna", booked_hours=40)])
    proposal = allocate(given, moves=100)
    assert proposal.assignments[0].person is None
    assert [each.detail for each in proposal.notices if each.kind == "overbooked"] == ["8"]
