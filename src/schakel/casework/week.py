"""Gathers what `worklist` puts in order, and turns each line into words. A fixed number of queries, whatever the caseload."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Min, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.access.gates import reach, reached_ids
from schakel.access.models import User
from schakel.access.roles import Permission, Why
from schakel.casework import queries, worklist
from schakel.casework.consent_records import children_without_consent
from schakel.casework.models import HelpRequest, ShortContact, Step, Support
from schakel.casework.words import About, ParentsKnow
from schakel.casework.worklist import Item, Reason, Urgency
from schakel.people.models import Professional
from schakel.people.queries import as_child
from schakel.reference.models import SchoolSite
from schakel.rules.consent import next_change
from schakel.web.addresses import address
from schakel.web.parts import Row, Tone
from schakel.web.prepared import prepared
from schakel.web.templatetags.words import ago, appointment, days_left, full_day, near_day

TONES: dict[Urgency, Tone] = {Urgency.NOW: "today", Urgency.SOON: "soon", Urgency.PLANNED: ""}


@dataclass
class Week:
    """The lines of Mijn week, what lies further ahead, the persons on all of them; how many supports this person
    leads, and how many questions are open at each site.
    """

    leads: int
    open_at: Counter[int]
    lines: list[Row] = field(default_factory=list)
    later: list[Row] = field(default_factory=list)
    persons: set[int] = field(default_factory=set)


def of(user: User, today: date) -> Week:
    """What needs this person, most pressing first."""
    last_day = today + timedelta(days=7)
    at_my_sites = _requests(**reach(user, Permission.HANDLE_REQUEST))
    requests = {
        str(one.key): one for one in at_my_sites if one.picked_up_at is None or one.handler_id == user.pk
    }
    supports = {str(one.key): one for one in _supports(**reach(user, Permission.READ_FILE), soon=last_day)}
    steps = dict(_first_steps(supports=[one.pk for one in supports.values()]))
    waiting = [one.child for one in requests.values() if one.child and one.clarified_at]
    helped = [one.child for one in supports.values() if one.child and one.is_open]
    missing = children_without_consent([*waiting, *helped], today)
    items = worklist.items(
        today=today,
        requests=[_open_request(one, missing) for one in requests.values()],
        supports=[
            _open_support(one, steps.get(one.pk), today, missing) for one in supports.values() if one.is_open
        ],
        follow_ups=[
            worklist.ToFollowUp(str(one.key), one.follow_up_on)
            for one in supports.values()
            if one.follow_up_on is not None and not one.is_open
        ],
    )
    week = Week(
        leads=sum(one.is_open and one.lead_id == user.pk for one in supports.values()),
        open_at=Counter(one.site_id for one in at_my_sites),
    )
    for item in items:
        record: HelpRequest | Support = requests.get(item.subject) or supports[item.subject]
        week.persons.update(record.person_ids())
        lines = week.later if item.by is not None and item.by > last_day else week.lines
        lines.append(_line(item, record, main=not week.lines))
    return week


@prepared
def _requests(*, user: int, whys: tuple[Why, ...], now: datetime) -> QuerySet[HelpRequest]:
    """Open questions at my sites, also those that a colleague picked up."""
    mine = HelpRequest.objects.filter(pk__in=reached_ids(HelpRequest, user=user, whys=whys, now=now))
    return queries.still_open(mine).select_related("asked_by", "child", "site")


@prepared
def _supports(*, user: int, whys: tuple[Why, ...], now: datetime, soon: date) -> QuerySet[Support]:
    """Running supports that I lead or help in, and closed ones to look back on soon."""
    waiting = Q(closed_on=None) | Q(followed_up_on=None, follow_up_on__lte=soon, lead=user)
    mine = Support.objects.filter(pk__in=reached_ids(Support, user=user, whys=whys, now=now))
    return mine.filter(waiting).select_related("child", "site").order_by("pk")


@prepared
def _first_steps(*, supports: list[int]) -> "QuerySet[Step, tuple[int, date]]":
    """The first day that an open step of each of these supports is due. Apart: joined, it took longer to ask than to find."""
    steps = Step.objects.filter(support__any=supports, done_on=None, due_on__isnull=False)
    return steps.values_list("support").annotate(first=Min("due_on")).order_by()


def _open_request(request: HelpRequest, missing: set[int]) -> worklist.OpenRequest:
    return worklist.OpenRequest(
        subject=str(request.key),
        due_on=request.due_on,
        picked_up=request.picked_up_at is not None,
        clarified=request.clarified_at is not None,
        consent_missing=request.child_id in missing,
    )


def _open_support(
    support: Support, step_due_on: date | None, today: date, missing: set[int]
) -> worklist.OpenSupport:
    change = next_change(as_child(support.child), today) if support.child else None
    return worklist.OpenSupport(
        subject=str(support.key),
        next_at=support.next_at,
        step_due_on=step_due_on,
        birthday_on=change.on if change else None,
        consent_missing=support.child_id in missing,
    )


def _line(item: Item, record: HelpRequest | Support, *, main: bool) -> Row:
    words = _request_words(item, record) if isinstance(record, HelpRequest) else _support_words(item, record)
    title, text, action, place = words
    return Row(
        title=title,
        when=_when(item),
        tone=TONES[item.urgency],
        text=text,
        action=action,
        to=place,
        main=main,
    )


def _when(item: Item) -> str:
    if item.reason is Reason.PICK_UP:
        return _("vandaag oppakken") if days_left(item.by) == _("vandaag") else days_left(item.by)
    if item.at is not None:
        return appointment(item.at)
    return near_day(item.by) if item.by else ""


def _request_words(item: Item, request: HelpRequest) -> tuple[str, str, str, str]:
    page = address("casework:question", request.key)
    asker = request.requester_words or _("iemand")
    if item.reason is Reason.PICK_UP:
        title = _("Vraag van %(asker)s over %(about)s") % {"asker": asker, "about": _about(request)}
        text = _("%(when)s gesteld. Nog geen contact geweest.") % {
            "when": ago(request.received_at).capitalize()
        }
        return title, f"{text} {_parents(request)}".strip(), _("Bekijk en bel"), page
    if item.reason is Reason.CLARIFY:
        title = _("Uitzoeken wat er speelt: %(about)s") % {"about": _about(request)}
        return title, _("%(asker)s is gesproken.") % {"asker": asker}, _("Verhelder"), page
    if item.reason is Reason.CONSENT:
        title = _("Toestemming is niet compleet: %(child)s") % {"child": request.child}
        return title, _("Tot dan: advies zonder naam."), _("Bekijk"), page
    title = _("Antwoord geven: %(about)s") % {"about": _about(request)}
    return title, _("Verhelderd. Spreek af wat er gebeurt."), _("Geef antwoord"), page


def _about(request: HelpRequest) -> str:
    """Whom it is about: the words of the asker, else "een groep", "ons team" or nobody named."""
    if request.about_words:
        return request.about_words
    plain = {
        About.CHILD: _("een kind"),
        About.GROUP: _("een groep"),
        About.TEAM: _("het team"),
        About.UNNAMED: _("iets dat nog geen naam heeft"),
    }
    return plain[About(request.about)]


def _parents(request: HelpRequest) -> str:
    if not request.parents_know:
        return ""
    known = request.parents_know == ParentsKnow.YES
    return _("Ouders weten ervan.") if known else _("Ouders weten het nog niet.")


def _support_words(item: Item, support: Support) -> tuple[str, str, str, str]:
    page = address("casework:support", support.key)
    who = str(support.child) if support.child else support.title
    if item.reason is Reason.APPOINTMENT:
        return support.next_what or _("Afspraak"), who, _("Open"), page
    if item.reason is Reason.STEP:
        return _("Een stap staat open: %(who)s") % {"who": who}, support.title, _("Open"), page
    if item.reason is Reason.CONSENT:
        title = _("Toestemming is niet compleet: %(child)s") % {"child": who}
        return title, _("Nieuwe hulp wacht. Praten en afsluiten kan wel."), _("Bekijk"), page
    if item.reason is Reason.FOLLOW_UP:
        return _("Terugkijken: %(who)s") % {"who": who}, _("Gaat het nog goed?"), _("Kijk terug"), page
    if item.reason is Reason.BIRTHDAY:
        text = _changes(support, item.by) % {"day": full_day(item.by)}
        return _("Binnenkort jarig: %(who)s") % {"who": who}, text, _("Bekijk"), page
    return _("Nog niets gepland: %(who)s") % {"who": who}, support.title, _("Plan iets"), page


def _changes(support: Support, on: date | None) -> str:
    """Who must agree from that birthday."""
    assert support.child is not None
    assert on is not None
    change = next_change(as_child(support.child), on - timedelta(days=1))
    if change is not None and change.holders_decide:
        return _("Vanaf %(day)s zegt ook het kind zelf ja of nee. Vraag het op tijd.")
    return _(
        "Vanaf %(day)s beslist het kind zelf over hulp, en of ouders mogen meekijken. Vraag het op tijd."
    )


@dataclass(frozen=True)
class Room:
    """How full someone's week is, as a soft bar; without an agreed room only the number."""

    running: int
    agreed: int | None

    @property
    def words(self) -> str:
        if self.agreed is None:
            return _("%(count)s gezinnen lopen nu.") % {"count": self.running}
        left = self.agreed - self.running
        if left <= 0:
            return _("De week is vol. Overleg met je coördinator bij een nieuwe vraag.")
        return ngettext(
            "Er is ruimte voor ongeveer %(left)s gezin erbij.",
            "Er is ruimte voor ongeveer %(left)s gezinnen erbij.",
            left,
        ) % {"left": left}


def room(record: Professional | None, running: int) -> Room:
    return Room(running, record.room if record else None)


def short_contacts_this_week(sites: Sequence[SchoolSite], today: date) -> int:
    return sum(short_contacts_by_site(sites, today).values())


def short_contacts_by_site(sites: Sequence[SchoolSite], today: date) -> dict[int, int]:
    """Short contacts since Monday, per site."""
    monday = today - timedelta(days=today.weekday())
    return dict(_short_contacts(sites=[site.pk for site in sites], first=monday, last=today))


@prepared
def _short_contacts(
    *, sites: list[int], first: date, last: date
) -> "QuerySet[ShortContact, tuple[int, int]]":
    rows = ShortContact.objects.filter(site__any=sites, on__gte=first, on__lte=last)
    return rows.values_list("site").annotate(n=Sum("count")).order_by()
