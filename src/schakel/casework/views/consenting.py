"""Asking for consent, answering without an account, and the ground for processing."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from schakel.access.gates import Refused, numbered, one
from schakel.access.http import Request
from schakel.access.pages import page, public
from schakel.access.roles import Permission
from schakel.casework import consent_records, queries, queries_consent
from schakel.casework.actions import asking_consent, grounds
from schakel.casework.errors import CaseworkError
from schakel.casework.forms.consenting import AskConsentForm, ConsentLinkForm, EndGroundForm, GroundForm
from schakel.casework.models import ConsentAsk
from schakel.casework.views.common import Words, a_support, consent_of, support_form
from schakel.casework.words import AskWay
from schakel.people.models import Person
from schakel.rules.grounds import usual_ground
from schakel.rules.track import LegalTrack
from schakel.web.links import link_to


def _child(request: Request, key: uuid.UUID) -> Person:
    return one(request, Person, key, Permission.SEE_PERSON)


@page(Permission.CASELOAD)
def ask(request: Request, key: uuid.UUID) -> HttpResponse:
    """Ask one person; a link is shown once, with its QR code, a letter is there to print."""
    found = _child(request, key)
    people = {str(person.key): person for person in consent_records.who_may_agree(found)}
    choices = [(of, str(person)) for of, person in people.items()]
    form = AskConsentForm(request.POST if request.method == "POST" else None, choices=choices)
    context: dict[str, Any] = {"child": found, "form": form, "consent": consent_of(request, found)}
    status = 200
    if request.method == "POST" and form.is_valid():
        person, way = people[form.cleaned_data["person"]], form.cleaned_data["way"]
        try:
            asked, token = asking_consent.ask(by=request.user, child=found, person=person, way=way)
        except CaseworkError as refusal:
            form.add_error(refusal.field, str(refusal))
            status = 422
        else:
            if way != AskWay.LINK:
                return HttpResponseRedirect(_letter(found, asked))
            link = link_to("casework:consent_link", token)
            context |= {"link": link, "person": person, "asked": asked}
    return TemplateResponse(request, "casework/ask_consent.html", context, status=status)


def _letter(child: Person, asked: ConsentAsk) -> str:
    numbers = [one_of.pk for one_of in queries_consent.all_asks(child)]
    return reverse("casework:consent_letter", args=[child.key, numbers.index(asked.pk) + 1])


def _numbered(child: Person, number: int) -> ConsentAsk:
    return numbered(queries_consent.all_asks(child), number, child, Permission.SEE_PERSON)


@page(Permission.CASELOAD)
def consent_letter(request: Request, key: uuid.UUID, number: int) -> HttpResponse:
    """The letter to sign, to print. `number` counts what was asked about this child, oldest first."""
    found = _child(request, key)
    asked = _numbered(found, number)
    if asked.way == AskWay.LINK:
        raise Refused(Permission.SEE_PERSON, Person.relation_kind, key)
    request.looks.persons_shown([asked.person_id])
    context = {"child": found, "asked": asked, "site": queries.membership_of(found)}
    return TemplateResponse(request, "casework/consent_letter.html", context)


@page(Permission.CASELOAD)
@require_POST
def end_ask(request: Request, key: uuid.UUID, number: int) -> HttpResponse:
    """Close a link or letter that was not answered: one press."""
    found = _child(request, key)
    asked = _numbered(found, number)
    if asked.ended_at is None:
        asking_consent.take_back(by=request.user, ask=asked)
    return HttpResponseRedirect(reverse("casework:child", args=[key]))


@public
def consent_link(request: HttpRequest, token: str) -> HttpResponse:
    """The question, for who has the link. Only the first name of the child stands on it, and the look is logged."""
    found = queries_consent.ask_behind(token)
    if found is None:
        raise Refused(Permission.SEE_PERSON)
    if not queries_consent.ask_is_open(found):
        return TemplateResponse(request, "casework/consent_closed.html", status=410)
    request.looks.persons_shown([found.child_id])  # type: ignore[attr-defined]  # set by the middleware
    posted = request.POST if request.method == "POST" else None
    form = ConsentLinkForm(posted, to_child=found.is_to_child)
    if request.method == "POST" and form.is_valid():
        try:
            asking_consent.answer(ask=found, **form.cleaned_data)
        except CaseworkError as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("casework:consent_thanks"))
    context = {"form": form, "ask": found, "site": queries.membership_of(found.child)}
    return TemplateResponse(request, "casework/consent_link.html", context)


@public
def consent_thanks(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "casework/consent_thanks.html")


@page(Permission.CASELOAD)
def ground(request: Request, key: uuid.UUID) -> HttpResponse:
    """The ground for processing of one support."""
    found = a_support(request, key, Permission.LEAD_FILE)
    usual = usual_ground(LegalTrack(found.legal_track))

    def act(data: dict[str, Any]) -> object:
        return grounds.record(by=request.user, support=found, **data)

    return support_form(
        request,
        found,
        GroundForm,
        act,
        name="ground",
        words=Words(
            _("Grondslag vastleggen"),
            lead=_(
                "Dit is iets anders dan toestemming voor hulp. Het zegt waarom gegevens bewaard mogen worden."
            ),
        ),
        back=reverse("casework:support", args=[key]),
        initial={"ground": usual.ground.value, "source": usual.source},
    )


@page(Permission.CASELOAD)
def end_ground(request: Request, key: uuid.UUID) -> HttpResponse:
    """There is no ground any more: nothing is shared until there is one again."""
    found = a_support(request, key, Permission.LEAD_FILE)

    def act(data: dict[str, Any]) -> object:
        return grounds.end(by=request.user, support=found, **data)

    return support_form(
        request,
        found,
        EndGroundForm,
        act,
        name="end-ground",
        words=Words(
            _("De grondslag vervalt"),
            lead=_(
                "Er wordt dan niets meer gedeeld en er gaat geen brief meer uit, tot er weer een grondslag is."
            ),
        ),
        back=reverse("casework:support", args=[key]),
    )
