"""What the work asks to be typed, and how much of the letters nobody typed."""

import pytest

from schakel.casework import queries_letters
from schakel.casework.actions import letters, supports
from schakel.casework.burden import LEAST, Burden, average, burden
from tests import cast as tests_cast
from tests.cast import supported


def test_empty_text_is_no_field_and_choices_are_fields_without_characters() -> None:
    counted = burden(["Sem is stil", " ", ""], choices=4)
    assert counted == Burden(fields=5, characters=11)
    assert counted.reused_share is None


@pytest.mark.parametrize(
    ("letters_made", "share"), [([(0, 100)], 1.0), ([(25, 75)], 0.75), ([(10, 90), (30, 70)], 0.8)]
)
def test_the_share_of_letter_text_that_was_reused(letters_made: list[tuple[int, int]], share: float) -> None:
    assert burden([], 0, letters_made).reused_share == pytest.approx(share)


def test_an_average_over_few_is_not_shown() -> None:
    one = Burden(fields=10, characters=200, letter_typed=5, letter_reused=95)
    assert average([one] * (LEAST - 1)) is None
    shown = average([one] * LEAST)
    assert shown is not None
    assert (shown.supports, shown.fields, shown.characters, shown.reused_share) == (LEAST, 10, 200, 0.95)


@pytest.mark.django_db
def test_the_records_of_a_support_are_counted() -> None:
    cast = tests_cast.school()
    support = supported(cast)
    before = queries_letters.burden_of(support)
    supports.record_contact(by=cast.fenna, support=support, kind="call", with_whom="parent", note="Fijn")
    supports.move(by=cast.fenna, support=support, to_rung="everyday", reason="lukt", decided_by="ouders")
    letters.issue(
        by=cast.fenna, support=support, kind="confirmation", way="in_person", name="Marit", extra="Dag"
    )
    after = queries_letters.burden_of(support)
    assert after.fields == before.fields + 3 + 5
    assert after.characters == before.characters + len("Fijnluktouders")
    assert after.letter_typed == 3
    assert after.reused_share is not None
    assert after.reused_share > 0.9
    assert queries_letters.average_burden([cast.site.pk], support.started_on) is None
