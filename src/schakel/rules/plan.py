"""A plan (R6): the family is asked first whether it makes its own; otherwise a help plan within six weeks. [law]

1. Nobody writes a help plan before the family was offered to make one itself: yes, no, or later.
2. Yes: the family's own plan is awaited; the help plan has no clock.
3. No: the help plan is due 42 days after that no. Nothing offered yet, or "later": 42 days after help began, so that
   later cannot become never.
4. On a track that asks for no plan there is none due; a family may want one all the same, in the same order.
5. Somebody who asks for the plan on paper has it within 14 days.

Source: Jeugdwet art. 4.1.2 (a family group plan first) and art. 4.1.3 (the help plan).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from schakel.rules.basis import Basis
from schakel.rules.clock import HELP_PLAN, WRITTEN_PLAN, ClockReading, Term, read_clock
from schakel.rules.track import TRACKS, LegalTrack, TrackRule, consequences_of


class OfferAnswer(StrEnum):
    """What the family said to making its own plan."""

    YES = "yes"
    NO = "no"
    LATER = "later"


@dataclass(frozen=True)
class Offer:
    """One time that the family was asked, in the order in which it happened."""

    answer: OfferAnswer
    on: date


class PlanState(StrEnum):
    """Where the plan of a support stands."""

    OFFER_FIRST = "offer_first"
    FAMILY_MAKES_IT = "family_makes_it"
    TO_WRITE = "to_write"
    THERE = "there"


class NotYet(StrEnum):
    """Why a help plan may not be written yet."""

    OFFER_FIRST = "offer_first"
    FAMILY_MAKES_IT = "family_makes_it"


@dataclass(frozen=True)
class PlanReading:
    """Where it stands, the clock when one runs, and why a help plan may not be written yet."""

    state: PlanState
    clock: ClockReading | None
    not_yet: NotYet | None
    rule: Basis


def read_plan(
    *,
    track: LegalTrack,
    started_on: date,
    offers: Iterable[Offer],
    plan_on: date | None,
    today: date,
    term: Term = HELP_PLAN,
    tracks: TrackRule = TRACKS,
) -> PlanReading:
    """Where the plan of a support that began on `started_on` stands today; `plan_on` is the day of its first plan."""
    asked = [offer for offer in offers if offer.on <= today]
    last = asked[-1] if asked else None
    not_yet = _not_yet(last)
    is_due = consequences_of(track, tracks).consequences.help_plan
    runs = is_due and (last is None or last.answer is not OfferAnswer.YES or plan_on is not None)
    since = last.on if last is not None and last.answer is OfferAnswer.NO else started_on
    start = since if plan_on is None else min(since, plan_on)
    clock = read_clock(start=start, done=plan_on, today=today, term=term) if runs else None
    return PlanReading(_state(not_yet, plan_on), clock, not_yet, term.basis)


def _not_yet(last: Offer | None) -> NotYet | None:
    if last is None:
        return NotYet.OFFER_FIRST
    return NotYet.FAMILY_MAKES_IT if last.answer is OfferAnswer.YES else None


def _state(not_yet: NotYet | None, plan_on: date | None) -> PlanState:
    if plan_on is not None:
        return PlanState.THERE
    return PlanState(not_yet.value) if not_yet else PlanState.TO_WRITE


def read_paper(
    *, asked_on: date, given_on: date | None, today: date, term: Term = WRITTEN_PLAN
) -> ClockReading:
    """The clock of a plan on paper, from the day somebody asked for it."""
    return read_clock(start=asked_on, done=given_on, today=today, term=term)
