"""Who of a family may see the file of a child (R3), and how one part is withheld. [law]

A child from 12 sees its own file. Parents with authority and guardians see it until the child is 16; from
16 only with the child's consent. Ages are recomputed on the day itself, so a right can begin or end
tonight. Professionals are not decided here: they see what they are involved in, by the gates of `access`.
Research sees no person at all.

A part is withheld by a reason and a second reader, never by one person alone.

Sources: Jeugdwet art. 7.3.10 (the child, and the privacy of others), par. 7.3 (parents of a child under 16).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from schakel.rules.age import LeapDay, age_on, birthday
from schakel.rules.basis import Basis, required_words
from schakel.rules.errors import RuleError
from schakel.rules.family import Authority, Child, holders_on


@dataclass(frozen=True)
class FileAccessRule:
    """The reading of the law: from when a child sees its file, and decides whether parents do."""

    basis: Basis
    child_sees_from: int = 12
    child_decides_from: int = 16
    leap_day: LeapDay = LeapDay.FIRST_OF_MARCH


FILE_ACCESS: Final = FileAccessRule(Basis("R3", "Jeugdwet art. 7.3.10", date(2015, 1, 1)))


@dataclass(frozen=True)
class Permission:
    """A child's consent that one person sees the file; `withdrawn_on` is the first day without it."""

    person: str
    given_on: date
    withdrawn_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the consent is there on `day`."""
        return self.given_on <= day and (self.withdrawn_on is None or day < self.withdrawn_on)


class Sight(StrEnum):
    """Why somebody may see the file, or why not."""

    OWN_FILE = "own_file"
    HAS_AUTHORITY = "has_authority"
    CHILD_CONSENTS = "child_consents"
    TOO_YOUNG = "too_young"
    CHILD_MUST_CONSENT = "child_must_consent"
    NO_AUTHORITY = "no_authority"
    BIRTH_DATE_UNKNOWN = "birth_date_unknown"


_MAY_SEE: Final = frozenset({Sight.OWN_FILE, Sight.HAS_AUTHORITY, Sight.CHILD_CONSENTS})


@dataclass(frozen=True)
class SightAnswer:
    """May this person see the file today, why, and on which birthday of the child that answer is next
    reviewed.
    """

    sight: Sight
    rule: Basis
    changes_on: date | None = None

    @property
    def allowed(self) -> bool:
        return self.sight in _MAY_SEE


def file_sight(
    person: str,
    *,
    child: Child,
    authority: Iterable[Authority],
    permissions: Iterable[Permission],
    on: date,
    rule: FileAccessRule = FILE_ACCESS,
) -> SightAnswer:
    """Whether `person`, the child or a member of the family, may see the file of `child` on the day `on`.

    Raises FutureBirthDateError for a child that is not born on that day.
    """
    if child.birth_date is None:
        return SightAnswer(Sight.BIRTH_DATE_UNKNOWN, rule.basis.part("age-unknown"))
    age = age_on(child.birth_date, on, rule.leap_day)
    if person == child.key:
        return _own_file(child.birth_date, age, rule)
    if age >= rule.child_decides_from:
        agreed = _agreed(person, permissions, child.birth_date, on, rule)
        sight = Sight.CHILD_CONSENTS if agreed else Sight.CHILD_MUST_CONSENT
        return SightAnswer(sight, rule.basis.part(f"from-{rule.child_decides_from}"))
    holds = any(record.holder == person for record in holders_on(child, authority, on))
    sight = Sight.HAS_AUTHORITY if holds else Sight.NO_AUTHORITY
    until = birthday(child.birth_date, rule.child_decides_from, rule.leap_day)
    return SightAnswer(sight, rule.basis.part(f"under-{rule.child_decides_from}"), until)


def _own_file(born: date, age: int, rule: FileAccessRule) -> SightAnswer:
    basis = rule.basis.part("own-file")
    if age >= rule.child_sees_from:
        return SightAnswer(Sight.OWN_FILE, basis)
    return SightAnswer(Sight.TOO_YOUNG, basis, birthday(born, rule.child_sees_from, rule.leap_day))


def _agreed(
    person: str, permissions: Iterable[Permission], born: date, on: date, rule: FileAccessRule
) -> bool:
    """Whether the child consents today; a consent counts when it was given from the age at which the child
    decides.
    """
    decides = birthday(born, rule.child_decides_from, rule.leap_day)
    return any(
        given.person == person and decides <= given.given_on and given.holds_on(on) for given in permissions
    )


class OneReaderError(RuleError):
    """Who decides to withhold something cannot be the second reader too."""

    def __init__(self) -> None:
        super().__init__("The second reader must be somebody else. Ask a colleague to read along.")


@dataclass(frozen=True)
class Withholding:
    """The decision to keep one part of a file from a reader: a reason, who decided, and a second reader.

    Raises EmptyReasonError without a reason or a name, OneReaderError when both readers are the same person.
    """

    reason: str
    decided_by: str
    second_reader: str
    on: date

    def __post_init__(self) -> None:
        required_words(self.reason, "Withholding a part of a file")
        first = required_words(self.decided_by, "The name of who decided")
        if first == required_words(self.second_reader, "The name of the second reader"):
            raise OneReaderError
