"""Accounts, for the administrator: who has one, in which role. No case, no person."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.access import actions, actions_factors, mail
from schakel.access.errors import AccessError
from schakel.access.forms import AccountForm, LastDayForm
from schakel.access.fresh import freshly_confirmed, freshly_confirmed_to_send
from schakel.access.gates import Refused
from schakel.access.http import Request
from schakel.access.models import User
from schakel.access.pages import page
from schakel.access.queries_factors import held
from schakel.access.roles import Kind, Permission
from schakel.web import drafts, tables

# More than these say one thing: the mail server is away.
UNDELIVERED_SHOWN = 20


@page(Permission.ACCOUNTS)
def overview(request: Request) -> HttpResponse:
    """All accounts, fifty at a time; above them whom a message about their account did not reach."""
    part = tables.part_of(User.objects.all(), request, order=("full_name", "key"))
    context = {"part": part, "undelivered": mail.undelivered()[:UNDELIVERED_SHOWN]}
    return TemplateResponse(request, "access/accounts.html", context)


@page(Permission.ACCOUNTS)
@freshly_confirmed
def open_account(request: Request) -> HttpResponse:
    """A new account."""
    desk = drafts.for_form(request, "account")
    form = desk.fill(AccountForm)
    if desk.sending and form.is_valid():
        return desk.send_once(
            lambda: actions.open_account(by=request.user, **form.cleaned_data),
            to=lambda user: reverse("access:account", args=[user.key]),
        )
    return TemplateResponse(
        request, "access/open_account.html", {"form": form, "desk": desk}, status=422 if desk.sending else 200
    )


@page(Permission.ACCOUNTS)
@freshly_confirmed_to_send
def account(request: Request, key: uuid.UUID) -> HttpResponse:
    """One account: close it, open it again, or take away a second step that was lost."""
    user = _account(key)
    if request.method == "POST":
        try:
            _press(request, user)
        except AccessError as error:
            messages.error(request, str(error.message))
        else:
            messages.success(request, _("Bewaard."))
        return HttpResponseRedirect(reverse("access:account", args=[key]))
    form = LastDayForm(initial={"expires_on": user.expires_on})
    return TemplateResponse(
        request, "access/account.html", {"account": user, "form": form, "held": held(user)}
    )


def _account(key: uuid.UUID) -> User:
    user = User.objects.filter(key=key).first()
    if user is None:
        raise Refused(Permission.ACCOUNTS, Kind.USER, key)
    return user


@page(Permission.ACCOUNTS)
@freshly_confirmed_to_send
def last_day(request: Request, key: uuid.UUID) -> HttpResponse:
    """Until when an account works."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user, form = _account(key), LastDayForm(request.POST)
    if form.is_valid():
        try:
            actions.set_last_day(by=request.user, user=user, expires_on=form.cleaned_data["expires_on"])
        except AccessError as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Bewaard."))
            return HttpResponseRedirect(reverse("access:account", args=[key]))
    context = {"account": user, "form": form, "held": held(user)}
    return TemplateResponse(request, "access/account.html", context, status=422)


def _press(request: Request, user: User) -> None:
    if "factor" in request.POST:
        actions_factors.take_away(by=request.user, user=user)
    else:
        actions.set_active(by=request.user, user=user, active="open" in request.POST)
