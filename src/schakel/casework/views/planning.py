"""The plan of a support: where it stands, writing it, who agrees, the card of school and home, and the sheet for the family."""

import uuid
from contextlib import suppress
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from schakel.access.gates import Refused, holds
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.roles import Permission
from schakel.casework import keep, queries_plan
from schakel.casework.actions import plan as actions
from schakel.casework.errors import CaseworkError
from schakel.casework.forms.planning import AgreeForm, CardForm, DomainForm, OfferForm, PlanForm
from schakel.casework.models import SchoolHomeCard, Support
from schakel.casework.views.common import Words, a_support, support_form, with_version
from schakel.people.models import Person

PARTS = {
    "goes_well": _("Wat gaat er goed?"),
    "we_want": _("Wat willen wij?"),
    "goals": _("Doelen"),
    "steps": _("Wie doet wat?"),
}


def _to_plan(key: uuid.UUID) -> str:
    return reverse("casework:plan", args=[key])


@page(Permission.CASELOAD)
def plan(request: Request, key: uuid.UUID) -> HttpResponse:
    """Where the plan stands, the latest version with who agreed, and what changed in each."""
    found = a_support(request, key, Permission.READ_FILE)
    plans = queries_plan.versions(found)
    request.looks.persons_shown(
        agreed.person_id for each in plans for agreed in each.agreements.all() if agreed.person_id
    )
    history = [
        (each, [(PARTS[change.part], change) for change in queries_plan.compared(plans, each.number)])
        for each in plans
    ]
    context = {
        "support": found,
        "reading": queries_plan.reading(found),
        "paper": queries_plan.paper_clock(found),
        "offers": found.plan_offers.select_related("by").order_by("-on", "-pk"),
        "latest": plans[0] if plans else None,
        "history": history,
        "card": SchoolHomeCard.objects.filter(support=found).first(),
        "domains": found.domains.select_related("by").order_by("-on", "-pk"),
        "may_write": found.is_open and holds(request.user, found, Permission.WRITE_FILE),
    }
    return TemplateResponse(request, "casework/plan.html", context)


@page(Permission.CASELOAD)
def offer_plan(request: Request, key: uuid.UUID) -> HttpResponse:
    found = a_support(request, key, Permission.WRITE_FILE)
    return support_form(
        request,
        found,
        OfferForm,
        lambda data: actions.offer(by=request.user, support=found, **data),
        name="offer-plan",
        back=_to_plan(key),
        words=Words(
            _("Wil het gezin zelf een plan maken?"),
            lead=_("Dat vragen we altijd eerst. Een plan van henzelf, met mensen om hen heen, mag altijd."),
        ),
        initial={"on": timezone.localdate()},
    )


@page(Permission.CASELOAD)
def write_plan(request: Request, key: uuid.UUID) -> HttpResponse:
    found = a_support(request, key, Permission.WRITE_FILE)
    latest = found.plans.order_by("-number").first()
    before = {"goes_well": latest.goes_well, "we_want": latest.we_want} if latest else {}
    return support_form(
        request,
        found,
        PlanForm,
        lambda data: actions.write(by=request.user, support=found, **with_version(data)),
        name="write-plan",
        back=_to_plan(key),
        words=Words(
            _("Het plan opschrijven"),
            lead=_("De doelen en stappen van nu komen er vanzelf bij. De versie van eerder blijft bewaard."),
        ),
        initial=before,
        current=latest,
        now=before,
    )


@page(Permission.CASELOAD)
def agree_plan(request: Request, key: uuid.UUID) -> HttpResponse:
    found = a_support(request, key, Permission.WRITE_FILE)
    latest = found.plans.order_by("-number").first()
    if latest is None:
        raise Refused(Permission.WRITE_FILE, Support.relation_kind, key)
    family = keep.persons_of(found.child, timezone.localdate()) if found.child else []
    people: dict[str, Person] = {str(person.key): person for person in family}
    request.looks.persons_shown(person.pk for person in family)

    def act(data: dict[str, Any]) -> object:
        return actions.agree(by=request.user, plan=latest, **{**data, "person": people.get(data["person"])})

    return support_form(
        request,
        found,
        AgreeForm,
        act,
        name="agree-plan",
        back=_to_plan(key),
        words=Words(_("Wie is het eens met dit plan?")),
        people=[(of, str(person)) for of, person in people.items()],
    )


@page(Permission.CASELOAD)
@require_POST
def plan_paper(request: Request, key: uuid.UUID) -> HttpResponse:
    """The family wants the plan on paper, or has it now: one press."""
    found = a_support(request, key, Permission.WRITE_FILE)
    act = actions.give_paper if request.POST.get("given") else actions.ask_paper
    # Pressed twice, or before there is a plan: the page says how it stands.
    with suppress(CaseworkError):
        act(by=request.user, support=found)
    return HttpResponseRedirect(_to_plan(key))


@page(Permission.CASELOAD)
def fill_card(request: Request, key: uuid.UUID) -> HttpResponse:
    found = a_support(request, key, Permission.WRITE_FILE)
    card = SchoolHomeCard.objects.filter(support=found).first()
    names = ("works_at_school", "could_at_school", "works_at_home", "could_at_home")
    now = {name: getattr(card, name) for name in names} if card else {}
    return support_form(
        request,
        found,
        CardForm,
        lambda data: actions.fill_card(by=request.user, support=found, **with_version(data)),
        name="card",
        back=_to_plan(key),
        words=Words(
            _("Kaart school en thuis"),
            lead=_("Dezelfde taal op twee plekken: wat werkt, en wat zou kunnen werken."),
        ),
        initial=now,
        current=card,
        now=now,
    )


@page(Permission.CASELOAD)
def note_domain(request: Request, key: uuid.UUID) -> HttpResponse:
    found = a_support(request, key, Permission.WRITE_FILE)
    return support_form(
        request,
        found,
        DomainForm,
        lambda data: actions.note_domain(by=request.user, support=found, **data),
        name="domain",
        back=_to_plan(key),
        words=Words(
            _("Een deel van het leven"), lead=_("Alleen als het nodig is voor deze hulp. Niets hoeft.")
        ),
    )


@page(Permission.CASELOAD)
def sheet(request: Request, key: uuid.UUID) -> HttpResponse:
    """One sheet for the family, to read together or to print: who helps, who knows, who looked, how to stop."""
    found = a_support(request, key, Permission.READ_FILE)
    context = {"support": found, "sheet": queries_plan.sheet(found)}
    return TemplateResponse(request, "casework/sheet.html", context)
