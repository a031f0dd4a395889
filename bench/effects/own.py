"""The engine on a bench panel: values, seconds and peak memory as one JSON line.

`python bench/effects/own.py FOLDER [draws]`. Seconds are from opening the file to the frozen result; `warm`
repeats it in the same process, as a server would.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
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
REPEATS = 3


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
    """Time the whole way once cold, then the whole way and the way from cells, best of three."""
    question = question_of(folder, 6, draws)
    begin = time.perf_counter()
    cells = _cells(folder, question)
    evaluate(question, cells)
    out = {"cold": time.perf_counter() - begin}
    out |= _best("warm", lambda: evaluate(question, _cells(folder, question)))
    out |= _best("from_cells", lambda: evaluate(question, cells))
    return out | {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _best(name: str, work: Callable[[], object]) -> dict[str, float]:
    """Return the shortest time of three, and the least processor time."""
    clock, used = [], []
    for _ in range(REPEATS):
        begin, busy = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - begin)
        used.append(time.process_time() - busy)
    return {name: min(clock), f"{name}_cpu": min(used)}


def _cells(folder: Path, question: Question) -> Cells:
    with open_panel(folder / "panel.parquet") as panel:
        return build_cells(panel, question)


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
