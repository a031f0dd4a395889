"""What the page of a child shows of the work around it, as far as the relations of its reader go."""

from collections.abc import Iterable
from typing import Unpack

from django.db.models import QuerySet

from schakel.access.gates import Reach, reach, reached_ids
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.casework.models import HelpRequest, Support
from schakel.people.models import Person
from schakel.web.prepared import prepared


def supports_of(child: Person, reader: User) -> list[Support]:
    """The supports that this reader may open, the newest first."""
    return _supports(child=child.pk, **reach(reader, Permission.READ_FILE))


@prepared
def _supports(*, child: int, **through: Unpack[Reach]) -> QuerySet[Support]:
    rows = Support.objects.filter(child=child, pk__in=reached_ids(Support, **through))
    return rows.select_related("lead").order_by("-started_on")


def questions_about(child: Person, reader: User) -> list[HelpRequest]:
    """The questions that this reader may open, the newest first."""
    return _questions(child=child.pk, **reach(reader, Permission.READ_REQUEST))


@prepared
def _questions(*, child: int, **through: Unpack[Reach]) -> QuerySet[HelpRequest]:
    rows = HelpRequest.objects.filter(child=child, pk__in=reached_ids(HelpRequest, **through))
    return rows.order_by("-received_at")


def known_among(people: Iterable[Person], reader: User) -> set[int]:
    """Of these persons, the primary keys of those whose own page this reader may open."""
    asked = [person.pk for person in people]
    return set(_known(asked=asked, **reach(reader, Permission.SEE_PERSON)))


@prepared
def _known(*, asked: list[int], **through: Unpack[Reach]) -> "QuerySet[Person, int]":
    rows = Person.objects.filter(pk__any=asked, pk__in=reached_ids(Person, **through))
    return rows.values_list("pk", flat=True)
