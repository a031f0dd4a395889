"""The book of the town: every act is written here once, and leaves its rows, its relations and its log row.

One function per act, in `asking`, `answering`, `supporting` and `knowing`, named as the action of the real rooms that does
the same. With `script` on, each act is also kept as it was called, so that a test can replay the town through those actions.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from schakel.demo import calendar
from schakel.demo.clock import Day, Moment
from schakel.demo.records import Consent, Duty, Goal, Member, Person, Request, Support, Tables
from schakel.demo.relations import PERSON, REQUEST, SUPPORT, Relations, Thing
from schakel.demo.trail import NOTHING, Deed, Persons, Trail

Act = tuple[Moment, str, dict[str, Any]]
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

DEEDS: dict[tuple[str, str], Deed] = {}
LOOKS = {
    PERSON: Deed("look", "casework:child", "see_person"),
    REQUEST: Deed("look", "casework:question", "read_request"),
    SUPPORT: Deed("look", "casework:support", "read_file"),
}
_FIRST = frozenset({"request.receive", "person.add", "consent.decide"})


class Book:
    """Rows, relations and log of one town."""

    def __init__(self, *, looks: int = 1, script: bool = False) -> None:
        self.tables = Tables()
        self.relations = Relations()
        self.trail = Trail(looks)
        self.script: list[Act] | None = [] if script else None
        self.holders: dict[int, list[int]] = {}
        self.open_at: dict[int, dict[int, Request]] = {}
        self.supporters: dict[int, list[Duty]] = {}
        self.supports_of: dict[int, list[Support]] = {}
        self.requests_of: dict[int, list[Request]] = {}
        self.members_of: dict[int, list[Member]] = {}
        self.said: dict[int, list[Consent]] = {}
        self.goals_of: dict[int, list[Goal]] = {}

    def wrote(
        self, at: Moment, by: int, action: str, thing: Thing, persons: Persons = (), detail: str = "{}"
    ) -> None:
        """The log row of one act."""
        deed = DEEDS.get((action, detail)) or DEEDS.setdefault(
            (action, detail), Deed("write", action, detail=detail)
        )
        view = LOOKS.get(thing[0])
        if view is not None and action not in _FIRST:
            for number in range(self.trail.looks, 0, -1):
                self.trail.add(at - 25 * number, view, by, thing, persons)
        self.trail.add(at, deed, by, thing, persons)

    def looked(self, at: Moment, by: int, deed: Deed, persons: Persons) -> None:
        """The log row of a page with a list."""
        self.trail.add(at, deed, by, NOTHING, persons)

    def coordinators(self, site: int) -> list[int]:
        return self._overseers(site, "coordinator")

    def desk(self, site: int) -> list[int]:
        return self._overseers(site, "desk")

    def _overseers(self, site: int, sort: str) -> list[int]:
        area = self.tables.sites[site - 1].area_id
        return [
            duty.user_id for duty in self.tables.area_duties if duty.area_id == area and duty.sort == sort
        ]

    def supporters_at(self, site: int, day: Day) -> list[Duty]:
        """Who has days at the site, longest there first."""
        return [duty for duty in self.supporters.get(site, ()) if duty.from_on <= day]

    def persons_of(self, child: int | None) -> list[int]:
        """The child and who has authority over it."""
        return [] if child is None else [child, *self.holders.get(child, ())]

    def open_person(
        self, child: int | None, users: list[int], why: str, source: Thing, **when: Moment
    ) -> None:
        for person in self.persons_of(child):
            self.relations.grant(users, (PERSON, person), why, source=source, **when)

    def key_of(self, user: int) -> str:
        """The key of an account, as the log names it."""
        return self.tables.accounts[user - 1].key

    def person(self, number: int) -> Person:
        return self.tables.persons[number - 1]


def act(
    function: Callable[Concatenate[Book, Arguments], Result],
) -> Callable[Concatenate[Book, Arguments], Result]:
    """Keep how an act was called, when the book keeps a script."""

    @wraps(function)
    def kept(book: Book, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        if book.script is not None:
            moment: Any = kwargs["at"]
            book.script.append((moment, function.__name__, dict(kwargs)))
        return function(book, *args, **kwargs)

    return kept


def next_visit(book: Book, site: int, after: Day) -> tuple[int, Day] | None:
    """Which supporter is there first after this day, and when."""
    visits = [
        (day, duty.user_id)
        for duty in book.supporters_at(site, after)
        if (day := calendar.next_school_day(after, duty.weekdays)) is not None
    ]
    if not visits:
        return None
    first = min(visits, key=lambda visit: visit[0])
    return first[1], first[0]
