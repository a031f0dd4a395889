"""Had we forecast then, what would we have said, and what happened?

For each month: forget everything after its first day, calibrate, forecast the month with that day's caseload and queue, and
hold it against what happened. A band of 90 % should hold nine months in ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .calibrate import calibrate, draw
from .errors import NotEnoughRecords
from .forecast import forecast_drawn
from .model import Model
from .records import Record, Records
from .result import Band, band
from .run import Progress, Stop

DUE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Check:
    """One month: what was forecast on `made_on` and what happened, in shares picked up within seven days."""

    made_on: date
    forecast: Band
    happened: float
    requests: int
    requests_forecast: Band

    @property
    def inside(self) -> bool:
        return self.forecast.low <= self.happened <= self.forecast.high


def share_in_time(rows: Sequence[Record]) -> float:
    """Share picked up by the seventh day, over all requests; NaN without requests."""
    if not rows:
        return float("nan")
    return sum(
        r.picked_up_on is not None and (r.picked_up_on - r.requested_on).days <= DUE_DAYS for r in rows
    ) / len(rows)


def month_starts(records: Records, *, learn_days: int = 365) -> list[date]:
    """First days of the months that can be checked: enough past before, and the fate of every question known."""
    first = min(r.requested_on for r in records.rows) + timedelta(days=learn_days)
    found = []
    day = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    while _next_month(day) + timedelta(days=DUE_DAYS) <= records.as_of:
        found.append(day)
        day = _next_month(day)
    return found


def _next_month(day: date) -> date:
    return (day + timedelta(days=32)).replace(day=1)


def backtest(
    template: Model,
    records: Records,
    *,
    draws: int = 50,
    runs_each: int = 4,
    learn_days: int = 365,
    seed: int = 1,
    workers: int | None = None,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> tuple[Check, ...]:
    """Check every month that can be checked. Raises `NotEnoughRecords`."""
    days = month_starts(records, learn_days=learn_days)
    if not days:
        raise NotEnoughRecords(
            f"records: the file must span at least {learn_days} days and a month more to look back on"
        )
    found = []
    for number, day in enumerate(days):
        found.append(
            check_span(template, records, day, _next_month(day), draws=draws, runs_each=runs_each, seed=seed,
                       workers=workers, stop=stop)
        )  # fmt: skip
        if progress is not None:
            progress(number + 1, len(days))
    return tuple(found)


def check_span(
    template: Model,
    records: Records,
    day: date,
    end: date,
    *,
    draws: int = 50,
    runs_each: int = 4,
    seed: int = 1,
    workers: int | None = None,
    stop: Stop | None = None,
) -> Check:
    """Forecast [`day`, `end`) with what was known the evening before, and compare."""
    fit = calibrate(template, records.until(day - timedelta(days=1)))
    span = replace(template.calendar, start=day, measure=float((end - day).days), tail=8.0, warm_up=0.0)
    models = [replace(m, calendar=span) for m in draw(fit, day, draws, seed)]
    result = forecast_drawn(models, seed=seed, runs_each=runs_each, workers=workers, stop=stop)
    rows = [r for r in records.rows if day <= r.requested_on < end]
    return Check(day, band(result.in_time), share_in_time(rows), len(rows), result.requests)
