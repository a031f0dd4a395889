"""Passkeys: added and removed on the account page, used instead of a password or after it."""

from typing import Any

from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.access import actions_factors, factors, passkeys, sessions
from schakel.access.errors import LastFactorError
from schakel.access.forms_factors import AddPasskeyForm, LogInPasskeyForm
from schakel.access.fresh import freshly_confirmed
from schakel.access.gates import Refused
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.queries_factors import held
from schakel.access.roles import Kind, Permission


class LogIn(LoginWebAuthnView):  # type: ignore[misc]  # allauth publishes no types
    """Asked by the script for what to show, then sent what the device showed."""

    form_class = LogInPasskeyForm

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, form.errors["credential"][0])
        return HttpResponseRedirect(reverse("account_login"))


@page(Permission.OWN_ACCOUNT, before_second_factor=True)
@freshly_confirmed
def add(request: Request) -> HttpResponse:
    """A passkey of this device."""
    form = AddPasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        first = not held(request.user)
        actions_factors.add_passkey(by=request.user, **form.cleaned_data)
        factors.shown(request, "webauthn")
        sessions.end_others(by=request.user, keep=request.session.session_key)
        messages.success(request, _("Je passkey is toegevoegd."))
        return HttpResponseRedirect(reverse("access:codes" if first else "access:own_account"))
    context = {"form": form, "options": passkeys.to_make(request.user), "awaited": factors.awaited(request)}
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "access/add_passkey.html", context, status=status)


@page(Permission.OWN_ACCOUNT)
@freshly_confirmed
def remove(request: Request, handle: str) -> HttpResponse:
    """One press: this passkey opens nothing any more."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    found = next((each for each in held(request.user).passkeys if passkeys.handle_of(each) == handle), None)
    if found is None:
        raise Refused(Permission.OWN_ACCOUNT, Kind.USER, request.user.key)
    try:
        actions_factors.remove_passkey(by=request.user, passkey=found)
    except LastFactorError as error:
        messages.error(request, str(error.message))
    else:
        sessions.end_others(by=request.user, keep=request.session.session_key)
        messages.success(request, _("De passkey is weggehaald."))
    return HttpResponseRedirect(reverse("access:own_account"))
