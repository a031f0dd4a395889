"""The request as views see it, and what a request has looked at so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest

from schakel.access.models import Guarded, User
from schakel.access.roles import Kind, Permission


@dataclass
class Looks:
    """What one page shows: gathered while it is made, written as one row before it is sent."""

    record: Guarded | None = None
    rule: str = ""
    persons: set[int] = field(default_factory=set)
    happened: bool = False
    # What the reader holds on a record, for the parts of this one page.
    held: dict[tuple[Kind, int], frozenset[Permission]] = field(default_factory=dict)

    def at(self, record: Guarded, permission: Permission) -> None:
        """A page about one record. The last gate names the row: a page asks for its own record last, or only for that."""
        self.happened = True
        self.record = record
        self.rule = permission.value
        self.persons.update(record.person_ids())

    def among(self, records: Iterable[Guarded]) -> None:
        """A list. Also an empty one is a look: it tells that nobody is there."""
        self.happened = True
        for record in records:
            self.persons.update(record.person_ids())

    def persons_shown(self, ids: Iterable[int]) -> None:
        """Persons shown beside the record itself: parents on a child's page."""
        self.happened = True
        self.persons.update(ids)


class Request(HttpRequest):
    """A request of someone signed in, after the middleware."""

    user: User
    looks: Looks
