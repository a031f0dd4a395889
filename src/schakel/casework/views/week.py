"""Mijn week, and the tap that counts a short contact."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from schakel.access.gates import one
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.roles import Permission, Role
from schakel.casework import week, week_notices
from schakel.casework.actions.counting import count_short_contact
from schakel.casework.words import ShortContactWith
from schakel.people import queries as people
from schakel.reference.models import SchoolSite

START: dict[str, str] = {
    Role.YOUTH_SUPPORTER: "casework:my_week",
    Role.SUPPORT_STAFF: "casework:my_week",
    Role.TEACHER: "casework:ask",
    Role.CHILDCARE_WORKER: "casework:ask",
    Role.CARE_COORDINATOR: "casework:ask",
    Role.COORDINATOR: "casework:today",
    Role.SCHOOL_HEAD: "casework:figures",
    Role.POLICY_OFFICER: "casework:figures",
    Role.RESEARCHER: "casework:figures",
    Role.PRIVACY_OFFICER: "access:log",
    Role.ADMINISTRATOR: "access:accounts",
}


@page(Permission.OWN_ACCOUNT)
def home(request: Request) -> HttpResponse:
    """The first page of a role."""
    return redirect(START[request.user.role])


@page(Permission.MY_WEEK)
def my_week(request: Request) -> HttpResponse:
    """What needs me and why, in order."""
    today = timezone.localdate()
    mine = week.of(request.user, today)
    notices = week_notices.opened_in_need(request.user)
    request.looks.persons_shown({*mine.persons, *notices.persons})
    sites = people.sites_of(request.user, today)
    record = people.professional(request.user)
    endings = week_notices.ending_soon(request.user, record, today)
    context = {
        "lines": [*notices.lines, *endings, *mine.lines],
        "later": mine.later,
        "here_today": [duty.site for duty in sites if today.isoweekday() in duty.weekdays],
        "sites": [(duty.site, mine.open_at[duty.site_id]) for duty in sites],
        "room": week.room(record, mine.leads),
        "taps": ShortContactWith.choices,
        "counted": week.short_contacts_this_week([duty.site for duty in sites], today),
    }
    return TemplateResponse(request, "casework/my_week.html", context)


@page(Permission.SHORT_CONTACT)
def short_contact(request: Request) -> HttpResponse:
    """The sites with their buttons, for the thumb."""
    today = timezone.localdate()
    sites = [duty.site for duty in people.sites_of(request.user, today)]
    counts = week.short_contacts_by_site(sites, today)
    context = {
        "sites": [(site, counts.get(site.pk, 0)) for site in sites],
        "taps": ShortContactWith.choices,
    }
    return TemplateResponse(request, "casework/short_contact.html", context)


@page(Permission.SHORT_CONTACT)
@require_POST
def tap(request: Request, key: uuid.UUID) -> HttpResponse:
    """One more short contact at this site. No name, no note."""
    site = one(request, SchoolSite, key, Permission.WORK_AT)
    with_whom = request.POST.get("with_whom", "")
    if with_whom in ShortContactWith.values:
        count_short_contact(by=request.user, site=site, with_whom=with_whom)
        messages.success(request, _("Geteld."))
    back = request.POST.get("back", "")
    return HttpResponseRedirect(reverse("casework:my_week" if back == "week" else "casework:short_contact"))
