"""Asking what people thought of the help; answering without an account."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from schakel.access.gates import Refused
from schakel.access.http import Request
from schakel.access.pages import page, public
from schakel.access.roles import Permission
from schakel.casework.errors import CaseworkError
from schakel.casework.views.common import Words, a_support, support_form
from schakel.measures import actions, queries
from schakel.measures.forms import EstimateForm, InviteForm, OutcomeForm, SmileyForm
from schakel.measures.models import Informant, OutcomeAnswer, OutcomeInvitation
from schakel.web.links import link_to


@page(Permission.CASELOAD)
def invite(request: Request, key: uuid.UUID) -> HttpResponse:
    """Make a link, and show it once, with its QR code to scan from this screen."""
    found = a_support(request, key, Permission.WRITE_FILE)
    form = InviteForm(request.POST or None)
    context: dict[str, Any] = {"support": found, "form": form}
    if request.method == "POST" and form.is_valid():
        _invitation, token = actions.invite(
            by=request.user, support=found, informant=form.cleaned_data["informant"]
        )
        context |= {
            "link": link_to("measures:outcome", token),
            "informant": Informant(form.cleaned_data["informant"]),
        }
    return TemplateResponse(request, "measures/invite.html", context)


@page(Permission.CASELOAD)
def estimate(request: Request, key: uuid.UUID) -> HttpResponse:
    """The professional's estimate, when nobody could be asked."""
    found = a_support(request, key, Permission.WRITE_FILE)

    def act(data: dict[str, Any]) -> OutcomeAnswer:
        return actions.estimate(by=request.user, support=found, **data)

    return support_form(
        request,
        found,
        EstimateForm,
        act,
        name="estimate",
        words=Words(
            _("Zelf inschatten"),
            lead=_("Liever hoor je het van hen zelf. Dit staat er altijd bij als schatting."),
        ),
        back=reverse("casework:support", args=[key]),
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
