"""What cannot be done now, said in one sentence.

A form says it beside the field. A press without a form (done, looked back, stops) has no field: two people press, or a page
stood open for a day. Whatever a view does not catch is answered here, with the sentence of the error, and nothing is stored.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise


class NotPossible(ValueError):
    """Why not, in the words of the screen. `field` names the field beside which the sentence stands, if any."""

    field = ""
    message: str | Promise = ""

    def __str__(self) -> str:
        return str(self.message)


class RefusalMiddleware:
    """Outside the transaction: what the view began is undone when this answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A sentence instead of a fault."""
        if not isinstance(exception, NotPossible):
            return None
        answer = render(request, "409.html", {"why": str(exception)}, status=409)
        answer["Cache-Control"] = "no-store"
        return answer
