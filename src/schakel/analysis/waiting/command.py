"""The command line of the waiting engine: forecast, compare, backtest.

Pure: `add_*_arguments` fill an argparse parser, `run_*` take the parsed options and return an exit code. Faults in what the
user gave are said in one line each on stderr (code 2); Ctrl-C stops within a block and leaves nothing behind (130).
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import joblib
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from schakel.analysis.report import Language, chosen, svg, to_pdf, to_png
from schakel.analysis.report.charts import Band as ChartBand
from schakel.analysis.report.charts import band_chart

from . import backtest as looking_back
from . import phrases
from .analytic import first_estimate
from .calibrate import calibrate, draw
from .errors import Cancelled, WaitingError
from .forecast import forecast, forecast_drawn
from .model import Model
from .output import whole_folder, write_json
from .records import Records, read_records, template
from .report import Report
from .result import Result
from .scenario import difference
from .tables import (
    as_csv,
    difference_rows,
    ending_rows,
    main_rows,
    requests_csv,
    summary,
    swing_rows,
    weeks_csv,
)
from .toml import Scenario, read_scenario
from .tornado import Swing, tornado

DRAWS = 50
FIGURE_HEAD = ("name", "unit", "middle", "low", "high")
Told = Callable[[int, int], None]


def add_forecast_arguments(parser: argparse.ArgumentParser) -> None:
    """`schakel forecast SCENARIO.toml [--records FILE] [--runs N] [--workers N] [--dask ADDRESS] --out DIR`."""
    parser.add_argument("scenario", type=Path, help="scenario file (TOML)")
    parser.add_argument("--records", type=Path, help="records file (CSV) to learn from")
    parser.add_argument("--knob-runs", type=_positive, default=200, help="runs per knob (default 200)")
    parser.add_argument("--template", action="store_true", help="also write an empty records file")
    _add_common(parser, needs_out=True)


def add_compare_arguments(parser: argparse.ArgumentParser) -> None:
    """`schakel compare A.toml B.toml`: B minus A under the same chance."""
    parser.add_argument("today", type=Path, help="scenario file of today")
    parser.add_argument("scenario", type=Path, help="scenario file to compare with it")
    _add_common(parser, needs_out=False)


def add_backtest_arguments(parser: argparse.ArgumentParser) -> None:
    """`schakel backtest RECORDS [--scenario FILE]`: forecast each past month and look what happened."""
    parser.add_argument("records", type=Path, help="records file (CSV)")
    parser.add_argument(
        "--scenario", type=Path, help="scenario file; default: beside the records, same name with .toml"
    )
    parser.add_argument(
        "--learn-days", type=_positive, default=365, help="days of records before the first forecast"
    )
    _add_common(parser, needs_out=False)


def _add_common(parser: argparse.ArgumentParser, *, needs_out: bool) -> None:
    parser.add_argument(
        "--runs", type=_positive, default=1000, help="runs of the whole period (default 1000)"
    )
    parser.add_argument(
        "--workers", type=_positive, default=None, help="threads or processes (default: all cores)"
    )
    parser.add_argument(
        "--dask", metavar="ADDRESS", help="scheduler of a Dask cluster, such as tcp://host:8786"
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same bytes (default 1)")
    parser.add_argument(
        "--language", choices=("nl", "en"), default="nl", help="language of the report (default nl)"
    )
    parser.add_argument("--out", type=Path, required=needs_out, help="folder for JSON, CSV, SVG and PDF")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"must be at least 1, not {number}")
    return number


def run_forecast(options: argparse.Namespace) -> int:
    """Forecast one scenario and write the folder."""
    return _said(lambda: _forecast(options), options.language)


def run_compare(options: argparse.Namespace) -> int:
    """Compare two scenarios; prints the sentence, and writes the figures with `--out`."""
    return _said(lambda: _compare(options), options.language)


def run_backtest(options: argparse.Namespace) -> int:
    """Look back over every month that the records allow."""
    return _said(lambda: _backtest(options), options.language)


def _said(work: Callable[[], None], language: Language) -> int:
    console = Console(stderr=True)
    try:
        work()
    except (KeyboardInterrupt, Cancelled):
        stopped = chosen(language, "Gestopt. Er is niets bewaard.", "Stopped. Nothing was kept.")
        console.print(stopped, highlight=False)
        return 130
    except (WaitingError, OSError) as error:
        console.print(str(error), highlight=False, markup=False)
        return 2
    return 0


@contextlib.contextmanager
def _told(words: str) -> Iterator[Told]:
    """A progress bar on stderr."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextlib.contextmanager
