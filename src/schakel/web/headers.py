"""What every answer tells the browser besides the page, and where the browser tells of what it stopped.

A report of the content security policy can hold the address of a page, and that can point at a child. So only the name of the
rule that was broken is kept, as one line for whoever runs the server, and no more than a few a minute.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from schakel.web.open import for_everybody

logger = logging.getLogger(__name__)

# No page uses any of these; a script that got in cannot either.
OFF = (
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
HEADERS = {
    "Permissions-Policy": ", ".join(
        [
            *(f"{name}=()" for name in OFF),
            "publickey-credentials-get=(self)",
            "publickey-credentials-create=(self)",
        ]
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Reporting-Endpoints": 'csp="/csp-melding/"',
}
MOST_BYTES = 16 * 1024
LINES_A_MINUTE = 10
# What browsers send: the old layout, the Reporting API. A form in its place was read already, as a form.
REPORTS = frozenset({"application/csp-report", "application/reports+json", "application/json"})
DIRECTIVE = re.compile(r"[a-z]+(-[a-z]+){0,4}")


class HeadersMiddleware:
    """Outermost, so that also a static file and an error carry them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add what is not there yet."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response


@for_everybody
@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """A browser stopped something. Anything may be sent here, so nothing of it is believed or kept but a known kind of word."""
    if request.content_type in REPORTS and _length(request) <= MOST_BYTES and _may_tell():
        for name in _broken(request.body):
            logger.warning("The content security policy stopped something: %s", name)
    return HttpResponse(status=204)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return MOST_BYTES + 1


def _may_tell() -> bool:
    """A count in the database: all web workers together stay below the limit."""
    cache.add("csp-report", 0, timeout=60)
    try:
        return cache.incr("csp-report") <= LINES_A_MINUTE
    except ValueError:
        return False


def _broken(body: bytes) -> list[str]:
    """The rules named in a report, in the old layout (report-uri) or the new one (Reporting API)."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return []
    reports = sent if isinstance(sent, list) else [sent]
    return sorted({name for each in reports[:LINES_A_MINUTE] if (name := _rule(each))})


def _rule(report: object) -> str:
    """The name of one rule; empty for what is no report."""
    inner = report.get("csp-report", report.get("body")) if isinstance(report, dict) else None
    named = (
        inner.get("effective-directive", inner.get("effectiveDirective")) if isinstance(inner, dict) else None
    )
    return named if isinstance(named, str) and DIRECTIVE.fullmatch(named) else ""
