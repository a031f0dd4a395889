"""Reads for the pages where files come in."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from schakel.reference.models import SchoolSite


@dataclass(frozen=True)
class StoredList:
    """What is there of one edition: its name and day, and how many sites are open and closed."""

    name: str
    published_on: date
    open_sites: int
    closed_sites: int


def lists_of_sites() -> list[StoredList]:
    """The editions that sites come from, newest first. One query."""
    rows = (
        SchoolSite.objects.exclude(edition=None)
        .order_by("-edition__published_on", "edition__name")
        .values_list("edition__name", "edition__published_on")
        .annotate(
            open_ones=Count("pk", filter=Q(closed_on=None)), closed=Count("pk", filter=~Q(closed_on=None))
        )
    )
    return [StoredList(*row) for row in rows]
