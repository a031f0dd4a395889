"""Do the 90 % bands keep their word? Two hundred houses with a known truth, none used in building the engine.

Each house (other schools, people, habits) plays three years. Two are written down as records; the third is forecast from
those, and then looked up. Prints the table of `docs/performance-waiting.md`.

    python bench/waiting/coverage.py [houses]
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import timedelta

import numpy as np

from schakel.analysis.waiting.backtest import share_in_time
from schakel.analysis.waiting.calibrate import calibrate, draw, point
from schakel.analysis.waiting.forecast import forecast, forecast_drawn
from schakel.analysis.waiting.model import Model
from schakel.analysis.waiting.result import Band, band
from schakel.analysis.waiting.synthetic import records_of, true_prepared

FIRST_SEED = 50_000


def one_house(seed: int, draws: int = 50, runs_each: int = 4) -> dict[str, tuple[Band, float]]:
    """The bands of the third year and what happened, for drawn parameters and for the single best guess."""
    truth = true_prepared(seed)
    start = truth.model.calendar.start
    records = records_of(truth, seed)
    day = start + timedelta(days=730)
    end = day + timedelta(days=365)
    known = records.until(day - timedelta(days=1))
    fit = calibrate(truth.model, known, first_day=start)
    span = replace(truth.model.calendar, start=day, measure=365.0, tail=8.0)

    def dated(model: Model) -> Model:
        return replace(model, calendar=span)

    drawn = forecast_drawn([dated(m) for m in draw(fit, day, draws, seed)], seed=seed, runs_each=runs_each)
    single = forecast(dated(point(fit, day)), seed=seed, runs=draws * runs_each)
    rows = [r for r in records.rows if day <= r.requested_on < end]
    happened = {"share in time": share_in_time(rows), "requests": float(len(rows))}
    return {
        "share in time, drawn": (band(drawn.in_time), happened["share in time"]),
        "share in time, single best guess": (band(single.in_time), happened["share in time"]),
        "requests, drawn": (drawn.requests, happened["requests"]),
        "requests, single best guess": (single.requests, happened["requests"]),
    }


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    houses = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    began = time.perf_counter()
    found = [one_house(FIRST_SEED + i) for i in range(houses)]
    say(f"{houses} houses in {time.perf_counter() - began:.0f} s")
    say("| figure | inside the 90 % band | below | above | mean width |")
    say("|---|---|---|---|---|")
    for name in found[0]:
        pairs = [house[name] for house in found]
        inside = np.mean([b.low <= x <= b.high for b, x in pairs])
        below, above = np.mean([x < b.low for b, x in pairs]), np.mean([x > b.high for b, x in pairs])
        width = np.mean([b.high - b.low for b, _ in pairs])
        say(f"| {name} | {inside:.1%} | {below:.1%} | {above:.1%} | {width:.3g} |")


if __name__ == "__main__":
    main()
