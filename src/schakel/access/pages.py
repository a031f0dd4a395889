"""Every view says who may open it. A view that says nothing is not served at all (`middleware`)."""

from collections.abc import Callable
from functools import update_wrapper, wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from schakel.access.gates import Refused
from schakel.access.http import Request
from schakel.access.models import User
from schakel.access.roles import Permission, has_page

PUBLIC = "public"
Args = ParamSpec("Args")


def page(
    *permissions: Permission,
    before_second_factor: bool = False,
) -> Callable[
    [Callable[Concatenate[Request, Args], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, Args], HttpResponseBase],
]:
    """A page for everyone whose role holds one of `permissions`. Others get the "not found" of an unknown address.

    `before_second_factor`: opens also for who has yet to show one, because it is there to set one up.
    """

    def decorate(
        view: Callable[Concatenate[Request, Args], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, Args], HttpResponseBase]:
        def guarded(request: HttpRequest, /, *args: Args.args, **kwargs: Args.kwargs) -> HttpResponseBase:
            if not isinstance(request.user, User):
                return _to_sign_in(request)
            if not any(has_page(request.user.role, permission) for permission in permissions):
                raise Refused(permissions[0])
            return view(cast(Request, request), *args, **kwargs)

        update_wrapper(guarded, view)
        guarded.access_rule = permissions  # type: ignore[attr-defined]  # read by the middleware and the access matrix
        guarded.before_second_factor = before_second_factor  # type: ignore[attr-defined]  # read by the middleware
        return guarded

    return decorate


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page without personal data, or one that opens with a secret link: no account needed."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    opened.access_rule = PUBLIC  # type: ignore[attr-defined]  # read by the middleware and the access matrix
    return opened


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The log-in page; for a part of a page (htmx) only the word that the session is over."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    return redirect_to_login(request.get_full_path())
