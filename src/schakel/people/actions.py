"""The only writer of persons, authority, accounts and the days people are somewhere."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from schakel.access import log, relations
from schakel.access.models import User
from schakel.access.roles import Role, Why
from schakel.people.errors import BirthDateError, PeriodError, RoleError
from schakel.people.models import AreaDuty, Duty, ParentalAuthority, Person, Professional, SchoolMembership
from schakel.people.moments import end_of, start_of
from schakel.reference.models import Area, SchoolSite
from schakel.rules import names

OLDEST = date(1900, 1, 1)


@transaction.atomic
def add_person(
    *,
    by: User | None,
    sort: Person.Sort | str,
    first_name: str,
    last_name: str = "",
    birth_date: date | None = None,
    phone: str = "",
    email: str = "",
) -> Person:
    """A new child or adult. Raises `BirthDateError` for a date that cannot be."""
    check_birth_date(birth_date)
    person = Person(sort=sort, birth_date=birth_date, phone=phone.strip(), email=email.strip())
    _name(person, first_name, last_name)
    person.save()
    log.wrote(by=by, action="person.add", on=person)
    return person


@transaction.atomic
def update_person(
    *,
    by: User | None,
    person: Person,
    first_name: str,
    last_name: str,
    birth_date: date | None,
    phone: str = "",
    email: str = "",
) -> Person:
    """Correct a person. The row as it was is kept."""
    check_birth_date(birth_date)
    person.birth_date, person.phone, person.email = birth_date, phone.strip(), email.strip()
    _name(person, first_name, last_name)
    person.save()
    log.wrote(by=by, action="person.update", on=person)
    return person


def check_birth_date(birth_date: date | None) -> None:
    today = timezone.localdate()
    if birth_date is not None and not OLDEST <= birth_date <= today:
        raise BirthDateError


def _name(person: Person, first_name: str, last_name: str) -> None:
    person.first_name, person.last_name = names.clean(first_name), names.clean(last_name)
    person.search_words = names.search_words(person.first_name, person.last_name)


@transaction.atomic
def enrol(
    *, by: User | None, child: Person, site: SchoolSite, group_name: str, from_on: date
) -> SchoolMembership:
    """The child is in this group from this day; an earlier membership ends the day before."""
    child.memberships.filter(until_on=None, from_on__lt=from_on).update(until_on=from_on - timedelta(days=1))
    membership, _created = SchoolMembership.objects.update_or_create(
        child=child, site=site, from_on=from_on, defaults={"group_name": group_name.strip(), "until_on": None}
    )
    log.wrote(by=by, action="person.enrol", on=child)
    return membership


@transaction.atomic
def record_authority(
    *,
    by: User | None,
    child: Person,
    holder: Person,
    from_on: date,
    verified_how: str,
    quality: ParentalAuthority.Quality | str = ParentalAuthority.Quality.PARENT,
    verified_on: date | None = None,
) -> ParentalAuthority:
    """Who has authority, since when, and how that was verified."""
    record = ParentalAuthority.objects.create(
        child=child,
        holder=holder,
        quality=quality,
        from_on=from_on,
        verified_how=verified_how.strip(),
        verified_by=by,
        verified_on=verified_on or timezone.localdate(),
    )
    log.wrote(by=by, action="person.authority", on=child, persons=[child.pk, holder.pk])
    return record


@transaction.atomic
def end_authority(*, by: User | None, record: ParentalAuthority, until_on: date) -> None:
    if until_on < record.from_on:
        raise PeriodError
    record.until_on = until_on
    record.save(update_fields=["until_on"])
    log.wrote(
        by=by, action="person.authority_end", on=record.child, persons=[record.child_id, record.holder_id]
    )


@transaction.atomic
def register_professional(
    *,
    by: User | None,
    user: User,
    phone: str = "",
    skj_number: str = "",
    registered_from: date | None = None,
    registered_until: date | None = None,
    vog_on: date | None = None,
    room: int | None = None,
) -> Professional:
    """Record registration and certificate. Raises `PeriodError` when the registration ends before it begins."""
    if registered_from and registered_until and registered_until < registered_from:
        raise PeriodError
    record, _created = Professional.objects.update_or_create(
        user=user,
        defaults={
            "phone": phone.strip(),
            "skj_number": skj_number.strip(),
            "registered_from": registered_from,
            "registered_until": registered_until,
            "vog_on": vog_on,
            "room": room,
        },
    )
    log.wrote(by=by, action="account.professional", detail={"account": str(user.key)})
    return record


@transaction.atomic
def place(
    *,
    by: User | None,
    user: User,
    site: SchoolSite,
    weekdays: Sequence[int],
    from_on: date,
    until_on: date | None = None,
) -> Duty:
    """This person is at this site on these weekdays (ISO, Monday = 1) from this day. Placing again replaces the days."""
    if until_on is not None and until_on < from_on:
        raise PeriodError
    duty, _created = Duty.objects.update_or_create(
        user=user,
        site=site,
        from_on=from_on,
        defaults={"weekdays": sorted(set(weekdays)), "until_on": until_on},
    )
    relations.grant(
        users=[user], subject=site, why=Why.WORKS_AT, from_at=start_of(from_on), until=end_of(until_on)
    )
    log.wrote(by=by, action="duty.place", on=site, detail={"account": str(user.key)})
    return duty


@transaction.atomic
def end_duty(*, by: User | None, duty: Duty, until_on: date) -> None:
    """The last day at this site. The site closes to this person after that day."""
    if until_on < duty.from_on:
        raise PeriodError
    duty.until_on = until_on
    duty.save(update_fields=["until_on"])
    relations.grant(
        users=[duty.user],
        subject=duty.site,
        why=Why.WORKS_AT,
        from_at=start_of(duty.from_on),
        until=end_of(until_on),
    )
    log.wrote(by=by, action="duty.end", on=duty.site, detail={"account": str(duty.user.key)})


@transaction.atomic
def oversee(
    *,
    by: User | None,
    user: User,
    area: Area,
    sort: AreaDuty.Sort | str,
    from_on: date,
    until_on: date | None = None,
) -> AreaDuty:
    """This person coordinates this area, or is its desk. Raises `RoleError` for a role that cannot."""
    if sort == AreaDuty.Sort.COORDINATOR and user.role != Role.COORDINATOR:
        raise RoleError
    duty, _created = AreaDuty.objects.update_or_create(
        user=user, area=area, sort=sort, from_on=from_on, defaults={"until_on": until_on}
    )
    why = AREA_WHYS[sort]
    relations.grant(users=[user], subject=area, why=why, from_at=start_of(from_on), until=end_of(until_on))
    log.wrote(by=by, action="duty.oversee", on=area, detail={"account": str(user.key)})
    return duty


@transaction.atomic
def end_overseeing(*, by: User | None, duty: AreaDuty, until_on: date) -> None:
    """The last day of coordinating an area, or of being its desk."""
    if until_on < duty.from_on:
        raise PeriodError
    duty.until_on = until_on
    duty.save(update_fields=["until_on"])
    relations.end(
        source=duty.area, whys=[AREA_WHYS[duty.sort]], user=duty.user, subject=duty.area, at=end_of(until_on)
    )
    log.wrote(by=by, action="duty.oversee_end", on=duty.area, detail={"account": str(duty.user.key)})


AREA_WHYS: dict[str, Why] = {
    AreaDuty.Sort.COORDINATOR: Why.AREA_COORDINATOR,
    AreaDuty.Sort.DESK: Why.DESK,
}
