"""What a coordinator sees of an area: who waits, how much room the team has, where nobody is. It ranks nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from schakel.access.gates import reach, reached_ids
from schakel.access.models import User
from schakel.access.roles import Permission, Role, Why
from schakel.casework import lines, queries
from schakel.casework.models import HelpRequest, Support
from schakel.people import queries as people
from schakel.people.models import Duty
from schakel.reference.models import Area, SchoolSite
from schakel.web.parts import Row, Text, Tone
from schakel.web.prepared import prepared

WEEKDAYS = (1, 2, 3, 4, 5)
MOST_ON_BOARD = 200
# Of what is in good hands already; the rest stands on the page of questions.
MOST_FOLDED = 12


def waiting(user: User) -> list[HelpRequest]:
    """Every open question of the area, first to be late on top."""
    return _waiting(**reach(user, Permission.READ_REQUEST))


@prepared
def _waiting(*, user: int, whys: tuple[Why, ...], now: datetime) -> QuerySet[HelpRequest]:
    reached = HelpRequest.objects.filter(pk__in=reached_ids(HelpRequest, user=user, whys=whys, now=now))
    rows = queries.still_open(reached).select_related("site", "handler", "asked_by")
    return rows.order_by("due_on", "pk")[:MOST_ON_BOARD]


@dataclass(frozen=True)
class Group:
    """Questions with the same urgency."""

    title: Text
    tone: Tone
    questions: Sequence[HelpRequest]
    folded: bool = False

    @property
    def shown(self) -> Sequence[HelpRequest]:
        return self.questions[:MOST_FOLDED] if self.folded else self.questions

    @property
    def has_more(self) -> bool:
        return len(self.shown) < len(self.questions)

    @property
    def lines(self) -> list[Row]:
        return lines.of_questions(self.shown, self.tone)


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
    members: list[Any] = _team(areas=[area.pk for area in areas], today=today)
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


@prepared
def _team(*, areas: list[int], today: date) -> QuerySet[User]:
    """The supporters of these areas, each with `running`: how many supports they lead."""
    duties = Duty.objects.filter(
        people.current(today), site__area__any=areas, user__role=Role.YOUTH_SUPPORTER
    )
    team = User.objects.filter(pk__in=duties.values("user"), is_active=True).select_related("professional")
    led = Support.objects.filter(lead=OuterRef("pk"), closed_on=None).order_by().values("lead")
    return team.annotate(running=Coalesce(Subquery(led.annotate(n=Count("pk")).values("n")), 0))


@dataclass(frozen=True)
class Uncovered:
    site: SchoolSite
    open: int


def sites_without_supporter(areas: Sequence[Area], today: date) -> list[Uncovered]:
    """The sites where no supporter has days, and how many questions are open there; the desk passes these on."""
    sites = _without_supporter(areas=[area.pk for area in areas], today=today)
    waits = dict(_open_at(sites=[site.pk for site in sites]))
    return sorted((Uncovered(site, waits.get(site.pk, 0)) for site in sites), key=lambda one: -one.open)


@prepared
def _without_supporter(*, areas: list[int], today: date) -> QuerySet[SchoolSite]:
    covered = Duty.objects.filter(
        people.current(today), user__role=Role.YOUTH_SUPPORTER, user__is_active=True
    )
    sites = SchoolSite.objects.filter(area__any=areas, closed_on=None).exclude(pk__in=covered.values("site"))
    return sites.order_by("name")


@prepared
def _open_at(*, sites: list[int]) -> QuerySet[HelpRequest, tuple[int, int]]:
    """Site and how many questions wait there, from the open ones alone: of all years together there are a hundred times more."""
    still = queries.still_open(HelpRequest.objects.filter(site__any=sites))
    return still.values_list("site").annotate(n=Count("pk")).order_by()


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
