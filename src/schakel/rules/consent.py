"""Who must agree before help for a child may start (R2). [law]

1. Which consent does this act need? A request, its pick-up, advice without a name and an answer for a whole
   group: none.
2. Whose? Under 12 everybody with authority, both when it is joint. From 12 to 15 the child and they. From
   16 the child alone.
3. Who has not given it, and since when is it needed? The latest decision of each person counts; one can
   take consent back. A child's yes counts when it was given from the age at which the child has a say.
4. If something is missing: a recorded exception (12-15, in place of the parents), or consent presumed with
   a reason for an act that is not far-reaching. A presumption never overrules a no.
5. The answer says what may be done meanwhile, and what changes on the next birthday.

Sources: Jeugdwet art. 7.3.4 (12 to 15 and the two exceptions), art. 7.3.5 (16 and older), par. 7.3
(representation under 12, presumed consent); Burgerlijk Wetboek 1:251 (joint authority). This is not the
ground for processing data (AVG), which is its own record: consent to help never repairs a missing ground.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from schakel.rules.age import LeapDay, age_on, birthday
from schakel.rules.basis import Basis, required_words
from schakel.rules.family import Authority, Child, holders_on


class Act(StrEnum):
    """What somebody wants to do. Whether an act is far-reaching is the judgement of a professional, not of
    the software.
    """

    REQUEST = "request"
    PICK_UP = "pick_up"
    ADVICE_WITHOUT_NAME = "advice_without_name"
    GROUP_ANSWER = "group_answer"
    CHILD_HELP = "child_help"
    FAR_REACHING_HELP = "far_reaching_help"


class Decision(StrEnum):
    """What a person said."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Said:
    """One decision of one person; records stand in the order in which they were made."""

    person: str
    decision: Decision
    on: date


class Ground(StrEnum):
    """Why help for a child of 12 to 15 may start without the parents (Jeugdwet art. 7.3.4)."""

    PREVENTS_SERIOUS_HARM = "prevents_serious_harm"
    CHILD_PERSISTS = "child_persists"


@dataclass(frozen=True)
class Exception12To15:
    """The decision of a professional to go on without the parents, with its ground in words."""

    ground: Ground
    reason: str
    decided_by: str
    on: date

    def __post_init__(self) -> None:
        required_words(self.reason, "An exception to the consent of parents")
        required_words(self.decided_by, "The name of who decided")


@dataclass(frozen=True)
class Presumption:
    """Consent that is taken to be there, for an act that is not far-reaching, with the reason in words."""

    reason: str
    presumed_by: str
    on: date

    def __post_init__(self) -> None:
        required_words(self.reason, "Presumed consent")
        required_words(self.presumed_by, "The name of who presumed")


@dataclass(frozen=True)
class ConsentRule:
    """The reading of the law: ages, and the acts that need nobody's consent."""

    basis: Basis
    own_say_from: int = 12
    alone_from: int = 16
    leap_day: LeapDay = LeapDay.FIRST_OF_MARCH
    free: frozenset[Act] = frozenset({Act.REQUEST, Act.PICK_UP, Act.ADVICE_WITHOUT_NAME, Act.GROUP_ANSWER})
    far_reaching: frozenset[Act] = frozenset({Act.FAR_REACHING_HELP})


CONSENT: Final = ConsentRule(Basis("R2", "Jeugdwet art. 7.3.4, 7.3.5", date(2015, 1, 1)))


class Party(StrEnum):
    """Whose consent it is, or which fact is not known yet."""

    CHILD = "child"
    HOLDER = "holder"
    NOBODY_WITH_AUTHORITY = "nobody_with_authority"
    BIRTH_DATE = "birth_date"


@dataclass(frozen=True)
class Missing:
    """What stands in the way: whose consent, needed since which day, and the no that was said, if any.

    `person` is empty and `since` None when it is not known whose consent that would be.
    """

    party: Party
    person: str = ""
    since: date | None = None
    word: Said | None = None


class Way(StrEnum):
    """On what the answer rests."""

    NOT_NEEDED = "not_needed"
    GIVEN = "given"
    EXCEPTION = "exception"
    PRESUMED = "presumed"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class NextChange:
    """The next birthday that changes who must agree: from that day the child has a say, or decides alone."""

    on: date
    age: int
    holders_decide: bool


@dataclass(frozen=True)
class ConsentAnswer:
    """May this act be done today; if not, who is missing since when, and what may be done meanwhile."""

    way: Way
    rule: Basis
    missing: tuple[Missing, ...] = ()
    meanwhile: tuple[Act, ...] = ()
    next_change: NextChange | None = None

    @property
    def allowed(self) -> bool:
        return self.way is not Way.BLOCKED


