"""The frozen value: every amount with its interval, its price level, and what it rests on."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from schakel.analysis.effects.result import Text
from schakel.analysis.value.plan import NotPriced, Stakeholder

ScenarioName = Literal["low", "mid", "high", "without_avoided_care"]
SCENARIOS: tuple[ScenarioName, ...] = ("low", "mid", "high", "without_avoided_care")


@dataclass(frozen=True, slots=True)
class Amount:
    """A value at the estimated effect, with the interval of the draws."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Scenario:
    """One set of prices and adjustments; euros of the price year, discounted to the start unless said
    otherwise.

    `npv` is net welfare (fiscal and social; transfers cancel). `payers` is fiscal per stakeholder, transfers
    included; `social` the same for social amounts. `yearly` is the undiscounted net welfare of each year.
    `benefit_cost` is None without costs. `payback_year`: the first year in which at least half of the draws
    have paid back; `paid_back`: share of draws that has by the end.
    """

    name: ScenarioName
    npv: Amount
    per_child: Amount
    per_school_year: Amount
    benefits: Amount
    costs: float
    benefit_cost: Amount | None
    payback_year: int | None
    paid_back: float
    payers: Mapping[Stakeholder, Amount]
    social: Mapping[Stakeholder, Amount]
    yearly: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class BreakEven:
    """What the effect of this name must be for the net value to be zero, other things at their middle."""

    effect: str
    unit: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Swing:
    """Net present value when one input goes to its low or high and all others stay in the middle.

    `kind` is `effect`, `price` or `adjustment`; `name` is the input's own name.
    """

    kind: str
    name: str
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How much this input matters."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True)
class ValueProvenance:
    """Enough to make the figures again."""

    plan_digest: str
    code_version: str
    seed: int
    draws: int
    level: float
    made_on: str
    effect_digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A price or share as it was used, with its source, for the table of grounds."""

    item: str
    unit: str
    low: float
    mid: float
    high: float
    year: int | None
    source: str
    payer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ValueResult:
    """The frozen answer. `costs_known` False: no cost was given, so only the break-even price has meaning.

    `break_even_price` is what the work may cost per school-year at most, in euros of the price year.
    """

    title: str
    price_year: int
    years: int
    schools: int
    children: int
    discount_rate: float
    discount_source: str
    counterfactual: bool
    labels: tuple[Text, ...]
    shown: bool | None
    costs_known: bool
    scenarios: tuple[Scenario, ...]
    break_even_effects: tuple[BreakEven, ...]
    break_even_price: Amount
    tornado: tuple[Swing, ...]
    not_priced: tuple[NotPriced, ...]
    sources: tuple[SourceRow, ...]
    provenance: ValueProvenance

    def scenario(self, name: ScenarioName) -> Scenario:
        """One of the four scenarios."""
        return next(scenario for scenario in self.scenarios if scenario.name == name)

    def to_json(self) -> str:
        """The whole result; the same bytes for the same result."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
