"""Mijn account: what somebody set up to come in."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.access import passkeys, sessions
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.queries_factors import codes_left, held
from schakel.access.roles import Permission


@page(Permission.OWN_ACCOUNT)
def own_account(request: Request) -> HttpResponse:
    """Who you are here, and how you come in."""
    found = held(request.user)
    mine = sessions.of(request.user, current=request.session.session_key)
    left = len(codes_left(request.user, found.codes)) if found.codes else 0
    context = {"held": found, "left": left, "sessions": mine, "passkeys": passkeys.named(found.passkeys)}
    return TemplateResponse(request, "access/own_account.html", context)


@page(Permission.OWN_ACCOUNT)
def end_sessions(request: Request) -> HttpResponse:
    """One press: everywhere but here this account is logged out."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    sessions.end_others(by=request.user, keep=request.session.session_key)
    messages.success(request, _("Je bent nu alleen hier ingelogd."))
    return HttpResponseRedirect(reverse("access:own_account"))
