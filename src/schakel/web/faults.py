"""When something breaks: whose fault it is said to be, and what was typed comes back.

A database that is away, full or may only be read is no defect of the program and passes by itself: the page says so, with
status 503 and a moment to try again. What was sent could not be kept on the server, so the page carries it: a press sends it
once more, and the ticket in it makes sure that it is stored once. The page asks the database nothing.
"""

from __future__ import annotations

import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.template import loader

from schakel.web.open import for_everybody

RETRY_AFTER = 30
# Never written into a page, not even the sender's own.
_SECRET = ("password", "code", "otp", "token_")
# PostgreSQL: read-only transaction, no room, too many sessions, shutting down, starting up.
_PASSING = {"25006", "53000", "53100", "53200", "53300", "57P01", "57P02", "57P03"}


@for_everybody
def server_error(request: HttpRequest) -> HttpResponse:
    """The last resort of every page."""
    if not passes_by_itself(sys.exc_info()[1]):
        return HttpResponse(loader.get_template("500.html").render(), status=500)
    fields = typed(request)
    known = {"fields": fields, "path": request.path, "sent": request.method == "POST"}
    answer = HttpResponse(loader.get_template("503.html").render(known), status=503)
    answer["Retry-After"] = str(RETRY_AFTER)
    answer["Cache-Control"] = "no-store"
    return answer


def passes_by_itself(error: BaseException | None) -> bool:
    """Whether the database is not there for now, anywhere in the chain of this error."""
    while error is not None:
        if isinstance(error, (OperationalError, InterfaceError)):
            return True
        if isinstance(error, DatabaseError) and getattr(error.__cause__, "sqlstate", "") in _PASSING:
            return True
        error = error.__cause__ or error.__context__
    return False


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field that was sent, in order; nothing when a secret is among them, or files, which a page cannot carry."""
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (UnreadablePostError, OSError):
        return []
    secret = any(part in name.lower() for name, _ in fields for part in _SECRET)
    return [] if secret or request.FILES else [(name, str(value)) for name, value in fields]
