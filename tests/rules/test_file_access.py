"""R3: who of a family may see the file, recomputed on every birthday."""

from datetime import date

import pytest

from schakel.rules.age import LeapDay, birthday
from schakel.rules.basis import Basis
from schakel.rules.clock import ONE_DAY
from schakel.rules.errors import EmptyReasonError, FutureBirthDateError
from schakel.rules.family import Authority, Child
from schakel.rules.file_access import (
    FileAccessRule,
    OneReaderError,
    Permission,
    Sight,
    SightAnswer,
    Withholding,
    file_sight,
)

BORN = date(2010, 5, 10)
ANNA = Child("anna", BORN)
MOTHER = Authority("mother", BORN)
TWELVE, SIXTEEN = birthday(BORN, 12), birthday(BORN, 16)


def look(person: str, on: date, *permissions: Permission, child: Child = ANNA) -> SightAnswer:
    return file_sight(person, child=child, authority=[MOTHER], permissions=permissions, on=on)


@pytest.mark.parametrize(
    ("person", "on", "sight", "allowed"),
    [
        ("anna", TWELVE - ONE_DAY, Sight.TOO_YOUNG, False),
        ("anna", TWELVE, Sight.OWN_FILE, True),
        ("anna", SIXTEEN, Sight.OWN_FILE, True),
        ("mother", BORN, Sight.HAS_AUTHORITY, True),
        ("mother", SIXTEEN - ONE_DAY, Sight.HAS_AUTHORITY, True),
        ("mother", SIXTEEN, Sight.CHILD_MUST_CONSENT, False),
        ("neighbour", SIXTEEN - ONE_DAY, Sight.NO_AUTHORITY, False),
        ("neighbour", SIXTEEN, Sight.CHILD_MUST_CONSENT, False),
    ],
)
def test_who_may_see_the_file_on_which_birthday(person: str, on: date, sight: Sight, allowed: bool) -> None:
    answer = look(person, on)
    assert (answer.sight, answer.allowed) == (sight, allowed)


def test_from_16_a_parent_sees_the_file_while_the_child_consents() -> None:
    agreed = Permission("mother", SIXTEEN, withdrawn_on=date(2027, 1, 1))
    assert look("mother", SIXTEEN, agreed).sight is Sight.CHILD_CONSENTS
    assert look("mother", SIXTEEN, agreed).allowed
    assert look("mother", date(2026, 12, 31), agreed).allowed
    assert not look("mother", date(2027, 1, 1), agreed).allowed
    assert not look("father", SIXTEEN, agreed).allowed


def test_a_consent_given_before_16_or_tomorrow_opens_nothing() -> None:
    assert not look("mother", SIXTEEN, Permission("mother", SIXTEEN - ONE_DAY)).allowed
    assert not look("mother", SIXTEEN, Permission("mother", SIXTEEN + ONE_DAY)).allowed


def test_the_answer_says_on_which_birthday_it_changes() -> None:
    assert look("anna", TWELVE - ONE_DAY).changes_on == TWELVE
    assert look("mother", TWELVE).changes_on == SIXTEEN
    assert look("anna", TWELVE).changes_on is None
    assert look("mother", SIXTEEN).changes_on is None


def test_without_a_birth_date_nobody_of_the_family_sees_the_file_yet() -> None:
    answer = look("mother", TWELVE, child=Child("bo", None))
    assert (answer.sight, answer.allowed, answer.rule.key) == (
        Sight.BIRTH_DATE_UNKNOWN,
        False,
        "R3:age-unknown",
    )


@pytest.mark.parametrize(
    ("person", "on", "key"),
    [
        ("anna", TWELVE, "R3:own-file"),
        ("anna", TWELVE - ONE_DAY, "R3:own-file"),
        ("mother", TWELVE, "R3:under-16"),
        ("mother", SIXTEEN, "R3:from-16"),
    ],
)
def test_each_answer_names_its_rule(person: str, on: date, key: str) -> None:
    assert look(person, on).rule.key == key


def test_a_leap_day_child_follows_the_reading_of_the_municipality() -> None:
    leap = Child("leap", date(2012, 2, 29))
    early = FileAccessRule(
        Basis("R3", "own reading", BORN), child_decides_from=13, leap_day=LeapDay.LAST_OF_FEBRUARY
    )
    day = date(2025, 2, 28)
    assert look("mother", day, child=leap).sight is Sight.HAS_AUTHORITY
    strict = file_sight("mother", child=leap, authority=[MOTHER], permissions=(), on=day, rule=early)
    assert (strict.sight, strict.rule.key) == (Sight.CHILD_MUST_CONSENT, "R3:from-13")


def test_a_child_that_is_not_born_has_no_file() -> None:
    with pytest.raises(FutureBirthDateError):
        look("mother", BORN - ONE_DAY)


def test_withholding_a_part_needs_a_reason_and_a_second_reader() -> None:
    assert Withholding("name of a reporter", "supporter", "behavioural scientist", TWELVE).on == TWELVE
    with pytest.raises(EmptyReasonError, match="Withholding a part of a file needs a reason"):
        Withholding(" ", "supporter", "colleague", TWELVE)
    with pytest.raises(EmptyReasonError, match="The name of who decided"):
        Withholding("reason", "", "colleague", TWELVE)
    with pytest.raises(EmptyReasonError, match="The name of the second reader"):
        Withholding("reason", "supporter", "", TWELVE)
    with pytest.raises(OneReaderError, match="somebody else"):
        Withholding("reason", "supporter", " supporter ", TWELVE)
