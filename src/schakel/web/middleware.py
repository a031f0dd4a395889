"""Keep the text of somebody whose session was lost while typing.

A form that is sent without a session has no user to store it for, and must not be stored for "anybody", nor
put back into a page that whoever sits there next can read. But its ticket is signed and names the author. So:

1. the text becomes a draft of that author, which only they can ever see, marked as kept after the session;
2. the browser goes to the log-in, and from there back to the form, where the text lies ready;
3. the page asks to read it once more before sending, because others could have sat at that screen.

The same happens when somebody else has logged in since on the same computer. It stands after the CSRF check;
a refused CSRF check leads to `views.csrf_failure`, which keeps the text by the same rule.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from schakel.web import actions, drafts, tickets
from schakel.web.tickets import Ticket

GetResponse = Callable[[HttpRequest], HttpResponse]


class KeepTextMiddleware:
    """Sending without the session of the author keeps the text instead of losing it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the work is done when the view is known and CSRF was checked."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer instead of the view when the form came from somebody who is not there any more."""
        if request.method != "POST" or tickets.FIELD not in request.POST or _keeps_itself(request):
            return None
        ticket = tickets.sent_with(request, tickets.VALID_WITHOUT_SESSION)
        if ticket is None or ticket.belongs_to(request.user):
            return None
        kept = keep_for_author(request, ticket)
        if request.user.is_authenticated:
            return render(request, "403_csrf.html", {"kept_for_author": kept}, status=403)
        if kept:
            messages.warning(request, _("Je was uitgelogd. Je tekst is bewaard. Log in en ga verder."))
        return _to_login(request, ticket)


def _keeps_itself(request: HttpRequest) -> bool:
    """The draft line answers 401 by itself: the page still stands there, with the text in it."""
    return request.headers.get("HX-Request") == "true" and request.path.endswith("/concept/")


def keep_for_author(request: HttpRequest, ticket: Ticket) -> bool:
    """Put the text on its author's desk; False when there is no such author, no text, or it was sent before."""
    if not get_user_model()._default_manager.filter(pk=ticket.author, is_active=True).exists():
        return False
    fields = drafts.typed(request.POST)
    late = not ticket.belongs_to(request.user)
    try:
        draft = actions.save_draft(by=ticket.author, ticket=ticket, fields=fields, after_session=late)
    except (actions.DraftTooLong, actions.FormAlreadySent):
        return False
    return draft is not None


def _to_login(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    answer = redirect_to_login(ticket.path)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": answer.url})
    return answer
