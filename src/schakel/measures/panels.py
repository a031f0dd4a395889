"""What people said stands on the page of the support."""

from typing import cast

from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from schakel.access.gates import may
from schakel.access.http import Request
from schakel.access.roles import Permission
from schakel.casework.models import Support
from schakel.measures import queries, queries_goals
from schakel.measures.scoring import signed
from schakel.web.panels import Panel, registry


def register() -> None:
    registry.register(
        "support", "outcome", order=50, may_see=lambda _request, _support: True, build=build, queries=3
    )
    registry.register(
        "support", "goals", order=40, may_see=lambda _request, _support: True, build=build_goals, queries=3
    )


def build(request: HttpRequest, support: Support) -> Panel:
    """Whoever opens the support may read what was said about it."""
    context = {
        "support": support,
        "outcome": queries.outcome_panel(support),
        "may_ask": Permission.WRITE_FILE in may(cast(Request, request), support),
    }
    return Panel(_("Wat vonden zij ervan?"), "measures/panel.html", context)


def build_goals(request: HttpRequest, support: Support) -> Panel | None:
    """How the goals stand; nothing as long as there are none."""
    goals = queries_goals.goals_of(support)
    if not goals.lines:
        return None
    found = goals.attainment
    context = {
        "support": support,
        "goals": goals,
        "levels": [(signed(level), count) for level, count in found.distribution.items()] if found else [],
        "t_now": as_number(found.t) if found else "",
        "t_before": as_number(found.t_before) if found and found.t_before is not None else "",
        "may_ask": Permission.WRITE_FILE in may(cast(Request, request), support),
    }
    return Panel(_("Doelen: hoever zijn we?"), "measures/goals.html", context)


def as_number(value: float) -> str:
    """One decimal, as the language of the page writes it."""
    return number_format(value, decimal_pos=1)
