"""Reads of the work. The gate decides which rows someone may see; these say how they are read, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from schakel.access.models import User
from schakel.casework import states
from schakel.casework.ladder import Face
from schakel.casework.models import (
    ConsentException,
    Contact,
    HelpConsent,
    HelpRequest,
    Support,
    TeamMember,
)
from schakel.casework.states import Moments, State
from schakel.casework.visits import Days, next_day
from schakel.casework.words import Layer
from schakel.people import queries as people
from schakel.people.models import Person
from schakel.reference.models import SchoolSite
from schakel.reference.queries import holidays_for
from schakel.rules import consent
from schakel.rules.family import Authority, Child, Holder
from schakel.rules.work_allocation import Registration


def state(request: HelpRequest) -> State:
    """The state of a request, read from its dates."""
    return states.state_of(
        Moments(
            picked_up=request.picked_up_at,
            clarified=request.clarified_at,
            answered=request.answered_at,
            withdrawn=request.withdrawn_at,
            joined=request.joined_to_id is not None,
        )
    )


def is_open(request: HelpRequest) -> bool:
    return states.is_open(state(request))


def still_open(requests: QuerySet[HelpRequest]) -> QuerySet[HelpRequest]:
    """Those for which someone still has to do something."""
    return requests.filter(answered_at=None, withdrawn_at=None, joined_to=None)


@dataclass(frozen=True)
class Visit:
    user: User
    on: date


def next_visit(site: SchoolSite, after: date) -> Visit | None:
    """Which supporter is at the site first after this day; None where nobody is."""
    holidays = holidays_for(site, after)
    visits = [
        Visit(duty.user, day)
        for duty in people.supporters_of(site, after)
        if (day := next_day([Days(frozenset(duty.weekdays), duty.from_on, duty.until_on)], after, holidays))
    ]
    return min(visits, key=lambda visit: visit.on, default=None)


def consent_answer(child: Person, act: consent.Act, on: date) -> consent.ConsentAnswer:
    """What R2 says about help for this child on this day, from the records. Three queries."""
    records = child.authority.select_related("holder")
    authority = [
        Authority(str(record.holder.key), record.from_on, record.until_on, Holder(record.quality))
        for record in records
    ]
    said = [
        consent.Said(str(word.person.key), consent.Decision(word.said), word.on)
        for word in child.consents.select_related("person").order_by("on", "pk")
    ]
    exceptions = list(
        child.consent_exceptions.select_related("decided_by").filter(on__lte=on).order_by("on", "pk")
    )
    return consent.consent_for(
        act,
        child=Child(str(child.key), child.birth_date),
        authority=authority,
        said=said,
        on=on,
        exception=_exception(exceptions),
        presumption=_presumption(exceptions),
    )


def _exception(exceptions: list[ConsentException]) -> consent.Exception12To15 | None:
    for record in reversed(exceptions):
        if record.ground != ConsentException.Ground.PRESUMED:
            ground = consent.Ground(record.ground)
            return consent.Exception12To15(ground, record.reason, record.decided_by.full_name, record.on)
    return None


def _presumption(exceptions: list[ConsentException]) -> consent.Presumption | None:
    for record in reversed(exceptions):
        if record.ground == ConsentException.Ground.PRESUMED:
            return consent.Presumption(record.reason, record.decided_by.full_name, record.on)
    return None


def registration(user: User) -> Registration | None:
    """The registration of a professional as the rule reads it; None when none is recorded."""
    record = getattr(user, "professional", None)
    if record is None or not record.skj_number or record.registered_from is None:
        return None
    return Registration(record.skj_number, record.registered_from, record.registered_until)


def possible_duplicates(request: HelpRequest) -> QuerySet[HelpRequest]:
    """Open questions at the same site that may be about the same: same child, or the same words for whom it is about."""
    others = still_open(HelpRequest.objects.filter(site=request.site)).exclude(pk=request.pk)
    if request.child_id:
        return others.filter(child=request.child_id).select_related("asked_by")
    if not request.about_words:
        return others.none()
    return others.filter(about=request.about, about_words__iexact=request.about_words).select_related(
        "asked_by"
    )


def file_of(supports: QuerySet[Support]) -> QuerySet[Support]:
    """A support with everything its page shows, in a fixed number of queries."""
    return supports.select_related(
        "site", "child", "lead", "request", "consent", "previous"
    ).prefetch_related(
        Prefetch("contacts", Contact.objects.select_related("by").order_by("-on", "-pk")),
        Prefetch("team", TeamMember.objects.select_related("user").order_by("from_on", "pk")),
        "steps",
        "goals",
        "moves__by",
    )


def faces_met(support: Support) -> list[Face]:
    """Everyone the family met in this support: the lead, the team, and who had a contact."""
    met = [Face(str(support.lead_id), Layer.SUPPORTER)]
    layer_of = {support.lead_id: Layer.SUPPORTER.value}
    for member in support.team.all():
        who = str(member.user_id) if member.user_id else f"name:{member.name.casefold()}"
        met.append(Face(who, member.layer))
        if member.user_id:
            layer_of[member.user_id] = member.layer
    met += [
        Face(str(contact.by_id), layer_of.get(contact.by_id, Layer.SUPPORTER))
        for contact in support.contacts.all()
        if contact.by_id
    ]
    return met


def words_of_consent(child: Person) -> QuerySet[HelpConsent]:
    """Everything that was said about help for this child, newest first."""
    return child.consents.select_related("person", "recorded_by").order_by("-on", "-pk")
