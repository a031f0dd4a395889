"""Noodtoegang: the form, what is open now, and the one page on which such a file is read."""

import uuid
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from schakel.access import breakglass, log
from schakel.access.errors import AccessError
from schakel.access.fresh import freshly_confirmed
from schakel.access.gates import one, show
from schakel.access.http import Request
from schakel.access.models import User
from schakel.access.pages import page
from schakel.access.roles import Permission
from schakel.casework import queries, queries_emergency
from schakel.casework.actions import emergency as actions
from schakel.casework.errors import CaseworkError
from schakel.casework.forms.emergency import EmergencyForm
from schakel.people.models import Person

UNPROCESSABLE = 422


@page(Permission.BREAK_GLASS)
@freshly_confirmed
def emergency(request: Request) -> HttpResponse:
    """Open a file without a working relation. No draft is kept of this form: a name typed in vain leaves nothing behind."""
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _glass, child = actions.break_glass(by=request.user, **form.cleaned_data)
        except (CaseworkError, AccessError) as refusal:
            log.refused(user=request.user, action=actions.PLACE, rule=Permission.BREAK_GLASS)
            form.add_error(refusal.field or None, str(refusal))
        else:
            return redirect("casework:emergency_file", key=child.key)
    context = {"form": form, "open_now": _open_now(request)}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return TemplateResponse(request, "casework/emergency.html", context, status=status)


def _open_now(request: Request) -> list[tuple[Person, datetime]]:
    """The files that are open to this person in need, each with its end."""
    ends = {glass.person: glass.until_at for glass in breakglass.open_for(request.user)}
    if not ends:
        return []
    children = show(request, Person.objects.filter(pk__in=ends).order_by("first_name", "pk"))
    return [(child, ends[child.pk]) for child in children]


@page(Permission.BREAK_GLASS)
def emergency_file(request: Request, key: uuid.UUID) -> HttpResponse:
    """The file of one child, for reading, until its time is over. Every look is marked in the log."""
    child = one(request, Person, key, Permission.READ_IN_NEED)
    shown = queries_emergency.file_of(request.user, child)
    request.looks.persons_shown(shown.persons)
    context = {
        "child": child,
        "file": shown,
        "membership": queries.membership_of(child),
        "until": _until(request.user, child),
    }
    return TemplateResponse(request, "casework/emergency_file.html", context)


def _until(user: User, child: Person) -> datetime | None:
    return next((each.until_at for each in breakglass.open_for(user) if each.person == child.pk), None)
