"""Which knob first: every knob turned once, compared with today, per hour and per euro.

Per hour: points of in-time share per extra duty hour a week. Per euro: per 100 euro a week, in the user's own prices; without
prices there is no figure. Knobs that cost no hour (another division of work) have no figure per hour and stand first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .forecast import forecast
from .model import Model
from .result import Result
from .run import Progress, Stop
from .scenario import Difference, Knob, difference


@dataclass(frozen=True)
class Swing:
    """One knob and what it does. `per_hour` and `per_hundred_euro` are None where there is nothing to divide by."""

    knob: Knob
    difference: Difference
    hours: float
    per_hour: float | None
    per_hundred_euro: float | None


def tornado(
    model: Model,
    knobs: Sequence[Knob],
    *,
    seed: int = 1,
    runs: int = 200,
    workers: int | None = None,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> tuple[Result, tuple[Swing, ...]]:
    """Today's result and the knobs, most points first."""
    today = forecast(model, seed=seed, runs=runs, workers=workers, stop=stop)
    swings = []
    for number, knob in enumerate(knobs):
        other = forecast(knob.turn(model), seed=seed, runs=runs, workers=workers, stop=stop)
        swings.append(_swing(model, knob, difference(today, other)))
        if progress is not None:
            progress(number + 1, len(knobs))
    return today, tuple(sorted(swings, key=lambda swing: -swing.difference.in_time.middle))


def _swing(model: Model, knob: Knob, found: Difference) -> Swing:
    hours = sum(knob.hours(model).values())
    gain, cost = found.in_time.middle, found.cost_per_week
    return Swing(
        knob=knob,
        difference=found,
        hours=hours,
        per_hour=gain / hours if hours > 0 else None,
        per_hundred_euro=100 * gain / cost if cost is not None and cost > 0 else None,
    )