def _place(options: argparse.Namespace) -> Iterator[str | None]:
    """Where the runs are played: threads here (yields "threading"), or the Dask cluster (yields None)."""
    if not options.dask:
        yield "threading"
        return
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError as error:
        raise WaitingError("--dask: install the extra 'scale' first (dask[distributed])") from error
    with distributed.Client(options.dask, timeout="10s"), joblib.parallel_config(backend="dask"):
        yield None


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _forecast(options: argparse.Namespace) -> None:
    scenario = read_scenario(options.scenario)
    language: Language = options.language
    with whole_folder(options.out) as folder:
        estimate = first_estimate(scenario.model)
        result = _played(scenario, options)
        swings = _swings(scenario, result.model, options)
        _write_result(folder, result, swings, language)
        write_json(folder / "forecast.json", summary(result, estimate) | {"knobs": swing_rows(swings)})
        if options.template:
            (folder / "records-template.csv").write_text(template(), encoding="utf-8")
    _say(phrases.headline(result, language))


def _played(scenario: Scenario, options: argparse.Namespace) -> Result:
    """From the scenario alone, or from models drawn from the records."""
    words = chosen(options.language, "Vooruitkijken", "Looking ahead")
    with _place(options) as backend, _told(words) as told:
        common: dict[str, Any] = {
            "seed": options.seed, "workers": options.workers, "backend": backend, "progress": told,
        }  # fmt: skip
        if options.records is None:
            return forecast(scenario.model, runs=options.runs, **common)
        records = _records(options.records, scenario.model)
        fit = calibrate(scenario.model, records)
        models = draw(fit, scenario.model.calendar.start, min(DRAWS, options.runs), options.seed)
        each = max(1, options.runs // len(models))
        return forecast_drawn(models, runs_each=each, data_hash=records.data_hash, **common)


def _records(path: Path, model: Model) -> Records:
    return read_records(path, sites=[s.name for s in model.sites], stages=[s.name for s in model.stages])


def _swings(scenario: Scenario, model: Model, options: argparse.Namespace) -> tuple[Swing, ...]:
    if not scenario.knobs:
        return ()
    with _told(chosen(options.language, "Knoppen vergelijken", "Comparing knobs")) as told:
        _, swings = tornado(
            model,
            scenario.knobs,
            seed=options.seed,
            runs=options.knob_runs,
            workers=options.workers,
            progress=told,
        )
    return swings


def _write_result(folder: Path, result: Result, swings: tuple[Swing, ...], language: Language) -> None:
    today = datetime.now(UTC).astimezone(ZoneInfo("Europe/Amsterdam")).date()
    report = Report(result, swings, language, today)
    document = report.document()
    (folder / "forecast.pdf").write_bytes(to_pdf(document))
    (folder / "forecast.png").write_bytes(to_png(document)[0])
    for name, picture in report.charts().items():
        (folder / f"{name}.svg").write_text(picture, encoding="utf-8")
    (folder / "figures.csv").write_text(as_csv(FIGURE_HEAD, main_rows(result)), encoding="utf-8")
    endings = [(n, s, b.middle, b.low, b.high) for n, s, b in ending_rows(result, 0.0)]
    (folder / "endings.csv").write_text(
        as_csv(("name", "state", *FIGURE_HEAD[2:]), endings), encoding="utf-8"
    )
    (folder / "weeks.csv").write_text(weeks_csv(result), encoding="utf-8")
    (folder / "requests-one-run.csv").write_text(requests_csv(result), encoding="utf-8")


def _compare(options: argparse.Namespace) -> None:
    today, other = read_scenario(options.today).model, read_scenario(options.scenario).model
    with _place(options) as backend, _told(chosen(options.language, "Vergelijken", "Comparing")) as told:
        results = [
            forecast(
                model,
                seed=options.seed,
                runs=options.runs,
                workers=options.workers,
                backend=backend,
                progress=told,
            )
            for model in (today, other)
        ]
    found = difference(*results)
    rows = difference_rows(found)
    if options.out is not None:
        with whole_folder(options.out) as folder:
            (folder / "difference.csv").write_text(as_csv(FIGURE_HEAD, rows), encoding="utf-8")
            figures = [dict(zip(FIGURE_HEAD, row, strict=True)) for row in rows]
            both = [summary(result) for result in results]
            write_json(
                folder / "compare.json", {"difference": figures, "today": both[0], "scenario": both[1]}
            )
    _say(phrases.compared(found, options.language))
    for name, unit, middle, low, high in rows:
        _say(f"  {name:<10} {_number(middle)}  ({_number(low)} .. {_number(high)})  {unit}")


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:+.2f}"


