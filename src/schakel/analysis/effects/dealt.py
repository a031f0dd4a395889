"""Which schools start when, in many worlds at once.

Every world hands out the same start options, so only the places differ. Few schools start, so a world is kept
as the list of those that do.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Ints = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Dealt:
    """R worlds of S schools: in world r school `place[r, j]` starts at `start[j]`; every other school never does.

    `place` (R, n); `start` (n,) options above zero, ascending; `schools` is S.
    """

    place: Ints
    start: Ints
    schools: int

    @classmethod
    def of(cls, option: Ints) -> "Dealt":
        """Return worlds from the option of every school: (S,) for one, (R, S) with the same options in each."""
        rows = np.atleast_2d(option)
        number = int((rows[0] > 0).sum())
        order = np.argsort(rows, axis=1, kind="stable")
        place = order[:, rows.shape[1] - number :]
        return cls(place, np.sort(rows[0])[rows.shape[1] - number :], rows.shape[1])

    def __len__(self) -> int:
        """Return the number of worlds."""
        return len(self.place)

    @property
    def option(self) -> Ints:
        """Return the option of every school in every world, (R, S)."""
        out = np.zeros((len(self), self.schools), np.int64)
        np.put_along_axis(
            out, self.place.astype(np.int64), np.broadcast_to(self.start, self.place.shape), axis=1
        )
        return out

    def blocks(self, size: int) -> Iterator["Dealt"]:
        """Yield the worlds a few at a time, in order."""
        for part in np.array_split(self.place, -(-len(self) // size)):
            yield replace(self, place=part)

    def changed(self, change: Floats) -> Floats:
        """Add what the starts change, (S, G, C) -> (R, C); option 0 changes nothing."""
        S, G, C = change.shape
        return self._sum((self.place * G + self.start).ravel(), len(self.start), change.reshape(S * G, C))

    def per_option(self, state: Floats, options: int) -> Floats:
        """Add what schools bring, apart for the schools of each option above zero, (S, C) -> (R, G - 1, C)."""
        edges = np.searchsorted(self.start, np.arange(1, options + 1))
        size = np.tile(np.diff(edges), len(self))
        return self._sum(self.place.ravel(), size, state).reshape(len(self), options - 1, state.shape[1])

    def _sum(self, rows: Ints, size: Ints | int, values: Floats) -> Floats:
        """Add rows of `values`, the first `size` to the first sum, and so on."""
        number = np.full(len(self), size) if np.isscalar(size) else np.asarray(size)
        edges = np.concatenate([[0], np.cumsum(number)])
        taken = csr_array((np.ones(len(rows)), rows, edges), shape=(len(number), len(values)))
        return np.asarray(taken @ values, dtype=np.float64)
