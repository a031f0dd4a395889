"""From a plan to a frozen value: draws times ledgers.

With one effect every amount is a straight line in that effect, so its quantiles are those of the effect
itself, exactly; with more effects the draws are multiplied through. Effects that come from different
questions are drawn independently, each with its own seed.
"""

import hashlib
import json
from dataclasses import asdict

import numpy as np
import numpy.typing as npt

from schakel.analysis.panel.provenance import code_version
from schakel.analysis.value.adjustments import NAMES, Adjustment
from schakel.analysis.value.discount import factors
from schakel.analysis.value.ledger import Cases, Ledgers, ledgers
from schakel.analysis.value.plan import KINDS, STAKEHOLDERS, Cost, Kind, Plan, Stakeholder, Stream
from schakel.analysis.value.result import (
    SCENARIOS,
    Amount,
    BreakEven,
    Scenario,
    ScenarioName,
    SourceRow,
    ValueProvenance,
    ValueResult,
)
from schakel.analysis.value.tornado import swings

Floats = npt.NDArray[np.float64]


class Draws:
    """Draws of all effects, and amounts of lines over them.

    `estimate` (1 + effects,) is one and the point estimates; `sample` (1 + effects, draws).
    """

    def __init__(self, plan: Plan) -> None:
        drawn = [effect.draws(plan.draws, plan.seed + place) for place, effect in enumerate(plan.effects)]
        self.estimate = np.array([1.0] + [effect.value for effect in plan.effects])
        self.sample = np.vstack([np.ones(plan.draws), *drawn])
        tail = (1 - plan.level) / 2
        self._at = (tail, 1 - tail)
        self._one = np.quantile(drawn[0], self._at) if len(drawn) == 1 else None

    def amounts(self, lines: Floats) -> list[Amount]:
        """Point and interval of each line, `lines` (lines, 1 + effects)."""
        points = lines @ self.estimate
        if self._one is not None:
            ends = np.sort(lines[:, :1] + lines[:, 1:] * self._one, axis=1)
        else:
            ends = np.quantile(lines @ self.sample, self._at, axis=1).T
        return [Amount(float(p), float(e[0]), float(e[1])) for p, e in zip(points, ends, strict=True)]

    def amount(self, line: Floats) -> Amount:
        """Point and interval of one line, `line` (1 + effects,)."""
        return self.amounts(line[None, :])[0]


def value(plan: Plan) -> ValueResult:
    """Compute everything; the same plan gives the same figures."""
    draws = Draws(plan)
    discount = factors(plan.rate.rate, plan.years)
    middle = ledgers(plan, Cases())
    return ValueResult(
        title=plan.title,
        price_year=plan.price_year,
        years=plan.years,
        schools=plan.schools,
        children=plan.children,
        discount_rate=plan.rate.rate,
        discount_source=plan.rate.source,
        counterfactual=plan.counterfactual,
        labels=tuple(dict.fromkeys(effect.label for effect in plan.effects)),
        shown=_shown(plan),
        costs_known=bool(plan.costs),
        scenarios=tuple(_scenario(plan, name, draws, discount) for name in SCENARIOS),
        break_even_effects=_break_even_effects(plan, middle, discount),
        break_even_price=draws.amount(_total(middle.benefits, discount) / (plan.schools * discount.sum())),
        tornado=swings(plan),
        not_priced=plan.not_priced,
        sources=_sources(plan),
        provenance=_provenance(plan),
    )


def _shown(plan: Plan) -> bool | None:
    """The effects are shown when each of them is; unknown when one was given by hand."""
    verdicts = [effect.shown for effect in plan.effects]
    return None if None in verdicts else all(verdicts)


def _cases(name: ScenarioName) -> Cases:
    if name == "without_avoided_care":
        return Cases(avoided_care=False)
    return Cases.all_at(name)


