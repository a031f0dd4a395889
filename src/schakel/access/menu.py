"""The places of this room in the menu."""

from django.utils.translation import gettext_lazy as _

from schakel.access.roles import Role
from schakel.web import navigation


def register() -> None:
    navigation.register(
        _("Wie keek wat"),
        "access:log",
        roles=[Role.PRIVACY_OFFICER],
        order=10,
        also_here=("access:person_log", "access:who_can_see"),
    )
    navigation.register(
        _("Noodtoegang"),
        "access:break_glass",
        roles=[Role.PRIVACY_OFFICER],
        order=20,
        also_here=("access:review_break_glass",),
    )
    navigation.register(
        _("Accounts"),
        "access:accounts",
        roles=[Role.ADMINISTRATOR],
        order=10,
        also_here=("access:account", "access:open_account"),
    )
    navigation.register_own(_("Mijn account"), "access:own_account")
