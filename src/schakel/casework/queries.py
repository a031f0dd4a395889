"""Reads of the work. The gate decides which rows someone may see; these say how they are read, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from schakel.access.gates import visible
from schakel.access.models import User
from schakel.access.roles import Permission, Role
from schakel.access.subjects import Subject
from schakel.casework import states
from schakel.casework.models import (
    Clarification,
    HelpRequest,
    SharedItem,
    Support,
)
from schakel.casework.states import Moments, State
from schakel.casework.visits import Days, next_day
from schakel.people import queries as people
from schakel.people.models import AreaDuty, Duty, Person, SchoolMembership
from schakel.reference.models import Area, Code, SchoolSite
from schakel.reference.queries import holidays_for
from schakel.rules.work_allocation import Registration
from schakel.web.prepared import prepared


def state(request: HelpRequest) -> State:
    """The state of a request, read from its dates."""
    return states.state_of(
        Moments(
            picked_up=request.picked_up_at,
            clarified=request.clarified_at,
            answered=request.answered_at,
            withdrawn=request.withdrawn_at,
            joined=request.joined_to_id is not None,
        )
    )


def is_open(request: HelpRequest) -> bool:
    return states.is_open(state(request))


def still_open(requests: QuerySet[HelpRequest]) -> QuerySet[HelpRequest]:
    """Those for which someone still has to do something."""
    return requests.filter(answered_at=None, withdrawn_at=None, joined_to=None)


@dataclass(frozen=True)
class Visit:
    user: User
    on: date


def next_visit(site: SchoolSite, after: date) -> Visit | None:
    """Which supporter is at the site first after this day; None where nobody is."""
    holidays = holidays_for(site, after)
    visits = [
        Visit(duty.user, day)
        for duty in people.supporters_of(site, after)
        if (day := next_day([Days(frozenset(duty.weekdays), duty.from_on, duty.until_on)], after, holidays))
    ]
    return min(visits, key=lambda visit: visit.on, default=None)


def registration(user: User) -> Registration | None:
    """The registration of a professional as the rule reads it; None when none is recorded."""
    record = getattr(user, "professional", None)
    if record is None or not record.skj_number or record.registered_from is None:
        return None
    return Registration(record.skj_number, record.registered_from, record.registered_until)


def possible_duplicates(request: HelpRequest) -> QuerySet[HelpRequest]:
    """Open questions at the same site that may be about the same: same child, or the same words for whom it is about."""
    others = still_open(HelpRequest.objects.filter(site=request.site)).exclude(pk=request.pk)
    if request.child_id:
        return others.filter(child=request.child_id).select_related("asked_by")
    if not request.about_words:
        return others.none()
    return others.filter(about=request.about, about_words__iexact=request.about_words).select_related(
        "asked_by"
    )


def clarification_of(request: HelpRequest) -> Clarification | None:
    return Clarification.objects.select_related("by").filter(request=request).first()


def shared_with(request: HelpRequest, user: User) -> list[SharedItem]:
    """What was shared with this person about this question and still may be read."""
    now = timezone.now()
    items = (
        SharedItem.objects.filter(request=request, with_user=user)
        .select_related("shared_by")
        .order_by("shared_at")
    )
    return [item for item in items if item.is_readable(now)]


def areas_of(user: User) -> list[Area]:
    """The areas that a coordinator oversees today."""
    return _areas(user=user.pk, day=timezone.localdate())


@prepared
def _areas(*, user: int, day: date) -> QuerySet[Area]:
    duties = AreaDuty.objects.filter(people.current(day), user=user, sort=AreaDuty.Sort.COORDINATOR)
    return Area.objects.filter(duties__in=duties).distinct().order_by("name")


def areas_for_figures(user: User) -> list[Area]:
    """The areas whose figures someone may see: the own ones, or the whole municipality for policy and research."""
    if user.role == Role.COORDINATOR:
        return areas_of(user)
    if user.role == Role.SCHOOL_HEAD:
        sites = user.duties.filter(people.current(timezone.localdate())).values("site")
        return list(Area.objects.filter(sites__in=sites).distinct().order_by("name"))
    return list(Area.objects.order_by("name"))


def supporters_in(site: SchoolSite) -> QuerySet[User]:
    """The supporters of the area of this site, who can take a question there."""
    duties = Duty.objects.filter(people.current(timezone.localdate()), site__area=site.area_id)
    rows = User.objects.filter(role=Role.YOUTH_SUPPORTER, is_active=True)
    return rows.filter(pk__in=duties.values("user")).order_by("full_name")


def who_can_help(support: Support) -> QuerySet[User]:
    """Colleagues who can join a support: supporters of the area and support staff."""
    duties = Duty.objects.filter(people.current(timezone.localdate()), site__area=support.site.area_id)
    rows = User.objects.filter(is_active=True, role__in=[Role.YOUTH_SUPPORTER, Role.SUPPORT_STAFF])
    return rows.filter(pk__in=duties.values("user")).exclude(pk=support.lead_id).order_by("full_name")


def who_can_lead(support: Support) -> QuerySet[User]:
    """Who can take a support over."""
    return supporters_in(support.site).exclude(pk=support.lead_id)


def open_beside(user: User, request: HelpRequest) -> list[HelpRequest]:
    """Other open questions at the same site that this worker may join with this one."""
    mine = visible(user, HelpRequest, Permission.HANDLE_REQUEST)
    rows = still_open(mine).filter(site=request.site).exclude(pk=request.pk)
    return list(rows.select_related("asked_by").order_by("-received_at")[:50])


def children_known_to(user: User) -> list[Person]:
    """The children this worker knows through running work, to choose from."""
    known = visible(user, Person, Permission.SEE_PERSON).filter(sort=Person.Sort.CHILD)
    return list(known.order_by("first_name", "last_name")[:50])


def membership_of(child: Person) -> SchoolMembership | None:
    return next(iter(_membership(child=child.pk, day=timezone.localdate())), None)


@prepared
def _membership(*, child: int, day: date) -> QuerySet[SchoolMembership]:
    rows = SchoolMembership.objects.filter(people.current(day), child=child).select_related("site")
    return rows.order_by("-from_on", "pk")[:1]


def previous_support(user: User, child: Person | None) -> Support | None:
    """The last closed support of this child: was it a relapse, or is this a new question?"""
    if child is None:
        return None
    return Support.objects.filter(child=child, closed_on__isnull=False).order_by("-closed_on").first()


def closure_codes() -> list[tuple[str, str]]:
    """The published reasons of closing, in the language of the page."""
    english = (get_language() or "").startswith("en")
    rows = Code.objects.filter(list=Code.List.CLOSURE).order_by("code")
    return [(row.code, (row.label_en if english else row.label_nl).capitalize()) for row in rows]


def _subject_of(model: type[HelpRequest] | type[Support]) -> Subject:
    """How the log names a record of this room: by what it is about, which the reader of the log may know."""
    rows = model._default_manager.all()
    return Subject(
        names=lambda ids: {row.pk: row.title for row in rows.filter(pk__in=list(ids))},
        search=lambda _text: {},
        by_key=lambda key: rows.filter(key=key).values_list("pk", flat=True).first(),
        key_of=lambda number: rows.filter(pk=number).values_list("key", flat=True).first(),
    )


REQUEST_SUBJECT = _subject_of(HelpRequest)
SUPPORT_SUBJECT = _subject_of(Support)
