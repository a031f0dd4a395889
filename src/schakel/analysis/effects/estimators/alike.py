"""What schools contribute when every child was there in every month: a few totals per school say it all.

Then a school's part under any start option follows from its total per month and its number of children, both the
same under every option. Only those are added over schools, T + G numbers instead of 6 T per option; what a start
does with them is worked out afterwards, once per world.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.basis import TypeBasis
from schakel.analysis.effects.dealt import Dealt
from schakel.analysis.effects.school_sums import SchoolSums

Floats = NDArray[np.float64]
Bits = NDArray[np.bool_]


def all_alike(sums: SchoolSums) -> bool:
    """Return whether every child was there in every month with rows."""
    return isinstance(sums.basis, TypeBasis) and sums.basis.number.shape[2] == 1


@dataclass(frozen=True)
class AlikeContributions:
    """S schools, G options, L levels, T months.

    `state` (S, D) holds side by side the total per level and month (L T), the children per level (L) and the same
    children again in the column of the school's real start ((G - 1) L). `early` (G, T) months before a start,
    `counted` (G, T) months after it that have a comparison.
    """

    state: Floats
    early: Bits
    counted: Bits
    levels: int

    def added(self, dealt: Dealt) -> list[Floats]:
        """Add all parts over schools in each world, as `assigned.Contributions.added` does."""
        total, children, real = self._sums(dealt)
        early, late = self.early * 1.0, self.counted * 1.0
        own = np.maximum(early.sum(axis=1), 1.0)
        late[early.sum(axis=1) == 0] = 0.0
        left = (late.sum(axis=1) / own)[:, None] * early - late
        score, excess = [], []
        for outcome in (total, np.einsum("rghl,ht->rglt", real, 1.0 - early[1:], optimize=True)):
            mean = np.einsum("rglt,gt->rgl", outcome, early / own[:, None], optimize=True)
            outcome -= mean[..., None]
            score.append(np.einsum("rglt,gt->rlt", outcome, early, optimize=True))
            excess.append(np.einsum("rglt,gt->r", outcome, late, optimize=True))
        return [
            np.einsum("rgl,gt->rlt", children, early, optimize=True),
            np.stack(score, axis=1),
            np.stack(excess, axis=1),
            np.einsum("rgl,gt->rlt", children, left, optimize=True),
            np.einsum("rgl,g->r", children, late.sum(axis=1), optimize=True)[:, None],
        ]

    def _sums(self, dealt: Dealt) -> tuple[Floats, Floats, Floats]:
        """Return totals (R, G, L, T), children (R, G, L) and children by real start (R, G, G - 1, L)."""
        (G, T), L, R = self.early.shape, self.levels, len(dealt)
        started = dealt.per_option(self.state, G)
        never = self.state.sum(axis=0) - started.sum(axis=1)
        whole = np.concatenate([never[:, None], started], axis=1)
        total, children, real = np.split(whole, [L * T, L * T + L], axis=2)
        return total.reshape(R, G, L, T), children, real.reshape(R, G, G - 1, L)


def alike_contributions(sums: SchoolSums, known: Bits) -> AlikeContributions:
    """Return the contributions of schools whose children were `all_alike`; months outside `known` (T,) do not count."""
    S, L, G, T = sums.count.shape
    children = sums.children
    real = (sums.option[:, None] == np.arange(1, G))[:, :, None] * children[:, None]
    parts = [sums.total[:, :, 0].reshape(S, L * T), children, real.reshape(S, (G - 1) * L)]
    return AlikeContributions(np.concatenate(parts, axis=1), ~sums.late, sums.late & known, L)
