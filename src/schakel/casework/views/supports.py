"""A support: its page, and one small page for each thing that can be done."""

import uuid
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from schakel.access.gates import may, numbered, one
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.roles import Permission
from schakel.casework import ladder, lines, queries, queries_case, queries_consent, queries_plan
from schakel.casework.actions import supports
from schakel.casework.forms.supporting import (
    AppointmentForm,
    CloseForm,
    ContactForm,
    GoalForm,
    HandOverForm,
    MemberForm,
    MoveForm,
    StartSupportForm,
    StepForm,
    UpdateSupportForm,
)
from schakel.casework.models import HelpRequest, LadderMove, Support
from schakel.casework.views.common import Words, a_support, consent_of, form_page, support_form, version
from schakel.rules.track import TRACKS, LegalTrack
from schakel.web.parts import Moment

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# What a person reads before a talk; the rest is one press away.
RECENT = 12


def _to_support(record: Support) -> str:
    return reverse("casework:support", args=[record.key])


@page(Permission.CASELOAD)
def support(request: Request, key: uuid.UUID) -> HttpResponse:
    """The case page: what is agreed, what comes next, who helps, what happened."""
    shown = None if request.GET.get("contacten") == "alle" else RECENT
    found = a_support(request, key, Permission.READ_FILE)
    team, newest = queries_case.team_of(found), queries_case.contacts_of(found, shown and shown + 1)
    met, permitted = queries_case.faces_met(found, team), may(request, found)
    grounds = queries_consent.grounds_of(found)
    may_write = found.is_open and Permission.WRITE_FILE in permitted
    context = {
        "support": found,
        "may_write": may_write,
        "may_lead": Permission.LEAD_FILE in permitted,
        "goals": lines.of_goals(queries_case.goals_of(found)),
        "steps": lines.of_steps(queries_case.steps_of(found), found, may_write=may_write),
        "team": team,
        "contacts": lines.of_contacts(newest[:shown]),
        "earlier": shown is not None and len(newest) > shown,
        "faces": ladder.faces(met),
        "layers": ladder.layers(met),
        "history": [_moment(one_of) for one_of in queries_case.moves_of(found)],
        "consequences": TRACKS.table[LegalTrack(found.legal_track)],
        "consent": consent_of(request, found.child),
        "plan": queries_plan.reading(found),
        "ground": queries_consent.ground_today(grounds),
        "grounds": grounds,
        "shared": queries_case.readable_now(found),
    }
    return TemplateResponse(request, "casework/support.html", context)


def _moment(record: LadderMove) -> Moment:
    up = ladder.direction(record.from_rung, record.to_rung) is ladder.Direction.UP
    words = _("Opgeschaald naar %(rung)s") if up else _("Afgeschaald naar %(rung)s")
    what = words % {"rung": record.get_to_rung_display()}
    return Moment(record.on, what, record.reason, record.decided_by)


@page(Permission.CASELOAD)
def start(request: Request, key: uuid.UUID) -> HttpResponse:
    """Answer a question with a support."""
    question = one(request, HelpRequest, key, Permission.HANDLE_REQUEST, joined=("site__area", "child"))
    before = queries.previous_support(request.user, question.child)

    def act(data: dict[str, Any]) -> Support:
        goals = [(data["goal_by"], data["goal"])] if data["goal"] else []
        return supports.start(
            by=request.user,
            request=question,
            title=data["title"],
            support_for=data["support_for"],
            agreed=data["agreed"],
            legal_track=data["legal_track"],
            goals=goals,
            previous=before,
            repeat=data.get("repeat", ""),
            expected=version(data),
        )

    return form_page(
        request,
        StartSupportForm,
        name="start-support",
        subject=key,
        words=Words(_("Ondersteuning beginnen"), _("Begin")),
        back=reverse("casework:question", args=[key]),
        act=act,
        to=_to_support,
        context={
            "question": question,
            "before": before,
            "consent": consent_of(request, question.child),
        },
        current=question,
        has_previous=before is not None,
    )


@page(Permission.CASELOAD)
def update(request: Request, key: uuid.UUID) -> HttpResponse:
    found = a_support(request, key, Permission.WRITE_FILE)
    now = {"title": found.title, "agreed": found.agreed, "legal_track": found.legal_track}

    def act(data: dict[str, Any]) -> object:
        written = {name: data[name] for name in now}
        return supports.update(by=request.user, support=found, expected=version(data), **written)

    return support_form(
        request,
        found,
        UpdateSupportForm,
        act,
        name="update",
        back=_to_support(found),
        words=Words(_("Afspraak en soort hulp")),
        initial=now,
        current=found,
        now=now,
    )


@page(Permission.CASELOAD)
def contact(request: Request, key: uuid.UUID) -> HttpResponse:
    found = a_support(request, key, Permission.WRITE_FILE)
    return support_form(
        request,
        found,
        ContactForm,
        lambda data: supports.record_contact(by=request.user, support=found, **data),
        name="contact",
        back=_to_support(found),
        words=Words(_("Contact opschrijven"), lead=_("Hoe lang het duurde hoef je niet op te schrijven.")),
    )


@page(Permission.CASELOAD)
def step(request: Request, key: uuid.UUID) -> HttpResponse:
    found = a_support(request, key, Permission.WRITE_FILE)
    return support_form(
        request,
        found,
        StepForm,
        lambda data: supports.add_step(by=request.user, support=found, **data),
        name="step",
        back=_to_support(found),
        words=Words(_("Nieuwe stap"), lead=_("Wie doet wat, en wanneer?")),
    )


