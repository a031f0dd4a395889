"""How long a file is kept (R4), and what happens to a request to destroy it. [law]

The term follows the *result*, not the label: with talks only and no help plan the file is kept 5 years;
once a help plan was set or a provision was granted 20 years, both counted from the end. Scaling up
therefore moves 5 to 20, and nothing moves it back. A reward chart or a step list of a short intervention is
no help plan. The access log is kept at least 5 years after the look.

Somebody may ask to destroy a file. The answer is due within three months and may be a refusal only for a
considerable interest of somebody else, or because a law forbids it.

Sources: Jeugdwet art. 7.3.8 (20 years), art. 7.3.9 (destruction); 5 years for talks only and for the log is
a choice with a default, for the municipality's jurist to confirm.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from schakel.rules.basis import Basis, required_words
from schakel.rules.errors import EndBeforeStartError, RuleError


class Result(StrEnum):
    """What came of the work with a family, as far as the term depends on it."""

    TALK = "talk"
    STEP_LIST = "step_list"
    REWARD_CHART = "reward_chart"
    HELP_PLAN = "help_plan"
    FAMILY_GROUP_PLAN = "family_group_plan"
    PROVISION_GRANTED = "provision_granted"


@dataclass(frozen=True)
class RetentionRule:
    """Terms in years, the results that make a file a long one, and the clock of a destruction request in
    months.
    """

    basis: Basis
    short_years: int = 5
    long_years: int = 20
    log_years: int = 5
    answer_months: int = 3
    moves_to_long: frozenset[Result] = frozenset(
        {Result.HELP_PLAN, Result.FAMILY_GROUP_PLAN, Result.PROVISION_GRANTED}
    )


RETENTION: Final = RetentionRule(Basis("R4", "Jeugdwet art. 7.3.8, 7.3.9", date(2020, 7, 1)))


@dataclass(frozen=True)
class Retention:
    """How many years a file is kept, the first day it may be destroyed (None: it has not ended), and by
    which rule.
    """

    years: int
    destroy_from: date | None
    rule: Basis


def keep_file(
    results: Iterable[Result], *, ended_on: date | None, rule: RetentionRule = RETENTION
) -> Retention:
    """The term of a file with these results that ended on `ended_on`, or is still open."""
    is_long = any(result in rule.moves_to_long for result in results)
    years = rule.long_years if is_long else rule.short_years
    basis = rule.basis.part("plan-or-provision" if is_long else "talks-only")
    return Retention(years, None if ended_on is None else _after_years(ended_on, years), basis)


def keep_log(looked_on: date, rule: RetentionRule = RETENTION) -> Retention:
    """The term of one row of the access log."""
    return Retention(rule.log_years, _after_years(looked_on, rule.log_years), rule.basis.part("log"))


def may_destroy(retention: Retention, on: date) -> bool:
    """Whether the term has passed on `on`; an open file is never destroyed by the calendar."""
    return retention.destroy_from is not None and retention.destroy_from <= on


class Refusal(StrEnum):
    """The only two grounds on which a request to destroy may be refused."""

    INTEREST_OF_ANOTHER = "interest_of_another"
    LAW_FORBIDS = "law_forbids"


class RequestState(StrEnum):
    """Where a request to destroy a file stands."""

    OPEN = "open"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"


@dataclass(frozen=True)
class DestructionAnswer:
    """The answer to a request: destroyed (no ground), or refused on a ground with the reason in words."""

    on: date
    ground: Refusal | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.ground is not None:
            required_words(self.reason, "Refusing to destroy a file")
        elif self.reason.strip():
            raise RefusalWithoutGroundError


class RefusalWithoutGroundError(RuleError):
    """A reason to refuse that names neither of the two grounds."""

    def __init__(self) -> None:
        super().__init__("A refusal needs one of the two grounds. Choose the ground, or remove the reason.")


@dataclass(frozen=True)
class DestructionReading:
    """The clock of a request: the last day in time, where it stands, and by which rule."""

    due: date
    state: RequestState
    rule: Basis


def read_destruction_request(
    *, asked_on: date, answer: DestructionAnswer | None, today: date, rule: RetentionRule = RETENTION
) -> DestructionReading:
    """Where a request to destroy stands today; raises EndBeforeStartError when it was answered before it
    was asked.
    """
    if answer is not None and answer.on < asked_on:
        raise EndBeforeStartError("this request")
    due = _after_months(asked_on, rule.answer_months)
    basis = rule.basis.part("destruction")
    if answer is None:
        return DestructionReading(due, RequestState.OPEN if today <= due else RequestState.OVERDUE, basis)
    state = RequestState.ANSWERED if answer.on <= due else RequestState.ANSWERED_LATE
    return DestructionReading(due, state, basis)


def _after_years(day: date, years: int) -> date:
    return _after_months(day, 12 * years)


def _after_months(day: date, months: int) -> date:
    """The same day of the month, so many months later; where that month is too short, its last day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(day.day, last))
