"""Reads about people. What is visible to whom is decided by the gate, not here."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.access.subjects import Subject
from schakel.people.models import AreaDuty, Duty, ParentalAuthority, Person, PersonMerge, Professional
from schakel.reference.models import Area, SchoolSite
from schakel.rules import names
from schakel.rules.family import Authority, Child, Holder
from schakel.web.prepared import prepared

SEARCH_LIMIT = 20


def matching(people: QuerySet[Person], text: str) -> QuerySet[Person]:
    """The people of whom every word of `text` starts a word of the name; nobody for less than two letters."""
    asked = names.query_words(text)
    return people.filter(search_words__all=asked) if asked else people.none()


def exactly(first_name: str, last_name: str, birth_date: date) -> Person | None:
    """The one child with this full name, capitals and accents aside, and this birth date; None for nobody or for several."""
    asked = [names.fold(names.clean(name)) for name in (first_name, last_name)]
    if not all(asked):
        return None
    merged = PersonMerge.objects.filter(undone_at=None).values("merged")
    rows = Person.objects.filter(sort=Person.Sort.CHILD, birth_date=birth_date).exclude(pk__in=merged)
    found = [one for one in rows if [names.fold(one.first_name), names.fold(one.last_name)] == asked]
    return found[0] if len(found) == 1 else None


def current(day: date) -> Q:
    """Duties, authority and memberships that hold on this day."""
    return Q(from_on__lte=day) & (Q(until_on=None) | Q(until_on__gte=day))


def holders(child: Person, day: date) -> QuerySet[ParentalAuthority]:
    """Who has authority over the child on this day, with the person."""
    return child.authority.filter(current(day)).select_related("holder").order_by("from_on", "pk")


def supporters_of(site: SchoolSite, day: date) -> list[Duty]:
    """The youth supporters with days at this site, longest there first."""
    return _supporters_of(site=site.pk, day=day)


@prepared
def _supporters_of(*, site: int, day: date) -> QuerySet[Duty]:
    duties = Duty.objects.filter(
        current(day), site=site, user__role=Role.YOUTH_SUPPORTER, user__is_active=True
    )
    return duties.select_related("user").order_by("from_on", "pk")


def overseers(area: Area | None, sort: AreaDuty.Sort, day: date) -> list[User]:
    """The coordinators of an area, or its desk."""
    return _overseers(area=area.pk, sort=str(sort), day=day) if area else []


@prepared
def _overseers(*, area: int, sort: str, day: date) -> QuerySet[User]:
    duties = AreaDuty.objects.filter(current(day), area=area, sort=sort)
    return User.objects.filter(pk__in=duties.values("user"), is_active=True)


def as_child(person: Person) -> Child:
    """The person as a rule about children reads it."""
    return Child(str(person.key), person.birth_date)


def as_authority(record: ParentalAuthority) -> Authority:
    """The record as a rule about authority reads it; its holder is at hand."""
    return Authority(str(record.holder.key), record.from_on, record.until_on, Holder(record.quality))


def sites_of(user: User, day: date) -> list[Duty]:
    """The duties of one person on this day, with their sites."""
    return _duties_of(user=user.pk, day=day)


@prepared
def _duties_of(*, user: int, day: date) -> QuerySet[Duty]:
    duties = Duty.objects.filter(current(day), user=user)
    return duties.select_related("site__area").order_by("site__name")


def professional(user: User) -> Professional | None:
    """What is recorded about the profession of a user, if anything."""
    return next(iter(_professional(user=user.pk)), None)


@prepared
def _professional(*, user: int) -> QuerySet[Professional]:
    return Professional.objects.filter(user=user)


def _names(ids: Iterable[int]) -> dict[int, str]:
    return {person.pk: str(person) for person in Person.objects.filter(pk__in=list(ids))}


def _search(text: str) -> dict[int, str]:
    found = matching(Person.objects.all(), text).order_by("last_name", "first_name")[:SEARCH_LIMIT]
    return {person.pk: str(person) for person in found}


def _by_key(key: uuid.UUID) -> int | None:
    return Person.objects.filter(key=key).values_list("pk", flat=True).first()


def _key_of(number: int) -> uuid.UUID | None:
    return Person.objects.filter(pk=number).values_list("key", flat=True).first()


def _also(number: int) -> list[int]:
    """The records that were merged into this one, and into those."""
    merged = PersonMerge.objects.filter(kept=number, undone_at=None).values_list("merged", flat=True)
    return [each for other in merged for each in (other, *_also(other))]


PERSON_SUBJECT = Subject(names=_names, search=_search, by_key=_by_key, key_of=_key_of, also=_also)
