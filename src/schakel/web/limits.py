"""What is too large, or written in letters that we do not read, is refused before anything reads it; so is any odd method.

A form about one child fits in `DATA_UPLOAD_MAX_MEMORY_SIZE`. A page that takes a file says how large that may be:

    @page(Permission.REFERENCE)
    @takes_at_most(MAX_BYTES)
    def import_sites(request): ...

Browsers send forms in the letters of the page, UTF-8. Any other word for them in a request is somebody's test of what the
parser does with it: some are no letters at all, others hold half characters that no table can keep.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.http.request import UnreadablePostError
from django.shortcuts import render

# Around a file: its name, the other fields, the borders between them.
ROOM_AROUND = 256 * 1024
MEGABYTE = 1024 * 1024
PIECE = 64 * 1024
# What pages and forms are asked with.
METHODS = ("GET", "HEAD", "POST")

Args = ParamSpec("Args")
Answer = TypeVar("Answer", bound=HttpResponseBase)


def takes_at_most(most: int) -> Callable[[Callable[Args, Answer]], Callable[Args, Answer]]:
    """A view that takes a file of at most so many bytes."""

    def mark(view: Callable[Args, Answer]) -> Callable[Args, Answer]:
        view.most_bytes = most  # type: ignore[attr-defined]  # read by the middleware
        return view

    return mark


class LimitsMiddleware:
    """Stands before whatever reads a body: the CSRF check is the first that does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; what a view takes is known when the view is."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Refuse instead of reading."""
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        most = getattr(view, "most_bytes", settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        if _length(request) > most + ROOM_AROUND:
            _let_pass(request)
            return render(request, "413.html", {"most": most // MEGABYTE}, status=413)
        if not _in_our_letters(request):
            return render(request, "400.html", status=400)
        return None


def _let_pass(request: HttpRequest) -> None:
    """Take in what comes and keep nothing of it: a browser reads the answer only when it has sent everything."""
    try:
        while request.read(PIECE):
            pass
    except UnreadablePostError:
        return


def _length(request: HttpRequest) -> int:
    """What the request says it carries. Nothing that it does not announce is ever read."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _in_our_letters(request: HttpRequest) -> bool:
    said = (request.content_params or {}).get("charset", "utf-8")
    try:
        return codecs.lookup(said).name in {"utf-8", "ascii"}
    except LookupError:
        # Django reads those as UTF-8.
        return True
