"""A question in the hands of a supporter or coordinator."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from schakel.access.gates import holds, one
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.roles import Permission
from schakel.casework import queries
from schakel.casework.actions import answers, family, requests
from schakel.casework.forms.asking import JoinForm, WithdrawForm
from schakel.casework.forms.handling import AnswerForm, AssignForm, ChildForm, ClarifyForm, PickUpForm
from schakel.casework.models import HelpRequest
from schakel.casework.views.common import Words, consent_of, form_page, version, with_version
from schakel.people.models import Person

WORKERS = (Permission.MY_WEEK, Permission.BOARD)


def _question(request: Request, key: uuid.UUID, permission: Permission) -> HelpRequest:
    joined = ("site__area", "handler", "asked_by", "child", "joined_to")
    return one(request, HelpRequest, key, permission, joined=joined)


def _to_question(record: HelpRequest) -> str:
    return reverse("casework:question", args=[record.key])


@page(*WORKERS)
def question(request: Request, key: uuid.UUID) -> HttpResponse:
    """Everything about one question, with the next step on top."""
    found = _question(request, key, Permission.READ_REQUEST)
    may_handle = holds(request.user, found, Permission.HANDLE_REQUEST)
    duplicates = list(queries.possible_duplicates(found)) if may_handle and queries.is_open(found) else []
    for other in duplicates:
        request.looks.persons_shown(other.person_ids())
    context = {
        "question": found,
        "state": queries.state(found),
        "clarification": queries.clarification_of(found),
        "answers": list(found.answers.select_related("by").order_by("at")),
        "supports": list(found.supports.all()),
        "duplicates": duplicates,
        "joined": list(found.joined.select_related("asked_by")),
        "may_handle": may_handle,
        "may_assign": holds(request.user, found, Permission.ASSIGN_REQUEST),
        "consent": consent_of(request, found.child),
    }
    return TemplateResponse(request, "casework/question.html", context)


@page(*WORKERS)
def pick_up(request: Request, key: uuid.UUID) -> HttpResponse:
    """The first human contact was made."""
    found = _question(request, key, Permission.HANDLE_REQUEST)
    return form_page(
        request,
        PickUpForm,
        name="pick-up",
        subject=key,
        words=Words(
            _("Oppakken"), _("Opgepakt"), _("Het eerste menselijke contact. Een ontvangstbericht telt niet.")
        ),
        back=_to_question(found),
        act=lambda data: requests.pick_up(
            by=request.user, request=found, how=data["how"], expected=version(data)
        ),
        to=_to_question,
        context={"question": found},
        current=found,
    )


@page(*WORKERS)
def clarify(request: Request, key: uuid.UUID) -> HttpResponse:
    """Three columns on one page."""
    found = _question(request, key, Permission.HANDLE_REQUEST)
    known = queries.clarification_of(found)
    fields = ("we_see", "behind_it", "asks_of_us", "offered_first", "offered_words")
    now = {name: getattr(known, name) for name in fields} if known else {}

    def act(data: dict[str, Any]) -> HelpRequest:
        answers.clarify(by=request.user, request=found, **with_version(data))
        return found

    return form_page(
        request,
        ClarifyForm,
        name="clarify",
        subject=key,
        words=Words(_("Verhelderen")),
        back=_to_question(found),
        template="casework/clarify.html",
        act=act,
        to=_to_question,
        context={"question": found},
        initial=now,
        current=known,
        now=now,
    )


@page(*WORKERS)
def answer(request: Request, key: uuid.UUID) -> HttpResponse:
    """What was agreed, in one sentence."""
    found = _question(request, key, Permission.HANDLE_REQUEST)

    def act(data: dict[str, Any]) -> HelpRequest:
        answers.answer(
            by=request.user,
            request=found,
            kind=data["kind"],
            agreed=data["agreed"],
            for_child=data["for_child"],
            share=data["share"],
            expected=version(data),
        )
        return found

    return form_page(
        request,
        AnswerForm,
        name="answer",
        subject=key,
        words=Words(_("Antwoord geven"), _("Geef antwoord"), _("Wat is afgesproken, in één zin?")),
        back=_to_question(found),
        act=act,
        to=_to_question,
        context={"question": found, "consent": consent_of(request, found.child)},
        current=found,
    )


@page(*WORKERS)
def name_child(request: Request, key: uuid.UUID) -> HttpResponse:
    """Which child is this about? Someone already known here, or a new name."""
    found = _question(request, key, Permission.HANDLE_REQUEST)
    known = queries.children_known_to(request.user)
    for child in known:
        request.looks.persons_shown(child.person_ids())

    def act(data: dict[str, Any]) -> Person:
        key = data.pop("known")
        chosen = next((child for child in known if str(child.key) == key), None)
        if chosen is None:
            return family.add_child(by=request.user, request=found, **data)
        requests.name_child(by=request.user, request=found, child=chosen)
        return chosen

    return form_page(
        request,
        ChildForm,
        name="child",
        subject=key,
        words=Words(_("Om welk kind gaat het?"), lead=_("Alleen nodig als er hulp voor dit ene kind komt.")),
        back=_to_question(found),
        act=act,
        to=lambda child: reverse("casework:child", args=[child.key]),
        context={"question": found},
        known=[(str(child.key), str(child)) for child in known],
    )


@page(*WORKERS)
def assign(request: Request, key: uuid.UUID) -> HttpResponse:
    """Pass a question on to a person."""
    found = _question(request, key, Permission.ASSIGN_REQUEST)
    return form_page(
        request,
        AssignForm,
        name="assign",
        subject=key,
        words=Words(_("Aan iemand geven"), _("Geef door")),
        back=_to_question(found),
        act=lambda data: requests.assign(by=request.user, request=found, **data),
        to=_to_question,
        context={"question": found},
        people=queries.supporters_in(found.site),
    )


@page(*WORKERS)
def join(request: Request, key: uuid.UUID) -> HttpResponse:
    """Take several questions together, or say that two are the same. A person chooses."""
    found = _question(request, key, Permission.HANDLE_REQUEST)
    others = queries.open_beside(request.user, found)
    for other in others:
        request.looks.persons_shown(other.person_ids())
    choices = [(str(other.key), f"{other.title}: {other.requester_words}") for other in others]

    def act(data: dict[str, Any]) -> HelpRequest:
        chosen = [other for other in others if str(other.key) in data["requests"]]
        return requests.join(by=request.user, to=found, requests=chosen, as_=data["as_"])

    return form_page(
        request,
        JoinForm,
        name="join",
        subject=key,
        words=Words(
            _("Samen oppakken"),
            _("Voeg samen"),
            _("Jij beslist wat bij elkaar hoort. De vragers houden elk hun eigen vraag."),
        ),
        back=_to_question(found),
        act=act,
        to=_to_question,
        context={"question": found, "others": others},
        choices=choices,
    )


@page(*WORKERS)
def take_back(request: Request, key: uuid.UUID) -> HttpResponse:
    """The asker says that the question is no longer needed."""
    found = _question(request, key, Permission.HANDLE_REQUEST)
    return form_page(
        request,
        WithdrawForm,
        name="take-back",
        subject=key,
        words=Words(_("Vraag is niet meer nodig"), _("Sluit de vraag")),
        back=_to_question(found),
        act=lambda data: requests.withdraw(by=request.user, request=found, why=data["why"]),
        to=_to_question,
        context={"question": found},
    )
