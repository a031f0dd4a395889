"""What a legal track demands (R5): number, national statistics, consent, plan, retention, who may decide.

A support runs on one of four tracks. Advice and prevention are no youth help in the sense of the law ("not
prevention", Jeugdwet art. 1.1): no citizen service number is asked and nothing is counted for national
statistics. Freely accessible youth help and an individual provision are youth help. Which activity runs on
which track is the choice of the municipality (art. 2.6 obliges it to offer both low-threshold help and
expert advice), so the table is data with a default. [law]
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from schakel.rules.basis import Basis
from schakel.rules.errors import RuleError
from schakel.rules.retention import Result


class LegalTrack(StrEnum):
    """On which legal footing a support runs."""

    ADVICE = "advice"
    PREVENTION = "prevention"
    FREE_YOUTH_HELP = "free_youth_help"
    INDIVIDUAL_PROVISION = "individual_provision"


@dataclass(frozen=True)
class Consequences:
    """What a track demands of the work and of the file.

    `results` are the results a track brings by itself, for the retention rule: a provision was granted, or
    nothing yet.
    """

    citizen_number: bool
    national_statistics: bool
    child_consent: bool
    help_plan: bool
    granted_by_decision: bool
    results: frozenset[Result] = frozenset()


@dataclass(frozen=True)
class TrackRule:
    """The table of a municipality: consequences per track."""

    basis: Basis
    table: Mapping[LegalTrack, Consequences]


_NOT_YOUTH_HELP: Final = Consequences(
    citizen_number=False,
    national_statistics=False,
    child_consent=True,
    help_plan=False,
    granted_by_decision=False,
)

TRACKS: Final = TrackRule(
    Basis("R5", "Jeugdwet art. 1.1, 2.3, 2.6", date(2015, 1, 1)),
    MappingProxyType(
        {
            LegalTrack.ADVICE: Consequences(
                citizen_number=False,
                national_statistics=False,
                child_consent=False,
                help_plan=False,
                granted_by_decision=False,
            ),
            LegalTrack.PREVENTION: _NOT_YOUTH_HELP,
            LegalTrack.FREE_YOUTH_HELP: Consequences(
                citizen_number=True,
                national_statistics=True,
                child_consent=True,
                help_plan=True,
                granted_by_decision=False,
            ),
            LegalTrack.INDIVIDUAL_PROVISION: Consequences(
                citizen_number=True,
                national_statistics=True,
                child_consent=True,
                help_plan=True,
                granted_by_decision=True,
                results=frozenset({Result.PROVISION_GRANTED}),
            ),
        }
    ),
)


@dataclass(frozen=True)
class TrackAnswer:
    """The consequences of a track, and the rule that set them."""

    consequences: Consequences
    rule: Basis


def consequences_of(track: LegalTrack, rule: TrackRule = TRACKS) -> TrackAnswer:
    """What `track` demands in this municipality."""
    return TrackAnswer(rule.table[track], rule.basis.part(track.value))


class NumberNotAllowedError(RuleError):
    """A citizen service number on a track that may not hold one."""

    def __init__(self) -> None:
        super().__init__(
            "On this track no citizen service number may be kept. Remove it, or change the track."
        )


class NotReportedError(RuleError):
    """A record for national statistics on a track that is no youth help."""

    def __init__(self) -> None:
        super().__init__("This track is not counted in national statistics. Leave the record out.")


def refuse_what_track_forbids(
    track: LegalTrack, *, has_citizen_number: bool, is_reported: bool, rule: TrackRule = TRACKS
) -> None:
    """Raise NumberNotAllowedError or NotReportedError for what the track may not hold."""
    consequences = consequences_of(track, rule).consequences
    if has_citizen_number and not consequences.citizen_number:
        raise NumberNotAllowedError
    if is_reported and not consequences.national_statistics:
        raise NotReportedError
