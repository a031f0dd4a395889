"""Who stands around a child: ties, the end of authority, how to reach somebody, and two records that are one person."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from schakel.access import relations
from schakel.access.gates import require
from schakel.access.models import User
from schakel.access.roles import Permission, Why
from schakel.casework.actions.common import words_in
from schakel.casework.actions.family import open_to_who_works_with
from schakel.casework.models import HelpRequest, Support
from schakel.people import actions as people
from schakel.people import actions_family, actions_merge, around
from schakel.people.models import FamilyTie, ParentalAuthority, Person, PersonMerge


@transaction.atomic
def add_tie(
    *,
    by: User | None,
    child: Person,
    kind: FamilyTie.Kind | str,
    known: Person | None = None,
    first_name: str = "",
    last_name: str = "",
    words: str = "",
    home: FamilyTie.Home | str = FamilyTie.Home.UNKNOWN,
) -> FamilyTie:
    """Somebody stands around this child. A grown-up becomes a person that can be reached; an unknown sibling stays a name."""
    require(by, child, Permission.SEE_PERSON)
    other = known
    if known is not None:
        require(by, known, Permission.SEE_PERSON)
    elif kind != FamilyTie.Kind.SIBLING:
        other = people.add_person(
            by=by,
            sort=Person.Sort.ADULT,
            first_name=words_in(first_name, "first_name"),
            last_name=last_name,
        )
    tie = actions_family.add_tie(
        by=by,
        child=child,
        kind=kind,
        other=other,
        name=f"{first_name} {last_name}".strip(),
        words=words,
        home=home,
    )
    open_to_who_works_with(child)
    return tie


@transaction.atomic
def end_tie(*, by: User | None, tie: FamilyTie) -> FamilyTie:
    """This person no longer stands around the child."""
    require(by, tie.child, Permission.SEE_PERSON)
    return actions_family.end_tie(by=by, tie=tie)


@transaction.atomic
def end_authority(*, by: User | None, record: ParentalAuthority, until_on: date) -> ParentalAuthority:
    """The last day of somebody's authority. They stay in the picture of the family, without it."""
    require(by, record.child, Permission.SEE_PERSON)
    people.end_authority(by=by, record=record, until_on=until_on)
    if not around.ties(record.child, timezone.localdate()).filter(other=record.holder).exists():
        actions_family.add_tie(by=by, child=record.child, kind=record.quality, other=record.holder)
    return record


@transaction.atomic
def give_authority(
    *, by: User | None, child: Person, holder: Person, quality: str, verified_how: str, from_on: date
) -> ParentalAuthority:
    """Somebody who was known already has authority from this day, and how that was verified."""
    require(by, child, Permission.SEE_PERSON)
    require(by, holder, Permission.SEE_PERSON)
    record = people.record_authority(
        by=by,
        child=child,
        holder=holder,
        quality=quality,
        from_on=from_on,
        verified_how=words_in(verified_how, "verified_how"),
    )
    open_to_who_works_with(child)
    return record


@transaction.atomic
def merge(*, by: User | None, kept: Person, merged: Person, why: str) -> PersonMerge:
    """Two records are one person. Whoever worked with either works with the one that is kept."""
    require(by, kept, Permission.SEE_PERSON)
    require(by, merged, Permission.SEE_PERSON)
    found = around.twins(kept, Person.objects.filter(pk=merged.pk))
    reasons = [reason.value for twin in found for reason in twin.reasons]
    return actions_merge.merge(by=by, kept=kept, merged=merged, why=why, reasons=reasons)


@transaction.atomic
def take_apart(*, by: User | None, record: PersonMerge) -> PersonMerge:
    """They were two after all. Work that goes back to the other no longer opens the one that was kept."""
    require(by, record.kept, Permission.SEE_PERSON)
    undone = actions_merge.take_apart(by=by, record=record)
    for work in (*_work_on(undone.merged, HelpRequest), *_work_on(undone.merged, Support)):
        relations.end(source=work, whys=list(Why), subject=undone.kept)
    open_to_who_works_with(undone.kept)
    open_to_who_works_with(undone.merged)
    return undone


def _work_on(child: Person, model: type[HelpRequest] | type[Support]) -> list[HelpRequest | Support]:
    return list(model._default_manager.filter(child=child))
