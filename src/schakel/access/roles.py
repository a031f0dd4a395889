"""The roles, in prose, and what each may do.

Two tables decide everything. `PAGES` says which pages a role has at all. `BY_RELATION` says what a working relation with one
record allows. Holding a role never opens a record; only a relation does.
"""

from collections.abc import Iterable

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(IntegerChoices):
    """What a relation or a log row is about."""

    PERSON = 1, _("persoon")
    REQUEST = 2, _("vraag")
    SUPPORT = 3, _("ondersteuning")
    SITE = 4, _("locatie")
    AREA = 5, _("gebied")
    USER = 6, _("account")
    BREAK_GLASS = 7, _("noodtoegang")


class Role(TextChoices):
    YOUTH_SUPPORTER = "youth_supporter", _("jeugdondersteuner")
    TEACHER = "teacher", _("leerkracht")
    CHILDCARE_WORKER = "childcare_worker", _("pedagogisch medewerker")
    CARE_COORDINATOR = "care_coordinator", _("intern begeleider")
    COORDINATOR = "coordinator", _("coördinator")
    SUPPORT_STAFF = "support_staff", _("ondersteunend medewerker")
    SCHOOL_HEAD = "school_head", _("schoolleider")
    POLICY_OFFICER = "policy_officer", _("beleidsmedewerker")
    RESEARCHER = "researcher", _("onderzoeker")
    PRIVACY_OFFICER = "privacy_officer", _("functionaris gegevensbescherming")
    ADMINISTRATOR = "administrator", _("beheerder")


class Permission(TextChoices):
    """Pages first (held by a role), then acts on one record (held by a relation)."""

    OWN_ACCOUNT = "own_account", _("eigen account")
    ASK = "ask", _("een vraag stellen")
    MY_QUESTIONS = "my_questions", _("eigen vragen volgen")
    MY_WEEK = "my_week", _("eigen week zien")
    CASELOAD = "caseload", _("kinderen en gezinnen zien waar iemand mee werkt")
    SHORT_CONTACT = "short_contact", _("kort contact tellen")
    BOARD = "board", _("het werk van een gebied overzien")
    FIGURES = "figures", _("cijfers zien, nooit een dossier")
    AUDIT = "audit", _("nagaan wie wat zag")
    ACCOUNTS = "accounts", _("accounts beheren")
    RIGHTS = "rights", _("nagaan wie welk recht heeft")
    REFERENCE = "reference", _("scholen en lijsten inlezen")
    BREAK_GLASS = "break_glass", _("een dossier in nood openen")
    REVIEW_BREAK_GLASS = "review_break_glass", _("noodtoegang nakijken")

    FOLLOW_REQUEST = "follow_request", _("de stand van een eigen vraag zien")
    READ_SHARED = "read_shared", _("lezen wat met school gedeeld is")
    READ_REQUEST = "read_request", _("een vraag lezen")
    HANDLE_REQUEST = "handle_request", _("een vraag oppakken en beantwoorden")
    ASSIGN_REQUEST = "assign_request", _("een vraag aan iemand geven")
    READ_FILE = "read_file", _("een dossier lezen")
    WRITE_FILE = "write_file", _("in een dossier schrijven")
    LEAD_FILE = "lead_file", _("een ondersteuning leiden en afsluiten")
    SEE_PERSON = "see_person", _("gegevens van een persoon zien")
    WORK_AT = "work_at", _("op een locatie werken")
    OVERSEE = "oversee", _("een gebied overzien")
    READ_IN_NEED = "read_in_need", _("een dossier in nood lezen")


class Why(TextChoices):
    """Why someone has a working relation with a record."""

    ASKED = "asked", _("stelde de vraag")
    SHARED = "shared", _("het is met deze persoon gedeeld")
    SITE_SUPPORTER = "site_supporter", _("werkt als jeugdondersteuner op deze locatie")
    DESK = "desk", _("verdeelt vragen van locaties zonder eigen jeugdondersteuner")
    HANDLES = "handles", _("pakte de vraag op")
    CASE_LEAD = "case_lead", _("is vaste contactpersoon")
    TEAM_MEMBER = "team_member", _("werkt mee in deze ondersteuning")
    AREA_COORDINATOR = "area_coordinator", _("coördineert het lopende werk in dit gebied")
    WORKS_AT = "works_at", _("werkt op deze locatie")
    BREAK_GLASS = "break_glass", _("gebruikt noodtoegang, met een reden")
    REVIEWER = "reviewer", _("kijkt na of noodtoegang terecht was")


P = Permission

_ASKER = frozenset({P.OWN_ACCOUNT, P.ASK, P.MY_QUESTIONS})
_FIGURES = frozenset({P.OWN_ACCOUNT, P.FIGURES})

