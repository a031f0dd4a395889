"""The ladder of help, and how many faces and layers a family meets on it.

Lowest rung first: everyday life, school, short support, team around the family, neighbourhood team, youth care, expert team.
Down is as normal as up; a move must go somewhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

RUNGS: Sequence[str] = (
    "everyday",
    "school_basic",
    "short_support",
    "team_around_family",
    "neighbourhood_team",
    "youth_care",
    "expert_team",
)


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


class SameRungError(ValueError):
    """A move to the rung where one already is."""


@dataclass(frozen=True)
class Move:
    """One move: when, from where, to where."""

    on: date
    from_rung: str
    to_rung: str

    @property
    def direction(self) -> Direction:
        return direction(self.from_rung, self.to_rung)


def direction(from_rung: str, to_rung: str) -> Direction:
    """Up is scaling up (opschalen), down is scaling down (afschalen). Raises `SameRungError`."""
    steps = RUNGS.index(to_rung) - RUNGS.index(from_rung)
    if steps == 0:
        raise SameRungError(to_rung)
    return Direction.UP if steps > 0 else Direction.DOWN


def referred(moves: Iterable[Move]) -> bool:
    """Whether a support ever went to specialised care: youth care or the expert team."""
    return any(RUNGS.index(move.to_rung) >= RUNGS.index("youth_care") for move in moves)


@dataclass(frozen=True)
class Face:
    """Someone a family met: a key that is the same for the same person, and the layer they came from."""

    who: str
    layer: str


def faces(met: Iterable[Face]) -> int:
    """Distinct people a family met."""
    return len({face.who for face in met})


def layers(met: Iterable[Face]) -> int:
    """Distinct layers these people came from."""
    return len({face.layer for face in met})
