"""The answer, frozen: a proposal for the team meeting. It places nobody; people decide.

Everything a reader needs to judge it travels with it: what it was made from (a hash of the problem), the weights,
the seed and the moves, how good it can be at best, why each task goes where it goes, and what else was possible.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from schakel.analysis.allocation.costs import Terms
from schakel.analysis.allocation.problem import Weights

VERSION = 1


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place for one task, all else unchanged: `person` None is leaving it open.

    `extra` is what it costs more (points), `difference` the same by term; `no_room` when the person would
    need somebody else to take something over first.
    """

    person: str | None
    extra: float
    difference: Terms
    no_room: bool = False


@dataclass(frozen=True, slots=True)
class Excluded:
    """People who may not take the task, by reason (a name of `Refusal`)."""

    reason: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """One task: to whom (None: stays open), at what cost, under whose responsibility, and what else was possible.

    `answerable` is set when the task is delegated; `deviation` holds the written reason when there is one.
    """

    task: str
    person: str | None
    hours: float
    terms: Terms
    pinned: bool
    new_face: bool
    answerable: str | None
    deviation: str | None
    alternatives: tuple[Alternative, ...]
    excluded: tuple[Excluded, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """How full somebody's week becomes: hours on duty, booked before, given here, on the road."""

    person: str
    duty: float
    booked: float
    given: float
    travel: float
    tasks: int
    new_faces: int

    @property
    def share(self) -> float:
        """Part of the duty hours that is filled (0-1 and above)."""
        return (self.booked + self.given + self.travel) / self.duty if self.duty else 0.0


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the meeting should know; `kind` says what, `about` whom or which site, `detail` how much or when."""

    kind: Literal["site_without_anyone", "registration_ends", "overbooked", "nobody_may", "no_duty"]
    about: str
    detail: str


@dataclass(frozen=True)
class Proposal:
    """The proposal for one week. `cost` and `bound` in points; no division at all can cost less than `bound`."""

    week: date
    assignments: tuple[Assignment, ...]
    rooms: tuple[Room, ...]
    notices: tuple[Notice, ...]
    terms: Terms
    cost: float
    bound: float
    bound_method: str
    weights: Weights
    seed: int
    moves: int
    ended: Literal["complete", "clock"]
    problem_hash: str
    code_version: str

    @property
    def gap(self) -> float | None:
        """How much dearer than the bound the proposal is at most (0.08 is 8 %); None when the bound is nothing."""
        if self.cost <= self.bound + 1e-9:
            return 0.0
        return self.cost / self.bound - 1 if self.bound > 0 else None

    @property
    def open_tasks(self) -> tuple[Assignment, ...]:
        """The tasks that stay open."""
        return tuple(each for each in self.assignments if each.person is None)

    def as_json(self) -> dict[str, object]:
        """Return the proposal as plain values; `docs/methods/allocation.md` describes them."""
        return {
            "version": VERSION,
            "kind": "proposal",
            "week": self.week.isoformat(),
            "cost": round(self.cost, 4),
            "bound": round(self.bound, 4),
            "gap": None if self.gap is None else round(self.gap, 6),
            "bound_method": self.bound_method,
            "terms": _rounded(self.terms),
            "weights": asdict(self.weights),
            "seed": self.seed,
            "moves": self.moves,
            "ended": self.ended,
            "problem_hash": self.problem_hash,
            "code_version": self.code_version,
            "notices": [asdict(notice) for notice in self.notices],
            "rooms": [asdict(room) | {"share": round(room.share, 4)} for room in self.rooms],
            "assignments": [_assignment(each) for each in self.assignments],
        }


def _rounded(terms: Terms) -> dict[str, float]:
    return {name: round(value, 4) for name, value in asdict(terms).items() if value}


def _assignment(each: Assignment) -> dict[str, object]:
    return asdict(each) | {
        "terms": _rounded(each.terms),
        "alternatives": [
            {
                "person": other.person,
                "extra": round(other.extra, 4),
                "difference": _rounded(other.difference),
                "no_room": other.no_room,
            }
            for other in each.alternatives
        ],
        "excluded": [asdict(group) for group in each.excluded],
    }
