"""The same person twice is offered with its reasons; two different people are not."""

from dataclasses import replace
from datetime import date

import pytest

from schakel.people.duplicates import Card, Reason, reasons

R = Reason
SEM = Card("sem", is_child=True, first_name="Sem", last_name="Bakker", birth_date=date(2017, 3, 4))
RIA = Card("ria", is_child=False, first_name="Ria", last_name="Bakker", phone="06 12345678")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, (R.SAME_NAME, R.SAME_BIRTH_DATE)),
        ({"first_name": "SÉM"}, (R.SAME_NAME, R.SAME_BIRTH_DATE)),
        ({"first_name": "Bakker", "last_name": "Sem"}, (R.NAMES_TURNED, R.SAME_BIRTH_DATE)),
        ({"last_name": "Baker"}, (R.NAME_ALMOST, R.SAME_BIRTH_DATE)),
        ({"last_name": "Bakkers"}, (R.NAME_ALMOST, R.SAME_BIRTH_DATE)),
        ({"last_name": "Bekker"}, (R.NAME_ALMOST, R.SAME_BIRTH_DATE)),
        ({"last_name": "Bakkre"}, (R.NAME_ALMOST, R.SAME_BIRTH_DATE)),
        ({"last_name": ""}, (R.NAME_ALMOST, R.SAME_BIRTH_DATE)),
        ({"birth_date": date(2017, 4, 3)}, (R.SAME_NAME, R.DAY_AND_MONTH_TURNED)),
        ({"birth_date": None}, (R.SAME_NAME, R.BIRTH_DATE_UNKNOWN)),
        ({"birth_date": date(2017, 3, 5)}, ()),
        ({"last_name": "Baker", "birth_date": None}, ()),
        ({"last_name": "Bakkerij"}, ()),
        ({"last_name": "Bbkkre"}, ()),
        ({"first_name": "Tom", "last_name": ""}, ()),
        ({"first_name": "Noor"}, ()),
        ({"is_child": False}, ()),
    ],
)
def test_two_records_of_a_child(changed: dict[str, object], expected: tuple[Reason, ...]) -> None:
    twin = replace(SEM, key="twin", **changed)  # type: ignore[arg-type]  # fields of the card
    assert reasons(SEM, twin) == expected
    assert reasons(twin, SEM) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, (R.SAME_NAME, R.BIRTH_DATE_UNKNOWN, R.SAME_PHONE)),
        ({"phone": "+31 6 1234 5678"}, (R.SAME_NAME, R.BIRTH_DATE_UNKNOWN, R.SAME_PHONE)),
        ({"last_name": "Baker"}, (R.NAME_ALMOST, R.BIRTH_DATE_UNKNOWN, R.SAME_PHONE)),
        ({"last_name": "Baker", "phone": "12"}, ()),
        ({"first_name": "Jan"}, ()),
    ],
)
def test_two_records_of_a_parent(changed: dict[str, object], expected: tuple[Reason, ...]) -> None:
    assert reasons(RIA, replace(RIA, key="twin", **changed)) == expected  # type: ignore[arg-type]  # fields


def test_the_same_mailbox_counts_in_any_case() -> None:
    one = replace(RIA, phone="", email="ria@example.org")
    assert Reason.SAME_EMAIL in reasons(
        one, replace(one, key="twin", last_name="Baker", email="Ria@Example.org")
    )


def test_nobody_is_their_own_duplicate() -> None:
    assert reasons(SEM, SEM) == ()
