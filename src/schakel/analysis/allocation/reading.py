"""From a JSON file to a checked problem.

The layout is described field by field in `docs/methods/allocation.md`. Three steps:

1. each field is read by itself (`fields.py`): kind of value, range, spelling;
2. the whole is checked (`checks.py`): keys that exist, rosters that do not overlap, pins that are possible;
3. only when nothing is wrong a frozen `Problem` leaves this room.
"""

from __future__ import annotations

import json
from dataclasses import fields as columns
from datetime import date, time
from pathlib import Path
from typing import cast

from schakel.analysis import plain_files
from schakel.analysis.allocation.checks import faults_of
from schakel.analysis.allocation.faults import Fault, ProblemError
from schakel.analysis.allocation.fields import Fields
from schakel.analysis.allocation.problem import (
    ACTS,
    DAYS,
    ROLES,
    Act,
    Deviation,
    Duty,
    Family,
    Forbid,
    Kind,
    Person,
    Pin,
    Problem,
    Role,
    Site,
    Task,
    Travel,
    Weights,
)

LAYOUT = 1


def read_problem(path: Path) -> Problem:
    """Read and check a problem file; raises `ProblemError` that names each wrong field."""
    try:
        given = json.loads(plain_files.text(path))
    except OSError as absent:
        message = f"cannot be read ({absent.strerror}); check the name and the folder"
        raise ProblemError((Fault(str(path), message),)) from absent
    except plain_files.UNREADABLE as broken:
        raise ProblemError((Fault(str(path), f"is not JSON: {broken}"),)) from broken
    return problem_from(given)


def problem_from(given: object) -> Problem:
    """Return the checked problem of a parsed JSON value; raises `ProblemError`."""
    faults: list[Fault] = []
    root = Fields(given, "", faults)
    if root.number("layout", None) != LAYOUT:
        root.fault("layout", f"must be {LAYOUT}: this program reads layout {LAYOUT} only")
    problem = _problem(root)
    root.finish()
    if not faults:
        faults.extend(faults_of(problem))
    if faults:
        raise ProblemError(tuple(faults))
    return problem


def _problem(root: Fields) -> Problem:
    otherwise = root.number("travel_otherwise_minutes", -1, most=600)
    inner = root.inner("weights")
    return Problem(
        week=root.day("week", needed=True) or date(2000, 1, 3),
        people=tuple(_person(item) for item in root.objects("people", needed=True)),
        sites=tuple(_site(item) for item in root.objects("sites", needed=True)),
        kinds=tuple(_kind(item) for item in root.objects("kinds", needed=True)),
        tasks=tuple(_task(item) for item in root.objects("tasks", needed=True)),
        families=tuple(_family(item) for item in root.objects("families")),
        travel=tuple(_travel(item) for item in root.objects("travel")),
        travel_otherwise=None if otherwise < 0 else otherwise,
        pins=tuple(_pin(item) for item in root.objects("pins")),
        forbids=tuple(_forbid(item) for item in root.objects("forbids")),
        weights=_weights(inner) if inner else Weights(),
    )


def _person(item: Fields) -> Person:
    person = Person(
        key=item.text("key"),
        name=item.text("name"),
        role=cast("Role", item.choice("role", ROLES, "youth_supporter")),
        duties=tuple(_duty(stretch) for stretch in item.objects("duty", needed=True)),
        registered_from=item.day("registered_from"),
        registered_until=item.day("registered_until"),
        leave=tuple(_days(item, "leave")),
        booked_hours=item.number("booked_hours", 0.0, least=0, most=168, advice="0 means nothing yet"),
    )
    item.finish()
    return person


def _days(item: Fields, name: str) -> list[date]:
    found: list[date] = []
    for value in item.items(name):
        try:
            found.append(date.fromisoformat(cast("str", value)))
        except (TypeError, ValueError):
            item.fault(name, f"must hold days such as 2026-11-23, not {value!r}")
    return found


def _duty(item: Fields) -> Duty:
    day = item.choice("day", DAYS)
    if day is None:
        item.fault("day", f"must be one of {', '.join(DAYS)}")
    start, end = item.clock("from"), item.clock("until")
    if end <= start:
        item.fault("until", f"must be later than from ({start:%H:%M}); a duty of no length is no duty")
        start, end = time(0), time(1)
    duty = Duty(DAYS.index(day or "monday"), start, end, item.key("site"))
    item.finish()
    return duty


def _site(item: Fields) -> Site:
    site = Site(item.text("key"), item.text("name"))
    item.finish()
    return site


def _travel(item: Fields) -> Travel:
    minutes = item.number("minutes", None, least=0, most=600)
    travel = Travel(item.text("from"), item.text("to"), minutes)
    item.finish()
    return travel


def _family(item: Fields) -> Family:
    known = [str(value) for value in item.items("known")]
    family = Family(item.text("key"), item.key("case_lead"), tuple(known))
    item.finish()
    return family


def _kind(item: Fields) -> Kind:
    roles = [str(value) for value in item.items("roles")]
    for role in roles:
        if role not in ROLES:
            item.fault("roles", f"must hold only {', '.join(ROLES)}, not {role!r}")
    kind = Kind(
        key=item.text("key"),
        name=item.text("name"),
        act=cast("Act | None", item.choice("act", ACTS)),
        safe=item.flag("safe", otherwise=False),
        executive=item.flag("executive", otherwise=False),
        level_enough=item.flag("level_enough", otherwise=False),
        contact=item.flag("contact", otherwise=True),
        roles=cast("tuple[Role, ...]", tuple(roles)),
    )
    item.finish()
    return kind


def _task(item: Fields) -> Task:
    advice = "give the time it takes, for instance 0.5"
    deviation = item.inner("deviation")
    task = Task(
        key=item.text("key"),
        kind=item.text("kind"),
        hours=item.number("hours", None, above=0, most=60, advice=advice),
        priority=int(item.number("priority", 3, least=1, most=5)),
        asked_on=item.day("asked_on", needed=True) or date(2000, 1, 3),
        name=item.text("name", needed=False),
        family=item.key("family"),
        site=item.key("site"),
        due=item.day("due"),
        day=item.day("day"),
        answerable=item.key("answerable"),
        deviation=_deviation(deviation) if deviation else None,
    )
    item.finish()
    return task


def _deviation(item: Fields) -> Deviation:
    deviation = Deviation(item.text("person"), item.text("reason"))
    item.finish()
    return deviation


def _pin(item: Fields) -> Pin:
    pin = Pin(item.text("task"), item.key("person"))
    item.finish()
    return pin


def _forbid(item: Fields) -> Forbid:
    forbid = Forbid(item.text("person"), item.key("task"), item.key("family"))
    item.finish()
    return forbid


def _weights(item: Fields) -> Weights:
    usual = Weights()
    given = {
        column.name: item.number(column.name, getattr(usual, column.name), least=0, most=1000)
        for column in columns(Weights)
        if column.name != "full_from"
    }
    full_from = item.number("full_from", usual.full_from, above=0, most=1)
    item.finish()
    return Weights(**given, full_from=full_from)
