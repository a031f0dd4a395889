"""Reads about who stands around a child: ties, household, how to reach somebody, and who may be in here twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from schakel.access import second_line
from schakel.people.duplicates import Card, Reason, reasons
from schakel.people.family import Member
from schakel.people.models import FamilyTie, ParentalAuthority, Person, PersonMerge, ReachAgreement
from schakel.people.queries import current
from schakel.rules.contact import Channel, SafeContact
from schakel.rules.names import fold
from schakel.web.prepared import prepared


def ties(child: Person, day: date) -> QuerySet[FamilyTie]:
    """The ties of a child on this day, also those that a sibling's page recorded. One that ends today is gone today."""
    return _ties_of(child.pk, day)


def _ties_of(child: int, day: date) -> QuerySet[FamilyTie]:
    mine = Q(child=child) | Q(other=child, kind=FamilyTie.Kind.SIBLING)
    rows = FamilyTie.objects.filter(_standing(day) & mine)
    return rows.select_related("child", "other").order_by("from_on", "pk")


@prepared
def _ties(*, child: int, day: date) -> QuerySet[FamilyTie]:
    return _ties_of(child, day)


@prepared
def _authority(*, child: int, day: date) -> QuerySet[ParentalAuthority]:
    rows = ParentalAuthority.objects.filter(current(day), child=child)
    return rows.select_related("holder", "verified_by").order_by("from_on", "pk")


def _standing(day: date) -> Q:
    return Q(from_on__lte=day) & (Q(until_on=None) | Q(until_on__gt=day))


@dataclass(frozen=True)
class Around:
    """One person around a child, as the page shows them: name, what they are, authority with its proof, where they live."""

    name: str
    kind: str
    words: str
    home: str
    is_child: bool
    person: Person | None = None
    authority: ParentalAuthority | None = None
    tie: FamilyTie | None = None

    def as_member(self) -> Member:
        return Member(
            self.name,
            self.words or self.kind,
            is_child=self.is_child,
            has_authority=self.authority is not None,
            at_home=self.tie is not None
            and self.tie.home in (FamilyTie.Home.TOGETHER, FamilyTie.Home.PARTLY),
        )


def around(child: Person, day: date) -> list[Around]:
    """Everybody around a child: who has authority first, then the others in the order they were told. Two queries."""
    # A sibling is named on the page of the child, and its own file stays closed.
    with second_line.beyond():
        found = _ties(child=child.pk, day=day)
        holders = _authority(child=child.pk, day=day)
    of_person = {tie.other_id: tie for tie in found if tie.child_id == child.pk and tie.other_id}
    seen = {record.holder_id for record in holders}
    people = [_holder(record, of_person.get(record.holder_id)) for record in holders]
    return people + [_tied(child, tie) for tie in found if tie.other_id not in seen]


def _holder(record: ParentalAuthority, tie: FamilyTie | None) -> Around:
    kind = str(tie.get_kind_display() if tie else record.get_quality_display())
    words, home = (tie.words, str(tie.get_home_display())) if tie else ("", "")
    return Around(str(record.holder), kind, words, home, False, record.holder, record, tie)


def _tied(child: Person, tie: FamilyTie) -> Around:
    person = tie.other if tie.child_id == child.pk else tie.child
    name = str(person) if person else tie.name
    sibling = tie.kind == FamilyTie.Kind.SIBLING
    return Around(
        name, str(tie.get_kind_display()), tie.words, str(tie.get_home_display()), sibling, person, None, tie
    )


def grown_ups(child: Person, day: date) -> list[Person]:
    """The adults with a tie to this child, with or without authority."""
    rows = Person.objects.filter(
        pk__in=FamilyTie.objects.filter(_standing(day), child=child, other__isnull=False).values("other")
    )
    return list(rows.filter(sort=Person.Sort.ADULT).order_by("pk"))


def reach_of(people: Iterable[Person]) -> dict[int, ReachAgreement]:
    """The agreements about how to reach these people. One query."""
    return {record.person_id: record for record in _reach(people=[person.pk for person in people])}


@prepared
def _reach(*, people: list[int]) -> QuerySet[ReachAgreement]:
    return ReachAgreement.objects.filter(person__any=people)


def safe_contact(person: Person) -> SafeContact | None:
    """What was agreed with this person, as the rule reads it."""
    record = reach_of([person]).get(person.pk)
    if record is None:
        return None
    closed = (
        (record.never_post, Channel.POST),
        (record.never_link, Channel.LINK),
        (record.never_call, Channel.CALL),
    )
    return SafeContact(frozenset(channel for never, channel in closed if never), record.secret_address)


@dataclass(frozen=True)
class Twin:
    """Somebody who may be the same person, and why."""

    person: Person
    reasons: tuple[Reason, ...]


def twins(person: Person, among: QuerySet[Person], most: int = 10) -> list[Twin]:
    """Who in `among` may be the same person. Only who shares a word of the name, a birth date or a way of reaching is read."""
    words = [fold(word)[:3] for word in (person.first_name, person.last_name) if len(word) > 2]
    near = Q(search_words__overlap=words)
    if person.birth_date:
        near |= Q(birth_date=person.birth_date)
    for name, value in (("phone", person.phone), ("email", person.email)):
        if value:
            near |= Q(**{name: value})
    rows = among.filter(near, sort=person.sort).exclude(pk=person.pk).order_by("pk")[:200]
    mine = card(person)
    found = [Twin(other, why) for other in rows if (why := reasons(mine, card(other)))]
    return found[:most]


def card(person: Person) -> Card:
    return Card(
        str(person.key),
        person.sort == Person.Sort.CHILD,
        person.first_name,
        person.last_name,
        person.birth_date,
        person.phone,
        person.email,
    )


def merges_of(person: Person) -> QuerySet[PersonMerge]:
    """The merges in this record that still stand, newest first."""
    return (
        PersonMerge.objects.filter(kept=person, undone_at=None).select_related("merged", "by").order_by("-at")
    )
