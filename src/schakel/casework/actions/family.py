"""The child a question is about, and its parents: recorded once, open at once to those who already work with it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from schakel.access.gates import require
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.casework import keep
from schakel.casework.actions import requests
from schakel.casework.models import HelpRequest, Support
from schakel.people import actions as people
from schakel.people.models import ParentalAuthority, Person


@transaction.atomic
def add_child(
    *,
    by: User | None,
    request: HelpRequest,
    first_name: str,
    last_name: str,
    birth_date: date | None,
    group_name: str = "",
) -> Person:
    """A child that was not known yet, at the site of the question."""
    require(by, request, Permission.HANDLE_REQUEST)
    child = people.add_person(
        by=by, sort=Person.Sort.CHILD, first_name=first_name, last_name=last_name, birth_date=birth_date
    )
    people.enrol(by=by, child=child, site=request.site, group_name=group_name, from_on=timezone.localdate())
    requests.name_child(by=by, request=request, child=child)
    return child


@transaction.atomic
def add_parent(
    *,
    by: User | None,
    child: Person,
    first_name: str,
    last_name: str = "",
    phone: str = "",
    email: str = "",
    verified_how: str,
    quality: ParentalAuthority.Quality | str = ParentalAuthority.Quality.PARENT,
    from_on: date | None = None,
) -> ParentalAuthority:
    """A parent or guardian with authority over the child, and how that was verified."""
    require(by, child, Permission.SEE_PERSON)
    holder = people.add_person(
        by=by, sort=Person.Sort.ADULT, first_name=first_name, last_name=last_name, phone=phone, email=email
    )
    authority = people.record_authority(
        by=by,
        child=child,
        holder=holder,
        quality=quality,
        from_on=from_on or child.birth_date or timezone.localdate(),
        verified_how=verified_how,
    )
    open_to_who_works_with(child)
    return authority


def open_to_who_works_with(child: Person) -> None:
    """Who stands around the child is known to whoever knows the child through running work."""
    for request in HelpRequest.objects.filter(
        child=child, answered_at=None, withdrawn_at=None, joined_to=None
    ):
        keep.handle_request(request)
    for support in Support.objects.filter(child=child, closed_on=None):
        keep.open_support(support)
        for member in support.team.filter(until_on=None):
            keep.open_member(member)
