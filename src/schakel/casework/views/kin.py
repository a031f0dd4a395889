"""The family of a child: the picture, ties, authority, how to reach somebody, and whether somebody is in here twice."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from schakel.access.fresh import freshly_confirmed_to_send
from schakel.access.gates import Refused, holds, numbered, one, visible
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.roles import Permission
from schakel.casework import queries, queries_child
from schakel.casework.actions import kin
from schakel.casework.forms.kin import EndAuthorityForm, GiveAuthorityForm, MergeForm, ReachForm, TieForm
from schakel.casework.views.common import Words, form_page, with_version
from schakel.people import actions_family, around, family
from schakel.people.duplicates import Reason
from schakel.people.models import ParentalAuthority, Person, ReachAgreement
from schakel.web.templatetags.words import age, exact_day

REASONS = {
    Reason.SAME_NAME: gettext_lazy("dezelfde naam"),
    Reason.NAME_ALMOST: gettext_lazy("bijna dezelfde naam"),
    Reason.NAMES_TURNED: gettext_lazy("voor- en achternaam omgedraaid"),
    Reason.SAME_BIRTH_DATE: gettext_lazy("dezelfde geboortedatum"),
    Reason.DAY_AND_MONTH_TURNED: gettext_lazy("dag en maand van de geboortedatum omgedraaid"),
    Reason.BIRTH_DATE_UNKNOWN: gettext_lazy("van een van beide is de geboortedatum niet bekend"),
    Reason.SAME_PHONE: gettext_lazy("hetzelfde telefoonnummer"),
    Reason.SAME_EMAIL: gettext_lazy("hetzelfde e-mailadres"),
}


@dataclass(frozen=True)
class Family:
    """What the page shows of a family: the drawing, and the same in words with how to reach each."""

    drawing: family.Drawing
    lines: list["FamilyLine"]
    own_reach: ReachAgreement | None
    is_joint: bool


@dataclass(frozen=True)
class FamilyLine:
    who: around.Around
    reach: ReachAgreement | None
    ends_on: Any
    opens: bool


def family_of(request: Request, child: Person) -> Family:
    """The family of a child, for its page; everybody named is a person looked at."""
    people = around.around(child, timezone.localdate())
    known = [each.person for each in people if each.person]
    request.looks.persons_shown(person.pk for person in known)
    reach = around.reach_of([child, *known])
    mine = queries_child.known_among(known, request.user)
    words = age(child.birth_date) if child.birth_date else ""
    return Family(
        family.picture(str(child), words, [each.as_member() for each in people]),
        [_line(each, reach, mine) for each in people],
        reach.get(child.pk),
        sum(each.authority is not None for each in people) > 1,
    )


def _line(who: around.Around, reach: dict[int, ReachAgreement], mine: set[int]) -> FamilyLine:
    ends_on = who.authority.until_on if who.authority else None
    number = who.person.pk if who.person else 0
    return FamilyLine(who, reach.get(number), ends_on, number in mine)


def _child(request: Request, key: uuid.UUID) -> Person:
    return one(request, Person, key, Permission.SEE_PERSON)


def _to_child(child: Person) -> str:
    return reverse("casework:child", args=[child.key])


@page(Permission.CASELOAD)
def add_tie(request: Request, key: uuid.UUID) -> HttpResponse:
    """Somebody stands around this child."""
    found = _child(request, key)
    known = {str(other.key): other for other in queries.children_known_to(request.user) if other != found}
    request.looks.persons_shown(other.pk for other in known.values())

    def act(data: dict[str, Any]) -> Person:
        kin.add_tie(by=request.user, child=found, **{**data, "known": known.get(data["known"])})
        return found

    return form_page(
        request,
        TieForm,
        name="tie",
        subject=key,
        words=Words(
            gettext_lazy("Wie hoort bij dit kind?"),
            lead=gettext_lazy(
                "Ouders met gezag voeg je apart toe. Broers en zussen houden een eigen dossier."
            ),
        ),
        back=_to_child(found),
        act=act,
        to=_to_child,
        context={"child": found},
        known=[(key_of, str(other)) for key_of, other in known.items()],
    )


@page(Permission.CASELOAD)
@require_POST
def end_tie(request: Request, key: uuid.UUID, number: int) -> HttpResponse:
    """No longer around this child: one press. `number` counts the lines of this family."""
    found = _child(request, key)
    line = _numbered(found, number)
    if line.tie is None:
        raise Refused(Permission.SEE_PERSON, Person.relation_kind, key)
    kin.end_tie(by=request.user, tie=line.tie)
    return HttpResponseRedirect(_to_child(found))


def _numbered(child: Person, number: int) -> around.Around:
    return numbered(around.around(child, timezone.localdate()), number, child, Permission.SEE_PERSON)


@page(Permission.CASELOAD)
def end_authority(request: Request, key: uuid.UUID, number: int) -> HttpResponse:
    """The last day of somebody's authority. `number` counts the lines of this family."""
    found = _child(request, key)
    record = _numbered(found, number).authority
    if record is None:
        raise Refused(Permission.SEE_PERSON, Person.relation_kind, key)
    request.looks.persons_shown([record.holder_id])

    def act(data: dict[str, Any]) -> ParentalAuthority:
        return kin.end_authority(by=request.user, record=record, until_on=data["until_on"])

    return form_page(
        request,
        EndAuthorityForm,
        name="end-authority",
        subject=f"{key}/{number}",
        words=Words(
            _("Gezag van %(who)s stopt") % {"who": record.holder},
            lead=_("Vanaf de dag erna vragen we deze persoon niet meer om toestemming."),
        ),
        back=_to_child(found),
        act=act,
        to=lambda _record: _to_child(found),
        context={"child": found},
    )


