"""What stands on the praatplaat, frozen. `None` means: not given, and then an empty place says what belongs there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SUPPORT_ROLES: Final = (
    "administrative_supporter",
    "legal_supporter",
    "placement_coordinator",
    "work_coach",
)


class Empty(StrEnum):
    """Why a place is empty, and so what would fill it."""

    TASKS = "tasks"
    OWN = "own"
    ROLE = "role"
    SETTING = "setting"
    FORECAST = "forecast"


class Knob(StrEnum):
    """The knobs of the way of working that a scenario can turn."""

    HOURS = "hours"
    PRESENCE = "presence"
    SHARING = "sharing"
    DELEGATION = "delegation"
    INTAKE = "intake"
    CASELOAD = "caseload"
    OUTSIDE = "outside"
    ARRIVALS = "arrivals"


@dataclass(frozen=True, slots=True)
class Task:
    """Something a role does; `share` of it (0-1) when the rest stays with the youth supporter."""

    name: str
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A role with its people, weekly hours and tasks; `people` None when it is not in this scenario."""

    key: str
    people: int | None = None
    hours: float | None = None
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a knob stands today: plain amounts whose meaning depends on the knob."""

    knob: Knob
    amounts: tuple[float, ...] | None = None
    words: tuple[tuple[str, str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of today with its range; `middle` None when there is no forecast."""

    key: str
    middle: float | None = None
    low: float | None = None
    high: float | None = None


FIGURES: Final = (
    "in_time",
    "wait_median",
    "wait_p90",
    "help_median",
    "faces",
    "travel",
    "escalated",
    "caseload",
)


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole picture. `reserved` are the tasks that only a registered professional may do."""

    title: str = ""
    sites: tuple[str, ...] | None = None
    supporters: Role = Role("youth_supporter")
    reserved: tuple[str, ...] | None = None
    roles: tuple[Role, ...] = tuple(Role(key) for key in SUPPORT_ROLES)
    knobs: tuple[Setting, ...] = tuple(Setting(knob) for knob in Knob)
    figures: tuple[Figure, ...] = tuple(Figure(key) for key in FIGURES)
    runs: int | None = None
    from_records: bool = False
