"""Which working relations each piece of work opens, and when they end. The only place in this room that says so.

A request is open to the supporters of its site (or the desk, where there is none) and the coordinators of its area, until it is
answered; to its asker always, for its state; to who handles it until a while after. A support is open to its lead until somebody
looked back, to its team and the coordinators of its area until it closes. Persons follow the work through which they
are known.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from schakel.access import relations
from schakel.access.models import FOREVER, Guarded, User
from schakel.access.roles import Why
from schakel.casework.models import HelpRequest, SharedItem, Support, TeamMember
from schakel.people import around
from schakel.people import queries as people
from schakel.people.models import AreaDuty, Person
from schakel.people.moments import end_of
from schakel.reference.models import Area, SchoolSite

# After an answer its giver still hears whether it helped: six weeks later, with room for a holiday.
AFTER_ANSWER: Final = timedelta(days=90)
# Looking back may come late: a holiday, an illness, a family that is away. After this the file closes all the same.
LATE: Final = timedelta(weeks=8)


def open_request(request: HelpRequest) -> None:
    """The relations of a new request."""
    today = timezone.localdate()
    if request.asked_by:
        relations.grant(users=[request.asked_by], subject=request, why=Why.ASKED, from_at=request.received_at)
    duties = people.supporters_of(request.site, today)
    for duty in duties:
        _grant(request, [duty.user], Why.SITE_SUPPORTER, end_of(duty.until_on))
    if not duties:
        _grant(request, people.overseers(request.site.area, AreaDuty.Sort.DESK, today), Why.DESK)
    _grant(request, coordinators_of(request.site), Why.AREA_COORDINATOR)


def handle_request(request: HelpRequest) -> None:
    """The relations of who took a request, and of the child it is about when that is known."""
    if request.handler is None:
        return
    _grant(request, [request.handler], Why.HANDLES)
    if request.child is not None:
        open_person(request.child, request, [request.handler], Why.HANDLES)
        open_person(request.child, request, coordinators_of(request.site), Why.AREA_COORDINATOR)


def leave_request(request: HelpRequest, user: User) -> None:
    """Another took the request over: what it opened for `user` as its handler ends."""
    relations.end(source=request, whys=[Why.HANDLES], user=user)


def forget_child(request: HelpRequest, child: Person) -> None:
    """The question turned out to be about another child: what it opened of this one ends."""
    for person in persons_of(child, timezone.localdate()):
        relations.end(source=request, whys=[Why.HANDLES, Why.AREA_COORDINATOR], subject=person)


def close_request(request: HelpRequest, *, at: datetime | None = None) -> None:
    """Answered, withdrawn or joined: no longer work in progress."""
    moment = at or timezone.now()
    relations.end(source=request, whys=[Why.SITE_SUPPORTER, Why.DESK, Why.AREA_COORDINATOR], at=moment)
    if request.handler is not None:
        until = moment + AFTER_ANSWER
        _grant(request, [request.handler], Why.HANDLES, until)
        if request.child is not None:
            open_person(request.child, request, [request.handler], Why.HANDLES, until)


def share(item: SharedItem) -> None:
    """Open to its reader until the last day of whatever may be read longest."""
    last = _readable_until(item)
    assert last is not None, "what was just shared may be read"
    _grant(item.request, [item.with_user], Why.SHARED, end_of(last))


def unshare(item: SharedItem) -> None:
    """Taken back: the question closes to the reader, unless something else about it may still be read."""
    last = _readable_until(item)
    relations.end(source=item.request, whys=[Why.SHARED], user=item.with_user)
    if last is not None:
        _grant(item.request, [item.with_user], Why.SHARED, end_of(last))


def _readable_until(item: SharedItem) -> date | None:
    """The last day on which anything of this question may be read by this reader."""
    items = SharedItem.objects.filter(request=item.request, with_user=item.with_user, withdrawn_at=None)
    return max(items.values_list("expires_on", flat=True), default=None)


def open_support(support: Support) -> None:
    """The relations of a support that runs: lead, team, coordinators of the area."""
    _open_to_lead(support)
    _open_file(support, coordinators_of(support.site), Why.AREA_COORDINATOR)


def _open_to_lead(support: Support, until: datetime = FOREVER) -> None:
    """The file, its persons, and the file before it: who leads the next support reads what went before."""
    _open_file(support, [support.lead], Why.CASE_LEAD, until)
    if support.previous is not None:
        relations.grant(
            users=[support.lead], subject=support.previous, why=Why.CASE_LEAD, source=support, until=until
        )


def open_member(member: TeamMember) -> None:
    if member.user is not None:
        _open_file(member.support, [member.user], Why.TEAM_MEMBER, end_of(member.until_on))


def leave_support(support: Support, user: User, why: Why) -> None:
    relations.end(source=support, whys=[why], user=user)


def close_support(support: Support) -> None:
    """Closed: the team and the coordinators leave at once; the lead once looked back, at most `LATE` after its day."""
    relations.end(source=support, whys=[Why.TEAM_MEMBER, Why.AREA_COORDINATOR])
    assert support.follow_up_on is not None, "a closed support has a day to look back"
    _open_to_lead(support, end_of(support.follow_up_on + LATE))


def forget_support(support: Support) -> None:
    """Looked back: nobody needs this file for the work any more."""
    relations.end(source=support, whys=[Why.CASE_LEAD])


def persons_of(child: Person, day: date) -> list[Person]:
    """The child, who has authority over it, and the other grown-ups around it. Siblings keep their own file."""
    holders = [record.holder for record in people.holders(child, day)]
    return [child, *holders, *(person for person in around.grown_ups(child, day) if person not in holders)]


def open_person(
    child: Person, source: Guarded, users: Sequence[User], why: Why, until: datetime = FOREVER
) -> None:
    """Open a child and its parents to `users`, because of `source`."""
    for person in persons_of(child, timezone.localdate()):
        relations.grant(users=users, subject=person, why=why, source=source, until=until)


def coordinators_of(site: SchoolSite) -> list[User]:
    return people.overseers(site.area, AreaDuty.Sort.COORDINATOR, timezone.localdate())


def new_supporter(user: User, site: SchoolSite, until: datetime) -> None:
    """A supporter begins at a site: the open requests there open, and the desk hands over."""
    for request in open_requests([site]):
        _grant(request, [user], Why.SITE_SUPPORTER, until)
        relations.end(source=request, whys=[Why.DESK])


def supporter_leaves(user: User, site: SchoolSite, until: datetime) -> None:
    """The last day of a supporter at a site, also when it is recorded later: open requests there close to them after it."""
    for request in open_requests([site]):
        relations.end(source=request, whys=[Why.SITE_SUPPORTER], user=user, at=until)


def new_coordinator(user: User, area: Area) -> None:
    """A coordinator begins: all work in progress in the area opens."""
    sites = list(area.sites.all())
    for request in open_requests(sites):
        _grant(request, [user], Why.AREA_COORDINATOR)
        if request.child is not None:
            open_person(request.child, request, [user], Why.AREA_COORDINATOR)
    for support in Support.objects.filter(site__in=sites, closed_on=None).select_related("child"):
        _open_file(support, [user], Why.AREA_COORDINATOR)


def open_requests(sites: Iterable[SchoolSite]) -> Iterable[HelpRequest]:
    return HelpRequest.objects.filter(
        site__in=list(sites), answered_at=None, withdrawn_at=None, joined_to=None
    ).select_related("child")


def _open_file(support: Support, users: Sequence[User], why: Why, until: datetime = FOREVER) -> None:
    _grant(support, users, why, until)
    if support.child is not None:
        open_person(support.child, support, users, why, until)


def _grant(subject: Guarded, users: Sequence[User], why: Why, until: datetime = FOREVER) -> None:
    if until > timezone.now():
        relations.grant(users=users, subject=subject, why=why, until=until)
