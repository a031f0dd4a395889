"""The places of this room in the menu."""

from django.utils.translation import gettext_lazy as _

from schakel.access.roles import Role
from schakel.web import navigation


def register() -> None:
    navigation.register(
        _("Wie heeft welk recht"),
        "people:rights",
        roles=[Role.PRIVACY_OFFICER, Role.ADMINISTRATOR],
        order=30,
        short=_("Rechten"),
    )
