"""Vandaag: the work of an area on one page. Who is where. And the figures, which show nobody."""

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from schakel.access import breakglass
from schakel.access.gates import show
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.roles import Permission, Role
from schakel.casework import board as boards
from schakel.casework import burden, queries, queries_letters
from schakel.casework import figures as counted
from schakel.people import ending


@page(Permission.BOARD)
def today(request: Request) -> HttpResponse:
    """At risk today on top, then by days left; the room of the team; where nobody is."""
    day = timezone.localdate()
    areas = queries.areas_of(request.user)
    groups = boards.by_days_left(boards.waiting(request.user), day)
    show(request, [each for group in groups for each in group.shown])
    context = {
        "groups": groups,
        "room": boards.room_of(areas, day),
        "uncovered": boards.sites_without_supporter(areas, day),
        "areas": areas,
        "endings": ending.endings_in(areas, day),
        "emergencies": breakglass.how_many_to_review(request.user),
    }
    return TemplateResponse(request, "casework/today.html", context)


@page(Permission.BOARD)
def whereabouts(request: Request) -> HttpResponse:
    """Which supporter is at which site on which weekday."""
    day = timezone.localdate()
    context = {
        "table": boards.whereabouts(queries.areas_of(request.user), day),
        "weekdays": boards.weekday_names(),
    }
    return TemplateResponse(request, "casework/whereabouts.html", context)


@page(Permission.FIGURES)
def figures(request: Request) -> HttpResponse:
    """Counts per area, never of fewer than ten, never of a person."""
    areas = queries.areas_for_figures(request.user)
    day = timezone.localdate()
    context: dict[str, object] = {"figures": counted.of_areas(areas, day), "areas": areas}
    if request.user.role == Role.COORDINATOR:
        context["burden"] = queries_letters.average_burden(areas, day)
        context["least"] = burden.LEAST
    return TemplateResponse(request, "casework/figures.html", context)
