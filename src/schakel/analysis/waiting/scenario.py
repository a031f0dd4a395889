"""Knobs, and what turning them changes against today.

A knob is a function from a model to another model; nothing is interpolated, every setting is simulated. Both models get
the same chance (common random numbers): the same questions at the same moments with the same luck. So a scenario that
changes nothing differs by exactly 0, and small changes are seen with few runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .errors import ModelError
from .layout import N_ESCALATED, N_FACES, N_HELPED, N_REQUESTS, N_WITH_FACE, N_WITHDRAWN_BEFORE
from .model import Delegation, Duty, Model, Person
from .result import Band, Result, band
from .roster import duty_days_per_week


@dataclass(frozen=True)
class Knob:
    """One setting: what it is called, how it changes the model, and how many duty hours a week it costs in each role."""

    name: str
    turn: Callable[[Model], Model]

    def hours(self, model: Model) -> dict[str, float]:
        """Extra duty hours a week per role; empty when no hour is added or taken."""
        before, after = _hours(model), _hours(self.turn(model))
        roles = sorted(before.keys() | after.keys())
        change = {role: after.get(role, 0.0) - before.get(role, 0.0) for role in roles}
        return {role: hours for role, hours in change.items() if abs(hours) > 1e-9}


def _hours(model: Model) -> dict[str, float]:
    found: dict[str, float] = {}
    for person in model.people:
        found[person.role] = found.get(person.role, 0.0) + duty_days_per_week(person) * person.hours
    return found


def more_people(person: Person, name: str = "") -> Knob:
    """Add someone to the team."""
    label = name or f"+ {person.name}"
    return Knob(label, lambda model: replace(model, people=(*model.people, person)))


def arrivals(factor: float, name: str = "") -> Knob:
    """Multiply what comes in."""
    label = name or f"requests x {factor:g}"
    return Knob(
        label,
        lambda model: replace(model, arrivals=replace(model.arrivals, factor=model.arrivals.factor * factor)),
    )


def change_person(who: str, name: str = "", **fields: object) -> Knob:
    """Change fields of one person, such as `task_hours` (reserved intake), `room`, `week` or `covers`."""

    def turn(model: Model) -> Model:
        if who not in {p.name for p in model.people}:
            raise ModelError("people", f"there is nobody called {who!r}")
        changed = tuple(replace(p, **fields) if p.name == who else p for p in model.people)  # type: ignore[arg-type]  # the caller names the fields
        return replace(model, people=changed)

    return Knob(name or f"{who}: {', '.join(fields)}", turn)


def task_hours(hours: float, role: str, name: str = "") -> Knob:
    """Reserve `hours` a duty day more (or less) for pick-up and other short tasks, for everyone of a role.

    The hours come out of the time for cases: a person's room shrinks in the same proportion as the hours left for them.
    """

    def turn(model: Model) -> Model:
        def shift(person: Person) -> Person:
            wanted = min(max(person.task_hours + hours, 0.0), person.hours)
            left, was = person.hours - wanted, person.hours - person.task_hours
            return replace(
                person, task_hours=wanted, room=person.room * left / was if was > 0 else person.room
            )

        return replace(model, people=tuple(shift(p) if p.role == role else p for p in model.people))

    return Knob(name or f"{role}: {hours:+g} hours a day for short tasks", turn)


def room(factor: float, role: str, name: str = "") -> Knob:
    """Multiply the caseload room of everyone of a role."""
    return Knob(
        name or f"{role}: room x {factor:g}",
        lambda model: replace(
            model,
            people=tuple(replace(p, room=p.room * factor) if p.role == role else p for p in model.people),
        ),
    )


def extra_day(who: str, weekday: int, site: str, name: str = "") -> Knob:
    """One duty day a week more for someone."""

    def turn(model: Model) -> Model:
        def longer(person: Person) -> Person:
            return replace(person, week=(*person.week, Duty(weekday=weekday, site=site)))

        return replace(model, people=tuple(longer(p) if p.name == who else p for p in model.people))

    return Knob(name or f"{who}: one day more", turn)


def share_person(who: str, sites: Sequence[str], name: str = "") -> Knob:
    """Let someone work for other sites too, without changing where the days are."""

    def turn(model: Model) -> Model:
        def wider(person: Person) -> Person:
            return replace(person, covers=tuple(dict.fromkeys((*person.covers, *sites))))

        return replace(model, people=tuple(wider(p) if p.name == who else p for p in model.people))

    return Knob(name or f"{who} also for {', '.join(sites)}", turn)


def delegate(stage: str, to: str, share: float, name: str = "") -> Knob:
    """Give a share of a task to a support role (replaces what was given to that role before)."""

    def turn(model: Model) -> Model:
        others = tuple(d for d in model.delegations if (d.stage, d.to) != (stage, to))
        return replace(model, delegations=(*others, Delegation(stage=stage, to=to, share=share)))

    return Knob(name or f"{share:.0%} of {stage} to {to}", turn)


def places(name_of_place: str, more: float, name: str = "") -> Knob:
    """More (or fewer) places at an outside provider."""

    def turn(model: Model) -> Model:
        return replace(
            model,
            places=tuple(
                replace(p, places=max(0.0, p.places + more)) if p.name == name_of_place else p
                for p in model.places
            ),
        )

    return Knob(name or f"{name_of_place}: {more:+g} places", turn)


@dataclass(frozen=True)
class Difference:
    """Scenario minus today, run by run. Shares in points of a hundred requests, waits in days."""

    in_time: Band
    helped: Band
    withdrawn: Band
    escalated: Band
    faces: Band
    travel_hours_per_week: float
    hours_per_week: dict[str, float]
    cost_per_week: float | None
    presence: dict[str, float]
    runs_in_time: tuple[float, ...]

    @property
    def certain(self) -> bool:
        """Is the sign of the mean difference beyond the error of computing?"""
        values = np.array(self.runs_in_time)
        if len(values) < 2:
            return False
        return bool(abs(values.mean()) > 2.6 * values.std(ddof=1) / np.sqrt(len(values)))


def difference(today: Result, scenario: Result) -> Difference:
    """Compare two results made with the same seed and runs."""
    if (today.seed, today.runs) != (scenario.seed, scenario.runs):
        raise ModelError("runs", "compare results of the same seed and the same number of runs")

    def points(column: int) -> Band:
        return band(100 * (scenario.per_request(column) - today.per_request(column)))

    def faces(result: Result) -> np.ndarray:
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(result.count(N_FACES) / result.count(N_WITH_FACE))

    gain = 100 * (scenario.in_time - today.in_time)
    ours, theirs = scenario.hours_per_week, today.hours_per_week
    cost, before = scenario.cost_per_week, today.cost_per_week
    sites = today.presence
    return Difference(
        in_time=band(gain),
        helped=points(N_HELPED),
        withdrawn=points(N_WITHDRAWN_BEFORE),
        escalated=points(N_ESCALATED),
        faces=band(faces(scenario) - faces(today)),
        travel_hours_per_week=scenario.travel_hours_per_week - today.travel_hours_per_week,
        hours_per_week={r: ours.get(r, 0.0) - theirs.get(r, 0.0) for r in ours.keys() | theirs.keys()},
        cost_per_week=None if cost is None or before is None else cost - before,
        presence={name: share - sites.get(name, 0.0) for name, share in scenario.presence.items()},
        runs_in_time=tuple(gain.tolist()),
    )


def is_unchanged(today: Result, scenario: Result) -> bool:
    """Do the two give the same counts in every run?"""
    return all(
        np.array_equal(today.block.counts[:, c], scenario.block.counts[:, c]) for c in range(N_REQUESTS, 11)
    )
