"""The files of an evaluation of the town: panel with manifest, question, schools, and the truth to hold the answer against."""

import csv
import json
import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from schakel.analysis.panel import layout, store
from schakel.demo import truth
from schakel.demo.make import Town
from schakel.demo.panel import LATE_MONTHS, Panel, make_panel

_QUESTION = """\
# Stored before the outcomes were looked at. A municipality that does not exist: no figure here is about a real one.
title = "Jeugdondersteuner op school: kosten van jeugdhulp in de demogemeente"
stored_on = {today}
definition = "cost v1 (edition {edition})"
comparison = "never"

[outcome]
column = "cost_cents"
unit = "euro"
scale = 0.01
placebo = ["absence_days"]

[exposure]
chosen = "lot"
note = "De volgorde van de scholen is geloot in de demogemeente."
file = "{schools}"

[window]
first = "{first}"
last = "{last}"

[periods]
months = 6

[billing]
cut_months = {late}
note = "Rekeningen komen tot {late} maanden later binnen."
"""


def write(town: Town, out: Path) -> Panel:
    """Write `out` (Parquet) and, beside it, its manifest, question, schools and truth. Returns what was made."""
    panel = make_panel(town)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".schakel-") as folder:
        rows = Path(folder) / "town.parquet"
        pq.write_table(panel.table, rows)
        store.prepare(rows, out)
    schools = out.with_suffix(".schools.csv")
    _write_schools(schools, panel)
    out.with_suffix(".question.toml").write_text(_question(town, panel, schools.name), encoding="utf-8")
    out.with_suffix(".truth.json").write_text(_truth(town, panel), encoding="utf-8")
    return panel


def _write_schools(path: Path, panel: Panel) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["school", "start"])
        for school, start in sorted(panel.starts.items()):
            table.writerow([school, "" if start is None else layout.month_text(start)])


def _months(panel: Panel) -> tuple[int, int]:
    months = panel.table.column("month").to_numpy()
    return int(months.min()), int(months.max())


def _question(town: Town, panel: Panel, schools: str) -> str:
    first, last = _months(panel)
    return _QUESTION.format(
        today=date.fromordinal(town.plan.today).isoformat(),
        edition=layout.EDITION,
        schools=schools,
        first=layout.month_text(first),
        last=layout.month_text(last),
        late=LATE_MONTHS,
    )


def _truth(town: Town, panel: Panel) -> str:
    """The planted truth, and what it comes to per treated child-month in this very town."""
    content = {
        "seed": town.plan.seed,
        "planted": asdict(truth.PLANTED),
        "starts": panel.starts,
        "treated_child_months": panel.treated,
        "effect_per_treated_child_month": panel.effect,
    }
    return json.dumps(content, indent=2, sort_keys=True) + "\n"
