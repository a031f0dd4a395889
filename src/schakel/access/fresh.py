"""Is the person who logged in this morning still the one at the keyboard?

A dangerous act asks again, unless it was shown less than `FRESH_FOR` seconds ago; a log-in counts. Put it right under the page:

    @page(Permission.ACCOUNTS)
    @freshly_confirmed
    def open_account(request): ...

`freshly_confirmed` stops everybody on the way to the page; `freshly_confirmed_to_send` only who sends something. What was
typed is kept as a draft, nothing that was sent is stored to be done later: after confirming, the person presses once more.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from schakel.access.http import Request
from schakel.web import tickets
from schakel.web.middleware import keep_for_author

CONFIRMED_AT = "confirmed_at"
Args = ParamSpec("Args")
View = Callable[Concatenate[Request, Args], HttpResponseBase]


def note(request: HttpRequest) -> None:
    """Somebody has just shown who they are."""
    request.session[CONFIRMED_AT] = int(time.time())


def is_fresh(request: HttpRequest) -> bool:
    """Whether that was short ago. A moment in the future is a clock that was turned, and does not count."""
    age = time.time() - int(request.session.get(CONFIRMED_AT, 0))
    return -1 <= age < int(settings.FRESH_FOR)


def freshly_confirmed(view: View[Args]) -> View[Args]:
    """Whoever comes here confirms first who they are."""

    @wraps(view)
    def guarded(request: Request, /, *args: Args.args, **kwargs: Args.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs) if is_fresh(request) else _ask(request)

    return guarded


def freshly_confirmed_to_send(view: View[Args]) -> View[Args]:
    """Whoever sends something here confirms first who they are; looking asks nothing."""

    @wraps(view)
    def guarded(request: Request, /, *args: Args.args, **kwargs: Args.kwargs) -> HttpResponseBase:
        if request.method != "POST" or is_fresh(request):
            return view(request, *args, **kwargs)
        return _ask(request)

    return guarded


def _ask(request: Request) -> HttpResponseBase:
    if request.method == "POST":
        messages.info(request, _("Bevestig eerst dat jij het bent. Druk daarna nog een keer."))
    place = f"{reverse('access:confirm')}?{urlencode({'next': _back(request)})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": place})
    return HttpResponseRedirect(place)


def _back(request: Request) -> str:
    """Where the person goes on: the page itself, or the one with the form that was sent."""
    if request.method != "POST":
        return request.get_full_path()
    ticket = tickets.sent_with(request)
    if ticket is not None and ticket.belongs_to(request.user):
        keep_for_author(request, ticket)
        return ticket.path
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        parts = urlsplit(came_from)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return "/"
