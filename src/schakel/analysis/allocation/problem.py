"""The question of the team meeting, frozen: these people, these tasks, this week.

A `Problem` is plain values only: who is on duty where, what each task asks, who already knows which family,
and what the team finds worse than what (`Weights`). It says nothing about the answer. Everything in it was
checked when it was read (`reading.py`, `checks.py`), so that the engine below never meets a negative duration.

Hours are hours of one week; dates are days in Europe/Amsterdam; money plays no part.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

Act = Literal["assess", "decide", "establish"]
Role = Literal[
    "youth_supporter",
    "administrative_supporter",
    "legal_supporter",
    "placement_coordinator",
    "work_coach",
    "other",
]
ACTS: tuple[Act, ...] = ("assess", "decide", "establish")
ROLES: tuple[Role, ...] = (
    "youth_supporter",
    "administrative_supporter",
    "legal_supporter",
    "placement_coordinator",
    "work_coach",
    "other",
)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Duty:
    """A stretch of one day on which a person works, at a site or (site None) at a desk."""

    day: int
    start: time
    end: time
    site: str | None = None

    @property
    def minutes(self) -> int:
        """Length of the stretch in minutes."""
        return 60 * (self.end.hour - self.start.hour) + self.end.minute - self.start.minute


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can take work this week.

    `booked_hours` is what already stands in the diary (running support, meetings); what is left of the duty
    hours is the room to divide. A registration counts on every day from `registered_from` up to and including
    `registered_until`.
    """

    key: str
    name: str
    role: Role
    duties: tuple[Duty, ...]
    registered_from: date | None = None
    registered_until: date | None = None
    leave: tuple[date, ...] = ()
    booked_hours: float = 0.0

    def registered_on(self, day: date) -> bool:
        """Tell whether the registration is valid on this day."""
        if self.registered_from is None or self.registered_from > day:
            return False
        return self.registered_until is None or day <= self.registered_until


@dataclass(frozen=True, slots=True)
class Site:
    """A school site or child centre."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Travel:
    """Minutes from one site to another, the same both ways."""

    start: str
    end: str
    minutes: float


@dataclass(frozen=True, slots=True)
class Family:
    """A family by a key that means nothing outside; `known` are the faces it has already seen."""

    key: str
    case_lead: str | None = None
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of task and the rule of responsible work allocation for it (SKJ, norm van verantwoorde werktoedeling).

    `act` marks what is reserved for a registered professional. For all else three questions decide whether
    it may be delegated: is it safe and predictable, mainly executive, is vocational level enough?
    `contact` tells whether the family meets the person: only then is there a face.
    """

    key: str
    name: str
    act: Act | None = None
    safe: bool = False
    executive: bool = False
    level_enough: bool = False
    contact: bool = True
    roles: tuple[Role, ...] = ()

    @property
    def reserved(self) -> bool:
        """Only a registered professional may do this."""
        return self.act is not None

    @property
    def delegable(self) -> bool:
        """Not reserved, and three times yes."""
        return not self.reserved and self.safe and self.executive and self.level_enough


@dataclass(frozen=True, slots=True)
class Deviation:
    """A written reason to let an unregistered person do what the three questions would not allow."""

    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class Task:
    """Something that should be done this week, or stay open.

    `priority` 1 (can wait) to 5 (cannot); `due` the last day on which a promise is kept, such as the
    pick-up within seven days; `day` only when it must be that day; `answerable` the registered professional
    who answers for it when it is delegated (by default the case lead of the family).
    """

    key: str
    kind: str
    hours: float
    priority: int
    asked_on: date
    name: str = ""
    family: str | None = None
    site: str | None = None
    due: date | None = None
    day: date | None = None
    answerable: str | None = None
    deviation: Deviation | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """The team has decided already: this person takes this task, or (person None) it stays open."""

    task: str
    person: str | None


@dataclass(frozen=True, slots=True)
class Forbid:
    """This person does not take this task, or nothing of this family."""

    person: str
    task: str | None = None
    family: str | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """What the team finds worse than what, in points. Choices, not facts: change them and see.

    open        a task left open, per priority step and per week since it was asked (the first counts double)
    late        besides, when its promise breaks this week, per priority step
    continuity  a task with contact done by somebody else than the case lead
    face        each new face for a family, once per person and family
    travel      each hour on the road, once per person, site and week
    overload    each hour above `full_from` of somebody's room
    registered  each hour of a registered professional on work that could be delegated
    """

    open: float = 10.0
    late: float = 10.0
    continuity: float = 2.0
    face: float = 4.0
    travel: float = 3.0
    overload: float = 3.0
    registered: float = 1.0
    full_from: float = 0.85


@dataclass(frozen=True, slots=True)
class Problem:
    """One week's question. `week` is its Monday; `travel_otherwise` holds for pairs of sites not in `travel`."""

    week: date
    people: tuple[Person, ...]
    sites: tuple[Site, ...]
    kinds: tuple[Kind, ...]
    tasks: tuple[Task, ...]
    families: tuple[Family, ...] = ()
    travel: tuple[Travel, ...] = ()
    travel_otherwise: float | None = None
    pins: tuple[Pin, ...] = ()
    forbids: tuple[Forbid, ...] = ()
    weights: Weights = Weights()

    def days_on_duty(self, person: Person) -> tuple[date, ...]:
        """Return the days of this week on which the person works, without leave, in order."""
        days = {self.week + timedelta(days=duty.day) for duty in person.duties}
        return tuple(sorted(days - set(person.leave)))

    def duty_hours(self, person: Person) -> float:
        """Return the hours on duty this week, without leave."""
        return sum(duty.minutes for duty in self.duties(person)) / 60

    def duties(self, person: Person) -> tuple[Duty, ...]:
        """Return the stretches of duty that are left after leave."""
        return tuple(
            duty for duty in person.duties if self.week + timedelta(days=duty.day) not in person.leave
        )
