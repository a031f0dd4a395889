"""Who agreed to help for a child. Asking, refusing and taking back are all recorded; the latest counts."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from schakel.access import log
from schakel.access.gates import require
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.casework import queries
from schakel.casework.actions.common import words_in
from schakel.casework.errors import ConsentMissingError, DateError
from schakel.casework.models import ConsentDecision, ConsentException, HelpConsent, HelpRequest
from schakel.casework.words import Said, SaidHow
from schakel.people.models import Person
from schakel.rules.consent import Act


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
    """Why help may go on without a parent, or why consent may be presumed. A named person decides, with a reason."""
    require(by, child, Permission.SEE_PERSON)
    exception = ConsentException.objects.create(
        child=child,
        ground=ground,
        reason=words_in(reason, "reason"),
        decided_by=by,
        on=on or timezone.localdate(),
    )
    log.wrote(by=by, action="consent.exception", on=child, detail={"ground": str(ground)})
    return exception


def decide(*, by: User | None, child: Person, act: Act, on: date) -> ConsentDecision:
    """Keep what the rule answers on this day; raises `ConsentMissingError` when it says no.

    Called by the actions that start help, in their transaction: there is no other way in.
    """
    answer = queries.consent_answer(child, act, on)
    if not answer.allowed:
        raise ConsentMissingError(answer)
    decision = ConsentDecision.objects.create(child=child, way=answer.way.value, rule=answer.rule.key, on=on)
    log.wrote(by=by, action="consent.decide", on=child, rule=answer.rule.key)
    return decision
