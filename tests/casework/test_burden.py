"""What the work asks to be typed, and how much of the letters nobody typed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.access.roles import Role
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
    assert shown.percent == 95
    bare = average([Burden(fields=1)] * LEAST)
    assert bare is not None
    assert bare.percent is None


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
    assert queries_letters.average_burden([cast.area], support.started_on) is None


@pytest.mark.django_db
def test_the_coordinator_reads_the_average_of_the_area_at_a_fixed_cost(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr("schakel.casework.burden.LEAST", 2)
    monkeypatch.setattr(average, "__defaults__", (2,))
    cast = tests_cast.school()
    client = Client()
    client.force_login(cast.anouk)
    page = reverse("casework:figures")
    assert "Nog te weinig afgesloten ondersteuningen" in client.get(page).content.decode()
    for number in range(3):
        support = supported(cast)
        letters.issue(by=cast.fenna, support=support, kind="confirmation", way="in_person", name="Marit")
        supports.close(by=cast.fenna, support=support, closure_code="01", closing_words="klaar")
        if number:
            with django_assert_num_queries(7):
                queries_letters.average_burden([cast.area], timezone.localdate())
    shown = client.get(page).content.decode()
    assert "over 3 ondersteuningen" in shown
    assert "is 100% niet opnieuw getypt" in shown
    client.force_login(tests_cast.user("Piet Beleid", Role.POLICY_OFFICER))
    assert "Hoeveel typen we?" not in client.get(page).content.decode()
