"""A prepared query finds what the queryset finds, is put together once, and refuses what it cannot fill in."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from schakel.access.gates import related_ids
from schakel.access.models import User
from schakel.access.roles import Permission, Role
from schakel.casework.models import Support
from schakel.people.actions import add_person
from schakel.people.models import Person
from schakel.web.addresses import address, fixed_address
from schakel.web.prepared import NotPreparable, prepared
from tests.cast import School, asked

pytestmark = pytest.mark.django_db


@prepared
def people_born(*, first: date, sort: str, most: tuple[int | None]) -> QuerySet[Person]:
    return Person.objects.filter(birth_date__gte=first, sort=sort).order_by("pk")[: most[0]]


@prepared
def named(*, numbers: list[int]) -> QuerySet[Person, tuple[int, str]]:
    return Person.objects.filter(pk__any=numbers).order_by("pk").values_list("pk", "first_name")


@prepared
def called(*, words: list[str]) -> QuerySet[Person]:
    return Person.objects.filter(search_words__all=words).order_by("pk")


@prepared
def with_key(*, key: uuid.UUID, joined: tuple[str, ...]) -> QuerySet[User]:
    return User.objects.filter(key=key).select_related(*joined)


@prepared
def in_roles(*, roles: tuple[str, ...]) -> QuerySet[User]:
    return User.objects.filter(role__in=roles).order_by("pk")


@prepared
def seen_since(*, since: datetime) -> QuerySet[User]:
    return User.objects.filter(created_at__gte=since).order_by("pk")


def born(day: date, name: str) -> Person:
    return Person.objects.create(sort=Person.Sort.CHILD, first_name=name, last_name="Wiarda", birth_date=day)


def test_each_call_finds_what_its_own_values_ask_for(db: None) -> None:
    old, young = born(date(2014, 5, 1), "Aukje"), born(date(2019, 5, 1), "Bouwe")
    assert people_born(first=date(2014, 1, 1), sort="child", most=(None,)) == [old, young]
    assert people_born(first=date(2015, 1, 1), sort="child", most=(None,)) == [young]
    assert people_born(first=date(2014, 1, 1), sort="adult", most=(None,)) == []
    assert people_born(first=date(2014, 1, 1), sort="child", most=(1,)) == [old]


def test_lists_of_every_length_share_one_text(db: None) -> None:
    rows = [born(date(2014, 5, 1), name) for name in ("Aukje", "Bouwe", "Corrie")]
    named(numbers=[rows[0].pk])
    with CaptureQueriesContext(connection) as asked_now:
        assert named(numbers=[]) == []
        assert named(numbers=[row.pk for row in rows]) == [(row.pk, row.first_name) for row in rows]
        assert named(numbers=[rows[1].pk]) == [(rows[1].pk, "Bouwe")]
    assert len(asked_now) == 3


def test_a_search_for_any_number_of_words_shares_one_text(db: None) -> None:
    aukje = add_person(by=None, sort=Person.Sort.CHILD, first_name="Aukje", last_name="van der Veen")
    assert called(words=["auk"]) == [aukje]
    assert called(words=["auk", "vee"]) == [aukje]
    assert called(words=["auk", "bou"]) == []


def test_it_is_put_together_once(cast: School, monkeypatch: pytest.MonkeyPatch) -> None:
    with_key(key=cast.fenna.key, joined=())
    compiled: list[object] = []
    as_sql = SQLCompiler.as_sql

    def counted(self: SQLCompiler, *args: object, **more: object) -> object:
        compiled.append(self)
        return as_sql(self, *args, **more)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(SQLCompiler, "as_sql", counted)
    assert with_key(key=cast.anouk.key, joined=()) == [cast.anouk]
    assert with_key(key=uuid.uuid4(), joined=()) == []
    assert compiled == []
    assert with_key(key=cast.fenna.key, joined=("professional",)) == [cast.fenna]
    assert len(compiled) == 1


def test_a_query_that_can_find_nothing_asks_nothing(cast: School) -> None:
    with CaptureQueriesContext(connection) as asked_now:
        assert in_roles(roles=()) == []
        assert in_roles(roles=()) == []
    assert len(asked_now) == 0
    assert cast.fenna in in_roles(roles=(Role.YOUTH_SUPPORTER,))


def test_a_moment_keeps_its_zone(cast: School) -> None:
    assert cast.fenna in seen_since(since=timezone.now() - timedelta(days=1))
    assert seen_since(since=timezone.now() + timedelta(days=1)) == []


def test_text_of_a_visitor_stays_text(cast: School) -> None:
    born(date(2014, 5, 1), "Aukje")
    assert people_born(first=date(2014, 1, 1), sort="' OR 1=1 --", most=(None,)) == []
    assert people_born(first=date(2014, 1, 1), sort="100%s %(first)s", most=(None,)) == []


def test_a_value_that_is_computed_with_is_refused(cast: School) -> None:
    @prepared
    def older(*, days: int) -> QuerySet[User]:
        return User.objects.filter(pk=F("pk") + (days - days))

    with pytest.raises(NotPreparable, match=r"days of .*older"):
        older(days=3)


def test_the_gate_still_opens_and_closes_with_the_relation(cast: School, support: Support) -> None:
    """The rule of the gate is prepared as well: what it found a moment ago does not stay."""
    assert support.pk in related_ids(cast.fenna, type(support), Permission.READ_FILE)
    assert support.pk not in related_ids(cast.marit, type(support), Permission.READ_FILE)


def test_an_address_is_what_reverse_says(cast: School) -> None:
    question = asked(cast)
    for page in ("casework:question", "casework:assign"):
        assert address(page, question.key) == reverse(page, args=[question.key])
    assert address("casework:support", question.key) == reverse("casework:support", args=[question.key])
    assert fixed_address("casework:my_week") == reverse("casework:my_week")
    with pytest.raises(NoReverseMatch):
        fixed_address("casework:support")
