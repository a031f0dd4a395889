"""Who agreed to help for a child. Asking, refusing and taking back are all recorded; the latest counts."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from schakel.access import log
from schakel.access.gates import require
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.casework import consent_records, queries_consent
from schakel.casework.actions.common import words_in
from schakel.casework.errors import (
    ConsentMissingError,
    DateError,
    HelpStoppedError,
    NoAuthorityError,
    UnfitError,
)
from schakel.casework.models import ConsentDecision, ConsentException, HelpConsent, HelpRequest, Support
from schakel.casework.words import Said, SaidHow
from schakel.people.models import Person
from schakel.rules.consent import Act
from schakel.rules.consent_flow import Doing, may_go_on


@transaction.atomic
def record(
    *,
    by: User | None,
    child: Person,
    person: Person,
    said: Said | str,
    how: SaidHow | str,
    on: date | None = None,
    note: str = "",
    request: HelpRequest | None = None,
) -> HelpConsent:
    """What one person said about help for one child."""
    require(by, child, Permission.SEE_PERSON)
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise DateError("on")
    if not queries_consent.may_say(child, person, day):
        raise NoAuthorityError
    consent = HelpConsent.objects.create(
        child=child,
        person=person,
        said=said,
        how=how,
        on=day,
        note=note.strip(),
        request=request,
        recorded_by=by,
    )
    log.wrote(
        by=by, action="consent.record", on=child, persons={child.pk, person.pk}, detail={"said": str(said)}
    )
    return consent


@transaction.atomic
def record_exception(
    *, by: User, child: Person, ground: ConsentException.Ground | str, reason: str, on: date | None = None
) -> ConsentException:
    """Why help may go on without a parent, or why consent may be presumed. A named person decides, with a reason.

    Raises `UnfitError` when it does not fit what is known: then it would never work, and must not stand in a file.
    """
    require(by, child, Permission.SEE_PERSON)
    day = on or timezone.localdate()
    words = words_in(reason, "reason")
    unfit = consent_records.of(child).unfit(ConsentException.Ground(ground), day)
    if unfit:
        raise UnfitError(unfit)
    exception = ConsentException.objects.create(
        child=child, ground=ground, reason=words, decided_by=by, on=day
    )
    log.wrote(by=by, action="consent.exception", on=child, detail={"ground": str(ground)})
    return exception


def require_for(support: Support, doing: Doing) -> None:
    """Raise `HelpStoppedError` when this may not be done in a running support, because consent is not complete today."""
    if support.child is None:
        return
    answer = consent_records.answer_for(support.child, Act.CHILD_HELP, timezone.localdate())
    if not may_go_on(doing, answer):
        raise HelpStoppedError(answer)


def decide(*, by: User | None, child: Person, act: Act, on: date) -> ConsentDecision:
    """Keep what the rule answers on this day; raises `ConsentMissingError` when it says no.

    Called by the actions that start help, in their transaction: there is no other way in.
    """
    answer = consent_records.answer_for(child, act, on)
    if not answer.allowed:
        raise ConsentMissingError(answer)
    decision = ConsentDecision.objects.create(child=child, way=answer.way.value, rule=answer.rule.key, on=on)
    log.wrote(by=by, action="consent.decide", on=child, rule=answer.rule.key)
    return decision
