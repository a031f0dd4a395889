"""Wie heeft welk recht, en waarom: for the privacy officer and the administrator. And the same as a file."""

from django.http import HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils import timezone

from schakel.access.fresh import freshly_confirmed_to_send
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.roles import BY_RELATION, PAGES, Permission, Role, Why, may_hold
from schakel.people import actions_rights, rights
from schakel.web import tables

CSV = "text/csv; charset=utf-8"


@page(Permission.RIGHTS)
def rights_review(request: Request) -> HttpResponse:
    """Every account, fifty at a time; or only what needs attention."""
    now, today, asked = timezone.now(), timezone.localdate(), request.GET.get("toon", "")
    part = tables.part_of(rights.accounts(now, today, asked), request, order=("full_name", "key"))
    context = {
        "part": part,
        "lines": rights.lines(part.items, now, today),
        "asked": asked,
        "reasons": rights.Attention.choices,
        "roles": [(role.label, *_rights_of(role)) for role in Role],
    }
    return TemplateResponse(request, "people/rights.html", context)


def _rights_of(role: Role) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """The pages of a role, and what each working relation gives it: the two tables that decide everything."""
    pages = [str(one.label) for one in Permission if one in PAGES[role]]
    whys = [
        (str(why.label), [str(one.label) for one in Permission if one in BY_RELATION[why]])
        for why in Why
        if may_hold(role, why)
    ]
    return pages, whys


@page(Permission.RIGHTS)
@freshly_confirmed_to_send
def rights_export(request: Request) -> HttpResponse:
    """All of it as a file. Asked for with a press, because taking it along is written."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    content = actions_rights.export(by=request.user, asked=request.POST.get("toon", ""))
    response = HttpResponse(content, content_type=CSV)
    response["Content-Disposition"] = 'attachment; filename="rechten.csv"'
    return response
