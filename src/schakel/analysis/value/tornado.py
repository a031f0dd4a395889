"""Which input moves the net present value most: each goes to its low and high, the others stay in the
middle.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy import stats

from schakel.analysis.value.adjustments import NAMES
from schakel.analysis.value.discount import factors
from schakel.analysis.value.ledger import Cases, ledgers
from schakel.analysis.value.plan import Cost, Effect, Plan, Stream
from schakel.analysis.value.prices import Case, Price, Range
from schakel.analysis.value.result import Swing

Turn = Callable[[Case], Plan]


def swings(plan: Plan) -> tuple[Swing, ...]:
    """All inputs that have a low and a high, widest first."""
    turns = [("effect", effect.name, _effect(plan, effect)) for effect in plan.effects]
    priced: list[Stream | Cost] = [*plan.streams, *plan.costs]
    items = {entry.price.item: None for entry in priced if _moves(entry.price.amount)}
    turns += [("price", item, _price(plan, item)) for item in items]
    moving = [name for name in NAMES if _moves(getattr(plan.adjustments, name).share)]
    turns += [("adjustment", name, _adjustment(plan, name)) for name in moving]
    found = [
        Swing(kind, name, net_present_value(turn("low")), net_present_value(turn("high")))
        for kind, name, turn in turns
    ]
    return tuple(sorted(found, key=lambda swing: -swing.width))


def net_present_value(plan: Plan) -> float:
    """Net present value at the estimated effects and middle prices, in euros of the price year."""
    line = np.einsum("skye,y->e", ledgers(plan, Cases()).net, factors(plan.rate.rate, plan.years))
    return float(line @ np.array([1.0] + [effect.value for effect in plan.effects]))


def _moves(amount: Range) -> bool:
    return amount.low < amount.high


def _pinned(amount: Range, case: Case) -> Range:
    return Range(amount.at(case), amount.at(case), amount.at(case))


def _effect(plan: Plan, effect: Effect) -> Turn:
    """An effect goes to the ends of its own interval."""
    reach = effect.standard_error * float(stats.t.ppf(0.5 + plan.level / 2, effect.df))
    shift = {"low": -reach, "mid": 0.0, "high": reach}

    def turn(case: Case) -> Plan:
        moved = replace(effect, value=effect.value + shift[case])
        return replace(plan, effects=tuple(moved if one is effect else one for one in plan.effects))

    return turn


def _price(plan: Plan, item: str) -> Turn:
    def pinned(price: Price, case: Case) -> Price:
        return replace(price, amount=_pinned(price.amount, case)) if price.item == item else price

    def turn(case: Case) -> Plan:
        streams = tuple(replace(one, price=pinned(one.price, case)) for one in plan.streams)
        costs = tuple(replace(one, price=pinned(one.price, case)) for one in plan.costs)
        return replace(plan, streams=streams, costs=costs)

    return turn


def _adjustment(plan: Plan, name: str) -> Turn:
    def turn(case: Case) -> Plan:
        one = getattr(plan.adjustments, name)
        moved = replace(one, share=_pinned(one.share, case))
        return replace(plan, adjustments=replace(plan.adjustments, **{name: moved}))

    return turn
