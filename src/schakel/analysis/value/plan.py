"""The frozen plan of a value: whose effect, priced how, paid by whom, over which years."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

from schakel.analysis.effects.result import Text
from schakel.analysis.value.adjustments import Adjustments
from schakel.analysis.value.discount import DiscountRate
from schakel.analysis.value.errors import LedgerError, ValueRefusal
from schakel.analysis.value.prices import Price, PriceIndex

Stakeholder = Literal["municipality", "health_insurer", "school_board", "family", "state"]
STAKEHOLDERS: tuple[Stakeholder, ...] = ("municipality", "health_insurer", "school_board", "family", "state")
Kind = Literal["fiscal", "social"]
KINDS: tuple[Kind, ...] = ("fiscal", "social")
Per = Literal["school_year", "child_month", "year", "once"]


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect per child and month, as its estimator gave it.

    `value` and `standard_error` in `unit`; `df` of its t distribution. `counterfactual`: measured against a
    comparison. `label` is the design in words, `shown` the verdict; `digest` identifies the question behind
    it.
    """

    name: str
    value: float
    standard_error: float
    df: float
    unit: str
    counterfactual: bool
    label: Text
    shown: bool | None
    source: str
    digest: str = ""

    def __post_init__(self) -> None:
        """Refuse an effect without a distribution of its own."""
        if not (np.isfinite(self.value) and self.standard_error > 0 and self.df > 0):
            raise ValueRefusal(
                f"Effect '{self.name}' needs a standard error above zero and degrees of freedom."
            )
        if not self.source.strip():
            raise ValueRefusal(f"Effect '{self.name}' has no source: name the result or the study.")

    def draws(self, number: int, seed: int) -> npt.NDArray[np.float64]:
        """Draws from the estimator's own distribution (scaled t), shape (number,)."""
        noise = np.random.default_rng(seed).standard_t(self.df, number)
        return self.value + self.standard_error * noise


@dataclass(frozen=True, slots=True)
class Stream:
    """What one unit less of an effect is worth to one stakeholder; `avoided_care` says it is care not
    used.
    """

    name: str
    effect: str
    stakeholder: Stakeholder
    kind: Kind
    price: Price
    share: float = 1.0
    avoided_care: bool = True


@dataclass(frozen=True, slots=True)
class Cost:
    """What the work costs, to whom, and per what it is paid."""

    name: str
    stakeholder: Stakeholder
    kind: Kind
    price: Price
    per: Per
    quantity: float = 1.0


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money that goes from one stakeholder to another: no welfare is gained or lost."""

    name: str
    payer: Stakeholder
    receiver: Stakeholder
    price: Price
    per: Per
    quantity: float = 1.0

    def __post_init__(self) -> None:
        """A transfer to oneself is a mistake."""
        if self.payer == self.receiver:
            raise LedgerError(
                f"Transfer '{self.name}' goes from {self.payer} to itself: name two stakeholders."
            )


@dataclass(frozen=True, slots=True)
class NotPriced:
    """Something that matters and has no price, with the reason."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the value rests on.

    `schools` and `children` are at one moment; the horizon is `years` years with a supporter. Amounts are
    stated at the price level of `price_year`, discounted with `rate` to the start, payments at the end of the
    year.
    """

    title: str
    made_on: date
    price_year: int
    years: int
    schools: int
    children: int
    effects: tuple[Effect, ...]
    streams: tuple[Stream, ...]
    costs: tuple[Cost, ...]
    adjustments: Adjustments
    rate: DiscountRate
    index: PriceIndex
    transfers: tuple[Transfer, ...] = ()
    not_priced: tuple[NotPriced, ...] = ()
    draws: int = 100_000
    seed: int = 20260101
    level: float = 0.95

    def __post_init__(self) -> None:
        """Refuse what contradicts itself."""
        if min(self.years, self.schools, self.children) < 1 or self.draws < 100:
            raise ValueRefusal("At least one year, one school, one child and 100 draws are needed.")
        if not self.streams:
            raise ValueRefusal("No stream: say what one unit of the effect is worth, and to whom.")
        known = {effect.name for effect in self.effects}
        for stream in self.streams:
            if stream.effect not in known:
                raise ValueRefusal(
                    f"Stream '{stream.name}' asks for effect '{stream.effect}'; known: {sorted(known)}."
                )
        self._shares()

    def _shares(self) -> None:
        """Of one effect at one price no more than the whole can be divided over stakeholders."""
        for effect in self.effects:
            for item in {s.price.item for s in self.streams if s.effect == effect.name}:
                parts = [s.share for s in self.streams if (s.effect, s.price.item) == (effect.name, item)]
                if min(parts) < 0 or sum(parts) > 1 + 1e-9:
                    raise LedgerError(
                        f"The shares of '{effect.name}' priced by '{item}' come to {sum(parts):.2f}: at most 1."
                    )

    @property
    def counterfactual(self) -> bool:
        """Every effect has a comparison."""
        return all(effect.counterfactual for effect in self.effects)
