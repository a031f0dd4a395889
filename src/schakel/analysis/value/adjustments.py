"""The four adjustments, all mandatory: deadweight, attribution, displacement, drop-off.

An effect against a comparison already leaves out what would have happened anyway: deadweight is then zero by
construction, and giving one would take it off twice. An effect without comparison must bring its own.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from schakel.analysis.value.errors import AdjustmentError
from schakel.analysis.value.prices import Case, Range

Name = Literal["deadweight", "attribution", "displacement", "drop_off"]
BY_CONSTRUCTION = "zero by construction: the effect is measured against a comparison"
NAMES: tuple[Name, ...] = ("deadweight", "attribution", "displacement", "drop_off")

_MEANS = {
    "deadweight": "the share that would have happened anyway",
    "attribution": "the share that is due to others",
    "displacement": "the share that only moved to another place or payer",
    "drop_off": "the share of the effect that is lost from one year to the next",
}
_CAUTIOUS: dict[Case, Case] = {"low": "high", "mid": "mid", "high": "low"}


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A share to take off (0 nothing, 1 all), low to high, with the ground for it."""

    name: Name
    share: Range
    source: str

    def __post_init__(self) -> None:
        """Refuse a share without ground or outside 0 to 1."""
        if not self.source.strip():
            raise AdjustmentError(f"{self.name} ({_MEANS[self.name]}) has no source: say what it rests on.")
        if not (self.share.ordered and self.share.low >= 0 and self.share.high <= 1):
            raise AdjustmentError(f"{self.name} is a share: low, mid and high rise and lie between 0 and 1.")


@dataclass(frozen=True, slots=True)
class Adjustments:
    """All four. `Adjustments.of` is the way to make them."""

    deadweight: Adjustment
    attribution: Adjustment
    displacement: Adjustment
    drop_off: Adjustment

    @classmethod
    def of(cls, given: dict[Name, Adjustment], *, counterfactual: bool) -> "Adjustments":
        """Check that all four are there, and that deadweight fits the effect."""
        if counterfactual and "deadweight" in given:
            raise AdjustmentError(
                "deadweight is already out of an effect with a comparison: leave it out, it would be taken off twice."
            )
        if counterfactual:
            given = {**given, "deadweight": Adjustment("deadweight", Range(0, 0, 0), BY_CONSTRUCTION)}
        for name in NAMES:
            if name not in given:
                raise AdjustmentError(
                    f"{name} is missing ({_MEANS[name]}): give low, mid, high and a source."
                )
        return cls(**given)

    def kept(self, case: Case, years: int) -> npt.NDArray[np.float64]:
        """Share of the effect that is left in each year, shape (years,); `low` is the most cautious case."""
        share = _CAUTIOUS[case]
        level = np.prod([1 - getattr(self, name).share.at(share) for name in NAMES[:3]])
        lasting: npt.NDArray[np.float64] = level * (1 - self.drop_off.share.at(share)) ** np.arange(years)
        return lasting