@page(Permission.CASELOAD)
def give_authority(request: Request, key: uuid.UUID) -> HttpResponse:
    """Somebody who already stands around the child has authority."""
    found = _child(request, key)
    people = {
        str(each.person.key): each.person
        for each in around.around(found, timezone.localdate())
        if each.person and not each.is_child and each.authority is None
    }
    request.looks.persons_shown(person.pk for person in people.values())

    def act(data: dict[str, Any]) -> Person:
        kin.give_authority(by=request.user, child=found, **{**data, "holder": people[data["holder"]]})
        return found

    return form_page(
        request,
        GiveAuthorityForm,
        name="give-authority",
        subject=key,
        words=Words(
            gettext_lazy("Gezag vastleggen"),
            lead=gettext_lazy("Staat diegene er niet bij? Voeg dan een ouder of voogd toe."),
        ),
        back=_to_child(found),
        act=act,
        to=_to_child,
        context={"child": found},
        holders=[(key_of, str(person)) for key_of, person in people.items()],
    )


@page(Permission.CASELOAD)
def reach(request: Request, key: uuid.UUID) -> HttpResponse:
    """How to reach this person, and what never to send."""
    found = _child(request, key)
    record = around.reach_of([found]).get(found.pk)
    names = [name for name in ReachForm.base_fields if name != "version"]
    initial = {name: getattr(record, name) for name in names} if record else {}

    def act(data: dict[str, Any]) -> ReachAgreement:
        return actions_family.agree_reach(by=request.user, person=found, **with_version(data))

    return form_page(
        request,
        ReachForm,
        name="reach",
        subject=key,
        words=Words(
            gettext_lazy("Hoe bereiken we deze persoon?"),
            lead=gettext_lazy(
                "Wat je hier afspreekt, houdt Schakel aan: er gaat niets uit dat er tegenin gaat."
            ),
        ),
        back=_back(request, found),
        act=act,
        to=lambda _record: _back(request, found),
        context={"child": found},
        initial=initial,
        current=record,
        now=initial,
    )


def _back(request: Request, person: Person) -> str:
    """A child has a page of its own; a grown-up is shown with the child that this reader works with."""
    if person.sort == Person.Sort.CHILD:
        return _to_child(person)
    for child in Person.objects.filter(authority__holder=person).union(
        Person.objects.filter(ties__other=person)
    ):
        if holds(request.user, child, Permission.SEE_PERSON):
            return _to_child(child)
    return reverse("casework:children")


@page(Permission.CASELOAD)
@freshly_confirmed_to_send
def twins(request: Request, key: uuid.UUID) -> HttpResponse:
    """Is somebody in here twice? Only persons this reader may see are compared."""
    found = _child(request, key)
    likely = {
        str(twin.person.key): twin
        for twin in around.twins(found, visible(request.user, Person, Permission.SEE_PERSON))
    }
    merges = list(around.merges_of(found))
    request.looks.persons_shown([twin.person.pk for twin in likely.values()] + [m.merged_id for m in merges])

    def act(data: dict[str, Any]) -> Person:
        kin.merge(by=request.user, kept=found, merged=likely[data["merged"]].person, why=data["why"])
        return found

    return form_page(
        request,
        MergeForm,
        name="merge",
        subject=key,
        words=Words(
            gettext_lazy("Staat dit kind er twee keer in?"),
            gettext_lazy("Voeg samen"),
            gettext_lazy("Jij beslist. Samenvoegen kan later weer uit elkaar."),
        ),
        back=_to_child(found),
        act=act,
        to=_to_child,
        template="casework/twins.html",
        context={"child": found, "merges": merges, "has_twins": bool(likely)},
        twins=[(key_of, _as_words(twin)) for key_of, twin in likely.items()],
    )


def _as_words(twin: around.Twin) -> str:
    born = f" ({exact_day(twin.person.birth_date)})" if twin.person.birth_date else ""
    return f"{twin.person}{born}: " + ", ".join(str(REASONS[reason]) for reason in twin.reasons)


@page(Permission.CASELOAD)
@require_POST
@freshly_confirmed_to_send
def take_apart(request: Request, key: uuid.UUID, number: int) -> HttpResponse:
    """They were two after all: one press. `number` counts the merges of this child, newest first."""
    found = _child(request, key)
    merges = list(around.merges_of(found))
    kin.take_apart(by=request.user, record=numbered(merges, number, found, Permission.SEE_PERSON))
    return HttpResponseRedirect(_to_child(found))