@page(Permission.CASELOAD)
@require_POST
def step_done(request: Request, key: uuid.UUID, number: int) -> HttpResponse:
    """Done: one press. `number` counts the steps of this support, and says nothing outside it."""
    found = a_support(request, key, Permission.WRITE_FILE)
    steps = list(found.steps.order_by("pk"))
    chosen = numbered(steps, number, found, Permission.WRITE_FILE)
    if chosen.done_on is None:
        supports.finish_step(by=request.user, step=chosen)
    return HttpResponseRedirect(_to_support(found))


@page(Permission.CASELOAD)
def goal(request: Request, key: uuid.UUID) -> HttpResponse:
    found = a_support(request, key, Permission.WRITE_FILE)

    def act(data: dict[str, Any]) -> object:
        return supports.add_goal(
            by=request.user, support=found, words=data["in_words"], said_by=data["said_by"]
        )

    return support_form(
        request, found, GoalForm, act, name="goal", back=_to_support(found), words=Words(_("Nieuw doel"))
    )


@page(Permission.CASELOAD)
def appointment(request: Request, key: uuid.UUID) -> HttpResponse:
    found = a_support(request, key, Permission.WRITE_FILE)

    def act(data: dict[str, Any]) -> object:
        at = datetime.combine(data["day"], data["time"], AMSTERDAM)
        return supports.plan_next(by=request.user, support=found, at=at, what=data["what"])

    return support_form(
        request,
        found,
        AppointmentForm,
        act,
        name="appointment",
        back=_to_support(found),
        words=Words(_("Volgende afspraak")),
    )


@page(Permission.CASELOAD)
def move(request: Request, key: uuid.UUID) -> HttpResponse:
    found = a_support(request, key, Permission.WRITE_FILE)

    def act(data: dict[str, Any]) -> object:
        expected = version(data)
        written = {name: data[name] for name in ("to_rung", "reason", "decided_by", "on")}
        return supports.move(by=request.user, support=found, expected=expected, **written)

    return support_form(
        request,
        found,
        MoveForm,
        act,
        name="move",
        back=_to_support(found),
        words=Words(_("Op- of afschalen"), lead=_("Afschalen is net zo gewoon als opschalen.")),
        current=found,
        rung=found.rung,
    )


@page(Permission.CASELOAD)
def member(request: Request, key: uuid.UUID) -> HttpResponse:
    found = a_support(request, key, Permission.LEAD_FILE)
    return support_form(
        request,
        found,
        MemberForm,
        lambda data: supports.add_member(by=request.user, support=found, **data),
        name="member",
        back=_to_support(found),
        words=Words(_("Iemand helpt mee"), lead=_("Zo min mogelijk verschillende gezichten.")),
        people=queries.who_can_help(found),
    )


@page(Permission.CASELOAD)
@require_POST
def member_leaves(request: Request, key: uuid.UUID, number: int) -> HttpResponse:
    """Someone stops helping along: one press. `number` counts the team of this support."""
    found = a_support(request, key, Permission.LEAD_FILE)
    team = list(found.team.order_by("from_on", "pk"))
    chosen = numbered(team, number, found, Permission.LEAD_FILE)
    if chosen.until_on is None:
        supports.end_member(by=request.user, member=chosen)
    return HttpResponseRedirect(_to_support(found))


@page(Permission.CASELOAD)
def hand_over(request: Request, key: uuid.UUID) -> HttpResponse:
    found = a_support(request, key, Permission.LEAD_FILE)

    def act(data: dict[str, Any]) -> object:
        return supports.hand_over(by=request.user, support=found, to=data["to"], expected=version(data))

    desk = queries.who_can_lead(found)
    return form_page(
        request,
        HandOverForm,
        name="hand-over",
        subject=key,
        words=Words(_("Overdragen"), _("Draag over"), _("Daarna zie je dit dossier niet meer.")),
        back=_to_support(found),
        act=act,
        to=lambda _result: reverse("casework:children"),
        context={"support": found},
        current=found,
        people=desk,
    )


@page(Permission.CASELOAD)
def close(request: Request, key: uuid.UUID) -> HttpResponse:
    found = a_support(request, key, Permission.LEAD_FILE)
    goals = [(str(one_of.pk), one_of.in_words) for one_of in found.goals.order_by("pk")]
    places = {str(place): number for place, (number, _words) in enumerate(goals, 1)}

    def act(data: dict[str, Any]) -> object:
        reached = [int(places[place]) for place in data.get("reached", [])]
        return supports.close(
            by=request.user,
            support=found,
            closure_code=data["closure_code"],
            closing_words=data["closing_words"],
            follow_up_on=data["follow_up_on"],
            reached=reached,
            expected=version(data),
        )

    return support_form(
        request,
        found,
        CloseForm,
        act,
        name="close",
        back=_to_support(found),
        words=Words(_("Afsluiten"), _("Sluit af")),
        initial={"follow_up_on": timezone.localdate() + supports.LOOK_BACK},
        current=found,
        codes=queries.closure_codes(),
        goals=[(str(place), words) for place, (_number, words) in enumerate(goals, 1)],
    )


@page(Permission.CASELOAD)
def follow_up(request: Request, key: uuid.UUID) -> HttpResponse:
    """Looked back: after this the file closes to the lead as well."""
    found = a_support(request, key, Permission.LEAD_FILE)
    if request.method != "POST":
        return TemplateResponse(request, "casework/follow_up.html", {"support": found})
    supports.follow_up(by=request.user, support=found)
    return HttpResponseRedirect(reverse("casework:home"))
