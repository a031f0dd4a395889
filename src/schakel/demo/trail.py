"""The log of the town while it is made: looks and writes in columns of numbers, because a region has millions.

Text and lists that return are kept once and pointed at. Rows come out in the order of their moments.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from schakel.demo.clock import Moment
from schakel.demo.relations import Thing

NOTHING: Thing = (0, 0)
Persons = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """What kind of row it is: the same for many."""

    event: str
    action: str
    rule: str = ""
    detail: str = "{}"


@dataclass(frozen=True, slots=True)
class Row:
    at: Moment
    deed: Deed
    actor: int
    thing: Thing
    persons: Persons


class Trail:
    """Columns of the log, and how many looks come with each write."""

    def __init__(self, looks: int = 1) -> None:
        self.looks = looks
        self._at, self._number = array("q"), array("q")
        self._deed, self._actor, self._kind, self._persons = array("i"), array("i"), array("b"), array("i")
        self._deeds: dict[Deed, int] = {}
        self._groups: dict[Persons, int] = {}

    def __len__(self) -> int:
        return len(self._at)

    def add(self, at: Moment, deed: Deed, actor: int, thing: Thing = NOTHING, persons: Persons = ()) -> None:
        self._at.append(at)
        self._deed.append(self._deeds.setdefault(deed, len(self._deeds)))
        self._actor.append(actor)
        self._kind.append(thing[0])
        self._number.append(thing[1])
        self._persons.append(self._groups.setdefault(persons, len(self._groups)))

    def __iter__(self) -> Iterator[Row]:
        deeds, groups = list(self._deeds), list(self._groups)
        for place in np.argsort(np.frombuffer(self._at, dtype=np.int64), kind="stable").tolist():
            yield Row(
                self._at[place],
                deeds[self._deed[place]],
                self._actor[place],
                (self._kind[place], self._number[place]),
                groups[self._persons[place]],
            )
