"""What each command does, from files to a folder; every job writes whole or not at all and returns its last line."""

import json
import tempfile
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from schakel.analysis.evaluate import pages, pictures, sentences, tables, town
from schakel.analysis.evaluate.output import whole_folder
from schakel.analysis.evaluate.watch import Report
from schakel.analysis.panel.simulate import Town
from schakel.analysis.panel.simulate import simulate as simulated
from schakel.analysis.panel.store import prepare
from schakel.analysis.rollout.plan import read_plan as read_rollout
from schakel.analysis.rollout.run import roll_out
from schakel.analysis.value.errors import ValueRefusal
from schakel.analysis.value.read import read_plan as read_value
from schakel.analysis.value.run import value as valued


def value(args: Namespace, report: Report) -> str:
    """A value file to result.json, tables, charts and two pages."""
    report("value", 0.0)
    result = valued(read_value(args.value, _parsed(args.result)))
    report("report", 0.0)
    with whole_folder(args.out) as folder:
        (folder / "result.json").write_text(result.to_json() + "\n", encoding="utf-8")
        tables.of_value(folder, result)
        _svg(
            folder,
            scenarios=pictures.scenarios(result, args.language),
            tornado=pictures.tornado(result, args.language),
        )
        (folder / "report.pdf").write_bytes(pages.pdf(pages.value_page(result, args.date, args.language)))
    return f"{sentences.value_sentence(result, args.language)}\n{args.out}"


def _parsed(path: Path | None) -> Mapping[str, Any] | None:
    if path is None:
        return None
    try:
        found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ValueRefusal(f"{path.name} is no result of `schakel evaluate`: {error}") from error
    return found


def rollout(args: Namespace, report: Report) -> str:
    """A plan to the draw, its protocol, the power of each design and two pages."""
    report("draw", 0.0)
    plan = read_rollout(args.plan)
    result = roll_out(plan)
    report("report", 0.0)
    with whole_folder(args.out) as folder:
        (folder / "result.json").write_text(result.to_json() + "\n", encoding="utf-8")
        tables.of_rollout(folder, plan, result)
        _svg(folder, power=pictures.power_curves(result, args.language))
        (folder / "report.pdf").write_bytes(pages.pdf(pages.rollout_page(result, args.date, args.language)))
    power = result.power_of(result.chosen)
    return f"{result.chosen}: {power.detectable_share:.0%} can be detected with power 80 %\n{args.out}"


def simulate(args: Namespace, report: Report) -> str:
    """A municipality with its panel, question, value file and truth, ready for the other commands."""
    report("simulate", 0.0)
    waves = tuple((year * 12 + 8, args.per_wave) for year in (2020, 2021, 2022))
    try:
        made = simulated(
            Town(
                schools=args.schools,
                pupils=args.pupils,
                waves=waves,
                effect=args.effect,
                choice=args.choice,
                seed=args.seed,
            )
        )
    except ValueError as error:
        raise town.TownError(str(error)) from error
    with whole_folder(args.out) as folder:
        rows = folder / "rows.parquet"
        pq.write_table(made.panel, rows)
        manifest = prepare(rows, folder / "panel.parquet", progress=report)
        rows.unlink()
        if args.csv:
            pacsv.write_csv(made.panel, folder / "panel.csv")
        town.write_files(folder, made, args.date)
    return f"{manifest.counts.rows} child-months of {manifest.counts.children} children at {args.schools} schools\n{args.out}"


def _svg(folder: Path, **drawn: str | None) -> None:
    for name, text in drawn.items():
        if text is not None:
            (folder / f"{name}.svg").write_text(text, encoding="utf-8")


def scratch(beside: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder for large temporary files, on the disk of the results."""
    beside.parent.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix=".schakel-", dir=beside.parent)