def _total(ledger: Floats, discount: Floats) -> Floats:
    """Discounted sum over stakeholders, kinds and years: a line (1 + effects,)."""
    total: Floats = np.einsum("skye,y->e", ledger, discount)
    return total


def _scenario(plan: Plan, name: ScenarioName, draws: Draws, discount: Floats) -> Scenario:
    made = ledgers(plan, _cases(name))
    npv = _total(made.net, discount)
    costs = -float(_total(made.costs, discount)[0])
    benefits = _total(made.benefits, discount)
    payback_year, paid_back = _payback(made, draws, discount)
    return Scenario(
        name=name,
        npv=draws.amount(npv),
        per_child=draws.amount(npv / plan.children),
        per_school_year=draws.amount(npv / (plan.schools * plan.years)),
        benefits=draws.amount(benefits),
        costs=costs,
        benefit_cost=draws.amount(benefits / costs) if costs > 0 else None,
        payback_year=payback_year,
        paid_back=paid_back,
        payers=_per_stakeholder(made, "fiscal", draws, discount),
        social=_per_stakeholder(made, "social", draws, discount),
        yearly=tuple(draws.amounts(np.einsum("skye->ye", made.net))),
    )


def _per_stakeholder(made: Ledgers, kind: Kind, draws: Draws, discount: Floats) -> dict[Stakeholder, Amount]:
    lines = np.einsum("sye,y->se", made.net[:, KINDS.index(kind)], discount)
    return dict(zip(STAKEHOLDERS, draws.amounts(lines), strict=True))


def _payback(made: Ledgers, draws: Draws, discount: Floats) -> tuple[int | None, float]:
    """First year in which half of the draws is no longer below zero, and the share at the end."""
    summed = np.cumsum(np.einsum("skye,y->ye", made.net, discount), axis=0)
    paid = np.zeros(draws.sample.shape[1], dtype=np.bool_)
    shares = np.zeros(len(summed))
    for year, line in enumerate(summed):
        paid |= line @ draws.sample >= 0
        shares[year] = np.count_nonzero(paid) / len(paid)
    reached = np.flatnonzero(shares >= 0.5)
    return (int(reached[0]) + 1 if len(reached) else None), float(shares[-1])


def _break_even_effects(plan: Plan, made: Ledgers, discount: Floats) -> tuple[BreakEven, ...]:
    line = _total(made.net, discount)
    values = np.array([effect.value for effect in plan.effects])
    found = []
    for place, effect in enumerate(plan.effects):
        rest = float(line[0] + line[1:] @ values - line[1 + place] * values[place])
        slope = float(line[1 + place])
        found.append(BreakEven(effect.name, effect.unit, -rest / slope if slope else None))
    return tuple(found)


def _sources(plan: Plan) -> tuple[SourceRow, ...]:
    priced: list[Stream | Cost] = [*plan.streams, *plan.costs]
    entries = [(entry.price, entry.stakeholder) for entry in priced]
    entries += [(transfer.price, transfer.payer) for transfer in plan.transfers]
    rows = [
        SourceRow(price.item, price.unit, price.amount.low, price.amount.mid, price.amount.high, price.year,
                  price.source, payer, price.note)
        for price, payer in dict.fromkeys(entries)
    ]  # fmt: skip
    shares: list[Adjustment] = [getattr(plan.adjustments, name) for name in NAMES]
    for one in shares:
        rows.append(
            SourceRow(one.name, "share", one.share.low, one.share.mid, one.share.high, None, one.source)
        )
    return tuple(rows)


def _provenance(plan: Plan) -> ValueProvenance:
    content = json.dumps(asdict(plan), sort_keys=True, default=str)
    return ValueProvenance(
        plan_digest=hashlib.sha256(content.encode()).hexdigest(),
        code_version=code_version(),
        seed=plan.seed,
        draws=plan.draws,
        level=plan.level,
        made_on=plan.made_on.isoformat(),
        effect_digests=tuple(effect.digest for effect in plan.effects),
    )
