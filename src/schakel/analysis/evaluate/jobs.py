"""What each command does, from files to a folder; every job writes whole or not at all and returns its last line."""

import json
import shutil
import tempfile
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from schakel.analysis import plain_files
from schakel.analysis.effects.cells import build_cells
from schakel.analysis.effects.errors import EffectError
from schakel.analysis.effects.evaluate import evaluate as answer
from schakel.analysis.effects.question import Question, read_question
from schakel.analysis.effects.result import Result
from schakel.analysis.effects.source import Engine, open_panel
from schakel.analysis.effects.sums import pool, write_sums
from schakel.analysis.evaluate import pages, pictures, sentences, tables, town
from schakel.analysis.evaluate.output import refuse_foreign, whole_folder
from schakel.analysis.evaluate.panels import checked, panel_checks
from schakel.analysis.evaluate.publish import public
from schakel.analysis.evaluate.watch import Report
from schakel.analysis.panel.disclosure import withheld_schools
from schakel.analysis.panel.simulate import Town
from schakel.analysis.panel.simulate import simulate as simulated
from schakel.analysis.panel.store import prepare
from schakel.analysis.rollout.plan import read_plan as read_rollout
from schakel.analysis.rollout.run import roll_out
from schakel.analysis.value.errors import ValueRefusal
from schakel.analysis.value.read import read_plan as read_value
from schakel.analysis.value.result import ValueResult
from schakel.analysis.value.run import value as valued


def evaluate(args: Namespace, report: Report) -> str:
    """A stored question and a panel (or sums) to result.json, tables, charts and two pages."""
    refuse_foreign(args.out)
    question = _titled(read_question(args.question), args.language)
    if bool(args.panel) == bool(args.sums):
        raise EffectError("Give either --panel FILE or --sums FILE...: one of the two is needed.")
    with scratch(args.out) as work:
        if args.sums:
            result = answer(question, pool(question, args.sums), engine="sums", progress=report)
            withheld = frozenset(one.school for one in result.schools)
        else:
            panel = checked(args.panel, Path(work), drop_duplicates=args.drop_duplicates, report=report)
            result = _from_panel(question, panel, args.engine, report)
            result = replace(result, diagnostics=(*result.diagnostics, *panel_checks(panel, question)))
            withheld = withheld_schools(
                panel, question.outcome.column, [one.school for one in result.schools]
            )
    shown = public(result, withheld)
    worth = None if args.value is None else valued(read_value(args.value, json.loads(result.to_json())))
    report("report", 0.0)
    with whole_folder(args.out) as folder:
        _write_effect(folder, shown, worth, args, question.labels.get(f"read_{args.language}", ""))
    return f"{sentences.first_sentence(shown, args.language)}\n{args.out}"


def _titled(question: Question, language: str) -> Question:
    """The question under its title in this language, when its labels hold one."""
    return replace(question, title=question.labels.get(f"title_{language}", question.title))


def _from_panel(question: Question, panel: Path, engine: Engine, report: Report) -> Result:
    with open_panel(panel, engine) as rows:
        report("cells", 0.0)
        cells = build_cells(rows, question)
        placebos = {name: build_cells(rows, question, name) for name in question.placebo_outcomes}
        report("cells", 1.0)
    return answer(question, cells, placebo_outcomes=placebos, engine=engine, progress=report)


def _write_effect(
    folder: Path, result: Result, worth: ValueResult | None, args: Namespace, reading: str
) -> None:
    (folder / "result.json").write_text(result.to_json() + "\n", encoding="utf-8")
    shutil.copyfile(args.question, folder / "question.toml")
    tables.of_effect(folder, result)
    _svg(
        folder,
        course=pictures.course(result, args.language),
        naive=pictures.beside_naive(result, args.language),
    )
    if worth is not None:
        (folder / "value.json").write_text(worth.to_json() + "\n", encoding="utf-8")
        tables.of_value(folder, worth)
        _svg(folder, scenarios=pictures.scenarios(worth, args.language))
    page = pages.effect_page(result, worth, args.date, args.language, reading)
    (folder / "report.pdf").write_bytes(pages.pdf(page))


def sums(args: Namespace, report: Report) -> str:
    """A panel to the sums that may leave the house, with a manifest for the privacy officer."""
    question = read_question(args.question)
    with scratch(args.out) as work:
        panel = checked(args.panel, Path(work), drop_duplicates=args.drop_duplicates, report=report)
        made = Path(work) / args.out.name
        report("cells", 0.0)
        with open_panel(panel, args.engine) as rows:
            manifest = write_sums(rows, question, made, args.sender)
        for file in sorted(Path(work).glob(f"{args.out.name}*")):
            file.replace(args.out.parent / file.name)
    return f"{manifest['entries']} entries; read {args.out.name}.txt before sending\n{args.out}"


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
        found: Mapping[str, Any] = json.loads(plain_files.text(path))
    except plain_files.UNREADABLE as error:
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
        town.write_files(folder, made, args.date, args.language)
    made_of = f"{manifest.counts.rows} child-months of {manifest.counts.children} children at {args.schools} schools"
    if args.evaluate:
        return f"{made_of}\n{evaluate(_its_question(args), report)}"
    return f"{made_of}\n{args.out}"


def _its_question(args: Namespace) -> Namespace:
    """The arguments that answer the question of a simulated municipality, in the folder `result` inside it."""
    return Namespace(
        question=args.out / "question.toml", panel=args.out / "panel.parquet", sums=None, engine="duckdb",
        value=args.out / "value.toml", drop_duplicates=False, out=args.out / "result", language=args.language,
        date=args.date,
    )  # fmt: skip


def _svg(folder: Path, **drawn: str | None) -> None:
    for name, text in drawn.items():
        if text is not None:
            (folder / f"{name}.svg").write_text(text, encoding="utf-8")


def scratch(beside: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder for large temporary files, on the disk of the results."""
    beside.parent.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix=".schakel-", dir=beside.parent)
