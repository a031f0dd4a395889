"""The claim register: published claims stay unverified until data reproduce them.

A claim about money needs four things before it can even be checked: the unit (per child, per school, in
total), the range, the comparison and the year. `say` is the only way to a sentence about money, and refuses
without them.
"""

from dataclasses import dataclass
from typing import Literal

from schakel.analysis.value.errors import ClaimError
from schakel.analysis.value.result import Amount, ValueResult

Status = Literal["unverified", "reproduced", "contradicted"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as it was published; what was not stated is None, and is never filled in by us."""

    words: str
    source: str
    amount: float | None = None
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    comparison: str | None = None
    year: int | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """What must be known before the claim can be checked."""
        stated = {
            "amount": self.amount,
            "unit": self.unit,
            "range": None if self.low is None or self.high is None else 0,
            "comparison": self.comparison,
            "year": self.year,
        }
        return tuple(name for name, found in stated.items() if found is None)


@dataclass(frozen=True, slots=True)
class Examined:
    """A claim beside what the data say; `missing` names what was not stated."""

    claim: Claim
    status: Status
    why: str
    missing: tuple[str, ...] = ()


REGISTER: tuple[Claim, ...] = (
    Claim("almost 9 thousand euro", "impact research Leeuwarden 2018-2023", amount=9000.0),
)


def examine(claim: Claim, result: ValueResult | None = None, unit: str = "") -> Examined:
    """Compare a claim with a result on the same unit; anything less leaves it unverified.

    `unit` is `per child` or `per school-year`, the units in which a result speaks.
    """
    if claim.missing:
        return Examined(claim, "unverified", f"not stated: {', '.join(claim.missing)}", claim.missing)
    if result is None:
        return Examined(claim, "unverified", "no data have been brought beside it")
    if not result.counterfactual:
        return Examined(claim, "unverified", "the data have no comparison: no control group")
    scenario = result.scenario("mid")
    measured = {"per child": scenario.per_child, "per school-year": scenario.per_school_year}.get(
        claim.unit or ""
    )
    if measured is None or unit != claim.unit or claim.year != result.price_year:
        return Examined(claim, "unverified", "the result stands in another unit or price year than the claim")
    inside = measured.low <= (claim.amount or 0.0) <= measured.high
    if not inside:
        return Examined(claim, "contradicted", "the amount lies outside the interval of the data")
    if measured.low <= 0 <= measured.high:
        return Examined(claim, "unverified", "the interval holds the amount, and also nothing at all")
    return Examined(claim, "reproduced", "the amount lies inside the interval of the data")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money that may be said aloud: with unit, range, comparison and year."""

    amount: Amount
    unit: str
    comparison: str
    year: int

    def __post_init__(self) -> None:
        """Refuse an amount without one of the four."""
        absent = [name for name in ("unit", "comparison") if not getattr(self, name).strip()]
        if not 1990 <= self.year <= 2100:
            absent.append("year")
        if not self.amount.low <= self.amount.value <= self.amount.high:
            absent.append("range")
        if absent:
            raise ClaimError(f"An amount of money cannot be said without its {', '.join(absent)}.")
