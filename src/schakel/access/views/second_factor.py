"""The second step: the page that leads to it, the app with codes, the recovery codes, and the code at log-in.

The pages that set it up open also for who has none yet; everything else waits until it was shown (`middleware`).
"""

from typing import Any

import segno
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret
from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from schakel.access import actions_factors, factors, passkeys, sessions, vault
from schakel.access.adapters import SecondFactorAdapter, factor_of
from schakel.access.errors import LastFactorError
from schakel.access.forms_factors import CodeForm, FirstCodeForm, PasskeyForm
from schakel.access.fresh import freshly_confirmed
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.queries_factors import codes_left, held
from schakel.access.roles import Permission


class CodeAtLogIn(AuthenticateView):  # type: ignore[misc]  # allauth publishes no types
    """After the password: the code of the app, a recovery code."""

    template_name = "access/code_at_log_in.html"
    form_class = CodeForm
    webauthn_form_class = PasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        has = held(self.stage.login.user)
        return context | {"options": passkeys.plain(context["js_data"]["request_options"]), "held": has}


@page(Permission.OWN_ACCOUNT, before_second_factor=True)
def lead_in(request: Request) -> HttpResponse:
    """Why something more is asked, and the ways to set it up. Who has one already came in without it: log in again."""
    context = {"held": held(request.user), "awaited": factors.awaited(request)}
    return TemplateResponse(request, "access/second_factor.html", context)


@page(Permission.OWN_ACCOUNT, before_second_factor=True)
@freshly_confirmed
def app(request: Request) -> HttpResponse:
    """Set up an app: scan, then type the first code. It takes the place of an app that was there."""
    secret = _secret(request)
    form = FirstCodeForm(request.POST or None, user=request.user, secret=secret)
    if request.method == "POST" and form.is_valid():
        actions_factors.add_app(by=request.user, secret=secret)
        del request.session[SECRET_SESSION_KEY]
        factors.shown(request, "totp")
        sessions.end_others(by=request.user, keep=request.session.session_key)
        messages.success(request, _("Je app werkt. Bewaar nu je herstelcodes."))
        return HttpResponseRedirect(reverse("access:codes"))
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "access/app.html", _drawn(request, secret, form), status=status)


def _secret(request: Request) -> str:
    """The secret on offer, sealed in the session until the first code fits."""
    about = factor_of(request.user)
    if SECRET_SESSION_KEY not in request.session:
        request.session[SECRET_SESSION_KEY] = vault.seal(generate_totp_secret(), about=about)
    return vault.unseal(request.session[SECRET_SESSION_KEY], about=about)


def _drawn(request: Request, secret: str, form: FirstCodeForm) -> dict[str, Any]:
    link = SecondFactorAdapter().build_totp_url(request.user, secret)
    drawn = segno.make(link, error="m").svg_inline(
        scale=5, border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    words = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return {"form": form, "qr": mark_safe(drawn), "secret": words, "awaited": factors.awaited(request)}  # noqa: S308  # made here


@page(Permission.OWN_ACCOUNT)
@freshly_confirmed
def remove_app(request: Request) -> HttpResponse:
    """One press: the app makes no codes for this account any more."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        actions_factors.remove_app(by=request.user)
    except LastFactorError as error:
        messages.error(request, str(error.message))
    else:
        sessions.end_others(by=request.user, keep=request.session.session_key)
        messages.success(request, _("De app is weggehaald."))
    return HttpResponseRedirect(reverse("access:own_account"))


@page(Permission.OWN_ACCOUNT, before_second_factor=True)
@freshly_confirmed
def codes(request: Request) -> HttpResponse:
    """The recovery codes: shown until the person says that they are kept, then only counted."""
    if request.method == "POST":
        return _codes_pressed(request)
    found = held(request.user).codes
    left = codes_left(request.user, found) if found else []
    kept = found is None or found.wrap().did_view
    context = {"codes": [] if kept else left, "left": len(left), "any": found is not None}
    return TemplateResponse(request, "access/codes.html", context)


def _codes_pressed(request: Request) -> HttpResponse:
    if "renew" in request.POST and held(request.user):
        actions_factors.renew_codes(by=request.user)
        sessions.end_others(by=request.user, keep=request.session.session_key)
        return HttpResponseRedirect(reverse("access:codes"))
    actions_factors.kept_codes(by=request.user)
    return HttpResponseRedirect("/")
