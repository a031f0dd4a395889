"""One request, one transaction, one row.

1. Open the transaction, narrow it to the account (`second_line`) and run the view, template included.
2. If the page looked at someone, insert that one row as the last statement.
3. Commit, and only then send. When the row cannot be written, the page is not sent.
4. A refusal rolls everything back and is then written in a transaction of its own.
"""

import uuid
from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import reverse

from schakel.access import context, factors, log, second_line
from schakel.access.gates import Refused
from schakel.access.http import Looks, Request
from schakel.access.models import User
from schakel.access.pages import PUBLIC
from schakel.access.roles import Permission


class LookMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, incoming: HttpRequest) -> HttpResponseBase:
        request = cast(Request, incoming)
        request.looks = Looks()
        origin = context.Origin(address=incoming.META.get("REMOTE_ADDR") or None, trace_id=uuid.uuid4())
        with context.coming_from(origin):
            with transaction.atomic(), second_line.put_back():
                response = self.get_response(request)
                if hasattr(request, "_failure"):
                    transaction.set_rollback(True)
                else:
                    _write_look(request, response)
            _write_refusal(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        rule = getattr(view, "access_rule", None)
        if rule is None:
            raise ImproperlyConfigured(
                f"{view!r} does not say who may open it: decorate it with @page or @public"
            )
        request._personal = rule != PUBLIC  # type: ignore[attr-defined]  # read again when the page is ready
        if rule != PUBLIC and _only_peeks(request):
            return HttpResponseNotAllowed(["GET", "POST"])
        if _is_own(view, rule) and factors.awaited(request):
            return HttpResponseRedirect(reverse("access:second_factor"))
        if rule != PUBLIC and not BEYOND.intersection(rule):
            _narrow(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        request._failure = exception  # type: ignore[attr-defined]  # read again when the transaction closes


def _is_own(view: Callable[..., Any], rule: object) -> bool:
    """Whether the view shows something of who asks, and is not there to set up the second factor itself."""
    if rule == PUBLIC:
        return getattr(view, "needs_log_in", False)
    return not getattr(view, "before_second_factor", False)


# Pages about the log name persons that their reader has no relation with: that is what they are for.
BEYOND = frozenset({Permission.AUDIT, Permission.REVIEW_BREAK_GLASS})


def _narrow(request: HttpRequest) -> None:
    user = _user_of(request)
    if isinstance(user, User):
        second_line.narrow(user)


def _only_peeks(request: HttpRequest) -> bool:
    """HEAD and prefetch would be looks that nobody sees."""
    return request.method == "HEAD" or "prefetch" in request.headers.get(
        "Sec-Purpose", request.headers.get("Purpose", "")
    )


def _write_look(request: Request, response: HttpResponseBase) -> None:
    if not (getattr(request, "_personal", False) or request.looks.happened):
        return
    response["Cache-Control"] = "no-store"
    if response.streaming:
        raise ImproperlyConfigured("a page about people is never streamed: its look must be written first")
    if request.looks.happened and _has_body(response):
        log.looked(user=_user_of(request), action=_action(request), looks=request.looks)


def _has_body(response: HttpResponseBase) -> bool:
    """A redirect shows nobody; what it did was written by its action."""
    return isinstance(response, HttpResponse) and bool(response.content)


def _write_refusal(request: Request) -> None:
    failure = getattr(request, "_failure", None)
    if isinstance(failure, Refused):
        log.refused(
            user=_user_of(request),
            action=_action(request),
            rule=failure.permission,
            kind=failure.kind,
            key=failure.key,
        )


def _user_of(request: HttpRequest) -> User | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, User) or getattr(user, "is_authenticated", False) else None


def _action(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else request.path[:60]
