"""Results as plain tables: what goes into JSON and CSV, and what the one-page report reads.

Share in time, waits, faces, presence, travel and cost stand together always: a knob that helps one and harms another
must be seen to do both.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from schakel.analysis.plain_files import harmless

from .analytic import FirstEstimate
from .result import Band, Result, band
from .roster import date_of
from .scenario import Difference
from .tornado import Swing

Row = tuple[str, str, float | None, float | None, float | None]


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def band_row(name: str, unit: str, found: Band) -> Row:
    return (name, unit, _finite(found.middle), _finite(found.low), _finite(found.high))


def main_rows(result: Result) -> list[Row]:
    """The figures that belong together: (name, unit, middle, low, high); None = not within the books, or no price."""
    travel, cost = result.travel_hours_per_week, result.cost_per_week
    there = list(result.presence.values())
    return [
        band_row("requests", "per year measured", result.requests),
        band_row("in_time", "share of all requests", band(result.in_time)),
        band_row("helped", "share of all requests", result.helped),
        band_row("wait_median", "days to pick-up", result.wait(0.5)),
        band_row("wait_p90", "days to pick-up", result.wait(0.9)),
        band_row("help_median", "days to first real help", result.wait(0.5, first_help=True)),
        band_row("help_p90", "days to first real help", result.wait(0.9, first_help=True)),
        band_row("escalated", "share of all requests", result.escalated),
        band_row("returned", "share of all requests", result.returns),
        band_row("faces", "per family", result.faces_per_family),
        band_row("caseload", "load units per person", result.caseload_per_person),
        (
            "presence",
            "share of school days, lowest to highest site",
            float(np.mean(there)),
            min(there),
            max(there),
        ),
        ("travel", "hours per week", travel, travel, travel),
        ("cost", "per week in the prices given", cost, cost, cost),
    ]


def ending_rows(result: Result, least: float = 0.0005) -> list[tuple[str, str, Band]]:
    """What became of everyone, largest first; what hardly occurs is left out."""
    found = [(e.name, e.state, e.share) for e in result.endings if e.share.middle >= least]
    return sorted(found, key=lambda row: -row[2].middle)


def summary(result: Result, estimate: FirstEstimate | None = None) -> dict[str, Any]:
    """Everything for JSON: figures, paths, endings, sites, and where it comes from."""
    split = result.split
    return {
        "title": result.model.title,
        "definition": result.definition,
        "provenance": {
            "scenario": result.fingerprint,
            "data": result.data_hash or None,
            "code": result.code_version,
            "seed": result.seed,
            "runs": result.runs,
            "parameter_draws": len(set(result.groups.tolist())),
        },
        "exclusions": ["requests that were there at the start", "requests after the measured time"],
        "assumptions": assumptions(result),
        "band": "90 %: nine years in ten",
        "figures": [
            dict(zip(("name", "unit", "middle", "low", "high"), r, strict=True)) for r in main_rows(result)
        ],
        "computing_error": _finite(result.computing_error),
        "split": None
        if split is None
        else {"chance": split.chance, "not_enough_data": split.not_enough_data},
        "before_pick_up": {name: _band(b) for name, b in result.before_pick_up.items()},
        "endings": [{"name": n, "state": s} | _band(b) for n, s, b in ending_rows(result, 0.0)],
        "sites": {
            name: _band(b) | {"presence": result.presence[name]} for name, b in result.per_site().items()
        },
        "waiting_for_pick_up_per_week": [_band(b) for b in result.path("waiting", result.model.entry)],
        "in_help_per_week": [_band(b) for b in result.path("in_help")],
        "task_hours_per_week": {role: _band(b) for role, b in result.task_hours_per_week().items()},
        "first_estimate": None if estimate is None else _estimate(estimate),
    }


def _band(found: Band) -> dict[str, float | None]:
    return {"middle": _finite(found.middle), "low": _finite(found.low), "high": _finite(found.high)}


def _estimate(estimate: FirstEstimate) -> dict[str, Any]:
    return {
        "label": estimate.label,
        "requests_per_year": estimate.requests_per_year,
        "task_load": {role: _finite(load) for role, load in estimate.task_load.items()},
        "case_load": {role: _finite(load) for role, load in estimate.case_load.items()},
        "within_a_week": estimate.within_a_week,
    }


def assumptions(result: Result) -> list[str]:
    """What the figures lean on, in words."""
    model = result.model
    found = [
        "work hours of tasks are the scenario's own, not measured",
        "a case that started goes on in school holidays",
    ]
    if not result.data_hash:
        found.append("all figures come from the scenario file, none from records")
    if model.arrivals.dispersion is None:
        found.append("requests come evenly: no lumpy weeks")
    if not model.present:
        found.append("the run starts without anyone waiting or in care")
    return found


def difference_rows(found: Difference) -> list[Row]:
    """Scenario minus today, the same figures together."""
    travel, cost = found.travel_hours_per_week, found.cost_per_week
    hours = sum(found.hours_per_week.values())
    there = list(found.presence.values())
    return [
        band_row("in_time", "points of 100", found.in_time),
        band_row("helped", "points of 100", found.helped),
        band_row("withdrawn", "points of 100", found.withdrawn),
        band_row("escalated", "points of 100", found.escalated),
        band_row("faces", "per family", found.faces),
        ("presence", "share of school days", float(np.mean(there)), min(there), max(there)),
        ("travel", "hours per week", travel, travel, travel),
        ("hours", "duty hours per week", hours, hours, hours),
        ("cost", "per week in the prices given", cost, cost, cost),
    ]


def swing_rows(swings: Sequence[Swing]) -> list[dict[str, Any]]:
    return [
        {
            "knob": swing.knob.name,
            "points": _band(swing.difference.in_time),
            "certain": swing.difference.certain,
            "hours_per_week": swing.hours,
            "points_per_hour": swing.per_hour,
            "points_per_hundred_euro": swing.per_hundred_euro,
            "together": [dict(zip(("name", "unit", "middle", "low", "high"), r, strict=True))
                         for r in difference_rows(swing.difference)],
        }
        for swing in swings
    ]  # fmt: skip


def as_csv(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A CSV with a first line; None is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([["" if cell is None else harmless(cell) for cell in row] for row in rows])
    return out.getvalue()


def weeks_csv(result: Result) -> str:
    """Per week: waiting for pick-up, waiting for anything, in help; middle, low, high of each."""
    columns = {
        "waiting_for_pick_up": result.path("waiting", result.model.entry),
        "waiting": result.path("waiting"),
        "in_help": result.path("in_help"),
    }
    head = ["week_from", *(f"{name}_{end}" for name in columns for end in ("middle", "low", "high"))]
    rows = []
    for week in range(len(columns["waiting"])):
        cells: list[object] = [date_of(result.model, 7.0 * week).isoformat()]
        for path in columns.values():
            cells += [path[week].middle, path[week].low, path[week].high]
        rows.append(cells)
    return as_csv(head, rows)


def requests_csv(result: Result, run: int = 0) -> str:
    """One run in full: every request with all its dates."""
    history, names = result.history(run), result.prepared.names

    def day(moment: float) -> str | None:
        return None if math.isnan(moment) else date_of(result.model, moment).isoformat()

    rows = []
    for e, row in enumerate(history.requests):
        rows.append((
            e, row.parent if row.parent >= 0 else None, names.sites[row.site], names.kinds[row.kind],
            *(day(moment) for moment in (row.arrived, row.picked, row.helped, row.ended)),
            names.exits[row.exit] if row.exit >= 0 else None, row.faces,
        ))  # fmt: skip
    head = (
        "request",
        "came_back_from",
        "site",
        "kind",
        "asked_on",
        "picked_up_on",
        "helped_on",
        "ended_on",
        "exit",
        "faces",
    )
    return as_csv(head, rows)


def visits_of(result: Result, run: int = 0) -> list[Mapping[str, object]]:
    """One run in full: every stage of every request, with its person and moments (days since the start)."""
    history, names = result.history(run), result.prepared.names
    hows = ("finished", "withdrawn", "escalated", "handed over", "waiting", "in service")
    keys = ("request", "visit", "stage", "person", "how")
    found: list[Mapping[str, object]] = []
    for numbers, moments in zip(history.visit_numbers, history.visit_moments, strict=True):
        row: dict[str, object] = dict(zip(keys, numbers.tolist(), strict=True))
        person = None if numbers[3] < 0 else names.servers[numbers[3]]
        row |= {"stage": names.stages[numbers[2]], "person": person, "how": hows[numbers[4]]}
        found.append(row | dict(zip(("queued", "started", "ended"), moments.tolist(), strict=True)))
    return found
