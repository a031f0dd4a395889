"""The lists: my children and families, my groups and teams, the questions of an area. Fifty at a time."""

from typing import Unpack

from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse

from schakel.access.gates import Reach, reach, reached_ids, show
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.roles import Permission, has_page
from schakel.casework import lines, queries
from schakel.casework.models import HelpRequest, Support
from schakel.people.models import Person
from schakel.rules import names
from schakel.web import tables

ORDER = ("-started_on", "key")


@page(Permission.CASELOAD)
def children(request: Request) -> HttpResponse:
    """Children and families I work with; a name finds them by the start of each word."""
    asked = request.GET.get("zoek", "").strip()
    part = _looked_for(request, asked) if asked else _mine(request)
    show(request, part.items)
    may_emergency = has_page(request.user.role, Permission.BREAK_GLASS)
    context = {
        "lines": lines.of_supports(part.items),
        "part": part,
        "asked": asked,
        "may_emergency": may_emergency,
    }
    return TemplateResponse(request, "casework/children.html", context)


def _mine(request: Request) -> tables.Slice[Support]:
    closed = request.GET.get("ook") == "afgesloten"
    mine = reach(request.user, Permission.READ_FILE)
    return tables.prepared_part(Support, _of_children, request, order=ORDER, closed_too=closed, **mine)


def _looked_for(request: Request, asked: str) -> tables.Slice[Support]:
    """Those of a child with this name, closed ones too; nobody when less than two letters were typed."""
    words = names.query_words(asked)
    if not words:
        return tables.Slice([], previous="", next="")
    mine = reach(request.user, Permission.READ_FILE)
    return tables.prepared_part(Support, _of_named, request, order=ORDER, words=words, **mine)


def _of_children(*, closed_too: bool, **through: Unpack[Reach]) -> QuerySet[Support]:
    """The supports of children within reach; those that are closed only when asked for."""
    rows = Support.objects.filter(pk__in=reached_ids(Support, **through), child__isnull=False)
    return (rows if closed_too else rows.filter(closed_on=None)).select_related("child", "site")


def _of_named(*, words: list[str], **through: Unpack[Reach]) -> QuerySet[Support]:
    named = Person.objects.filter(search_words__all=words)
    return _of_children(closed_too=True, **through).filter(child__in=named)


@page(Permission.CASELOAD)
def groups(request: Request) -> HttpResponse:
    """Classes, groups, teachers and teams: no child's name is needed here."""
    mine = reach(request.user, Permission.READ_FILE)
    part = tables.prepared_part(Support, _of_groups, request, order=ORDER, **mine)
    show(request, part.items)
    return TemplateResponse(
        request, "casework/groups.html", {"lines": lines.of_groups(part.items), "part": part}
    )


def _of_groups(**through: Unpack[Reach]) -> QuerySet[Support]:
    rows = Support.objects.filter(pk__in=reached_ids(Support, **through), child=None)
    return rows.select_related("site", "lead")


@page(Permission.BOARD)
def questions(request: Request) -> HttpResponse:
    """The questions of my area: open ones first to be late on top, or all, newest first."""
    mine = reach(request.user, Permission.READ_REQUEST)
    part = tables.prepared_part(HelpRequest, _open_questions, request, order=("due_on", "key"), **mine)
    show(request, part.items)
    return TemplateResponse(
        request, "casework/questions.html", {"lines": lines.of_questions(part.items), "part": part}
    )


def _open_questions(**through: Unpack[Reach]) -> QuerySet[HelpRequest]:
    rows = HelpRequest.objects.filter(pk__in=reached_ids(HelpRequest, **through))
    return queries.still_open(rows).select_related("site", "handler", "asked_by")
