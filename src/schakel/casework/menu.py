"""The places of this room in the menu, in the order of each role."""

from django.utils.translation import gettext_lazy as _

from schakel.access.roles import SCHOOL_STAFF, Role
from schakel.web import navigation

ON_QUESTION = (
    "casework:question",
    "casework:pick_up",
    "casework:clarify",
    "casework:answer",
    "casework:assign",
    "casework:join",
)


def register() -> None:
    workers = (Role.YOUTH_SUPPORTER, Role.SUPPORT_STAFF)
    navigation.register(_("Mijn week"), "casework:my_week", roles=workers, order=10, also_here=ON_QUESTION)
    navigation.register(_("Nieuwe vraag"), "casework:new_question", roles=[Role.YOUTH_SUPPORTER], order=20)
    navigation.register(
        _("Kinderen en gezinnen"),
        "casework:children",
        roles=workers,
        order=30,
        short=_("Kinderen"),
        also_here=("casework:child", "casework:support"),
    )
    navigation.register(_("Groepen en teams"), "casework:groups", roles=workers, order=40, short=_("Groepen"))
    navigation.register(_("Kort contact"), "casework:short_contact", roles=[Role.YOUTH_SUPPORTER], order=50)
    _register_askers()
    _register_overview()
    navigation.register_own(
        _("Noodtoegang"), "casework:emergency", roles=[Role.YOUTH_SUPPORTER, Role.COORDINATOR], order=70
    )


def _register_askers() -> None:
    navigation.register(_("Vraag stellen"), "casework:ask", roles=SCHOOL_STAFF, order=10)
    navigation.register(
        _("Mijn vragen"),
        "casework:my_questions",
        roles=SCHOOL_STAFF,
        order=20,
        also_here=("casework:my_question",),
    )
    navigation.register(
        _("Met mij gedeeld"), "casework:shared_with_me", roles=SCHOOL_STAFF, order=30, short=_("Gedeeld")
    )


def _register_overview() -> None:
    navigation.register(_("Vandaag"), "casework:today", roles=[Role.COORDINATOR], order=10)
    navigation.register(
        _("Vragen"), "casework:questions", roles=[Role.COORDINATOR], order=20, also_here=ON_QUESTION
    )
    navigation.register(
        _("Wie is waar"),
        "casework:whereabouts",
        roles=[Role.COORDINATOR],
        order=30,
        also_here=("casework:leaving", "casework:leave"),
    )
    navigation.register(
        _("Wat speelt er"),
        "casework:figures",
        roles=[Role.POLICY_OFFICER, Role.RESEARCHER, Role.SCHOOL_HEAD],
        order=10,
    )
