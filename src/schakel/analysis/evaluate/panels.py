"""A panel that may be used: checked before, or checked now.

A panel that `panel.store.prepare` wrote has a manifest; its hash is enough. Any other file is checked against the
layout; a CSV is first written as Parquet, in bounded memory, beside the results.
"""

from pathlib import Path

from schakel.analysis.effects.question import Question
from schakel.analysis.effects.result import Diagnostic, Text
from schakel.analysis.evaluate.watch import Report
from schakel.analysis.panel import checker
from schakel.analysis.panel.checks import Gap, gaps, late_billing
from schakel.analysis.panel.engine import bounded
from schakel.analysis.panel.errors import LayoutError, Problem
from schakel.analysis.panel.layout import month_text
from schakel.analysis.panel.store import prepare, read_manifest


def checked(panel: Path, work: Path, *, drop_duplicates: bool, report: Report) -> Path:
    """The panel as a Parquet file that follows the layout; raises LayoutError or EditedPanelError."""
    if not panel.exists():
        raise LayoutError([Problem(panel.name, None, "-", "this file does not exist")])
    if panel.is_dir():
        # Many Parquet files of a cluster: the engine reads them, and refuses what contradicts itself.
        return panel
    if drop_duplicates or checker.is_csv(panel):
        target = work / "panel.parquet"
        prepare(panel, target, drop_duplicates=drop_duplicates, progress=report)
        return target
    if read_manifest(panel) is None:
        report("check", 0.0)
        checker.check_columns(panel)
        with bounded(folder=work) as engine:
            checker.check_values(engine, panel, panel)
    return panel


_NAMED = 5


def panel_checks(panel: Path, question: Question) -> tuple[Diagnostic, ...]:
    """What the reader must know about the rows themselves: holes, closed schools, bills that are still to come."""
    with bounded() as engine:
        found = gaps(engine, panel, question.first_month, question.cut_month)
        late = late_billing(engine, panel, question.billing_cut_months, question.outcome.column)
    closed, holes = [gap for gap in found if gap.closed], [gap for gap in found if not gap.closed]
    checks = []
    if closed:
        checks.append(
            Diagnostic(
                "schools_closed", "attention", _closed(closed), value=float(len(closed)), unit="schools"
            )
        )
    if holes:
        checks.append(
            Diagnostic("months_missing", "attention", _holes(holes), value=float(len(holes)), unit="schools")
        )
    if late.suggested > late.months:
        checks.append(
            Diagnostic(
                "late_billing", "warning", _late(late.months, late.suggested), float(late.suggested), "months"
            )
        )
    return tuple(checks)


def _names(found: list[Gap], more: str) -> str:
    shown = [f"{gap.school} ({month_text(gap.months[0])})" for gap in found[:_NAMED]]
    return ", ".join(shown) + (f" {more}" if len(found) > _NAMED else "")


def _closed(found: list[Gap]) -> Text:
    return Text(
        f"Geen gegevens meer van {_names(found, 'en andere')}: gesloten of samengevoegd? Tot die maand tellen zij mee.",
        f"No more data from {_names(found, 'and others')}: closed or merged? They count until that month.",
    )


def _holes(found: list[Gap]) -> Text:
    return Text(
        f"Er ontbreken maanden van {_names(found, 'en andere')}. Die maanden tellen niet mee; vraag ze na.",
        f"Months are missing of {_names(found, 'and others')}. Those months do not count; ask for them.",
    )


def _late(used: int, suggested: int) -> Text:
    return Text(
        f"De laatste maanden lijken nog niet helemaal gefactureerd: er zijn er {used} weggelaten, {suggested} past beter.",
        f"The last months do not seem fully billed yet: {used} were cut, {suggested} would fit better.",
    )