def consent_for(
    act: Act,
    *,
    child: Child,
    authority: Iterable[Authority],
    said: Iterable[Said],
    on: date,
    exception: Exception12To15 | None = None,
    presumption: Presumption | None = None,
    rule: ConsentRule = CONSENT,
) -> ConsentAnswer:
    """Whether `act` may be done for `child` on the day `on`.

    Raises FutureBirthDateError for a child that is not born on that day.
    """
    change = next_change(child, on, rule)
    if act in rule.free:
        return ConsentAnswer(Way.NOT_NEEDED, rule.basis.part("free"), next_change=change)
    needed = _Needed.on_day(child, authority, said, on, rule)
    missing = needed.missing()
    way, basis = Way.GIVEN, rule.basis.part(needed.band)
    if missing and _excepted(needed, missing, exception, on):
        way, basis = Way.EXCEPTION, rule.basis.part(f"{needed.band}:exception")
    elif missing and act not in rule.far_reaching and _presumed(missing, presumption, on):
        way, basis = Way.PRESUMED, rule.basis.part("presumed")
    elif missing:
        way = Way.BLOCKED
    meanwhile = tuple(sorted(rule.free)) if way is Way.BLOCKED else ()
    return ConsentAnswer(way, basis, missing, meanwhile, change)


def next_change(child: Child, on: date, rule: ConsentRule = CONSENT) -> NextChange | None:
    """The first birthday after `on` that changes who must agree; None when there is none, or no known birth
    date.
    """
    if child.birth_date is None:
        return None
    age = age_on(child.birth_date, on, rule.leap_day)
    for turning in (rule.own_say_from, rule.alone_from):
        if age < turning:
            day = birthday(child.birth_date, turning, rule.leap_day)
            return NextChange(day, turning, holders_decide=turning < rule.alone_from)
    return None


@dataclass(frozen=True)
class _Needed:
    """Whose consent an act needs on one day, and what each of them last said."""

    band: str
    child: Child
    child_since: date | None
    holders: tuple[Authority, ...]
    holders_decide: bool
    last: dict[str, Said]

    @classmethod
    def on_day(
        cls,
        child: Child,
        authority: Iterable[Authority],
        said: Iterable[Said],
        on: date,
        rule: ConsentRule,
    ) -> "_Needed":
        last = {word.person: word for word in sorted(said, key=lambda word: word.on) if word.on <= on}
        holders = holders_on(child, authority, on)
        if child.birth_date is None:
            return cls("age-unknown", child, None, holders, True, last)
        age = age_on(child.birth_date, on, rule.leap_day)
        band = _band(age, rule)
        own_say = birthday(child.birth_date, rule.own_say_from, rule.leap_day)
        since = own_say if age >= rule.own_say_from else None
        return cls(band, child, since, holders, age < rule.alone_from, last)

    def missing(self) -> tuple[Missing, ...]:
        """Whose consent is needed and not there, and which fact is missing to know whose that is."""
        found: list[Missing] = []
        if self.child.birth_date is None:
            found.append(Missing(Party.BIRTH_DATE))
        if self.child_since is not None:
            found += self._without_consent(Party.CHILD, self.child.key, self.child_since)
        if self.holders_decide and not self.holders:
            found.append(Missing(Party.NOBODY_WITH_AUTHORITY))
        if self.holders_decide:
            for record in self.holders:
                found += self._without_consent(Party.HOLDER, record.holder, record.starts_on)
        return tuple(found)

    def _without_consent(self, party: Party, person: str, needed_since: date) -> list[Missing]:
        word = self.last.get(person)
        if word is None or word.on < needed_since:
            return [Missing(party, person, needed_since)]
        if word.decision is Decision.GIVEN:
            return []
        return [Missing(party, person, needed_since, word)]


def _band(age: int, rule: ConsentRule) -> str:
    if age < rule.own_say_from:
        return f"under-{rule.own_say_from}"
    if age < rule.alone_from:
        return f"{rule.own_say_from}-{rule.alone_from - 1}"
    return f"{rule.alone_from}-and-older"


def _excepted(
    needed: _Needed, missing: tuple[Missing, ...], exception: Exception12To15 | None, on: date
) -> bool:
    """Whether an exception stands in for the parents: the child has a say, said yes, and the ground fits
    what happened.
    """
    if exception is None or exception.on > on:
        return False
    has_say = needed.child_since is not None and needed.holders_decide
    if not has_say or any(gap.party is Party.CHILD for gap in missing):
        return False
    refused = any(gap.word is not None and gap.word.on <= exception.on for gap in missing)
    return exception.ground is Ground.PREVENTS_SERIOUS_HARM or refused


def _presumed(missing: tuple[Missing, ...], presumption: Presumption | None, on: date) -> bool:
    """Whether silence may be read as consent: everybody is known and nobody said no."""
    if presumption is None or presumption.on > on:
        return False
    return all(gap.person and gap.word is None for gap in missing)
