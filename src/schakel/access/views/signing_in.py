"""Log-in with a password; in demo mode with one press per role."""

from typing import Any

from allauth.account.views import LoginView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.views import PasswordChangeView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from schakel.access import actions
from schakel.access.forms_factors import LogInPasskeyForm
from schakel.access.http import Request
from schakel.access.models import User
from schakel.access.pages import page, public
from schakel.access.roles import Permission, Role

FOUND = 302
BACKEND = "schakel.access.backends.AccountBackend"


class SignIn(LoginView):  # type: ignore[misc]  # allauth publishes no types
    """allauth's log-in with our page; it counts the tries of both web workers together."""

    template_name = "access/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "demo_roles": demo_roles(),
            "passkey_form": LogInPasskeyForm(),
            "provider": settings.OIDC_ISSUER,
        }


def demo_roles() -> list[tuple[str, str, str]]:
    """Role, its name, and the name of its demo person; nobody outside demo mode."""
    if not settings.DEMO:
        return []
    people = {user.role: user for user in User.objects.filter(is_demo=True, is_active=True).order_by("-pk")}
    return [(role.value, str(role.label), people[role].full_name) for role in Role if role in people]


@public
def closed_account(request: HttpRequest) -> HttpResponse:
    """The password was right and the account is closed, or past its last day: whom to ask."""
    return TemplateResponse(request, "access/closed_account.html")


@public
def demo(request: HttpRequest, role: str) -> HttpResponse:
    """One press: in demo mode only, and only for accounts that the demo made."""
    if not settings.DEMO:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user = User.objects.filter(is_demo=True, is_active=True, role=role).order_by("pk").first()
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    UserSession.objects.create_from_request(request)
    return redirect(settings.LOGIN_REDIRECT_URL)


@page(Permission.OWN_ACCOUNT)
def change_password(request: Request) -> HttpResponseBase:
    """A new password; other sessions of this account end."""
    response = PasswordChangeView.as_view(
        template_name="access/password.html", success_url=settings.LOGIN_REDIRECT_URL
    )(request)
    if response.status_code == FOUND:
        actions.note_password_chosen(by=request.user, session=request.session.session_key)
    return response
