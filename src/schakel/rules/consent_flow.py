"""Around consent (R2): how it stands, what a no means for help that runs, and which exceptions fit. [law]

A no stops help for this child and nothing else: talking on, closing, and advice without the name stay possible. Two
parents with authority who disagree are named as such: nobody is outvoted. An exception that does not fit is refused
with its reason before it is written, so that no file carries a ground that never worked.

Sources: Jeugdwet art. 7.3.4 and 7.3.5; Burgerlijk Wetboek 1:253a (parents who disagree may ask the court).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from schakel.rules.age import age_on
from schakel.rules.consent import (
    CONSENT,
    ConsentAnswer,
    ConsentRule,
    Decision,
    Ground,
    Party,
    Said,
    Way,
)
from schakel.rules.family import Child


class Standing(StrEnum):
    """How consent stands, in one word for the page."""

    COMPLETE = "complete"
    ASKED_NOBODY = "asked_nobody"
    WAITING = "waiting"
    DISAGREE = "disagree"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    FACT_MISSING = "fact_missing"


def standing(answer: ConsentAnswer, said: Iterable[Said], needed: Iterable[str]) -> Standing:
    """How it stands between those who are `needed`; a withdrawal weighs more than a refusal, a refusal more than silence."""
    if answer.allowed:
        return Standing.COMPLETE
    if any(not gap.person for gap in answer.missing):
        return Standing.FACT_MISSING
    noes = {gap.word.decision for gap in answer.missing if gap.word is not None}
    waiting = {gap.person for gap in answer.missing}
    agreed = set(needed) - waiting
    if Decision.WITHDRAWN in noes:
        return Standing.WITHDRAWN
    if noes:
        return Standing.DISAGREE if agreed else Standing.REFUSED
    return Standing.WAITING if agreed or list(said) else Standing.ASKED_NOBODY


class Doing(StrEnum):
    """What somebody wants to do in a support that runs."""

    TALK = "talk"
    CLOSE = "close"
    SCALE_DOWN = "scale_down"
    NEW_STEP = "new_step"
    NEW_GOAL = "new_goal"
    PLAN = "plan"
    SHARE = "share"
    SCALE_UP = "scale_up"


WITHOUT_CONSENT: frozenset[Doing] = frozenset({Doing.TALK, Doing.CLOSE, Doing.SCALE_DOWN})


def may_go_on(doing: Doing, answer: ConsentAnswer | None) -> bool:
    """Whether this may be done in a running support; `answer` None: it is about no child."""
    return doing in WITHOUT_CONSENT or answer is None or answer.allowed


class Unfit(StrEnum):
    """Why an exception, or presumed consent, does not fit what is known."""

    NOTHING_MISSING = "nothing_missing"
    NOT_12_TO_15 = "not_12_to_15"
    CHILD_DID_NOT_AGREE = "child_did_not_agree"
    NOBODY_REFUSED = "nobody_refused"
    SOMEBODY_UNKNOWN = "somebody_unknown"
    SOMEBODY_SAID_NO = "somebody_said_no"


def exception_unfit(
    ground: Ground, answer: ConsentAnswer, child: Child, on: date, rule: ConsentRule = CONSENT
) -> tuple[Unfit, ...]:
    """Why going on without the parents on this ground does not fit; empty when it does.

    `answer` is what the rule says without any exception or presumption.
    """
    age = age_on(child.birth_date, on, rule.leap_day) if child.birth_date else 0
    checks = (
        (answer.way is Way.GIVEN, Unfit.NOTHING_MISSING),
        (not rule.own_say_from <= age < rule.alone_from, Unfit.NOT_12_TO_15),
        (_has(answer, Party.CHILD), Unfit.CHILD_DID_NOT_AGREE),
        (ground is Ground.CHILD_PERSISTS and not _noes(answer), Unfit.NOBODY_REFUSED),
    )
    return tuple(reason for wrong, reason in checks if wrong)


def presumption_unfit(answer: ConsentAnswer) -> tuple[Unfit, ...]:
    """Why silence cannot be read as consent; empty when it can. `answer` as for `exception_unfit`."""
    checks = (
        (answer.way is Way.GIVEN, Unfit.NOTHING_MISSING),
        (any(not gap.person for gap in answer.missing), Unfit.SOMEBODY_UNKNOWN),
        (bool(_noes(answer)), Unfit.SOMEBODY_SAID_NO),
    )
    return tuple(reason for wrong, reason in checks if wrong)


def _has(answer: ConsentAnswer, party: Party) -> bool:
    return any(gap.party is party for gap in answer.missing)


def _noes(answer: ConsentAnswer) -> Sequence[Said]:
    return [gap.word for gap in answer.missing if gap.word is not None]
