"""Why data may be kept at all: the ground for processing (AVG art. 6), a record beside consent to help. [law]

Consent to help says that help may begin. It never repairs a missing ground, and taking it back does not end one. A
support has the usual ground of its track from its first day; a jurist can set another. Without a ground that holds
today nothing is shared and no letter goes out.

Sources: AVG art. 6 lid 1; Jeugdwet art. 2.6 (low-threshold help and advice, a task of the municipality) and art.
7.3.8 (the duty to keep a file of youth help).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from schakel.rules.basis import Basis
from schakel.rules.sharing import ProcessingGround
from schakel.rules.track import LegalTrack


@dataclass(frozen=True)
class UsualGround:
    """A ground with the article it rests on."""

    ground: ProcessingGround
    source: str


@dataclass(frozen=True)
class GroundRule:
    """The table of a municipality: the usual ground per track."""

    basis: Basis
    table: Mapping[LegalTrack, UsualGround]


_TASK: Final = UsualGround(ProcessingGround.PUBLIC_TASK, "AVG art. 6 lid 1 e, Jeugdwet art. 2.6")
_FILE: Final = UsualGround(ProcessingGround.LEGAL_DUTY, "AVG art. 6 lid 1 c, Jeugdwet art. 7.3.8")

GROUNDS: Final = GroundRule(
    Basis("R8:ground", "AVG art. 6 lid 1", date(2018, 5, 25)),
    MappingProxyType(
        {
            LegalTrack.ADVICE: _TASK,
            LegalTrack.PREVENTION: _TASK,
            LegalTrack.FREE_YOUTH_HELP: _FILE,
            LegalTrack.INDIVIDUAL_PROVISION: _FILE,
        }
    ),
)


def usual_ground(track: LegalTrack, rule: GroundRule = GROUNDS) -> UsualGround:
    """The ground that a support on this track has unless somebody recorded another."""
    return rule.table[track]


@dataclass(frozen=True)
class Grounding:
    """A recorded ground: from its first day, up to and including the last."""

    ground: ProcessingGround
    starts_on: date
    ended_on: date | None = None


class NoGround(StrEnum):
    """Why there is no ground today."""

    NOTHING_RECORDED = "nothing_recorded"
    NOT_BEGUN = "not_begun"
    ENDED = "ended"


@dataclass(frozen=True)
class GroundAnswer:
    """The ground that holds today, or why there is none."""

    ground: ProcessingGround | None
    why_not: NoGround | None
    rule: Basis

    @property
    def allowed(self) -> bool:
        return self.ground is not None


def ground_on(records: Iterable[Grounding], on: date, rule: GroundRule = GROUNDS) -> GroundAnswer:
    """Which recorded ground holds on the day `on`: of several the one that began last."""
    known = sorted(records, key=lambda record: record.starts_on)
    begun = [record for record in known if record.starts_on <= on]
    standing = [record for record in begun if record.ended_on is None or on <= record.ended_on]
    if standing:
        return GroundAnswer(standing[-1].ground, None, rule.basis.part(standing[-1].ground.value))
    why = NoGround.ENDED if begun else NoGround.NOT_BEGUN if known else NoGround.NOTHING_RECORDED
    return GroundAnswer(None, why, rule.basis.part("none"))
