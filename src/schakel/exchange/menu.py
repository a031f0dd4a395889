"""The places of this room in the menu."""

from django.utils.translation import gettext_lazy as _

from schakel.access.roles import Role
from schakel.web import navigation


def register() -> None:
    """For the administrator a place; the coordinator, whose menu is full, finds it under the own name."""
    navigation.register(_("Scholen inlezen"), "exchange:import_sites", roles=[Role.ADMINISTRATOR], order=20)
    navigation.register_own(_("Scholen inlezen"), "exchange:import_sites", roles=[Role.COORDINATOR])
