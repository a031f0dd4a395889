"""The plan of a support: offered to the family first, written in its own words, agreed, and given on paper."""

from datetime import date

from django.db import transaction
from django.utils import timezone, translation

from schakel.access import log
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.casework import queries_plan
from schakel.casework.actions import consent
from schakel.casework.actions.common import open_support, require_registered, words_in
from schakel.casework.errors import (
    AlreadyThereError,
    DateError,
    FamilyPlanFirstError,
    NoPlanError,
    NotNowError,
    StaleError,
)
from schakel.casework.letters import LANGUAGE
from schakel.casework.models import (
    DomainNote,
    FamilyPlanOffer,
    PlanAgreement,
    PlanOnPaper,
    PlanVersion,
    SchoolHomeCard,
    Support,
)
from schakel.casework.words import LifeDomain, OfferAnswer, SaidHow, Track
from schakel.people.models import Person
from schakel.rules.consent_flow import Doing
from schakel.rules.work_allocation import ReservedAct


@transaction.atomic
def offer(
    *, by: User | None, support: Support, answer: OfferAnswer | str, on: date | None = None, note: str = ""
) -> FamilyPlanOffer:
    """The family was asked whether it makes a plan itself: yes, no or later. Asking again is normal."""
    support = open_support(by, support, Permission.WRITE_FILE)
    day = on or timezone.localdate()
    if not support.started_on <= day <= timezone.localdate():
        raise DateError("on")
    record = FamilyPlanOffer.objects.create(support=support, answer=answer, note=note.strip(), on=day, by=by)
    log.wrote(by=by, action="plan.offer", on=support, detail={"answer": str(answer)})
    return record


@transaction.atomic
def write(
    *,
    by: User | None,
    support: Support,
    goes_well: str,
    we_want: str,
    by_family: bool = False,
    expected: int | None = None,
) -> PlanVersion:
    """A next version, with goals and steps as they stand. What was there stays as the version before.

    Raises `FamilyPlanFirstError` before the family was offered its own plan (R6), `HelpStoppedError` without consent (R2),
    `NotRegisteredError` when establishing a plan is reserved and the writer is not registered (R7), `StaleError` when
    `expected`, the latest version when the form was opened, is no longer the latest.
    """
    support = open_support(by, support, Permission.WRITE_FILE)
    latest = support.plans.order_by("-number").first()
    if expected is not None and expected != (latest.number if latest else 0):
        raise StaleError
    consent.require_for(support, Doing.PLAN)
    if not by_family:
        _check_order_and_registration(by, support)
    made = PlanVersion.objects.create(
        support=support,
        number=latest.number + 1 if latest else 1,
        by_family=by_family,
        goes_well=words_in(goes_well, "goes_well"),
        we_want=words_in(we_want, "we_want"),
        goals=[goal.in_words for goal in support.goals.order_by("pk")],
        steps=_steps(support),
        written_by=by,
        on=timezone.localdate(),
    )
    log.wrote(by=by, action="plan.write", on=support, detail={"version": made.number, "by_family": by_family})
    return made


def _steps(support: Support) -> list[str]:
    """The steps as lines of the plan: kept as the family reads them."""
    with translation.override(LANGUAGE):
        return [queries_plan.step_line(step) for step in support.steps.order_by("pk")]


def _check_order_and_registration(by: User | None, support: Support) -> None:
    reading = queries_plan.reading(support)
    if reading.not_yet is not None:
        raise FamilyPlanFirstError(reading.not_yet)
    if by is not None:
        require_registered(by, ReservedAct.ESTABLISH, Track(support.legal_track), timezone.localdate())


@transaction.atomic
def agree(
    *, by: User | None, plan: PlanVersion, how: SaidHow | str, person: Person | None = None, name: str = ""
) -> PlanAgreement:
    """Somebody said yes to the latest version. A newer version is agreed anew."""
    support = open_support(by, plan.support, Permission.WRITE_FILE)
    latest = support.plans.order_by("-number")[0]
    if latest.pk != plan.pk:
        raise StaleError
    name = "" if person else words_in(name, "name")
    if plan.agreements.filter(person=person, name=name).exists():
        raise AlreadyThereError
    record = PlanAgreement.objects.create(
        plan=plan, person=person, name=name, how=how, on=timezone.localdate(), by=by
    )
    persons = {*support.person_ids(), *([person.pk] if person else [])}
    log.wrote(by=by, action="plan.agree", on=support, persons=persons, detail={"version": plan.number})
    return record


@transaction.atomic
def ask_paper(*, by: User | None, support: Support) -> PlanOnPaper:
    """Somebody of the family asks for the plan on paper: two weeks from today."""
    support = open_support(by, support, Permission.WRITE_FILE)
    if support.papers.filter(given_on=None).exists():
        raise AlreadyThereError
    record = PlanOnPaper.objects.create(support=support, asked_on=timezone.localdate(), by=by)
    log.wrote(by=by, action="plan.paper_asked", on=support)
    return record


@transaction.atomic
def give_paper(*, by: User | None, support: Support) -> PlanOnPaper:
    """The family has the plan on paper. Raises `NoPlanError` without a plan, `NotNowError` when nobody asked."""
    support = open_support(by, support, Permission.WRITE_FILE)
    record = support.papers.filter(given_on=None).first()
    if record is None:
        raise NotNowError
    if not support.plans.exists():
        raise NoPlanError
    record.given_on = timezone.localdate()
    record.save(update_fields=["given_on"])
    log.wrote(by=by, action="plan.paper_given", on=support)
    return record


@transaction.atomic
def fill_card(
    *,
    by: User | None,
    support: Support,
    works_at_school: str = "",
    could_at_school: str = "",
    works_at_home: str = "",
    could_at_home: str = "",
    expected: int | None = None,
) -> SchoolHomeCard:
    """What works at school and at home, and what could. The card as it was is kept."""
    support = open_support(by, support, Permission.WRITE_FILE)
    card = SchoolHomeCard.objects.filter(support=support).first() or SchoolHomeCard(
        support=support, version=0
    )
    if expected is not None and card.version != expected:
        raise StaleError
    card.works_at_school, card.could_at_school = works_at_school.strip(), could_at_school.strip()
    card.works_at_home, card.could_at_home = works_at_home.strip(), could_at_home.strip()
    card.by, card.at, card.version = by, timezone.now(), card.version + 1
    card.save()
    log.wrote(by=by, action="plan.card", on=support)
    return card


@transaction.atomic
def note_domain(
    *, by: User | None, support: Support, domain: LifeDomain | str, reason: str, text: str
) -> DomainNote:
    """Something about one part of life, because there is a reason to ask. Without a reason it is not written."""
    support = open_support(by, support, Permission.WRITE_FILE)
    record = DomainNote.objects.create(
        support=support,
        domain=domain,
        reason=words_in(reason, "reason"),
        text=words_in(text, "text"),
        by=by,
        on=timezone.localdate(),
    )
    log.wrote(by=by, action="plan.domain", on=support, detail={"domain": str(domain)})
    return record
