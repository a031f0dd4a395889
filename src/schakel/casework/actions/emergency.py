"""Open a file in need: found by exact name and birth date only, then open for reading for three hours.

The child and the grown-ups around it open, and the supports of the child; never a sibling. What is open then is said here and
nowhere else; that it is read on one page and never written is said by the roles.
"""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from schakel.access import actions_breakglass, relations, second_line
from schakel.access.errors import AlreadyOpenError
from schakel.access.gates import holds
from schakel.access.models import LogEntry, User
from schakel.access.models_breakglass import BreakGlass
from schakel.access.roles import Permission, Why
from schakel.casework import keep
from schakel.casework.errors_emergency import NobodyFoundError, TooManyTriesError
from schakel.casework.models import HelpRequest, Support
from schakel.people import queries as people
from schakel.people.models import Person
from schakel.reference.models import SchoolSite

# The address of the form: a try that found nobody is a refusal at this place in the log.
PLACE: Final = "casework:emergency"
TRIES: Final = 5
WITHIN: Final = timedelta(hours=1)


@transaction.atomic
def break_glass(
    *, by: User, first_name: str, last_name: str, birth_date: date, reason: str
) -> tuple[BreakGlass, Person]:
    """Open the file of the one child with exactly this name and birth date.

    Raises `NobodyFoundError` for nobody, several or an empty last name; `TooManyTriesError` after five misses in an hour;
    `AlreadyOpenError` for who reads it already.
    """
    if _misses(by) >= TRIES:
        raise TooManyTriesError
    # Who breaks the glass has no relation yet: that is what it is for.
    second_line.widen()
    child = people.exactly(first_name, last_name, birth_date)
    if child is None:
        raise NobodyFoundError
    supports = list(Support.objects.filter(child=child))
    if _reads_already(by, child, supports):
        raise AlreadyOpenError
    glass = actions_breakglass.open_glass(
        by=by, person=child, reason=reason, reviewers=_reviewers(child, supports)
    )
    keep.open_person(child, glass, [by], Why.BREAK_GLASS, glass.until_at)
    for support in supports:
        relations.grant(users=[by], subject=support, why=Why.BREAK_GLASS, source=glass, until=glass.until_at)
    return glass, child


def _misses(user: User) -> int:
    rows = LogEntry.objects.filter(actor_id=user.pk, event=LogEntry.Event.REFUSAL, action=PLACE)
    return rows.filter(at__gt=timezone.now() - WITHIN).count()


def _reads_already(user: User, child: Person, supports: list[Support]) -> bool:
    """Whether the file is open to this person by ordinary work: then there is no glass to break."""
    return holds(user, child, Permission.SEE_PERSON) and all(
        holds(user, support, Permission.READ_FILE) for support in supports
    )


def _reviewers(child: Person, supports: list[Support]) -> list[User]:
    """The coordinators of every area in which there was work with this child, or in which it is at school."""
    numbers = {support.site_id for support in supports}
    numbers |= set(HelpRequest.objects.filter(child=child).values_list("site", flat=True))
    numbers |= set(child.memberships.filter(until_on=None).values_list("site", flat=True))
    sites = SchoolSite.objects.filter(pk__in=numbers).select_related("area").order_by("pk")
    return [user for site in sites for user in keep.coordinators_of(site)]
