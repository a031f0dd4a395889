"""Log in, or confirm, by the log-in of one's own organisation."""

import time
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.socialaccount.internal import statekit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from schakel.access import fresh, log, provider
from schakel.access.models import User
from schakel.access.pages import public
from schakel.access.provider import NAME, NotLetIn

# How long ago the provider may have asked the person, when that is to confirm.
ASKED_WITHIN_SECONDS = 120


@public
def start(request: HttpRequest) -> HttpResponseBase:
    """To the provider and back. By a link: a form may not lead to another site."""
    if not settings.OIDC_ISSUER:
        raise Http404
    back = request.GET.get("next", "/")
    back = back if url_has_allowed_host_and_scheme(back, None) else "/"
    try:
        process = "confirm" if request.user.is_authenticated else "login"
        return provider.asked(request, process=process, back=back)
    except NotLetIn as refusal:
        return _refused(request, refusal)


@public
def back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """What the provider sent along decides."""
    if not settings.OIDC_ISSUER:
        raise Http404
    try:
        state = statekit.unstash_state(request, provider_id=NAME, state_id=request.GET.get("state", ""))
        if state is None:
            raise NotLetIn("state")
        if "code" not in request.GET:
            raise NotLetIn("cancelled")
        claims = provider.claims(request, state)
        user = provider.person(claims)
        return (
            _confirmed(request, user, claims, state)
            if state["process"] == "confirm"
            else _in(request, user, state)
        )
    except NotLetIn as refusal:
        return _refused(request, refusal)


def _in(request: HttpRequest, user: User, state: dict[str, Any]) -> HttpResponseBase:
    record_authentication(request, user, "socialaccount", provider=NAME)
    answer: HttpResponseBase = perform_login(request, Login(user=user, redirect_url=state.get("next")))
    return answer


def _confirmed(
    request: HttpRequest, user: User, claims: dict[str, Any], state: dict[str, Any]
) -> HttpResponseBase:
    if request.user != user or time.time() - int(claims.get("auth_time", 0)) > ASKED_WITHIN_SECONDS:
        raise NotLetIn("confirm")
    fresh.note(request)
    log.wrote(by=user, action="account.confirm")
    return HttpResponseRedirect(state.get("next") or "/")


def _refused(request: HttpRequest, refusal: NotLetIn) -> HttpResponseBase:
    """Written with the reason in one word; the page says what to do, not who was meant."""
    log.refused(user=None, action="organisation", rule=f"oidc {refusal.rule}")
    return render(request, "access/not_let_in.html", {"rule": refusal.rule}, status=403)
