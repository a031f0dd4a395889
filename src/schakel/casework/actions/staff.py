"""Who starts and stops where, and what of the running work opens or closes with that."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.casework import keep
from schakel.people import actions as people
from schakel.people.models import AreaDuty, Duty
from schakel.people.moments import end_of
from schakel.reference.models import Area, SchoolSite


@transaction.atomic
def start_duty(
    *,
    by: User | None,
    user: User,
    site: SchoolSite,
    weekdays: Sequence[int],
    from_on: date,
    until_on: date | None = None,
) -> Duty:
    """Someone is at a site from this day. A supporter then sees the questions that are open there."""
    duty = people.place(by=by, user=user, site=site, weekdays=weekdays, from_on=from_on, until_on=until_on)
    if user.role == Role.YOUTH_SUPPORTER:
        keep.new_supporter(user, site, end_of(until_on))
    return duty


@transaction.atomic
def stop_duty(*, by: User | None, duty: Duty, until_on: date) -> None:
    """The last day at a site."""
    people.end_duty(by=by, duty=duty, until_on=until_on)
    keep.supporter_leaves(duty.user, duty.site, end_of(until_on))


@transaction.atomic
def start_overseeing(
    *, by: User | None, user: User, area: Area, sort: AreaDuty.Sort | str, from_on: date
) -> AreaDuty:
    """A coordinator sees the running work of the area; a desk the questions that come in from now on."""
    duty = people.oversee(by=by, user=user, area=area, sort=sort, from_on=from_on)
    if sort == AreaDuty.Sort.COORDINATOR:
        keep.new_coordinator(user, area)
    return duty
