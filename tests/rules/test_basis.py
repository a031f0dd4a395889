"""Each answer can say which rule gave it, and a rule of the past stays the rule of the past."""

from dataclasses import replace
from datetime import date

import pytest

from schakel.rules.basis import Basis, in_force, required_words
from schakel.rules.clock import PICK_UP, Term
from schakel.rules.errors import EmptyReasonError, NoRuleInForceError

OLD = Term(14, Basis("R1", "old promise", date(2018, 1, 1)))
NEW = Term(7, Basis("R1", "new promise", date(2024, 8, 1), "jurist"))


@pytest.mark.parametrize(
    ("on", "days"),
    [
        (date(2018, 1, 1), 14),
        (date(2024, 7, 31), 14),
        (date(2024, 8, 1), 7),
        (date(2030, 1, 1), 7),
    ],
)
def test_a_day_is_judged_by_the_edition_of_that_day(on: date, days: int) -> None:
    assert in_force([OLD, NEW], on).days == days
    assert in_force([NEW, OLD], on).days == days


def test_a_day_before_the_first_edition_has_no_rule() -> None:
    with pytest.raises(NoRuleInForceError, match="Add the edition"):
        in_force([OLD, NEW], date(2017, 12, 31))


def test_a_part_of_a_rule_keeps_its_edition_and_may_name_its_own_source() -> None:
    part = NEW.basis.part("pause")
    assert (str(part), part.source, part.confirmed_by) == ("R1:pause", "new promise", "jurist")
    assert NEW.basis.part("pause", "decree").source == "decree"


def test_a_reading_is_unconfirmed_until_a_jurist_says_so() -> None:
    assert PICK_UP.basis.confirmed_by == ""
    assert replace(PICK_UP.basis, confirmed_by="jurist").confirmed_by == "jurist"


def test_words_that_are_only_spaces_are_no_reason() -> None:
    assert required_words("  because ", "This") == "because"
    with pytest.raises(EmptyReasonError, match="This needs a reason in words"):
        required_words(" \n", "This")
