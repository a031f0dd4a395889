"""The second part of this room's only writer: who stands around a child, and how to reach somebody."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from schakel.access import log
from schakel.access.gates import require
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.people.errors import OverwrittenError, PeriodError, TieError
from schakel.people.models import FamilyTie, Person, ReachAgreement
from schakel.rules import names


@transaction.atomic
def add_tie(
    *,
    by: User | None,
    child: Person,
    kind: FamilyTie.Kind | str,
    other: Person | None = None,
    name: str = "",
    words: str = "",
    home: FamilyTie.Home | str = FamilyTie.Home.UNKNOWN,
    from_on: date | None = None,
) -> FamilyTie:
    """Somebody stands around this child from this day.

    Raises `TieError` for a tie that cannot be: with oneself, with nobody, a sibling that is no child, a parent that is one,
    or one that already stands there.
    """
    name = names.clean(name)
    if other is None and not name:
        raise TieError("name")
    if other is not None:
        _check(child, FamilyTie.Kind(kind), other)
    tie = FamilyTie.objects.create(
        child=child,
        other=other,
        name="" if other else name,
        kind=kind,
        words=names.clean(words),
        home=home,
        from_on=from_on or timezone.localdate(),
        recorded_by=by,
    )
    persons = [child.pk, other.pk] if other else [child.pk]
    log.wrote(by=by, action="person.tie", on=child, persons=persons, detail={"kind": str(kind)})
    return tie


def _check(child: Person, kind: FamilyTie.Kind, other: Person) -> None:
    is_sibling = kind is FamilyTie.Kind.SIBLING
    if other == child or is_sibling != (other.sort == Person.Sort.CHILD):
        raise TieError("known")
    there = FamilyTie.objects.filter(until_on=None, kind=kind)
    if there.filter(child=child, other=other).exists():
        raise TieError("known")
    if is_sibling and there.filter(child=other, other=child).exists():
        raise TieError("known")


@transaction.atomic
def end_tie(*, by: User | None, tie: FamilyTie, until_on: date | None = None) -> FamilyTie:
    """The last day. The tie itself stays: it was true until then."""
    last = until_on or timezone.localdate()
    if last < tie.from_on or tie.until_on is not None:
        raise PeriodError
    tie.until_on = last
    tie.save(update_fields=["until_on"])
    persons = [tie.child_id, *([tie.other_id] if tie.other_id else [])]
    log.wrote(by=by, action="person.tie_end", on=tie.child, persons=persons)
    return tie


@transaction.atomic
def agree_reach(
    *,
    by: User | None,
    person: Person,
    how: str = "",
    never_post: bool = False,
    never_link: bool = False,
    never_call: bool = False,
    never_words: str = "",
    secret_address: bool = False,
    language: str = "",
    interpreter: bool = False,
    expected: int | None = None,
) -> ReachAgreement:
    """How this person is reached from now on, and what is never sent. The agreement as it was is kept.

    Raises `OverwrittenError` when somebody else changed it since `expected` was read: of a safe contact nothing gets lost.
    """
    require(by, person, Permission.SEE_PERSON)
    Person.objects.select_for_update().get(pk=person.pk)
    record = ReachAgreement.objects.filter(person=person).first() or ReachAgreement(person=person, version=0)
    if expected is not None and record.version != expected:
        raise OverwrittenError
    record.how, record.never_words, record.language = how.strip(), never_words.strip(), language.strip()
    record.never_post, record.never_link, record.never_call = never_post, never_link, never_call
    record.secret_address, record.interpreter = secret_address, interpreter
    record.recorded_by, record.recorded_at, record.version = by, timezone.now(), record.version + 1
    record.save()
    log.wrote(by=by, action="person.reach", on=person, detail={"secret": secret_address})
    return record
