"""The problem as arrays of whole numbers, in the order of its lists.

Costs are counted in 1/60,000 of a point, so that a weight of a thousandth of a point per hour is still a whole
number per minute. Whole numbers make every sum exact: the order of moves cannot matter, a rerun is equal bit by
bit, and the cost that the search kept up to date equals the cost counted anew.

Shapes: T tasks, P people, F families, S sites.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from schakel.analysis.allocation.problem import Person, Problem
from schakel.analysis.allocation.rights import Codes, Refusal, refusals, registered

UNITS = 60_000
OPEN = -1
PINNED_NOWHERE = -2

Ints = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Tables:
    """Everything the search and the bound need.

    minutes (T) how long; family, site (T) place in their list or -1 (no contact: no family, so no face);
    refusal (T, P) why not, 0 is allowed; pinned (T) -2 free, -1 stays open, else the person;
    open_cost, late_cost (T) the two parts of leaving it open; continuity (T, P), registered (T, P) the two parts
    of giving it to somebody; face (P, F) and trip (P, S) paid once; trip_minutes (P, S) taken from the room;
    easy (P) minutes until `full_from`, room (P) minutes in all; over a minute above easy.
    """

    minutes: Ints
    family: Places
    site: Places
    refusal: Codes
    pinned: Places
    open_cost: Ints
    late_cost: Ints
    continuity: Ints
    registered: Ints
    face: Ints
    trip: Ints
    trip_minutes: Ints
    easy: Ints
    room: Ints
    over: int

    @property
    def tasks(self) -> int:
        """How many tasks."""
        return len(self.minutes)

    @property
    def people(self) -> int:
        """How many people."""
        return len(self.room)

    def unassigned_cost(self) -> Ints:
        """Return what leaving each task open costs (T)."""
        return self.open_cost + self.late_cost

    def pair_cost(self) -> Ints:
        """Return what each pair costs by itself (T, P), faces, travel and overload aside."""
        return self.continuity + self.registered

    def allowed_for(self, task: int) -> npt.NDArray[np.bool_]:
        """Return who may take one task (P), pins included."""
        return np.asarray(self.refusal[task] == Refusal.NONE)

    def allowed(self) -> npt.NDArray[np.bool_]:
        """Return which pairs are allowed, pins included (T, P)."""
        return np.asarray(self.refusal == Refusal.NONE)


def tables_of(problem: Problem) -> Tables:
    """Turn a checked problem into arrays."""
    minutes = np.array([max(1, round(task.hours * 60)) for task in problem.tasks], np.int64)
    easy, room = _rooms(problem)
    refusal = refusals(problem, minutes, room)
    pinned = _pins(problem)
    _keep_pins(pinned, refusal)
    trip_minutes = _trips(problem)
    weights = problem.weights
    open_cost, late_cost = _open_costs(problem)
    return Tables(
        minutes=minutes,
        family=_contact_families(problem),
        site=_places([task.site for task in problem.tasks], [site.key for site in problem.sites]),
        refusal=refusal,
        pinned=pinned,
        open_cost=open_cost,
        late_cost=late_cost,
        continuity=_continuity(problem),
        registered=_registered(problem, minutes),
        face=_faces(problem),
        trip=trip_minutes * _milli(weights.travel),
        trip_minutes=trip_minutes,
        easy=easy,
        room=room,
        over=_milli(weights.overload),
    )


def points(units: float) -> float:
    """Return a cost in points."""
    return units / UNITS


def _milli(weight: float) -> int:
    """Return a weight per hour as units per minute."""
    return round(weight * 1000)


def _units(weight: float) -> int:
    return 60 * _milli(weight)


def _places(keys: list[str | None], order: list[str]) -> Places:
    place = {key: column for column, key in enumerate(order)}
    return np.array([-1 if key is None else place[key] for key in keys], np.int32)


def _rooms(problem: Problem) -> tuple[Ints, Ints]:
    duty = np.array([round(60 * problem.duty_hours(person)) for person in problem.people], np.int64)
    booked = np.array([round(60 * person.booked_hours) for person in problem.people], np.int64)
    full = np.floor(problem.weights.full_from * duty + 1e-9).astype(np.int64)
    return np.maximum(full - booked, 0), np.maximum(duty - booked, 0)


def _open_costs(problem: Problem) -> tuple[Ints, Ints]:
    weights, week = problem.weights, problem.week
    waited = [max(0, (week - task.asked_on).days) for task in problem.tasks]
    opened = [
        round(_units(weights.open) * task.priority * (7 + days) / 7)
        for task, days in zip(problem.tasks, waited, strict=True)
    ]
    ends = week + timedelta(days=7)
    late = [
        _units(weights.late) * task.priority if task.due is not None and task.due < ends else 0
        for task in problem.tasks
    ]
    return np.array(opened, np.int64), np.array(late, np.int64)


def _contact_families(problem: Problem) -> Places:
    contact = {kind.key: kind.contact for kind in problem.kinds}
    keys = [task.family if contact[task.kind] else None for task in problem.tasks]
    return _places(keys, [family.key for family in problem.families])


def _continuity(problem: Problem) -> Ints:
    place = {person.key: column for column, person in enumerate(problem.people)}
    leads = [place.get(family.case_lead or "", -1) for family in problem.families]
    costs = np.zeros((len(problem.tasks), len(problem.people)), np.int64)
    for row, family in enumerate(_contact_families(problem)):
        if family >= 0 and leads[family] >= 0:
            costs[row] = _units(problem.weights.continuity)
            costs[row, leads[family]] = 0
    return costs


def _registered(problem: Problem, minutes: Ints) -> Ints:
    delegable = {kind.key: kind.delegable for kind in problem.kinds}
    could_go = np.array([delegable[task.kind] for task in problem.tasks], bool)
    holders = np.array([registered(problem, person, None) for person in problem.people], bool)
    each = minutes * _milli(problem.weights.registered)
    return np.where(could_go[:, None] & holders[None, :], each[:, None], np.int64(0))


def _faces(problem: Problem) -> Ints:
    new = np.ones((len(problem.people), len(problem.families)), np.int64)
    place = {person.key: row for row, person in enumerate(problem.people)}
    for column, family in enumerate(problem.families):
        for key in (*family.known, family.case_lead):
            if key in place:
                new[place[key], column] = 0
    return new * _units(problem.weights.face)


def _trips(problem: Problem) -> Ints:
    """Minutes there and back from the nearest site where the person works this week (P, S)."""
    between, place = _between(problem), {site.key: column for column, site in enumerate(problem.sites)}
    rows = [_trip(problem, person, between, place) for person in problem.people]
    return np.array(rows, np.int64).reshape(len(problem.people), len(problem.sites))


def _between(problem: Problem) -> npt.NDArray[np.float64]:
    place = {site.key: column for column, site in enumerate(problem.sites)}
    otherwise = problem.travel_otherwise if problem.travel_otherwise is not None else 0.0
    minutes = np.full((len(place), len(place)), otherwise, float)
    for travel in problem.travel:
        start, end = place[travel.start], place[travel.end]
        minutes[start, end] = minutes[end, start] = travel.minutes
    np.fill_diagonal(minutes, 0.0)
    return minutes


def _trip(
    problem: Problem, person: Person, between: npt.NDArray[np.float64], place: dict[str, int]
) -> npt.NDArray[np.float64]:
    bases = [place[duty.site] for duty in problem.duties(person) if duty.site is not None]
    if not bases:
        return np.full(len(place), 2 * (problem.travel_otherwise or 0.0))
    return np.asarray(np.round(2 * between[bases].min(axis=0)), float)


def _pins(problem: Problem) -> Places:
    pinned = np.full(len(problem.tasks), PINNED_NOWHERE, np.int32)
    row = {task.key: place for place, task in enumerate(problem.tasks)}
    column = {person.key: place for place, person in enumerate(problem.people)}
    for pin in problem.pins:
        pinned[row[pin.task]] = OPEN if pin.person is None else column[pin.person]
    return pinned


def _keep_pins(pinned: Places, refusal: Codes) -> None:
    """Close every other place for a task that is pinned."""
    for row in np.flatnonzero(pinned > PINNED_NOWHERE):
        elsewhere = np.arange(refusal.shape[1]) != pinned[row]
        refusal[row, elsewhere & (refusal[row] == Refusal.NONE)] = Refusal.PINNED_ELSEWHERE
