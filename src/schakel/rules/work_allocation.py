"""Responsible work allocation (R7): who may do what in youth help. [law]

To *assess*, *decide* and *establish* is reserved for a registered professional whose registration is valid
on that day. Other tasks may go to somebody without registration when three questions are answered with yes:
is it safe and predictable, is it mainly executive, is a vocational level enough? Every delegated task names
the registered professional who answers for it. Who deviates (*tenzij*) does so with a written reason; a
reserved act cannot be deviated from here.

Source: Besluit Jeugdwet art. 5.1.1 (norm of responsible work allocation); Kwaliteitskader Jeugd, SKJ
register.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from schakel.rules.basis import Basis
from schakel.rules.errors import EndBeforeStartError


class ReservedAct(StrEnum):
    """What only a registered professional does."""

    ASSESS = "assess"
    DECIDE = "decide"
    ESTABLISH = "establish"


@dataclass(frozen=True)
class Registration:
    """A registration of a professional, first and last valid day included; `until` None when it has no end
    yet.
    """

    professional: str
    valid_from: date
    valid_until: date | None

    def __post_init__(self) -> None:
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise EndBeforeStartError("this registration")

    def is_valid_on(self, day: date) -> bool:
        """Whether the registration covers `day`."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True)
class AllocationRule:
    """The reading of the norm: which acts are reserved, and whether one may deviate with a reason."""

    basis: Basis
    reserved: frozenset[ReservedAct] = frozenset(ReservedAct)
    allows_deviation: bool = True


ALLOCATION: Final = AllocationRule(Basis("R7", "Besluit Jeugdwet art. 5.1.1", date(2015, 1, 1)))


class Refused(StrEnum):
    """Why somebody may not do it."""

    NOT_REGISTERED = "not_registered"
    REGISTRATION_NOT_VALID = "registration_not_valid"
    NOBODY_ANSWERS = "nobody_answers"
    NOT_SAFE = "not_safe"
    NOT_EXECUTIVE = "not_executive"
    LEVEL_TOO_LOW = "level_too_low"


@dataclass(frozen=True)
class AllocationAnswer:
    """May this person do it today; if not, every reason why; and whether it is a reasoned deviation."""

    refused: tuple[Refused, ...]
    rule: Basis
    deviates: bool = False

    @property
    def allowed(self) -> bool:
        return not self.refused


def may_act(
    act: ReservedAct, registration: Registration | None, *, on: date, rule: AllocationRule = ALLOCATION
) -> AllocationAnswer:
    """Whether somebody with this registration (None: none) may do a reserved act on the day `on`."""
    basis = rule.basis.part("reserved")
    if act not in rule.reserved:
        return AllocationAnswer((), rule.basis.part("not-reserved"))
    refused = _not_registered(registration, on)
    return AllocationAnswer(() if refused is None else (refused,), basis)


def _not_registered(registration: Registration | None, on: date) -> Refused | None:
    if registration is None:
        return Refused.NOT_REGISTERED
    return None if registration.is_valid_on(on) else Refused.REGISTRATION_NOT_VALID


@dataclass(frozen=True)
class ThreeQuestions:
    """The answers before a task is delegated."""

    safe_and_predictable: bool
    mainly_executive: bool
    vocational_level_enough: bool

    def noes(self) -> tuple[Refused, ...]:
        """What stands in the way, one for each no."""
        answers = (
            (self.safe_and_predictable, Refused.NOT_SAFE),
            (self.mainly_executive, Refused.NOT_EXECUTIVE),
            (self.vocational_level_enough, Refused.LEVEL_TOO_LOW),
        )
        return tuple(reason for answer, reason in answers if not answer)


def may_delegate(
    questions: ThreeQuestions,
    *,
    answers_for_it: Registration | None,
    on: date,
    deviation: str = "",
    rule: AllocationRule = ALLOCATION,
) -> AllocationAnswer:
    """Whether a task may go to somebody without registration on the day `on`.

    `answers_for_it` is the registration of the professional who answers for the task; without a valid one
    there is no delegation, reason or not. `deviation` is the written reason to delegate although an answer
    is no.
    """
    noes = questions.noes()
    answering = _not_registered(answers_for_it, on)
    if answering is not None:
        first = Refused.NOBODY_ANSWERS if answers_for_it is None else answering
        return AllocationAnswer((first, *noes), rule.basis.part("delegation"))
    if noes and deviation.strip() and rule.allows_deviation:
        return AllocationAnswer((), rule.basis.part("deviation"), deviates=True)
    return AllocationAnswer(noes, rule.basis.part("delegation"))
