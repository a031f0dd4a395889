"""The working relations of the town, kept while it is made: the same rules as the rooms keep, without a database.

`casework.keep` and `access.relations` say which relation each piece of work opens and when it ends. This is their fast twin;
a test replays a small town through the real actions and compares every row.
"""

from collections.abc import Iterable, Iterator

from schakel.demo.clock import FOREVER, Moment
from schakel.demo.records import Relation

PERSON, REQUEST, SUPPORT, SITE, AREA, USER = 1, 2, 3, 4, 5, 6

Thing = tuple[int, int]  # kind and number
_Place = tuple[int, Thing, str]


class Relations:
    """Rows by the record that caused them: (kind, number) -> (user, subject, why) -> [from, until]."""

    def __init__(self) -> None:
        self.by_source: dict[Thing, dict[_Place, tuple[Moment, Moment]]] = {}

    def grant(
        self,
        users: Iterable[int],
        subject: Thing,
        why: str,
        *,
        at: Moment,
        source: Thing | None = None,
        until: Moment = FOREVER,
    ) -> None:
        """Granting again renews the period."""
        rows = self.by_source.setdefault(source or subject, {})
        for user in users:
            rows[(user, subject, why)] = (at, until)

    def end(self, source: Thing, whys: frozenset[str], *, at: Moment, user: int | None = None) -> None:
        rows = self.by_source.get(source, {})
        for place, (since, until) in list(rows.items()):
            if until > at and place[2] in whys and user in (None, place[0]):
                if since <= at:
                    rows[place] = (since, at)
                else:
                    del rows[place]

    def __iter__(self) -> Iterator[Relation]:
        for (source_kind, source_id), rows in self.by_source.items():
            for (user, (kind, number), why), (since, until) in rows.items():
                yield Relation(user, kind, number, why, source_kind, source_id, since, until)
