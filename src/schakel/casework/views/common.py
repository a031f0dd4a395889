"""What every page with a form does: lay out what was typed before, act once, say beside the field what is wrong."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from schakel.access.gates import one
from schakel.access.http import Request
from schakel.access.roles import Permission
from schakel.casework import queries_consent
from schakel.casework.errors import CaseworkError, StaleError
from schakel.casework.models import Support
from schakel.people.errors import OverwrittenError, PeopleError
from schakel.people.models import Person
from schakel.web import drafts
from schakel.web.parts import Text
from schakel.web.versions import VersionedForm

Result = TypeVar("Result")
UNPROCESSABLE = 422
FORM_PAGE = "casework/form.html"
SAVE = _("Bewaar")
# The name of the button that only shows what would go out.
LOOK = "_look"


@dataclass(frozen=True)
class Words:
    """What a form page says: its title, its button, and why it is there."""

    title: Text
    button: Text = SAVE
    lead: Text = ""


def form_page(
    request: Request,
    form_class: type[forms.BaseForm],
    *,
    name: str,
    subject: object = "",
    words: Words,
    back: str,
    act: Callable[[dict[str, Any]], Result],
    to: Callable[[Result], str],
    context: Mapping[str, Any] | Callable[[], Mapping[str, Any]] | None = None,
    template: str = FORM_PAGE,
    initial: Mapping[str, Any] | None = None,
    **for_form: Any,
) -> HttpResponse:
    """Show a form, or run `act` with what was filled in and go `to` its result.

    What an action refuses is said beside the field it is about; the typed text stays. A press on `LOOK` shows the page again
    with what was typed, and does nothing else. A `context` that has to be looked up is given as a function: who sends does
    not wait for what only the page needs.
    """
    desk = drafts.for_form(request, name, subject)
    form = desk.fill(form_class, initial=initial, **for_form)
    acting = desk.sending and LOOK not in request.POST
    if acting and form.is_valid():
        try:
            return desk.send_once(lambda: act(form.cleaned_data), to=to)
        except (CaseworkError, PeopleError) as refusal:
            _say(form, refusal)
    beside = context() if callable(context) else context
    page = {"form": form, "desk": desk, "words": words, "back": back, **(beside or {})}
    return TemplateResponse(request, template, page, status=UNPROCESSABLE if acting else 200)


def a_support(request: Request, key: uuid.UUID, permission: Permission) -> Support:
    """The support at this address, with what the head of each of its pages names."""
    return one(request, Support, key, permission, joined=("site", "child", "lead", "request"))


def support_form(
    request: Request,
    support: Support,
    form_class: type[forms.BaseForm],
    act: Callable[[dict[str, Any]], object],
    *,
    name: str,
    words: Words,
    back: str,
    **more: Any,
) -> HttpResponse:
    """A form about one support that ends where it began. `more` as `form_page` takes it."""
    return form_page(
        request,
        form_class,
        act=act,
        to=lambda _done: back,
        **{
            "name": name,
            "subject": support.key,
            "words": words,
            "back": back,
            "context": {"support": support},
            **more,
        },
    )


def _say(form: forms.BaseForm, refusal: CaseworkError | PeopleError) -> None:
    if isinstance(refusal, StaleError | OverwrittenError) and isinstance(form, VersionedForm):
        if form.current is not None:
            form.current.refresh_from_db()
        form.overtake(form.current, {name: getattr(form.current, name) for name in form.now})
        return
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def version(data: Mapping[str, Any]) -> int:
    """The version that a form was opened with."""
    return int(data["version"])


def with_version(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in, with the version as an action takes it."""
    return {**{name: value for name, value in data.items() if name != "version"}, "expected": version(data)}


def consent_of(request: Request, child: Person | None) -> queries_consent.Panel | None:
    """Who must agree about this child, for the page; everyone named on it is a person looked at."""
    if child is None:
        return None
    panel = queries_consent.panel(child)
    request.looks.persons_shown(line.person.pk for line in panel.lines)
    return panel