PAGES: dict[Role, frozenset[Permission]] = {
    # Works at the school all week. Picks up questions at own sites, leads or joins supports, counts short contacts.
    Role.YOUTH_SUPPORTER: frozenset(
        {P.OWN_ACCOUNT, P.ASK, P.MY_WEEK, P.CASELOAD, P.SHORT_CONTACT, P.BREAK_GLASS}
    ),
    # Ask, follow what they asked themselves, and read what was shared with them. Never a note.
    Role.TEACHER: _ASKER,
    Role.CHILDCARE_WORKER: _ASKER,
    Role.CARE_COORDINATOR: _ASKER,
    # Oversees the work in progress in an area: who waits, who has room, where nobody is. Not what is closed.
    Role.COORDINATOR: frozenset(
        {
            P.OWN_ACCOUNT,
            P.BOARD,
            P.CASELOAD,
            P.ASK,
            P.FIGURES,
            P.REFERENCE,
            P.BREAK_GLASS,
            P.REVIEW_BREAK_GLASS,
        }
    ),
    # Takes tasks off registered professionals in supports they were added to. Reads no other file.
    Role.SUPPORT_STAFF: frozenset({P.OWN_ACCOUNT, P.MY_WEEK, P.CASELOAD}),
    # Figures only, never a file: the supporter is neutral and "niet van school".
    Role.SCHOOL_HEAD: _FIGURES,
    Role.POLICY_OFFICER: _FIGURES,
    # Works on pseudonymous panels outside these pages: sees figures, no person.
    Role.RESEARCHER: _FIGURES,
    # Checks who looked and who may look. Opens no file.
    Role.PRIVACY_OFFICER: frozenset({P.OWN_ACCOUNT, P.AUDIT, P.RIGHTS, P.REVIEW_BREAK_GLASS}),
    # Accounts and reference data. No case, no person.
    Role.ADMINISTRATOR: frozenset({P.OWN_ACCOUNT, P.ACCOUNTS, P.RIGHTS, P.REFERENCE}),
}

_FILE_TEAM = frozenset({P.READ_FILE, P.WRITE_FILE, P.SEE_PERSON})
_HANDLER = frozenset({P.READ_REQUEST, P.HANDLE_REQUEST, P.SEE_PERSON})

BY_RELATION: dict[Why, frozenset[Permission]] = {
    Why.ASKED: frozenset({P.FOLLOW_REQUEST}),
    Why.SHARED: frozenset({P.READ_SHARED}),
    Why.SITE_SUPPORTER: _HANDLER,
    Why.DESK: frozenset({P.READ_REQUEST, P.ASSIGN_REQUEST}),
    Why.HANDLES: _HANDLER,
    Why.CASE_LEAD: _FILE_TEAM | {P.LEAD_FILE},
    Why.TEAM_MEMBER: _FILE_TEAM,
    Why.AREA_COORDINATOR: frozenset({P.READ_REQUEST, P.ASSIGN_REQUEST, P.READ_FILE, P.SEE_PERSON, P.OVERSEE}),
    Why.WORKS_AT: frozenset({P.WORK_AT}),
    # Reading on one page of its own, for a few hours: it counts for no other page, no list and no action.
    Why.BREAK_GLASS: frozenset({P.READ_IN_NEED}),
    Why.REVIEWER: frozenset({P.REVIEW_BREAK_GLASS}),
}

# A relation counts only for a role that can have it: a head who once taught keeps no file.
_MAY_HOLD: dict[Role, frozenset[Why]] = {
    Role.YOUTH_SUPPORTER: frozenset(
        {
            Why.ASKED,
            Why.SITE_SUPPORTER,
            Why.DESK,
            Why.HANDLES,
            Why.CASE_LEAD,
            Why.TEAM_MEMBER,
            Why.WORKS_AT,
            Why.BREAK_GLASS,
        }
    ),
    Role.TEACHER: frozenset({Why.ASKED, Why.SHARED, Why.WORKS_AT}),
    Role.CHILDCARE_WORKER: frozenset({Why.ASKED, Why.SHARED, Why.WORKS_AT}),
    Role.CARE_COORDINATOR: frozenset({Why.ASKED, Why.SHARED, Why.WORKS_AT}),
    Role.COORDINATOR: frozenset(
        {Why.ASKED, Why.DESK, Why.AREA_COORDINATOR, Why.WORKS_AT, Why.BREAK_GLASS, Why.REVIEWER}
    ),
    Role.SUPPORT_STAFF: frozenset({Why.TEAM_MEMBER, Why.WORKS_AT}),
    Role.SCHOOL_HEAD: frozenset({Why.WORKS_AT}),
    Role.POLICY_OFFICER: frozenset(),
    Role.RESEARCHER: frozenset(),
    Role.PRIVACY_OFFICER: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}


# Who works with the children of a school or group themselves: may ask, and may read what is shared. Its head may not.
SCHOOL_STAFF = frozenset({Role.TEACHER, Role.CHILDCARE_WORKER, Role.CARE_COORDINATOR})


def has_page(role: str, permission: Permission) -> bool:
    """Whether a role has the pages of a permission at all."""
    return permission in PAGES[Role(role)]


def granting(role: str, permission: Permission) -> list[Why]:
    """The relations through which this role holds a permission on one record, in a fixed order."""
    allowed = _MAY_HOLD[Role(role)]
    return [why for why in Why if why in allowed and permission in BY_RELATION[why]]


def granted(role: str, whys: Iterable[Why]) -> frozenset[Permission]:
    """What relations for these reasons give to this role."""
    return frozenset(permission for why in whys if may_hold(role, why) for permission in BY_RELATION[why])


def may_hold(role: str, why: Why) -> bool:
    """Whether a relation counts for a role."""
    return why in _MAY_HOLD[Role(role)]
