"""What a coordinator sees of an area: who waits, how much room the team has, where nobody is. It ranks nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from schakel.access.gates import visible
from schakel.access.models import User
from schakel.access.roles import Permission, Role
from schakel.casework import queries
from schakel.casework.models import HelpRequest
from schakel.people import queries as people
from schakel.people.models import Duty
from schakel.reference.models import Area, SchoolSite
from schakel.web.parts import Text

WEEKDAYS = (1, 2, 3, 4, 5)
MOST_ON_BOARD = 200


def waiting(user: User) -> list[HelpRequest]:
    """Every open question of the area, first to be late on top."""
    found = queries.still_open(visible(user, HelpRequest, Permission.READ_REQUEST))
    rows = found.select_related("site", "handler", "asked_by").order_by("due_on", "pk")
    return list(rows[:MOST_ON_BOARD])


@dataclass(frozen=True)
class Group:
    """Questions with the same urgency."""

    title: Text
    tone: str
    questions: Sequence[HelpRequest]
    folded: bool = False


def by_days_left(requests: Sequence[HelpRequest], today: date) -> list[Group]:
    """Late or due today, due within two days, later, and those that are already in good hands."""
    open_ones = [one for one in requests if one.picked_up_at is None]
    now = [one for one in open_ones if one.due_on <= today]
    soon = [one for one in open_ones if 0 < (one.due_on - today).days <= 2]
    later = [one for one in open_ones if (one.due_on - today).days > 2]
    held = [one for one in requests if one.picked_up_at is not None]
    groups = [
        Group(gettext_lazy("Vandaag oppakken, of al te laat"), "today", now),
        Group(gettext_lazy("Deze dagen oppakken"), "soon", soon),
        Group(gettext_lazy("Er is nog tijd"), "", later),
        Group(gettext_lazy("Opgepakt, nog geen antwoord"), "well", held, folded=True),
    ]
    return [group for group in groups if group.questions]


@dataclass(frozen=True)
class TeamRoom:
    """The caseload of a team together, as a bandwidth. `agreed` counts only people with an agreed room."""

    people: int
    running: int
    agreed: int | None
    full: int

    @property
    def words(self) -> str:
        if not self.people:
            return _("In dit gebied werkt nog geen jeugdondersteuner.")
        team = ngettext("%(n)s jeugdondersteuner", "%(n)s jeugdondersteuners", self.people) % {
            "n": self.people
        }
        running = ngettext("%(n)s ondersteuning", "%(n)s ondersteuningen", self.running) % {"n": self.running}
        return _("%(team)s, samen %(running)s.") % {"team": team, "running": running}

    @property
    def room_words(self) -> str:
        if self.agreed is None:
            return _("De afgesproken ruimte is nog niet ingevuld.")
        left = max(self.agreed - self.running, 0)
        return ngettext(
            "Samen ruimte voor ongeveer %(n)s erbij.", "Samen ruimte voor ongeveer %(n)s erbij.", left
        ) % {"n": left}


def room_of(areas: Sequence[Area], today: date) -> TeamRoom:
    """How many supports the supporters of these areas run together, against what they agreed."""
    duties = Duty.objects.filter(people.current(today), site__area__in=areas, user__role=Role.YOUTH_SUPPORTER)
    team = (
        User.objects.filter(pk__in=duties.values("user"), is_active=True)
        .select_related("professional")
        .annotate(running=Count("led_supports", filter=Q(led_supports__closed_on=None)))
    )
    members = list(team)
    rooms = [member.professional.room for member in members if hasattr(member, "professional")]
    agreed = [room for room in rooms if room is not None]
    full = sum(
        1
        for member in members
        if hasattr(member, "professional")
        and member.professional.room is not None
        and member.running >= member.professional.room
    )
    running = sum(member.running for member in members)
    return TeamRoom(
        len(members), running, sum(agreed) if len(agreed) == len(members) and agreed else None, full
    )


@dataclass(frozen=True)
class Uncovered:
    site: SchoolSite
    open: int


def sites_without_supporter(areas: Sequence[Area], today: date) -> list[Uncovered]:
    """The sites where no supporter has days, and how many questions are open there; the desk passes these on."""
    covered = Duty.objects.filter(
        people.current(today), user__role=Role.YOUTH_SUPPORTER, user__is_active=True
    )
    still = Q(requests__answered_at=None, requests__withdrawn_at=None, requests__joined_to=None)
    rows = (
        SchoolSite.objects.filter(area__in=areas, closed_on=None)
        .exclude(pk__in=covered.values("site"))
        .annotate(open=Count("requests", filter=still & Q(requests__isnull=False)))
        .order_by("-open", "name")
    )
    return [Uncovered(site, site.open) for site in rows]


def whereabouts(areas: Sequence[Area], today: date) -> list[tuple[SchoolSite, list[tuple[str, list[str]]]]]:
    """Per site, per weekday, the names of the supporters there."""
    duties = Duty.objects.filter(
        people.current(today), site__area__in=areas, user__role=Role.YOUTH_SUPPORTER, user__is_active=True
    ).select_related("user", "site")
    by_site: dict[SchoolSite, list[list[str]]] = {}
    for duty in duties.order_by("site__name", "user__full_name"):
        week = by_site.setdefault(duty.site, [[] for _day in WEEKDAYS])
        for place, weekday in enumerate(WEEKDAYS):
            if weekday in duty.weekdays:
                week[place].append(duty.user.full_name)
    names = weekday_names()
    return [(site, list(zip(names, week, strict=True))) for site, week in by_site.items()]


def weekday_names() -> list[str]:
    return [_("maandag"), _("dinsdag"), _("woensdag"), _("donderdag"), _("vrijdag")]
