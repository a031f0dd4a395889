"""Asking what people thought of the help; answering without an account."""

import uuid
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from schakel.access.gates import Refused, one
from schakel.access.http import Request
from schakel.access.pages import page, public
from schakel.access.roles import Permission
from schakel.casework.errors import CaseworkError
from schakel.casework.models import Support
from schakel.casework.views.common import Words, form_page
from schakel.measures import actions, queries
from schakel.measures.forms import EstimateForm, InviteForm, OutcomeForm, SmileyForm
from schakel.measures.models import Informant, OutcomeAnswer, OutcomeInvitation


def _support(request: Request, key: uuid.UUID) -> Support:
    return one(request, Support, key, Permission.WRITE_FILE, among=Support.objects.select_related("child"))


@page(Permission.CASELOAD)
def invite(request: Request, key: uuid.UUID) -> HttpResponse:
    """Make a link, and show it once, with its QR code to scan from this screen."""
    found = _support(request, key)
    form = InviteForm(request.POST or None)
    context: dict[str, Any] = {"support": found, "form": form}
    if request.method == "POST" and form.is_valid():
        _invitation, token = actions.invite(
            by=request.user, support=found, informant=form.cleaned_data["informant"]
        )
        link = settings.BASE_URL + reverse("measures:outcome", args=[token])
        context |= {"link": link, "qr": qr_code(link), "informant": Informant(form.cleaned_data["informant"])}
    return TemplateResponse(request, "measures/invite.html", context)


def qr_code(link: str) -> str:
    """The link as an SVG without inline style, so that the content security policy holds."""
    drawn: str = segno.make(link, error="m").svg_inline(
        scale=6, border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308  # made here from an address that we built


@page(Permission.CASELOAD)
def estimate(request: Request, key: uuid.UUID) -> HttpResponse:
    """The professional's estimate, when nobody could be asked."""
    found = _support(request, key)

    def act(data: dict[str, Any]) -> OutcomeAnswer:
        return actions.estimate(by=request.user, support=found, **data)

    return form_page(
        request,
        EstimateForm,
        name="estimate",
        subject=key,
        words=Words(
            _("Zelf inschatten"),
            lead=_("Liever hoor je het van hen zelf. Dit staat er altijd bij als schatting."),
        ),
        back=reverse("casework:support", args=[key]),
        act=act,
        to=lambda _answer: reverse("casework:support", args=[key]),
        context={"support": found},
    )


@public
def outcome(request: HttpRequest, token: str) -> HttpResponse:
    """The questions, for who has the link. The page tells nobody's name: a link can be read over a shoulder."""
    invitation = queries.invitation_behind(token)
    if invitation is None:
        raise Refused(Permission.READ_FILE)
    if not actions.is_open(invitation):
        return TemplateResponse(request, "measures/link_used.html", status=410)
    form = _form_for(invitation)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(invitation=invitation, **form.cleaned_data)
        except CaseworkError as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("measures:thanks"))
    return TemplateResponse(request, "measures/outcome.html", {"form": form})


def _form_for(invitation: OutcomeInvitation) -> type[OutcomeForm] | type[SmileyForm]:
    return SmileyForm if invitation.informant == Informant.YOUNG_CHILD else OutcomeForm


@public
def thanks(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "measures/thanks.html")
