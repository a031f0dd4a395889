"""Goal attainment by pages: what the levels mean, and where each goal stands."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from schakel.access.gates import Refused, one
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.roles import Permission
from schakel.casework.models import Support
from schakel.casework.views.common import Words, form_page
from schakel.measures import actions_goals, queries_goals
from schakel.measures.forms_goals import ScaleForm, ScoreForm


def _support(request: Request, key: uuid.UUID) -> Support:
    return one(request, Support, key, Permission.WRITE_FILE, among=Support.objects.select_related("child"))


@page(Permission.CASELOAD)
def scale(request: Request, key: uuid.UUID, number: int) -> HttpResponse:
    """What the five levels of one goal mean. `number` counts the goals of this support."""
    found = _support(request, key)
    lines = queries_goals.goals_of(found).lines
    if not 0 < number <= len(lines):
        raise Refused(Permission.WRITE_FILE, Support.relation_kind, key)
    line = lines[number - 1]

    def act(data: dict[str, Any]) -> object:
        weight = data.pop("weight")
        return actions_goals.set_scale(by=request.user, goal=line.goal, weight=weight, words=data)

    names = ("weight", *actions_goals.WORDS)
    return form_page(
        request,
        ScaleForm,
        name="goal-scale",
        subject=f"{key}/{number}",
        words=Words(_("Wat betekent elke trap?"), lead=f"“{line.goal.in_words}”"),
        back=reverse("casework:support", args=[key]),
        act=act,
        to=lambda _scale: reverse("casework:support", args=[key]),
        context={"support": found},
        initial={name: getattr(line.scale, name) for name in names} if line.scale else {},
    )


@page(Permission.CASELOAD)
def score(request: Request, key: uuid.UUID) -> HttpResponse:
    """Where each goal stands, said by child, parent or teacher."""
    found = _support(request, key)
    lines = queries_goals.goals_of(found).lines

    def act(data: dict[str, Any]) -> object:
        chosen = {line.goal.pk: data.get(f"goal_{line.number}") for line in lines}
        return actions_goals.score(
            by=request.user,
            support=found,
            moment=data["moment"],
            informant=data["informant"],
            scores={number: int(value) for number, value in chosen.items() if value},
        )

    return form_page(
        request,
        ScoreForm,
        name="goal-score",
        subject=key,
        words=Words(_("Waar staan jullie nu?"), lead=_("Kies bij elk doel de zin die past. Overslaan mag.")),
        back=reverse("casework:support", args=[key]),
        act=act,
        to=lambda _scores: reverse("casework:support", args=[key]),
        context={"support": found},
        lines=lines,
    )
