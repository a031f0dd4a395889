"""The CSV tables beside the JSON: plain columns, full precision, nothing that the suppression rules
withhold.
"""

import csv
from collections.abc import Iterable, Sequence
from math import isnan
from pathlib import Path

from schakel.analysis import plain_files
from schakel.analysis.effects.result import Result
from schakel.analysis.panel.layout import month_text
from schakel.analysis.rollout.plan import RolloutPlan
from schakel.analysis.rollout.run import Rollout
from schakel.analysis.value.result import ValueResult

Row = Sequence[object]


def write(path: Path, head: Row, rows: Iterable[Row]) -> None:
    """One table, UTF-8 with a header; None becomes an empty field, and no cell starts a formula."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        writer.writerows([plain_files.harmless(cell) for cell in row] for row in rows)


_ENDS = ("low", "high")


def of_effect(folder: Path, result: Result) -> None:
    """Estimates, curves, diagnostics, tests, what was left out, schools; `result` as `publish.public` made it."""
    _estimates(folder, result)
    _curves(folder, result)
    write(
        folder / "diagnostics.csv",
        ("check", "level", "value", "unit", "nl", "en"),
        [(d.key, d.level, d.value, d.unit, d.sentence.nl, d.sentence.en) for d in result.diagnostics],
    )
    write(
        folder / "tests.csv",
        ("test", "p_value", "draws", "enumerated", *_ENDS),
        [
            (t.key, t.p_value, t.draws, t.enumerated, *(t.interval or (None, None)))
            for t in result.verdict.tests
        ],
    )
    write(
        folder / "left_out.csv",
        ("what", "child_months", "children", "nl", "en"),
        [(one.key, one.child_months, one.children, one.why.nl, one.why.en) for one in result.left_out],
    )
    write(
        folder / "schools.csv",
        ("school", "share", "estimate_without"),
        [(one.school, None if isnan(one.share) else one.share, one.without) for one in result.schools],
    )


def _estimates(folder: Path, result: Result) -> None:
    write(
        folder / "estimates.csv",
        ("estimator", "value", "unit", "method", "standard_error", *_ENDS, "p_value", "level"),
        [
            (
                e.key,
                e.value,
                e.unit,
                e.method,
                e.standard_error,
                *(e.interval or (None, None)),
                e.p_value,
                e.level,
            )
            for e in (result.headline, *result.estimates)
        ],
    )


def _curves(folder: Path, result: Result) -> None:
    figures = ("value", "standard_error", *_ENDS, "band_low", "band_high", "schools", "children")
    write(
        folder / "curves.csv",
        ("curve", "horizon", "months", *figures),
        [
            (c.key, p.horizon, c.months, p.value, p.standard_error, *(p.interval or (None, None)),
             *(p.band or (None, None)), p.schools, p.children)
            for c in result.curves
            for p in c.points
        ],
    )  # fmt: skip


def of_value(folder: Path, result: ValueResult) -> None:
    """Scenarios, payers, tornado, grounds, and what could not be priced."""
    head = ("scenario", "what", "stakeholder", "value", "low", "high")
    rows: list[Row] = []
    for one in result.scenarios:
        whole = (
            ("npv", one.npv),
            ("per_child", one.per_child),
            ("per_school_year", one.per_school_year),
            ("benefits", one.benefits),
        )
        rows += [(one.name, what, "", money.value, money.low, money.high) for what, money in whole]
        if one.benefit_cost is not None:
            money = one.benefit_cost
            rows.append((one.name, "benefit_cost", "", money.value, money.low, money.high))
        for kind, parts in (("fiscal", one.payers), ("social", one.social)):
            rows += [
                (one.name, kind, who, money.value, money.low, money.high) for who, money in parts.items()
            ]
        rows += [
            (one.name, f"year_{year}", "", money.value, money.low, money.high)
            for year, money in enumerate(one.yearly, start=1)
        ]
    write(folder / "value.csv", (*head, "price_year"), [(*row, result.price_year) for row in rows])
    write(
        folder / "tornado.csv",
        ("input", "npv_at_low", "npv_at_high", "price_year"),
        [
            (f"{swing.kind}: {swing.name}", swing.at_low, swing.at_high, result.price_year)
            for swing in result.tornado
        ],
    )
    write(
        folder / "sources.csv",
        ("item", "unit", "low", "mid", "high", "year", "payer", "source", "note"),
        [(s.item, s.unit, s.low, s.mid, s.high, s.year, s.payer, s.source, s.note) for s in result.sources],
    )
    write(folder / "not_priced.csv", ("what", "why"), [(one.name, one.why) for one in result.not_priced])


def of_rollout(folder: Path, plan: RolloutPlan, result: Rollout) -> None:
    """The draw, school by school, and the power of every design."""
    write(
        folder / "draw.csv",
        ("school", "stratum", "children", "place", "start", "ticket"),
        [
            (
                d.school,
                d.stratum,
                d.children,
                d.place,
                "" if d.start is None else month_text(d.start),
                d.ticket,
            )
            for d in result.drawn
        ],
    )
    write(
        folder / "power.csv",
        ("design", "effect_share", "effect", "unit", "power"),
        [
            (power.design, share, share * result.noise.mean, plan.unit, chance)
            for power in result.powers
            for share, chance in power.curve
        ],
    )
    write(
        folder / "designs.csv",
        ("design", "treated", "never", "standard_error", "detectable", "detectable_share", "used"),
        [
            (p.design, p.treated, p.never, p.standard_error, p.detectable, p.detectable_share, p.used)
            for p in result.powers
        ],
    )
