"""A colleague leaves: for the coordinator of the area. Who it can be, and the one form that hands everything over."""

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.access.errors import AccessError
from schakel.access.fresh import freshly_confirmed
from schakel.access.gates import Refused, show
from schakel.access.http import Request
from schakel.access.models import User
from schakel.access.pages import page
from schakel.access.roles import Kind, Permission, Role
from schakel.casework import queries_leaving
from schakel.casework.actions import leaving as actions
from schakel.casework.errors import CaseworkError
from schakel.casework.forms.leaving import LeaveForm
from schakel.casework.models import Support
from schakel.web import tables

UNPROCESSABLE = 422


@page(Permission.BOARD)
def leaving(request: Request) -> HttpResponse:
    """The colleagues of my areas, fifty at a time; a name finds them."""
    asked = tables.asked_words(request)
    rows = queries_leaving.colleagues(request.user, timezone.localdate(), asked).filter(is_active=True)
    part = tables.part_of(rows, request, order=("full_name", "key"))
    return TemplateResponse(request, "casework/leaving.html", {"part": part, "asked": asked})


@page(Permission.BOARD)
@freshly_confirmed
def leave(request: Request, key: uuid.UUID) -> HttpResponse:
    """What this colleague has in hand, and to whom it goes."""
    today = timezone.localdate()
    user = queries_leaving.colleagues(request.user, today).filter(key=key).first()
    if user is None:
        raise Refused(Permission.OVERSEE, Kind.USER, key)
    hand = queries_leaving.in_hand(user, request.user, today)
    show(request, hand.named)
    takers = queries_leaving.successors(user, request.user, today)
    form = _form(request, takers, hand.named)
    if request.method == "POST" and form.is_valid():
        by_key = {str(one.key): one for one in takers}
        leads = {uuid.UUID(of): by_key[who] for of, who in form.chosen().items()}
        try:
            actions.leave(
                by=request.user, user=user, successor=by_key.get(form.cleaned_data["successor"]), leads=leads
            )
        except (CaseworkError, AccessError) as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Alles is overgedragen. Het account is gesloten."))
            return redirect("casework:whereabouts")
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"colleague": user, "hand": hand, "form": form}
    return TemplateResponse(request, "casework/leave.html", context, status=status)


def _form(request: Request, takers: list[User], named: Sequence[Support]) -> LeaveForm:
    supports = [(str(one.key), _title(one)) for one in named]
    people = [(str(one.key), one.full_name) for one in takers]
    leads = [(str(one.key), one.full_name) for one in takers if one.role == Role.YOUTH_SUPPORTER]
    return LeaveForm(request.POST or None, successors=people, leads=leads, supports=supports)


def _title(support: Support) -> str:
    return str(support.child) if support.child else support.title
