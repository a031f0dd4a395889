"""What people said stands on the page of the support."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from schakel.access.gates import holds
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.casework.models import Support
from schakel.measures import queries
from schakel.web.panels import Panel, registry


def register() -> None:
    registry.register(
        "support", "outcome", order=50, may_see=lambda _request, _support: True, build=build, queries=3
    )


def build(request: HttpRequest, support: Support) -> Panel:
    """Whoever opens the support may read what was said about it."""
    context = {
        "support": support,
        "outcome": queries.outcome_panel(support),
        "may_ask": isinstance(request.user, User) and holds(request.user, support, Permission.WRITE_FILE),
    }
    return Panel(_("Wat vonden zij ervan?"), "measures/panel.html", context)
