"""The question as plain frozen values: who works where and when, what comes in, and the road a request takes.

A request comes in at a *site*, waits for the first *stage* (picking it up), goes by *routes* from stage to stage and
leaves by an *exit*. A stage is a **task** (some working hours of one person, one task at a time) or a **case** (some
load units of a person's room for some days). A *person* has a role, duty days at sites, hours for short tasks, caseload
room and a registration with dates. A *place* is a pool of equal servers that are always there: an outside provider with
so many places, or the counter of a textbook. While waiting a request can be withdrawn or *escalate*.

Days are counted from `Calendar.start`; a day is a Europe/Amsterdam date. Nothing here knows a norm: every figure
is the user's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from .duration import Duration

YOUTH_SUPPORTER: Final = "youth_supporter"
SUPPORT_ROLES: Final = ("administrative_supporter", "legal_supporter", "placement_coordinator", "work_coach")
EVERY_SITE: Final = "*"
CLOSED: Final = "closed"
WITHDRAWN: Final = "withdrawn"
ESCALATED: Final = "escalated"

Work = Literal["task", "case"]
Where = Literal["site", "anywhere"]
Continuity = Literal["anyone", "prefer", "keep"]
Part = Literal["day", "morning", "afternoon"]


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One weekly moment of presence: weekday 0 (Monday) to 6, a site (`*` = whichever of one's sites)."""

    weekday: int
    site: str
    part: Part = "day"


@dataclass(frozen=True, kw_only=True)
class Leave:
    """Days off, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone who works: `hours` per full duty day, of which `task_hours` for short tasks; `room` in load units.

    `covers` adds sites to those of the week (`*` = all; who has no site of their own serves all). `registered` is the
    SKJ registration as (first day, last day); None means not registered, and then the reserved stages are closed.
    """

    name: str
    role: str = YOUTH_SUPPORTER
    week: tuple[Duty, ...] = ()
    hours: float = 8.0
    task_hours: float = 8.0
    room: float = 0.0
    covers: tuple[str, ...] = ()
    registered: tuple[date, date] | None = None
    first_day: date | None = None
    last_day: date | None = None
    leave: tuple[Leave, ...] = ()
    works_in_holidays: bool = False


@dataclass(frozen=True, kw_only=True)
class Place:
    """A pool of `places` equal servers, always open, for every site unless `covers` says otherwise."""

    name: str
    role: str
    places: float
    covers: tuple[str, ...] = (EVERY_SITE,)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What can happen before a stage starts: withdrawn, or escalated to another stage (none = out of this house).

    Both are measured from joining this queue. An escalated request goes first from then on and does not escalate again.
    """

    withdraw: Duration | None = None
    escalate: Duration | None = None
    escalates_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One step of the road.

    `length`: working hours for a task, days for a case. `load`: room a case takes. `by`: roles that may do it.
    `reserved`: assess, decide or establish; only for someone registered on the day it starts (R7).
    `where`: "site" needs presence at the request's own site. `continuity`: "keep" waits for the family's own person.
    `contact`: the family sees a face. `leads`: who does this becomes the family's person. `helps`: this is real help.
    `priority`: added to that of the request; tasks with a higher number wait for those with a lower one.
    """

    name: str
    length: Duration
    work: Work = "case"
    load: float = 1.0
    by: tuple[str, ...] = (YOUTH_SUPPORTER,)
    reserved: bool = False
    where: Where = "anywhere"
    continuity: Continuity = "anyone"
    contact: bool = True
    leads: bool = False
    helps: bool = False
    priority: int = 0
    waiting: Waiting = field(default_factory=Waiting)


@dataclass(frozen=True, kw_only=True)
class Route:
    """After a stage: with this probability to that stage or exit; for one kind of request, or for all."""

    to: str
    probability: float
    kind: str | None = None


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of request: its share of what comes in, and its priority (0 goes first)."""

    name: str
    share: float = 1.0
    priority: int = 0
    entry: str | None = None


@dataclass(frozen=True, kw_only=True)
class Site:
    """A school site or child centre and the requests it brings in a year."""

    name: str
    requests_per_year: float


@dataclass(frozen=True, kw_only=True)
class Arrivals:
    """When requests come: relative weight per week (empty = even), days without school, and how lumpy it is.

    `dispersion` is the shape of the gamma factor per site and week (mean 1, variance 1/dispersion); None = plain Poisson.
    `plain` gives constant rates around the clock, for queueing networks: then `Site.requests_per_year` is the rate
    per time unit.
    """

    week_weights: tuple[float, ...] = ()
    dispersion: float | None = None
    factor: float = 1.0
    plain: bool = False


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """From `start` on: `measure` days whose requests are counted, then `tail` days to see how those end.

    `pause` stops the seven-day clock in school holidays; off by default.
    """

    start: date
    measure: float
    tail: float = 28.0
    warm_up: float = 0.0
    holidays: tuple[Leave, ...] = ()
    pause: bool = False

    @property
    def horizon(self) -> float:
        return self.warm_up + self.measure + self.tail


@dataclass(frozen=True, kw_only=True)
class Present:
    """A request that is there today: waiting for `stage`, or in it with `person`; since `days` days."""

    stage: str
    site: str
    kind: str | None = None
    person: str | None = None
    own: str | None = None
    days: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """Give `share` of the work of a stage to a support role. Reserved stages cannot be given away (R7)."""

    stage: str
    to: str
    share: float


@dataclass(frozen=True, kw_only=True)
class Return:
    """Coming back after closing: with this probability, after this many days, as a new question of the same family."""

    probability: float
    delay: Duration


@dataclass(frozen=True, kw_only=True)
class Price:
    """What an hour of a role costs, with its year and source. Nobody but the user fills this in."""

    role: str
    per_hour: float
    year: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Model:
    """Everything one run needs. Check it with `check.check(model)`; `plan.plan_of(model)` does so itself."""

    sites: tuple[Site, ...]
    stages: tuple[Stage, ...]
    routes: Mapping[str, tuple[Route, ...]]
    calendar: Calendar
    people: tuple[Person, ...] = ()
    places: tuple[Place, ...] = ()
    kinds: tuple[Kind, ...] = (Kind(name="request"),)
    arrivals: Arrivals = field(default_factory=Arrivals)
    pick_up: str = ""
    exits: tuple[str, ...] = (CLOSED,)
    returns: Return | None = None
    present: tuple[Present, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    move_minutes: float = 0.0
    prices: tuple[Price, ...] = ()
    title: str = ""

    @property
    def entry(self) -> str:
        """The stage where a request comes in: the one that picks it up, or else the first."""
        return self.pick_up or self.stages[0].name

    def stage(self, name: str) -> Stage:
        return next(stage for stage in self.stages if stage.name == name)

    def sites_of(self, person: Person) -> tuple[str, ...]:
        """The sites this person serves, home site first."""
        names = [duty.site for duty in person.week if duty.site != EVERY_SITE] + list(person.covers)
        if EVERY_SITE in names or not names:
            return tuple(site.name for site in self.sites)
        return tuple(dict.fromkeys(names))
