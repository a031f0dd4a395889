"""Asking a question, and following it."""

import uuid
from typing import Any, Unpack

from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.access.gates import Reach, Refused, one, reach, reached_ids, show
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.roles import Permission, Role
from schakel.casework import queries
from schakel.casework.actions import requests
from schakel.casework.forms.asking import AskForAnotherForm, AskForm, WithdrawForm
from schakel.casework.models import HelpRequest
from schakel.casework.views.common import Words, form_page
from schakel.people import queries as people
from schakel.reference.models import SchoolSite
from schakel.web import tables


@page(Permission.MY_QUESTIONS)
def ask(request: Request) -> HttpResponse:
    """At most five fields, in under a minute."""
    return _ask(request, AskForm, Words(_("Vraag stellen"), _("Verstuur")))


@page(Permission.MY_WEEK, Permission.BOARD)
def new_question(request: Request) -> HttpResponse:
    """A supporter or coordinator enters what a parent, child or partner asked in person."""
    return _ask(request, AskForAnotherForm, Words(_("Nieuwe vraag"), _("Verstuur")))


def _ask(request: Request, form_class: type[AskForm], words: Words) -> HttpResponse:
    sites = _sites(request)

    def expected() -> dict[str, Any]:
        today = timezone.localdate()
        visit = queries.next_visit(sites[0], today) if len(sites) == 1 else None
        return {"visit": visit, "sites": sites}

    def receive(data: dict[str, Any]) -> HelpRequest:
        return requests.receive(by=request.user, **data)

    return form_page(
        request,
        form_class,
        name="ask",
        words=words,
        back="",
        template="casework/ask.html",
        act=receive,
        to=lambda received: reverse("casework:asked", args=[received.key]),
        context=expected,
        sites=sites,
    )


def _sites(request: Request) -> list[SchoolSite]:
    """Where this person can ask: the own sites; a coordinator at all sites of the area."""
    if request.user.role == Role.COORDINATOR:
        return list(SchoolSite.objects.filter(area__in=queries.areas_of(request.user), closed_on=None))
    return [duty.site for duty in people.sites_of(request.user, timezone.localdate())]


@page(Permission.ASK)
def asked(request: Request, key: uuid.UUID) -> HttpResponse:
    """Received: who will come, and on which day."""
    found = _own_or_handled(request, key)
    return TemplateResponse(request, "casework/asked.html", {"question": found})


def _own_or_handled(request: Request, key: uuid.UUID) -> HelpRequest:
    joined = ("site", "handler", "asked_by")
    try:
        return one(request, HelpRequest, key, Permission.FOLLOW_REQUEST, joined=joined)
    except Refused:
        return one(request, HelpRequest, key, Permission.READ_REQUEST, joined=joined)


@page(Permission.MY_QUESTIONS)
def my_questions(request: Request) -> HttpResponse:
    """Everything I asked, newest first, with where it stands."""
    mine = reach(request.user, Permission.FOLLOW_REQUEST)
    part = tables.prepared_part(HelpRequest, _asked, request, order=("-received_at", "key"), **mine)
    show(request, part.items)
    return TemplateResponse(request, "casework/my_questions.html", {"part": part})


def _asked(**through: Unpack[Reach]) -> QuerySet[HelpRequest]:
    rows = HelpRequest.objects.filter(pk__in=reached_ids(HelpRequest, **through))
    return rows.select_related("handler", "site")


@page(Permission.MY_QUESTIONS)
def my_question(request: Request, key: uuid.UUID) -> HttpResponse:
    """The state of one question, and what was shared with me. Never a note."""
    joined = ("site", "handler", "joined_to")
    found = one(request, HelpRequest, key, Permission.FOLLOW_REQUEST, joined=joined)
    context = {"question": found, "shared": queries.shared_with(found, request.user)}
    return TemplateResponse(request, "casework/my_question.html", context)


@page(Permission.MY_QUESTIONS)
def withdraw(request: Request, key: uuid.UUID) -> HttpResponse:
    """No longer needed."""
    found = one(request, HelpRequest, key, Permission.FOLLOW_REQUEST)
    return form_page(
        request,
        WithdrawForm,
        name="withdraw",
        subject=key,
        words=Words(
            _("Vraag intrekken"), _("Trek in"), _("Is het al opgelost? Dat is mooi. Schrijf het kort op.")
        ),
        back=reverse("casework:my_question", args=[key]),
        act=lambda data: requests.withdraw(by=request.user, request=found, why=data["why"]),
        to=lambda withdrawn: reverse("casework:my_question", args=[withdrawn.key]),
    )
