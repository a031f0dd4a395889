"""Pages of the shell: those that need no account, the draft line of a form, and work behind a page."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_POST, require_safe
from django.views.i18n import set_language

from schakel.web import actions, drafts, theme, tickets
from schakel.web.middleware import keep_for_author
from schakel.web.models import Draft, Job
from schakel.web.open import for_everybody, for_its_owner
from schakel.web.organisation import organisation

choose_language = for_everybody(set_language)
LINE = "web/parts/draft_line.html"


def _theme_tag(request: HttpRequest) -> str:
    sheet = theme.sheet(getattr(settings, "THEME", {}))
    return f'"{hashlib.sha256(sheet.encode()).hexdigest()[:16]}"'


@for_everybody
@require_safe
@condition(etag_func=_theme_tag)
@cache_control(public=True, max_age=3600)
def theme_sheet(request: HttpRequest) -> HttpResponse:
    """The colours of the municipality."""
    return HttpResponse(theme.sheet(getattr(settings, "THEME", {})), content_type="text/css; charset=utf-8")


@for_everybody
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that Dutch law asks of public bodies."""
    return render(request, "web/pages/accessibility.html")


@for_everybody
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """What a person may ask: a confidential counsellor, to see, to correct, to erase, to complain."""
    return render(request, "web/pages/rights.html")


@for_everybody
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


@for_its_owner
@require_POST
@cache_control(no_store=True)
def keep_draft(request: HttpRequest) -> HttpResponse:
    """Keep what is typed. By htmx every few seconds (answers one line), or by the button without JavaScript."""
    ticket = tickets.sent_with(request)
    if not request.user.is_authenticated:
        return render(request, LINE, {"signed_out": True}, status=401)
    if ticket is None or not ticket.belongs_to(request.user):
        return render(request, LINE, {"outdated": True}, status=409)
    return _kept(request, ticket)


def _kept(request: HttpRequest, ticket: tickets.Ticket) -> HttpResponse:
    try:
        draft = actions.save_draft(by=ticket.author, ticket=ticket, fields=drafts.typed(request.POST))
    except actions.DraftTooLong:
        return render(request, LINE, {"too_long": True}, status=413)
    except actions.FormAlreadySent:
        draft = None
    return _shown(request, ticket, draft)


def _shown(request: HttpRequest, ticket: tickets.Ticket, draft: Draft | None) -> HttpResponse:
    if _by_htmx(request):
        return render(request, LINE, {"draft": draft})
    if draft is not None:
        messages.success(request, _("Bewaard. Alleen jij ziet dit. Je kunt later verder."))
    return HttpResponseRedirect(ticket.path)


def _by_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


@for_its_owner
@require_POST
def discard_draft(request: HttpRequest) -> HttpResponse:
    """Throw the draft away and begin with an empty form."""
    ticket = tickets.sent_with(request)
    if not request.user.is_authenticated:
        return redirect_to_login(ticket.path if ticket else "/")
    if ticket is None or not ticket.belongs_to(request.user):
        raise Http404
    actions.discard_draft(by=request.user, form=ticket.form, subject=ticket.subject)
    messages.info(request, _("Weggegooid. Je begint opnieuw."))
    return HttpResponseRedirect(ticket.path)


@for_everybody
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from a page that was too old. The ticket proves that the page was ours, so its text is kept."""
    ticket = tickets.sent_with(request, tickets.VALID_WITHOUT_SESSION)
    if ticket is None:
        return render(request, "403_csrf.html", {"kept": False}, status=403)
    if ticket.belongs_to(request.user) and _by_htmx(request):
        return _kept(request, ticket)
    kept = keep_for_author(request, ticket)
    return render(request, "403_csrf.html", {"kept": kept, "back": ticket.path}, status=403)


@for_its_owner
@login_required
@require_safe
@cache_control(no_store=True)
def job(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far the own work is; refreshes itself, with or without JavaScript."""
    found = get_object_or_404(Job, key=key, owner=request.user)
    template = "web/parts/job.html" if _by_htmx(request) else "web/pages/job.html"
    return render(request, template, {"job": found})


@for_its_owner
@login_required
@require_POST
def stop_job(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask the own work to stop."""
    found = get_object_or_404(Job, key=key, owner=request.user)
    actions.ask_to_stop(by=request.user, job=found)
    return redirect("web:job", key=key)
