"""What a known query finds is what Django makes of it: records with what was joined and counted, tuples, single values."""

from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.db.models import Count, QuerySet, Value
from django.test.utils import CaptureQueriesContext

from schakel.access.models import User
from schakel.casework.models import HelpRequest, Support
from schakel.people.models import Person
from schakel.web.fetched import NotReadable
from schakel.web.prepared import prepared
from tests.cast import School, asked

pytestmark = pytest.mark.django_db


def with_all(numbers: list[int]) -> QuerySet[Support]:
    rows = Support.objects.filter(pk__any=numbers).select_related("site", "child", "lead", "request")
    return rows.annotate(n=Count("contacts"), word=Value("x")).defer("agreed").order_by("pk")


@prepared
def supports(*, numbers: list[int]) -> QuerySet[Support]:
    return with_all(numbers)


def as_seen(found: list[Support]) -> list[Any]:
    return [
        {
            **{name: value for name, value in vars(one).items() if name != "_state"},
            "joined": {name: vars(other)["id"] for name, other in one._state.fields_cache.items() if other},
            "new": one._state.adding,
            "from": one._state.db,
        }
        for one in found
    ]


def test_records_are_what_django_makes_of_them(cast: School, support: Support) -> None:
    numbers = [support.pk]
    found = supports(numbers=numbers)
    assert as_seen(found) == as_seen([*with_all(numbers)])
    assert as_seen(found)[0]["joined"].keys() >= {"site", "child", "lead", "request"}
    assert (found[0].n, found[0].word) == (0, "x")  # type: ignore[attr-defined]  # annotated
    with CaptureQueriesContext(connection) as asked_again:
        assert found[0].agreed == support.agreed
    assert len(asked_again) == 1


def test_what_was_joined_and_is_not_there_is_none(cast: School) -> None:
    asked(cast)

    @prepared
    def of(*, sites: list[int]) -> QuerySet[HelpRequest]:
        return HelpRequest.objects.filter(site__any=sites).select_related("child").order_by("pk")

    with CaptureQueriesContext(connection) as all_queries:
        assert of(sites=[cast.site.pk])[-1].child is None
    assert len(all_queries) == 1


def test_two_queries_in_one_cannot_be_prepared(cast: School) -> None:
    @prepared
    def with_contacts(*, numbers: list[int]) -> QuerySet[Support]:
        return Support.objects.filter(pk__any=numbers).prefetch_related("contacts")

    @prepared
    def as_words(*, numbers: list[int]) -> QuerySet[Support, Any]:
        return Support.objects.filter(pk__any=numbers).values("pk")

    with pytest.raises(NotReadable, match="more than one query"):
        with_contacts(numbers=[1])
    with pytest.raises(NotReadable, match="ValuesIterable"):
        as_words(numbers=[1])


def test_a_fault_in_the_database_is_djangos(cast: School) -> None:
    @prepared
    def born_in(*, word: str) -> QuerySet[Person]:
        return Person.objects.extra(where=["birth_date > %s::date"], params=[word])

    assert born_in(word="2999-01-01") == []
    with pytest.raises(DataError), transaction.atomic():
        born_in(word="geen dag")
    assert born_in(word="2999-01-01") == []


def test_a_broken_transaction_is_still_said(cast: School) -> None:
    @prepared
    def known(*, number: int) -> QuerySet[User]:
        return User.objects.filter(pk=number)

    assert known(number=cast.fenna.pk) == [cast.fenna]
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            known(number=cast.fenna.pk)
