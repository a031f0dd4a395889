"""Goal attainment by pages: what the levels mean, and where each goal stands."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from schakel.access.gates import numbered
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.roles import Permission
from schakel.casework.views.common import Words, a_support, support_form
from schakel.measures import actions_goals, queries_goals
from schakel.measures.forms_goals import ScaleForm, ScoreForm


@page(Permission.CASELOAD)
def scale(request: Request, key: uuid.UUID, number: int) -> HttpResponse:
    """What the five levels of one goal mean. `number` counts the goals of this support."""
    found = a_support(request, key, Permission.WRITE_FILE)
    lines = queries_goals.goals_of(found).lines
    line = numbered(lines, number, found, Permission.WRITE_FILE)

    def act(data: dict[str, Any]) -> object:
        weight = data.pop("weight")
        return actions_goals.set_scale(by=request.user, goal=line.goal, weight=weight, words=data)

    names = ("weight", *actions_goals.WORDS)
    return support_form(
        request,
        found,
        ScaleForm,
        act,
        name="goal-scale",
        subject=f"{key}/{number}",
        words=Words(_("Wat betekent elke trap?"), lead=f"“{line.goal.in_words}”"),
        back=reverse("casework:support", args=[key]),
        initial={name: getattr(line.scale, name) for name in names} if line.scale else {},
    )


@page(Permission.CASELOAD)
def score(request: Request, key: uuid.UUID) -> HttpResponse:
    """Where each goal stands, said by child, parent or teacher."""
    found = a_support(request, key, Permission.WRITE_FILE)
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

    return support_form(
        request,
        found,
        ScoreForm,
        act,
        name="goal-score",
        words=Words(_("Waar staan jullie nu?"), lead=_("Kies bij elk doel de zin die past. Overslaan mag.")),
        back=reverse("casework:support", args=[key]),
        lines=lines,
    )
