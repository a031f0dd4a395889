"""The lists: my children and families, my groups and teams, the questions of an area. Fifty at a time."""

from django.http import HttpResponse
from django.template.response import TemplateResponse

from schakel.access.gates import show, visible
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.roles import Permission, has_page
from schakel.casework import queries
from schakel.casework.models import HelpRequest, Support
from schakel.people import queries as people
from schakel.people.models import Person
from schakel.web import tables

ORDER = ("-started_on", "key")


@page(Permission.CASELOAD)
def children(request: Request) -> HttpResponse:
    """Children and families I work with; a name finds them by the start of each word."""
    found = visible(request.user, Support, Permission.READ_FILE).filter(child__isnull=False)
    asked = request.GET.get("zoek", "").strip()
    if asked:
        found = found.filter(child__in=people.matching(Person.objects.all(), asked))
    elif request.GET.get("ook") != "afgesloten":
        found = found.filter(closed_on=None)
    part = tables.part_of(found.select_related("child", "site"), request, order=ORDER)
    show(request, part.items)
    may_emergency = has_page(request.user.role, Permission.BREAK_GLASS)
    context = {"part": part, "asked": asked, "may_emergency": may_emergency}
    return TemplateResponse(request, "casework/children.html", context)


@page(Permission.CASELOAD)
def groups(request: Request) -> HttpResponse:
    """Classes, groups, teachers and teams: no child's name is needed here."""
    found = visible(request.user, Support, Permission.READ_FILE).filter(child=None)
    part = tables.part_of(found.select_related("site", "lead"), request, order=ORDER)
    show(request, part.items)
    return TemplateResponse(request, "casework/groups.html", {"part": part})


@page(Permission.BOARD)
def questions(request: Request) -> HttpResponse:
    """The questions of my area: open ones first to be late on top, or all, newest first."""
    found = visible(request.user, HelpRequest, Permission.READ_REQUEST)
    found = queries.still_open(found).select_related("site", "handler", "asked_by")
    part = tables.part_of(found, request, order=("due_on", "key"))
    show(request, part.items)
    return TemplateResponse(request, "casework/questions.html", {"part": part})
