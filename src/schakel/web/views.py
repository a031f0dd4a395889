"""Pages of the shell that need no account."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe
from django.views.i18n import set_language

from schakel.web import theme
from schakel.web.organisation import organisation

choose_language = set_language


def _theme_tag(request: HttpRequest) -> str:
    sheet = theme.sheet(getattr(settings, "THEME", {}))
    return f'"{hashlib.sha256(sheet.encode()).hexdigest()[:16]}"'


@require_safe
@condition(etag_func=_theme_tag)
@cache_control(public=True, max_age=3600)
def theme_sheet(request: HttpRequest) -> HttpResponse:
    """The colours of the municipality."""
    return HttpResponse(theme.sheet(getattr(settings, "THEME", {})), content_type="text/css; charset=utf-8")


@require_safe
@cache_control(no_store=True)
def healthy(request: HttpRequest) -> JsonResponse:
    """Whether this process reaches its database; says nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that Dutch law asks of public bodies."""
    return render(request, "web/pages/accessibility.html")


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """What a person may ask: a confidential counsellor, to see, to correct, to erase, to complain."""
    return render(request, "web/pages/rights.html")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a leak (RFC 9116); not there when nobody is named."""
    contact = organisation().security_contact
    if not contact:
        raise Http404
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {today + timedelta(days=180):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {request.build_absolute_uri()}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
