"""The before-after change that everybody will compute anyway, so that its difference can be named."""

from dataclasses import dataclass

import numpy as np

from schakel.analysis.effects.school_sums import SchoolSums


@dataclass(frozen=True)
class BeforeAfter:
    """Change of the mean per child-month at treated schools, and at schools without, over the same months."""

    treated: float
    comparison: float | None


def before_after(sums: SchoolSums) -> BeforeAfter:
    """Return both changes; the comparison is None when some month has no school without a supporter."""
    total, number = sums.total[:, :, 0].sum(axis=1), sums.count[:, :, 0].sum(axis=1)
    late = sums.late[sums.option]
    treated = sums.option > 0
    after, before = treated[:, None] & late, treated[:, None] & ~late
    change = (total * after).sum() / (number * after).sum() - (total * before).sum() / (number * before).sum()
    free_number = number[~treated].sum(axis=0)
    share = (number * after).sum(axis=0) / (number * after).sum()
    share = share - (number * before).sum(axis=0) / (number * before).sum()
    if ((share != 0) & (free_number == 0)).any():
        return BeforeAfter(float(change), None)
    mean = total[~treated].sum(axis=0) / np.maximum(free_number, 1e-300)
    return BeforeAfter(float(change), float(share @ mean))
