"""Who was present together, weighted by attendance: the matrices behind every child fixed effect.

For a school s, a covariate level l and a (possibly hypothetical) start option g, let P be the months
before the start and n_i the number of P-months that child i attended. The cross matrix is

    C[t, t'] = sum over children present at t and t', t' in P, of 1 / n_i          (T, T)

Its row sums are the children present at t who have at least one month in P. Subtracting child means is
`diag(N) - C`, so no child is needed to remove child effects exactly, also in unbalanced panels.
`TypeBasis` stores one matrix per attendance pattern and a count per school; `DenseBasis` one per school.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.dealt import Dealt

Floats = NDArray[np.float64]
Ints = NDArray[np.integer[Any]]


class Basis(Protocol):
    """What an estimator asks of the cross matrices; R worlds, S schools, L levels, T months."""

    def total(self, dealt: Dealt) -> Floats:
        """Return sum over schools of C in each world, (R, L, T, T)."""

    def untreated(self, dealt: Dealt) -> Floats:
        """Return the same total over pairs of untreated months only, (R, L, T, T), symmetric."""

    def each(self, schools: Ints, option: Ints) -> Floats:
        """Return C of several schools, each under its own option, (n, L, T, T)."""

    def apply(self, option: Ints, vector: Floats) -> Floats:
        """Return C times a vector per level for every school; option (S,), vector (L, T) -> (S, L, T)."""

    def column_sums(self, late: NDArray[np.bool_]) -> Floats:
        """Return sum over t in late[g] of C[t, :]; late (G, T) -> (S, L, G, T)."""


def mirrored(cross: Floats) -> Floats:
    """Return C of untreated months: they are the first of the window, so the upper triangle holds them all."""
    upper = np.triu(cross)
    return np.asarray(upper + np.swapaxes(np.triu(cross, 1), -1, -2), dtype=np.float64)


def add_up(values: Floats, dealt: Dealt) -> Floats:
    """Sum over schools in each world.

    Parameters
    ----------
    values : (S, G, ...) contribution of each school under each option.
    dealt : R worlds.

    Returns
    -------
    (R, ...) sums. Few schools start, so only what differs from everybody under option 0 is added.
    """
    flat = values.reshape(*values.shape[:2], -1)
    added = dealt.changed(flat - flat[:, :1]).reshape(len(dealt), *values.shape[2:])
    return np.asarray(values[:, 0].sum(axis=0) + added, dtype=np.float64)


@dataclass(frozen=True)
class DenseBasis:
    """One matrix per school, level and option: `cross` (S, L, G, T, T)."""

    cross: Floats

    def total(self, dealt: Dealt) -> Floats:
        """Add what differs from everybody under option 0."""
        return add_up(np.moveaxis(self.cross, 2, 1), dealt)

    def untreated(self, dealt: Dealt) -> Floats:
        """Add up, then mirror."""
        return mirrored(self.total(dealt))

    def each(self, schools: Ints, option: Ints) -> Floats:
        """Look up."""
        return self.cross[schools, :, option]

    def apply(self, option: Ints, vector: Floats) -> Floats:
        """Multiply school by school."""
        out = np.empty(self.cross.shape[:2] + self.cross.shape[-1:])
        for school, chosen in enumerate(option):
            out[school] = np.einsum("ltu,lu->lt", self.cross[school, :, chosen], vector)
        return out

    def column_sums(self, late: NDArray[np.bool_]) -> Floats:
        """Sum rows per option."""
        return np.asarray(
            np.einsum("gt,slgtu->slgu", late.astype(float), self.cross, optimize=True), dtype=np.float64
        )


@dataclass(frozen=True)
class TypeBasis:
    """One matrix per attendance pattern: `number` (S, L, U) children, `pattern` (U, G, T, T)."""

    number: Floats
    pattern: Floats

    def total(self, dealt: Dealt) -> Floats:
        """Count children per pattern and option, then combine the patterns."""
        return self._combined(dealt, self.pattern)

    def untreated(self, dealt: Dealt) -> Floats:
        """Mirror the patterns once, then combine them."""
        return self._combined(dealt, self._untreated_pattern)

    @cached_property
    def _untreated_pattern(self) -> Floats:
        return mirrored(self.pattern)

    def _combined(self, dealt: Dealt, pattern: Floats) -> Floats:
        options = pattern.shape[1]
        values = self.number[:, None, :, :, None] * np.eye(options)[:, None, None, :]
        return np.asarray(np.tensordot(add_up(values, dealt), pattern, 2), dtype=np.float64)

    def each(self, schools: Ints, option: Ints) -> Floats:
        """Combine the patterns of several schools, grouped by option."""
        out = np.empty((len(schools), self.number.shape[1], *self.pattern.shape[2:]))
        for g in np.unique(option):
            here = option == g
            out[here] = np.tensordot(self.number[schools[here]], self.pattern[:, g], 1)
        return out

    def apply(self, option: Ints, vector: Floats) -> Floats:
        """Multiply pattern by pattern, then combine per school."""
        moved = np.einsum("ugtw,lw->lgut", self.pattern, vector, optimize=True)
        out = np.empty((*self.number.shape[:2], vector.shape[1]))
        for g in np.unique(option):
            here = option == g
            out[here] = np.einsum("slu,lut->slt", self.number[here], moved[:, g], optimize=True)
        return out

    def column_sums(self, late: NDArray[np.bool_]) -> Floats:
        """Sum rows per pattern, then combine per school."""
        rows = np.einsum("gt,ugtw->ugw", late.astype(float), self.pattern, optimize=True)
        return np.asarray(np.tensordot(self.number, rows, 1), dtype=np.float64)
