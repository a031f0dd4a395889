"""R5: what a legal track demands, and what it may not hold."""

from datetime import date

import pytest

from schakel.rules.basis import Basis
from schakel.rules.retention import Result, keep_file
from schakel.rules.track import (
    TRACKS,
    LegalTrack,
    NotReportedError,
    NumberNotAllowedError,
    TrackRule,
    consequences_of,
    refuse_what_track_forbids,
)

LIGHT = [LegalTrack.ADVICE, LegalTrack.PREVENTION]
YOUTH_HELP = [LegalTrack.FREE_YOUTH_HELP, LegalTrack.INDIVIDUAL_PROVISION]


@pytest.mark.parametrize("track", LIGHT)
def test_advice_and_prevention_hold_no_citizen_number_and_are_not_counted(track: LegalTrack) -> None:
    refuse_what_track_forbids(track, has_citizen_number=False, is_reported=False)
    with pytest.raises(NumberNotAllowedError, match="no citizen service number"):
        refuse_what_track_forbids(track, has_citizen_number=True, is_reported=False)
    with pytest.raises(NotReportedError, match="not counted"):
        refuse_what_track_forbids(track, has_citizen_number=False, is_reported=True)


@pytest.mark.parametrize("track", YOUTH_HELP)
def test_youth_help_may_hold_a_number_and_is_counted(track: LegalTrack) -> None:
    refuse_what_track_forbids(track, has_citizen_number=True, is_reported=True)


@pytest.mark.parametrize(
    ("track", "consent", "plan", "decision"),
    [
        (LegalTrack.ADVICE, False, False, False),
        (LegalTrack.PREVENTION, True, False, False),
        (LegalTrack.FREE_YOUTH_HELP, True, True, False),
        (LegalTrack.INDIVIDUAL_PROVISION, True, True, True),
    ],
)
def test_each_track_says_what_it_asks(track: LegalTrack, consent: bool, plan: bool, decision: bool) -> None:
    answer = consequences_of(track)
    asks = answer.consequences
    assert (asks.child_consent, asks.help_plan, asks.granted_by_decision) == (consent, plan, decision)
    assert answer.rule.key == f"R5:{track.value}"


def test_only_an_individual_provision_makes_a_file_a_long_one_by_itself() -> None:
    years = {
        track: keep_file(consequences_of(track).consequences.results, ended_on=None).years
        for track in LegalTrack
    }
    assert years[LegalTrack.INDIVIDUAL_PROVISION] == 20
    assert {years[track] for track in (*LIGHT, LegalTrack.FREE_YOUTH_HELP)} == {5}
    assert consequences_of(LegalTrack.INDIVIDUAL_PROVISION).consequences.results == {Result.PROVISION_GRANTED}


def test_a_municipality_can_choose_another_table() -> None:
    strict = TrackRule(
        Basis("R5", "decree of the municipality", date(2026, 1, 1), "jurist"),
        {**TRACKS.table, LegalTrack.PREVENTION: TRACKS.table[LegalTrack.FREE_YOUTH_HELP]},
    )
    refuse_what_track_forbids(LegalTrack.PREVENTION, has_citizen_number=True, is_reported=True, rule=strict)
    assert consequences_of(LegalTrack.PREVENTION, strict).rule.confirmed_by == "jurist"
