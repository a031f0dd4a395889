"""The desk of a form: what was typed before lies on it, and sending goes over it once.

A view needs three lines:

    desk = drafts.for_form(request, "vraag-stellen", subject=site.key)
    form = desk.fill(AskForm)
    if desk.sending and form.is_valid():
        return desk.send_once(lambda: actions.ask(by=request.user, **form.cleaned_data), to=where_it_stands)
    return render(request, "casework/ask.html", {"form": form, "desk": desk})

and its page one: `{% plain_form form desk=desk button=_("Verstuur") %}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from schakel.web import actions, tickets
from schakel.web.forms import initial_of
from schakel.web.models import Draft
from schakel.web.prepared import prepared
from schakel.web.tickets import Ticket

Form = TypeVar("Form", bound=forms.BaseForm)
Result = TypeVar("Result")

NEVER_KEPT = ("password", "wachtwoord", "code")


class NobodyAtTheDesk(Exception):
    """Drafts belong to somebody: let the view ask for a log-in first."""


def typed(data: QueryDict) -> dict[str, list[str]]:
    """What was typed: no tokens, no passwords, no files."""
    return {
        name: [str(text) for text in texts]
        for name, texts in data.lists()
        if not name.startswith("_")
        and name != "csrfmiddlewaretoken"
        and not any(word in name.lower() for word in NEVER_KEPT)
    }


def own(user: Any, form: str, subject: str = "") -> Draft | None:
    """The draft of this author; there is no way to ask for somebody else's."""
    return next(iter(_own(author=user.pk, form=form, subject=subject)), None)


@prepared
def _own(*, author: int, form: str, subject: str) -> QuerySet[Draft]:
    return Draft.objects.filter(author=author, form=form, subject=subject)


class Desk:
    """One form, about one subject, in front of one person."""

    def __init__(self, request: HttpRequest, form: str, subject: str) -> None:
        if not request.user.is_authenticated:
            raise NobodyAtTheDesk(form)
        self.request = request
        self.form = form
        self.subject = subject

    @property
    def sending(self) -> bool:
        """Whether the form comes in."""
        return self.request.method == "POST"

    @cached_property
    def draft(self) -> Draft | None:
        """What was kept before; only looked up when the empty form is asked for."""
        return None if self.sending else own(self.request.user, self.form, self.subject)

    @cached_property
    def ticket(self) -> Ticket:
        """The ticket that came in with this form, else a fresh one."""
        came = tickets.sent_with(self.request) if self.sending else None
        if came is not None and self._is_ours(came):
            return came
        return tickets.fresh(self.request.user, self.form, self.subject, self.request.path)

    def _is_ours(self, ticket: Ticket) -> bool:
        same_form = (ticket.form, ticket.subject) == (self.form, self.subject)
        return same_form and ticket.belongs_to(self.request.user)

    def fill(self, form: type[Form], *, initial: Mapping[str, Any] | None = None, **more: Any) -> Form:
        """The form: with what comes in, else with what was kept, else with `initial`."""
        if self.sending:
            return form(data=self.request.POST, files=self.request.FILES, initial=dict(initial or {}), **more)
        kept = initial_of(form, self.draft.fields) if self.draft else {}
        return form(initial={**(initial or {}), **kept}, **more)

    def send_once(self, action: Callable[[], Result], *, to: Callable[[Result], str]) -> HttpResponse:
        """Run the action and go to its result; pressing twice goes to the same result and stores once."""
        try:
            place = actions.send_once(by=self.request.user, ticket=self.ticket, action=action, to=to)
        except actions.FormAlreadySent as before:
            place = before.result or self.request.path
        return HttpResponseRedirect(place)

    def discard(self) -> None:
        """Throw the draft away without sending."""
        actions.discard_draft(by=self.request.user, form=self.form, subject=self.subject)


def for_form(request: HttpRequest, form: str, subject: object = "") -> Desk:
    """The desk of this form; `subject` is the key of what it is about, if anything."""
    return Desk(request, form, str(subject))
