"""Do the 90 % bands keep their word? Two hundred houses with a known truth, none used in building the engine.

Each house (other schools, people, habits) plays three years. Two are written down as records; the third is forecast from
those, and then looked up. Prints the table of `docs/performance-waiting.md`.

    python bench/waiting/coverage.py [houses] [--keep FILE] [--at-most SECONDS]

With `--keep` each house is written down when it is done, and a later call goes on where this one stopped.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np

from schakel.analysis.waiting.backtest import share_in_time
from schakel.analysis.waiting.calibrate import calibrate, draw, point
from schakel.analysis.waiting.forecast import forecast, forecast_drawn
from schakel.analysis.waiting.model import Model
from schakel.analysis.waiting.result import Band, band
from schakel.analysis.waiting.synthetic import records_of, true_prepared

# Never used in building the engine. (50,000 and 60,000 and on were looked at, and the calibration was mended then.)
FIRST_SEED = 70_000


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


Told = dict[str, tuple[float, float, float]]


def told(seed: int) -> Told:
    """Low, high and what happened, per figure."""
    return {name: (band.low, band.high, happened) for name, (band, happened) in one_house(seed).items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("houses", type=int, nargs="?", default=200)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--at-most", type=float, default=float("inf"))
    options = parser.parse_args()
    kept = options.keep.read_text().splitlines() if options.keep and options.keep.exists() else []
    found: list[Told] = [json.loads(line) for line in kept]
    began = time.perf_counter()
    while len(found) < options.houses and time.perf_counter() - began < options.at_most:
        found.append(told(FIRST_SEED + len(found)))
        if options.keep:
            with options.keep.open("a") as file:
                file.write(json.dumps(found[-1]) + "\n")
    say(f"{len(found)} houses from seed {FIRST_SEED}")
    say("| figure | inside the 90 % band | below | above | mean width |")
    say("|---|---|---|---|---|")
    for name in found[0]:
        low, high, happened = np.array([house[name] for house in found]).T
        inside, below, above = (
            np.mean(test)
            for test in ((low <= happened) & (happened <= high), happened < low, happened > high)
        )
        say(f"| {name} | {inside:.1%} | {below:.1%} | {above:.1%} | {np.mean(high - low):.3g} |")


if __name__ == "__main__":
    main()
