"""A child: who it is, who has authority, who must agree and who did, and the work around it."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.access.gates import one, show
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.roles import Permission
from schakel.casework import consent_records, queries, queries_child
from schakel.casework.actions import consent, family
from schakel.casework.forms.handling import ConsentExceptionForm, ConsentForm, ParentForm
from schakel.casework.views.common import Words, consent_of, form_page
from schakel.casework.views.kin import family_of
from schakel.people import queries as people
from schakel.people.models import Person


def _child(request: Request, key: uuid.UUID) -> Person:
    found = one(request, Person, key, Permission.SEE_PERSON)
    request.looks.persons_shown(record.holder_id for record in people.holders(found, timezone.localdate()))
    return found


def _to_child(record: Person) -> str:
    return reverse("casework:child", args=[record.key])


@page(Permission.CASELOAD)
def child(request: Request, key: uuid.UUID) -> HttpResponse:
    """One child on one page. Only the work that this reader may open is linked."""
    found = one(request, Person, key, Permission.SEE_PERSON)
    context = {
        "child": found,
        "membership": queries.membership_of(found),
        "consent": consent_of(request, found),
        "family": family_of(request, found),
        "supports": show(request, queries_child.supports_of(found, request.user)),
        "questions": show(request, queries_child.questions_about(found, request.user)),
    }
    return TemplateResponse(request, "casework/child.html", context)


@page(Permission.CASELOAD)
def add_parent(request: Request, key: uuid.UUID) -> HttpResponse:
    """A parent or guardian, and how the authority was verified."""
    found = _child(request, key)

    def act(data: dict[str, Any]) -> Person:
        family.add_parent(by=request.user, child=found, **data)
        return found

    return form_page(
        request,
        ParentForm,
        name="parent",
        subject=key,
        words=Words(_("Ouder of voogd toevoegen"), lead=_("Wie heeft gezag over dit kind?")),
        back=_to_child(found),
        act=act,
        to=_to_child,
        context={"child": found},
    )


@page(Permission.CASELOAD)
def record_consent(request: Request, key: uuid.UUID) -> HttpResponse:
    """What one person said about help for this child."""
    found = _child(request, key)
    asked = consent_records.who_may_agree(found)

    def act(data: dict[str, Any]) -> Person:
        key = data.pop("person")
        person = next(one_of for one_of in asked if str(one_of.key) == key)
        consent.record(by=request.user, child=found, person=person, **data)
        return found

    return form_page(
        request,
        ConsentForm,
        name="consent",
        subject=key,
        words=Words(
            _("Toestemming vastleggen"),
            lead=_("Wat zei diegene over hulp voor dit kind? Intrekken mag altijd."),
        ),
        back=_to_child(found),
        act=act,
        to=_to_child,
        context={"child": found, "consent": consent_of(request, found)},
        choices=[(str(one_of.key), str(one_of)) for one_of in asked],
    )


@page(Permission.CASELOAD)
def consent_exception(request: Request, key: uuid.UUID) -> HttpResponse:
    """Going on without a parent, or presuming consent, with the reason."""
    found = _child(request, key)

    def act(data: dict[str, Any]) -> Person:
        consent.record_exception(by=request.user, child=found, **data)
        return found

    return form_page(
        request,
        ConsentExceptionForm,
        name="consent-exception",
        subject=key,
        words=Words(
            _("Zonder deze toestemming verder"),
            _("Leg vast"),
            _("Dit mag alleen in bijzondere gevallen. Jij beslist, en je naam staat erbij."),
        ),
        back=_to_child(found),
        act=act,
        to=_to_child,
        context={"child": found, "consent": consent_of(request, found)},
    )
