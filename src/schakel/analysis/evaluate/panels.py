"""A panel that may be used: checked before, or checked now.

A panel that `panel.store.prepare` wrote has a manifest; its hash is enough. Any other file is checked against the
layout; a CSV is first written as Parquet, in bounded memory, beside the results.
"""

from pathlib import Path

from schakel.analysis.evaluate.watch import Report
from schakel.analysis.panel import checker
from schakel.analysis.panel.engine import bounded
from schakel.analysis.panel.errors import LayoutError, Problem
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
