"""Wie keek wat: for the privacy officer. Looking here is a look like any other, and is written."""

import uuid
from datetime import date

from django.http import HttpResponse
from django.template.response import TemplateResponse

from schakel.access import audit, subjects
from schakel.access.forms import AuditForm
from schakel.access.gates import Refused
from schakel.access.http import Request
from schakel.access.models import LogEntry
from schakel.access.pages import page
from schakel.access.roles import Kind, Permission
from schakel.web import tables


@page(Permission.AUDIT)
def log(request: Request) -> HttpResponse:
    """Search the log by who looked, at whom, what and when."""
    form = AuditForm(request.GET or None)
    asked = _asked(form.cleaned_data) if form.is_bound and form.is_valid() else audit.Asked()
    found = subjects.of(Kind.PERSON).search(form.cleaned_data["over"]) if _names_someone(form) else {}
    people = [(subjects.of(Kind.PERSON).key_of(number), name) for number, name in found.items()]
    context = {"form": form, "people": people, **_part(request, asked)}
    request.looks.persons_shown(found)
    return TemplateResponse(request, "access/log.html", context)


def _names_someone(form: AuditForm) -> bool:
    return form.is_bound and form.is_valid() and bool(form.cleaned_data["over"])


def _asked(data: dict[str, str | date | None]) -> audit.Asked:
    return audit.Asked(
        actor=str(data["wie"] or ""),
        event=str(data["soort"] or ""),
        from_on=data["vanaf"],  # type: ignore[arg-type]  # a DayField gives a day or None
        until_on=data["tot"],  # type: ignore[arg-type]  # a DayField gives a day or None
    )


def _part(request: Request, asked: audit.Asked) -> dict[str, object]:
    """Fifty rows of the log in words; everyone named on them is a person looked at."""
    part = tables.part_of(audit.rows(asked).order_by(), request, order=("-at", "-id"))
    request.looks.persons_shown(number for entry in part.items for number in entry.persons)
    return {"part": part, "sentences": audit.sentences(part.items), "events": LogEntry.Event}


@page(Permission.AUDIT)
def person(request: Request, key: uuid.UUID) -> HttpResponse:
    """Everything that was done with the data of one person, as plain sentences."""
    number, name = _person(request, key)
    context = {"name": name, "key": key, **_part(request, audit.Asked(person=number))}
    return TemplateResponse(request, "access/person_log.html", context)


@page(Permission.AUDIT)
def who_can_see(request: Request, key: uuid.UUID) -> HttpResponse:
    """Wie kan dit kind zien, en waarom?"""
    number, name = _person(request, key)
    context = {"name": name, "key": key, "seers": audit.who_can_see(number)}
    return TemplateResponse(request, "access/who_can_see.html", context)


def _person(request: Request, key: uuid.UUID) -> tuple[int, str]:
    found = audit.person_behind(key)
    if found is None:
        raise Refused(Permission.AUDIT, Kind.PERSON, key)
    request.looks.persons_shown([found[0]])
    return found
