"""The log of the town while it is made: looks and writes in columns of numbers, because a region has millions.

Text and lists that return are kept once and pointed at. Rows come out in the order of their moments.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from schakel.demo.clock import Moment
from schakel.demo.relations import Thing

NOTHING: Thing = (0, 0)
_WIDTH, _CHUNK = 6, 50_000
Persons = tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Deed:
    """What kind of row it is: made once and shared by many rows, so that it is told apart by identity."""

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
    """The log, six numbers to a row, and how many looks come with each write."""

    def __init__(self, looks: int = 1) -> None:
        self.looks = looks
        self._numbers = array("q")
        self._deeds: dict[Deed, int] = {}
        self._groups: dict[Persons, int] = {}

    def __len__(self) -> int:
        return len(self._numbers) // _WIDTH

    def add(self, at: Moment, deed: Deed, actor: int, thing: Thing = NOTHING, persons: Persons = ()) -> None:
        deeds, groups = self._deeds, self._groups
        kind = deeds.setdefault(deed, len(deeds))
        self._numbers.extend((at, kind, actor, *thing, groups.setdefault(persons, len(groups))))

    def _rows(self) -> npt.NDArray[np.int64]:
        return np.frombuffer(self._numbers, dtype=np.int64).reshape(-1, _WIDTH)

    def last_of_each(self) -> dict[int, Moment]:
        """When everybody who ever did something did it last, by number."""
        rows = self._rows()
        if not len(rows):
            return {}
        last = np.zeros(int(rows[:, 2].max()) + 1, dtype=np.int64)
        np.maximum.at(last, rows[:, 2], rows[:, 0])
        return {int(actor): int(last[actor]) for actor in np.flatnonzero(last)}

    def __iter__(self) -> Iterator[Row]:
        deeds, groups = list(self._deeds), list(self._groups)
        rows = self._rows()
        order = np.argsort(rows[:, 0], kind="stable")
        for start in range(0, len(order), _CHUNK):
            for at, deed, actor, kind, number, group in rows[order[start : start + _CHUNK]].tolist():
                yield Row(at, deeds[deed], actor, (kind, number), groups[group])
