"""What a file shows in need: who can be reached, what is agreed, what happened last. Less than its own workers see.

What somebody asked to keep back is left out until a second reader released it, and said to be left out. Siblings are
counted, never named.
A fixed number of queries, whatever the file holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch
from django.utils import timezone

from schakel.access.gates import visible
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.casework.models import Contact, HelpRequest, SecondReading, Step, Support, TeamMember
from schakel.casework.queries import still_open
from schakel.casework.words import FilePart, ReadOutcome
from schakel.people import around
from schakel.people.models import Person, ReachAgreement

LAST: Final = 12


@dataclass(frozen=True)
class Grown:
    """A grown-up around the child, and how to reach them."""

    who: around.Around
    reach: ReachAgreement | None


@dataclass(frozen=True)
class Work:
    """One support: what is agreed, who helps, the last contacts, and how many parts were left out."""

    support: Support
    contacts: list[Contact]
    left_out: int


@dataclass(frozen=True)
class InNeed:
    """The file on one page. `persons` is everybody whose data it shows."""

    grown_ups: list[Grown]
    own_reach: ReachAgreement | None
    siblings: int
    work: list[Work]
    handlers: list[User]
    persons: frozenset[int]


def file_of(reader: User, child: Person) -> InNeed:
    """Everything that stands on the page of this child in need."""
    people = around.around(child, timezone.localdate())
    known = [each.person for each in people if each.person and not each.is_child]
    reach = around.reach_of([child, *known])
    grown_ups = [
        Grown(each, reach.get(each.person.pk) if each.person else None)
        for each in people
        if not each.is_child
    ]
    return InNeed(
        grown_ups,
        reach.get(child.pk),
        sum(each.is_child for each in people),
        [_work(support) for support in _supports(reader, child)],
        _handlers(child),
        frozenset({child.pk, *(person.pk for person in known)}),
    )


def _supports(reader: User, child: Person) -> Sequence[Support]:
    """Running ones first, then what closed last."""
    rows = visible(reader, Support, Permission.READ_IN_NEED).filter(child=child)
    return list(
        rows.select_related("site", "lead__professional")
        .prefetch_related(
            Prefetch("contacts", Contact.objects.select_related("by").order_by("-on", "-pk")),
            Prefetch("team", TeamMember.objects.filter(until_on=None).select_related("user").order_by("pk")),
            Prefetch("steps", Step.objects.filter(done_on=None).order_by("pk"), to_attr="open_steps"),
            Prefetch("goals", to_attr="all_goals"),
            "second_readings",
        )
        .order_by("-closed_on", "-started_on", "pk")
    )


def _work(support: Support) -> Work:
    kept = {row.number for row in support.second_readings.all() if _is_kept_back(row)}
    contacts = list(support.contacts.all())
    shown = [row for row in contacts if row.pk not in kept]
    return Work(support, shown[:LAST], len(contacts) - len(shown))


def _is_kept_back(row: SecondReading) -> bool:
    return row.part == FilePart.CONTACT and row.outcome != ReadOutcome.RELEASED


def _handlers(child: Person) -> list[User]:
    """Who has an open question about the child in hand: they can be called."""
    rows = still_open(HelpRequest.objects.filter(child=child, handler__isnull=False))
    found = rows.select_related("handler__professional").order_by("pk")
    return list({one.handler_id: one.handler for one in found if one.handler}.values())
