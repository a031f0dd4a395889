"""Ledgers: stakeholder x kind x year, linear in the effects.

Every amount is `fixed + sum over effects of slope * effect`, so one ledger serves all draws: an array of
shape (stakeholders, kinds, years, 1 + effects) whose last axis starts with the fixed part. Benefits, costs
and transfers stand in ledgers of their own; plus is good for the stakeholder.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from schakel.analysis.value.errors import LedgerError
from schakel.analysis.value.plan import KINDS, STAKEHOLDERS, Cost, Kind, Per, Plan, Stakeholder, Transfer
from schakel.analysis.value.prices import Case, Price

Floats = npt.NDArray[np.float64]

# Cautious for a cost is high, for a benefit low.
_DEAR: dict[Case, Case] = {"low": "high", "mid": "mid", "high": "low"}


@dataclass(frozen=True)
class Cases:
    """Which case each group of inputs takes; the tornado turns them one by one."""

    benefit_prices: Case = "mid"
    cost_prices: Case = "mid"
    adjustments: Case = "mid"
    avoided_care: bool = True

    @classmethod
    def all_at(cls, case: Case) -> "Cases":
        """Every group at the same case: `low` is the most cautious one."""
        return cls(case, case, case)


@dataclass(frozen=True)
class Ledgers:
    """Undiscounted amounts in euros of the price year; each (stakeholders, kinds, years, 1 + effects)."""

    benefits: Floats
    costs: Floats
    transfers: Floats

    @property
    def net(self) -> Floats:
        """Benefits, costs and transfers together."""
        return self.benefits + self.costs + self.transfers


def ledgers(plan: Plan, cases: Cases) -> Ledgers:
    """Fill the three ledgers; raises LedgerError when a transfer makes or loses money."""
    shape = (len(STAKEHOLDERS), len(KINDS), plan.years, 1 + len(plan.effects))
    made = Ledgers(np.zeros(shape), np.zeros(shape), np.zeros(shape))
    _benefits(plan, cases, made.benefits)
    for cost in plan.costs:
        amount = _euros(plan, cost.price, _DEAR[cases.cost_prices]) * _times(plan, cost)
        made.costs[_at(cost.stakeholder, cost.kind)][:, 0] -= amount
    for transfer in plan.transfers:
        amount = _euros(plan, transfer.price, "mid") * _times(plan, transfer)
        made.transfers[_at(transfer.payer, "fiscal")][:, 0] -= amount
        made.transfers[_at(transfer.receiver, "fiscal")][:, 0] += amount
    if not np.allclose(made.transfers.sum(axis=(0, 1)), 0, atol=1e-6):
        raise LedgerError("The transfers do not net to zero: every euro that leaves one must reach another.")
    return made


def _benefits(plan: Plan, cases: Cases, ledger: Floats) -> None:
    """Less of an effect is a benefit: the sign turns here, and only here."""
    kept = plan.adjustments.kept(cases.adjustments, plan.years)
    child_months = 12.0 * plan.children
    order = {effect.name: place for place, effect in enumerate(plan.effects, start=1)}
    for stream in plan.streams:
        if cases.avoided_care or not stream.avoided_care:
            price = _euros(plan, stream.price, cases.benefit_prices)
            amount = -stream.share * price * child_months * kept
            ledger[_at(stream.stakeholder, stream.kind)][:, order[stream.effect]] += amount


def _at(stakeholder: Stakeholder, kind: Kind) -> tuple[int, int]:
    return STAKEHOLDERS.index(stakeholder), KINDS.index(kind)


def _euros(plan: Plan, price: Price, case: Case) -> float:
    return price.amount.at(case) * plan.index.factor(price.item, price.year, plan.price_year)


def _times(plan: Plan, entry: Cost | Transfer) -> Floats:
    """How often an amount is paid in each year, shape (years,)."""
    per: dict[Per, float] = {
        "school_year": plan.schools,
        "child_month": 12.0 * plan.children,
        "year": 1,
        "once": 1,
    }
    times = np.full(plan.years, per[entry.per] * entry.quantity)
    if entry.per == "once":
        times[1:] = 0
    return times
