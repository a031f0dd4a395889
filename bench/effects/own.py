"""The engine on a bench panel: values, seconds and peak memory as one JSON line.

`python bench/effects/own.py FOLDER [draws]`. Seconds are from opening the file to the frozen result; `warm`
repeats it once in the same process, as a server would.
"""

import json
import resource
import sys
import time
from datetime import date
from pathlib import Path

from schakel.analysis.effects.cells import Cells, build_cells
from schakel.analysis.effects.estimators.aggregate import aggregate
from schakel.analysis.effects.estimators.group_time import group_time
from schakel.analysis.effects.estimators.imputation import fit, weighted
from schakel.analysis.effects.estimators.two_way import bacon, is_balanced, two_way
from schakel.analysis.effects.evaluate import evaluate, study_sums
from schakel.analysis.effects.question import Outcome, Question, SchoolExposure
from schakel.analysis.effects.source import open_panel

FIRST = 24228


def question_of(folder: Path, period_months: int, draws: int) -> Question:
    """Return the question that belongs to a bench panel."""
    content = json.loads((folder / "question.json").read_text(encoding="utf-8"))
    return Question(
        title="bench",
        stored_on=date(2026, 1, 5),
        definition="bench/1",
        outcome=Outcome("cost_cents", "cents per child-month"),
        schools=tuple(SchoolExposure(name, start) for name, start in content["starts"].items()),
        chosen="lot",
        chosen_note="",
        first_month=FIRST,
        last_month=FIRST + content["months"] - 1,
        others_are_never=True,
        period_months=period_months,
        draws=draws,
    )


def run(folder: Path, draws: int) -> dict[str, float]:
    """Time the whole way twice, and the way from cells."""
    question = question_of(folder, 6, draws)
    cold, _ = _once(folder, question)
    used = time.process_time()
    warm, cells = _once(folder, question)
    warm_cpu = time.process_time() - used
    begin, used = time.perf_counter(), time.process_time()
    evaluate(question, cells)
    from_cells, from_cells_cpu = time.perf_counter() - begin, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    out = {"cold": cold, "warm": warm, "warm_cpu": warm_cpu, "from_cells": from_cells}
    return out | {"from_cells_cpu": from_cells_cpu, "peak_mb": peak}


def _once(folder: Path, question: Question) -> tuple[float, Cells]:
    begin = time.perf_counter()
    with open_panel(folder / "panel.parquet") as panel:
        cells = build_cells(panel, question)
    evaluate(question, cells)
    return time.perf_counter() - begin, cells


def values(folder: Path) -> dict[str, float]:
    """Return the estimates that peers give too, on periods of one month."""
    question = question_of(folder, 1, 99)
    with open_panel(folder / "panel.parquet") as panel:
        sums = study_sums(question, build_cells(panel, question))
    found, groups = fit(sums), group_time(sums)
    simple = aggregate(groups, "simple")
    out = {"imputation": weighted(found, found.overall).value, "two_way": two_way(sums).value}
    out |= {"simple": simple.value, "simple_se": simple.standard_error}
    for way in ("group", "dynamic", "calendar"):
        out[way] = aggregate(groups, way).value  # type: ignore[arg-type]  # the three other names
    if is_balanced(sums):
        out["bacon"] = sum(row.weight * row.value for row in bacon(sums))
    return out


if __name__ == "__main__":
    where = Path(sys.argv[1])
    if len(sys.argv) > 2 and sys.argv[2] == "values":
        sys.stdout.write(json.dumps(values(where)) + "\n")
    else:
        sys.stdout.write(json.dumps(run(where, int(sys.argv[2]) if len(sys.argv) > 2 else 999)) + "\n")
