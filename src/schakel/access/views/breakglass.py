"""Noodtoegang nakijken: what was opened in need, by whom and why; somebody else judges each, and the list gets empty."""

import uuid

from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from schakel.access import actions_breakglass as actions
from schakel.access import audit, breakglass, subjects
from schakel.access.errors import AccessError
from schakel.access.forms import ReviewForm
from schakel.access.gates import Refused
from schakel.access.http import Request
from schakel.access.models_breakglass import BreakGlass
from schakel.access.pages import page
from schakel.access.roles import Kind, Permission
from schakel.web import drafts, tables

UNPROCESSABLE = 422


@page(Permission.REVIEW_BREAK_GLASS)
def overview(request: Request) -> HttpResponse:
    """What waits for a judgement, oldest first; and what was judged, newest first, fifty at a time."""
    waiting = list(breakglass.to_review(request.user).select_related("user").order_by("opened_at", "pk"))
    done = breakglass.reviewable(request.user).exclude(reviewed_at=None).select_related("user", "reviewed_by")
    part = tables.part_of(done, request, order=("-opened_at", "key"))
    names = _names(request, [*waiting, *part.items])
    context = {
        "waiting": [(glass, names[glass.person]) for glass in waiting],
        "done": [(glass, names[glass.person]) for glass in part],
        "part": part,
    }
    return TemplateResponse(request, "access/breakglass.html", context)


def _names(request: Request, shown: list[BreakGlass]) -> dict[int, str]:
    """The children on the page, by number; everybody named is a person looked at, also when it is nobody."""
    numbers = {glass.person for glass in shown}
    request.looks.persons_shown(numbers)
    return subjects.of(Kind.PERSON).names(numbers)


@page(Permission.REVIEW_BREAK_GLASS)
def review(request: Request, key: uuid.UUID) -> HttpResponse:
    """One of them: the reason, every look, and the judgement."""
    glass = _reviewable(request, key)
    desk = drafts.for_form(request, "break-glass", key)
    form = desk.fill(ReviewForm)
    if desk.sending and form.is_valid():
        try:
            return desk.send_once(
                lambda: actions.review(by=request.user, glass=glass, **form.cleaned_data),
                to=lambda _glass: reverse("access:break_glass"),
            )
        except AccessError as refusal:
            form.add_error(refusal.field or None, str(refusal))
    looks = breakglass.looks_of(glass)
    request.looks.persons_shown(number for row in looks for number in row.persons)
    context = {
        "glass": glass,
        "name": subjects.of(Kind.PERSON).names([glass.person])[glass.person],
        "looks": audit.sentences(looks),
        "form": form,
        "desk": desk,
    }
    status = UNPROCESSABLE if desk.sending else 200
    return TemplateResponse(request, "access/break_glass_review.html", context, status=status)


def _reviewable(request: Request, key: uuid.UUID) -> BreakGlass:
    """The record at this address, staged as a look; refused for who may not judge it, also for who did it."""
    rows = breakglass.reviewable(request.user).select_related("user", "reviewed_by")
    glass = rows.filter(key=key).first()
    if glass is None:
        raise Refused(Permission.REVIEW_BREAK_GLASS, Kind.BREAK_GLASS, key)
    request.looks.at(glass, Permission.REVIEW_BREAK_GLASS)
    return glass


@page(Permission.MY_WEEK)
def seen(request: Request, key: uuid.UUID) -> HttpResponse:
    """The notice on Mijn week was read: one press."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    glass = next((each for each in breakglass.notices_for(request.user) if each.key == key), None)
    if glass is None:
        raise Refused(Permission.MY_WEEK, Kind.BREAK_GLASS, key)
    actions.acknowledge(by=request.user, glass=glass)
    return redirect("casework:my_week")
