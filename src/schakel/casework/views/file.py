"""The file as its persons read it: who may see it, what is kept back by two readers, own statements, and the PDF."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from schakel.access.fresh import freshly_confirmed_to_send
from schakel.access.gates import Refused, holds, numbered
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.roles import Permission
from schakel.casework import keep, queries_file
from schakel.casework.actions import file as actions
from schakel.casework.forms.file import SecondReadForm, StatementForm, WithholdForm
from schakel.casework.models import Support
from schakel.casework.views.common import Words, a_support, support_form
from schakel.people.models import Person
from schakel.rules.file_access import Sight

SIGHTS = {
    Sight.OWN_FILE: _("mag zien: het is het eigen dossier"),
    Sight.HAS_AUTHORITY: _("mag zien: heeft gezag"),
    Sight.CHILD_CONSENTS: _("mag zien: het kind vindt het goed"),
    Sight.TOO_YOUNG: _("mag nog niet zelf zien: jonger dan 12"),
    Sight.CHILD_MUST_CONSENT: _("mag alleen zien als het kind het goed vindt"),
    Sight.NO_AUTHORITY: _("mag niet zien: heeft geen gezag"),
    Sight.BIRTH_DATE_UNKNOWN: _("weten we niet: de geboortedatum ontbreekt"),
}


def _support(request: Request, key: uuid.UUID, permission: Permission) -> tuple[Support, Person]:
    """A support of a child, and that child."""
    found = a_support(request, key, permission)
    if found.child is None:
        raise Refused(permission, Support.relation_kind, key)
    return found, found.child


def _family(request: Request, child: Person) -> dict[str, Person]:
    people = {str(person.key): person for person in keep.persons_of(child, timezone.localdate())}
    request.looks.persons_shown(person.pk for person in people.values())
    return people


def _to_file(key: uuid.UUID) -> str:
    return reverse("casework:file", args=[key])


@page(Permission.CASELOAD)
def file(request: Request, key: uuid.UUID) -> HttpResponse:
    """Who of the family may see this file today, and what two readers keep back."""
    found, child = _support(request, key, Permission.READ_FILE)
    family = list(_family(request, child).values())
    people = zip(family, queries_file.sights(child, family), strict=True)
    context = {
        "support": found,
        "child": child,
        "people": [(person, answer, SIGHTS[answer.sight]) for person, answer in people],
        "lines": queries_file.lines_of(found),
        "statements": child.statements.select_related("said_by").order_by("-on", "-pk"),
        "may_write": holds(request.user, found, Permission.WRITE_FILE),
    }
    return TemplateResponse(request, "casework/file.html", context)


@page(Permission.CASELOAD)
def add_statement(request: Request, key: uuid.UUID) -> HttpResponse:
    """What somebody of the family adds to the file."""
    found, child = _support(request, key, Permission.WRITE_FILE)
    people = _family(request, child)

    def act(data: dict[str, Any]) -> object:
        said_by = people[data["said_by"]]
        return actions.add_statement(by=request.user, child=child, said_by=said_by, text=data["text"])

    return support_form(
        request,
        found,
        StatementForm,
        act,
        name="statement",
        words=Words(
            _("Eigen verhaal toevoegen"),
            lead=_("Iedereen mag er een eigen verhaal bij zetten. Het blijft staan."),
        ),
        back=_to_file(key),
        people=[(of, str(person)) for of, person in people.items()],
    )


def _line(found: Support, number: int, permission: Permission) -> queries_file.FileLine:
    return numbered(queries_file.lines_of(found), number, found, permission)


@page(Permission.CASELOAD)
def withhold(request: Request, key: uuid.UUID, number: int) -> HttpResponse:
    """Keep one part back until a second reader has looked. `number` counts the parts of this file."""
    found, _child = _support(request, key, Permission.WRITE_FILE)
    line = _line(found, number, Permission.WRITE_FILE)

    def act(data: dict[str, Any]) -> object:
        return actions.ask_second_reader(
            by=request.user, support=found, part=line.part, number=line.number, **data
        )

    return support_form(
        request,
        found,
        WithholdForm,
        act,
        name="withhold",
        subject=f"{key}/{number}",
        words=Words(_("Achterhouden"), _("Vraag een tweede lezer"), line.words),
        back=_to_file(key),
    )


@page(Permission.CASELOAD)
def second_read(request: Request, key: uuid.UUID, number: int) -> HttpResponse:
    """The second reader decides about one part."""
    found, _child = _support(request, key, Permission.READ_FILE)
    line = _line(found, number, Permission.READ_FILE)
    record = line.reading
    if record is None:
        raise Refused(Permission.READ_FILE, Support.relation_kind, key)

    def act(data: dict[str, Any]) -> object:
        return actions.read_second(by=request.user, record=record, outcome=data["outcome"])

    return support_form(
        request,
        found,
        SecondReadForm,
        act,
        name="second-read",
        subject=f"{key}/{number}",
        words=Words(_("Meelezen"), _("Besluit"), f"{line.words} ({record.reason})"),
        back=_to_file(key),
    )


@page(Permission.CASELOAD)
@require_POST
def look_along(request: Request, key: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """A child of 16 lets somebody look along, or takes that back: one press."""
    found, child = _support(request, key, Permission.WRITE_FILE)
    other = _family(request, child).get(str(person))
    if other is None:
        raise Refused(Permission.WRITE_FILE, Support.relation_kind, found.key)
    answer = queries_file.sight(child, other)
    if answer.sight is Sight.CHILD_MUST_CONSENT:
        actions.let_look_along(by=request.user, child=child, person=other)
    elif answer.sight is Sight.CHILD_CONSENTS:
        actions.end_look_along(by=request.user, child=child, person=other)
    return HttpResponseRedirect(_to_file(key))


@page(Permission.CASELOAD)
@require_POST
@freshly_confirmed_to_send
def file_pdf(request: Request, key: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """The file as this person of the family may see it. Asked for with a press, because handing it over is written."""
    found, child = _support(request, key, Permission.READ_FILE)
    reader = _family(request, child).get(str(person))
    if reader is None or not queries_file.sight(child, reader).allowed:
        raise Refused(Permission.READ_FILE, Support.relation_kind, found.key)
    pdf = actions.hand_over(by=request.user, support=found, reader=reader)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="dossier.pdf"'
    return response
