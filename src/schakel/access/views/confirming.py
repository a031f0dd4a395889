"""Once more: who are you? Stands before dangerous acts (`fresh`)."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme

from schakel.access import factors, fresh, log, passkeys
from schakel.access.forms_factors import ConfirmCodeForm, ConfirmPasskeyForm, PasswordAgainForm
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.queries_factors import held
from schakel.access.roles import Permission


@page(Permission.OWN_ACCOUNT, before_second_factor=True)
def confirm(request: Request) -> HttpResponse:
    """Every way that this account has; one is enough."""
    forms = _forms(request)
    sent = next((forms[name] for name in forms if name in request.POST), None)
    if _is_demo(request) and "press" in request.POST:
        return _confirmed(request)
    if sent is not None and sent.is_valid():
        if isinstance(sent, ConfirmCodeForm | ConfirmPasskeyForm):
            sent.save()
            factors.shown(request, sent.shows)
        return _confirmed(request)
    options = passkeys.to_show(request.user) if "credential" in forms else ""
    context = {
        "forms": forms,
        "options": options,
        "provider": settings.OIDC_ISSUER,
        "press": _is_demo(request),
        "back": _next(request),
    }
    return TemplateResponse(request, "access/confirm.html", context, status=422 if sent is not None else 200)


def _forms(request: Request) -> dict[str, Form]:
    """By the name of the field that tells which was sent."""
    has, user = held(request.user), request.user
    offered: dict[str, tuple[bool, Callable[..., Form]]] = {
        "password": (user.has_usable_password(), PasswordAgainForm),
        "credential": (bool(has.passkeys), ConfirmPasskeyForm),
        "code": (has.app is not None or has.codes is not None, ConfirmCodeForm),
    }
    return {
        name: make(request.POST if name in request.POST else None, user=user, prefix=None)
        for name, (there, make) in offered.items()
        if there
    }


def _is_demo(request: Request) -> bool:
    """In demo mode one press opened the account, and one press confirms."""
    return settings.DEMO and request.user.is_demo


def _confirmed(request: Request) -> HttpResponse:
    fresh.note(request)
    log.wrote(by=request.user, action="account.confirm")
    return HttpResponseRedirect(_next(request))


def _next(request: Request) -> str:
    asked: Any = request.POST.get("next") or request.GET.get("next") or "/"
    return asked if url_has_allowed_host_and_scheme(asked, None) else "/"
