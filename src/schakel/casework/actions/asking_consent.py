"""Asking for consent: each person apart, by a letter or a link that works once, never against a safe contact."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from schakel.access import log
from schakel.access.gates import require
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.casework import consent_records, queries_consent
from schakel.casework.errors import (
    LinkClosedError,
    NoAuthorityError,
    NoLongerNeededError,
    NotNowError,
    NotThisWayError,
)
from schakel.casework.models import ConsentAsk, HelpConsent
from schakel.casework.words import AskOutcome, AskWay, Requester, Said, SaidHow
from schakel.people import around
from schakel.people.models import Person
from schakel.rules.contact import Channel, may_reach
from schakel.web import links

# Long enough to talk it over at home; a link that lies about longer is a risk.
VALID_FOR: Final = timedelta(days=14)
CHANNELS: Final = {
    AskWay.LINK: Channel.LINK,
    AskWay.POST: Channel.POST,
    AskWay.IN_PERSON: Channel.IN_PERSON,
}


@transaction.atomic
def ask(*, by: User | None, child: Person, person: Person, way: AskWay | str) -> tuple[ConsentAsk, str]:
    """Ask one person. The token of a link is given now and never again; asking again closes the link before.

    Raises `NoAuthorityError` for who has no say today, `NotThisWayError` against a safe contact or to a secret address.
    """
    require(by, child, Permission.SEE_PERSON)
    if all(other.pk != person.pk for other in consent_records.who_may_agree(child)):
        raise NoAuthorityError
    channel = CHANNELS[AskWay(way)]
    reach = may_reach(channel, around.safe_contact(person))
    if not reach.allowed:
        raise NotThisWayError(reach.refused)
    _end(ConsentAsk.objects.filter(child=child, person=person, ended_at=None), AskOutcome.REPLACED)
    token = links.fresh_token() if channel is Channel.LINK else ""
    asked = ConsentAsk.objects.create(
        child=child,
        person=person,
        way=way,
        token_digest=links.digest(token) if token else None,
        made_by=by,
        expires_on=timezone.localdate() + VALID_FOR,
    )
    log.wrote(
        by=by,
        action="consent.ask",
        on=child,
        persons={child.pk, person.pk},
        rule=reach.rule.key,
        detail={"way": str(way)},
    )
    return asked, token


@transaction.atomic
def answer(*, ask: ConsentAsk, said: str, note: str = "") -> HelpConsent | None:
    """What somebody said through their own link: yes, no, talk first, or that it is not their child.

    Raises `LinkClosedError` for a link that was used or ran out, `NoLongerNeededError` when they have no say any more.
    """
    current = ConsentAsk.objects.select_for_update().get(pk=ask.pk)
    if not queries_consent.ask_is_open(current):
        raise LinkClosedError
    if not queries_consent.is_still_needed(current):
        raise NoLongerNeededError
    consent = None
    if said in (Said.GIVEN, Said.REFUSED):
        consent = HelpConsent.objects.create(
            child=current.child,
            person=current.person,
            said=said,
            how=SaidHow.LINK,
            on=timezone.localdate(),
            note=note.strip(),
        )
    current.outcome = AskOutcome.ANSWERED if consent else AskOutcome(said)
    current.ended_at, current.consent = timezone.now(), consent
    current.save(update_fields=["outcome", "ended_at", "consent"])
    log.wrote(
        by=None,
        action="consent.answer",
        on=current.child,
        persons={current.child_id, current.person_id},
        on_behalf_of=str(_quality(current).label),
        detail={"said": str(said)},
    )
    return consent


def _quality(ask: ConsentAsk) -> Requester:
    """In what quality somebody answered. Who it was stands with the persons of the row: a name in it would outlive the person."""
    return Requester.CHILD if ask.is_to_child else Requester.PARENT


@transaction.atomic
def take_back(*, by: User | None, ask: ConsentAsk) -> None:
    """Close a link or letter before it was answered."""
    require(by, ask.child, Permission.SEE_PERSON)
    if not _end(ConsentAsk.objects.filter(pk=ask.pk, ended_at=None), AskOutcome.WITHDRAWN):
        raise NotNowError
    log.wrote(by=by, action="consent.ask_end", on=ask.child, persons={ask.child_id, ask.person_id})


def _end(asks: QuerySet[ConsentAsk], outcome: AskOutcome) -> int:
    return asks.update(ended_at=timezone.now(), outcome=outcome)