def _backtest(options: argparse.Namespace) -> None:
    path = options.scenario or options.records.with_suffix(".toml")
    model = read_scenario(path).model
    records = _records(options.records, model)
    each = max(1, options.runs // DRAWS)
    with _told(chosen(options.language, "Terugkijken", "Looking back")) as told:
        checks = looking_back.backtest(
            replace(model, present=()), records, draws=min(DRAWS, options.runs), runs_each=min(each, 20),
            learn_days=options.learn_days, seed=options.seed, workers=options.workers, progress=told,
        )  # fmt: skip
    inside = sum(check.inside for check in checks)
    if options.out is not None:
        with whole_folder(options.out) as folder:
            _write_backtest(folder, checks, inside)
    for check in checks:
        low, high = 100 * check.forecast.low, 100 * check.forecast.high
        mark = "" if check.inside else chosen(options.language, "  <- erbuiten", "  <- outside")
        _say(f"{check.made_on:%Y-%m}  {low:3.0f} .. {high:3.0f}   {100 * check.happened:3.0f}{mark}")
    _say(
        chosen(
            options.language,
            f"In {inside} van de {len(checks)} maanden viel de uitkomst binnen de marge (bedoeld: negen van de tien).",
            f"In {inside} of {len(checks)} months the outcome fell within the range (meant: nine in ten).",
        )
    )


def _write_backtest(folder: Path, checks: tuple[looking_back.Check, ...], inside: int) -> None:
    head = ("month", "middle", "low", "high", "happened", "requests", "inside")
    rows = [
        (
            f"{c.made_on:%Y-%m}",
            c.forecast.middle,
            c.forecast.low,
            c.forecast.high,
            c.happened,
            c.requests,
            int(c.inside),
        )
        for c in checks
    ]
    (folder / "backtest.csv").write_text(as_csv(head, rows), encoding="utf-8")
    months = [dict(zip(head, row, strict=True)) for row in rows]
    write_json(folder / "backtest.json", {"months": months, "inside": inside, "of": len(checks)})
    points = [ChartBand(float(i), 100 * c.forecast.low, 100 * c.forecast.middle, 100 * c.forecast.high)
              for i, c in enumerate(checks)]  # fmt: skip
    ticks = {float(i): f"{c.made_on:%m-%y}" for i, c in enumerate(checks) if i % 3 == 0}
    (folder / "backtest.svg").write_text(svg(band_chart(points, ticks=ticks)), encoding="utf-8")


__all__ = [
    "add_backtest_arguments",
    "add_compare_arguments",
    "add_forecast_arguments",
    "run_backtest",
    "run_compare",
    "run_forecast",
]
