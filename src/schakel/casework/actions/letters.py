"""Issuing a letter: from what is recorded, to somebody it may go to, kept as it went out."""

from django.db import transaction
from django.utils import timezone, translation

from schakel.access import log
from schakel.access.gates import require
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.casework import keep, queries_letters
from schakel.casework.actions import consent, grounds, plan
from schakel.casework.actions.common import locked
from schakel.casework.errors import NoAuthorityError, NotNowError, NotThisWayError
from schakel.casework.letters import LANGUAGE, setting
from schakel.casework.letters.text import TO_FAMILY, Text, compose
from schakel.casework.models import Letter, Support
from schakel.casework.words import LetterKind, LetterWay
from schakel.people import around
from schakel.people.models import Person
from schakel.rules.consent_flow import Doing
from schakel.rules.contact import Channel, may_reach

CHANNELS = {LetterWay.POST: Channel.POST, LetterWay.IN_PERSON: Channel.IN_PERSON}


def preview(
    *,
    support: Support,
    kind: LetterKind | str,
    person: Person | None = None,
    name: str = "",
    large: bool = False,
    extra: str = "",
) -> Text:
    """The letter as it would go out. Raises `MissingFieldError` for what is not recorded yet."""
    to_child = person is not None and person == support.child
    with translation.override(LANGUAGE):
        facts = queries_letters.facts(support, extra.strip(), to_child=to_child)
        return compose(LetterKind(kind), facts, to=str(person) if person else name, large=large)


@transaction.atomic
def issue(
    *,
    by: User | None,
    support: Support,
    kind: LetterKind | str,
    way: LetterWay | str,
    person: Person | None = None,
    name: str = "",
    large: bool = False,
    extra: str = "",
) -> Letter:
    """Issue a letter and keep it as it went out, with the digest of its pages.

    Raises `NotThisWayError` against a safe contact or to a secret address (R14a), `NoGroundError` without a ground,
    `NoAuthorityError` for a letter to the family that would go to somebody else, `HelpStoppedError` for a handover
    without consent, `MissingFieldError` for what is not recorded yet.
    """
    support = locked(Support, support)
    require(by, support, Permission.WRITE_FILE)
    if support.followed_up_on is not None:
        raise NotNowError
    kind = LetterKind(kind)
    _may_go(support, kind, LetterWay(way), person)
    text = preview(support=support, kind=kind, person=person, name=name, large=large, extra=extra)
    return _keep(by, support, kind, LetterWay(way), person, text, len(extra.strip()))


def _may_go(support: Support, kind: LetterKind, way: LetterWay, person: Person | None) -> None:
    grounds.require_ground(support)
    if kind is LetterKind.HANDOVER:
        consent.require_for(support, Doing.SHARE)
    if support.child is not None and kind in TO_FAMILY:
        family = keep.persons_of(support.child, timezone.localdate())
        if person is None or all(person.pk != one.pk for one in family):
            raise NoAuthorityError
    if person is not None:
        reach = may_reach(CHANNELS[way], around.safe_contact(person))
        if not reach.allowed:
            raise NotThisWayError(reach.refused)


def _keep(
    by: User | None,
    support: Support,
    kind: LetterKind,
    way: LetterWay,
    person: Person | None,
    text: Text,
    typed: int,
) -> Letter:
    values = text.as_values()
    with translation.override(LANGUAGE):
        pdf = setting.as_pdf(values)
    letter = Letter.objects.create(
        support=support,
        kind=kind,
        way=way,
        person=person,
        name=text.to,
        large=text.large,
        values=values,
        pdf=pdf,
        digest=setting.digest(pdf),
        typed=typed,
        reused=sum(len(line) for part in text.parts for line in part.lines) - typed,
        issued_by=by,
    )
    if kind is LetterKind.PLAN and support.is_open and support.papers.filter(given_on=None).exists():
        plan.give_paper(by=by, support=support)
    persons = {*support.person_ids(), *([person.pk] if person else [])}
    detail: dict[str, str | int | bool | None] = {"kind": kind.value, "digest": letter.digest}
    log.wrote(by=by, action="letter.issue", on=support, persons=persons, detail=detail)
    return letter
