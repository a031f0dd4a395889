"""A school that would be recognised is not told apart, and never alone."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from schakel.analysis.panel.disclosure import withheld_schools


def panel(path: Path, schools: dict[str, list[int]]) -> Path:
    """A panel of one month in which each child of each school costs so many cents."""
    rows = [
        (f"{school}-{n}", school, 24000, cents)
        for school, costs in schools.items()
        for n, cents in enumerate(costs)
    ]
    columns = zip(*rows, strict=True)
    names = ("pseudonym", "school", "month", "cost_cents")
    pq.write_table(pa.table(dict(zip(names, map(list, columns), strict=True))), path)
    return path


def test_a_small_school_takes_the_next_smallest_with_it(tmp_path: Path) -> None:
    file = panel(tmp_path / "p.parquet", {"A": [100] * 6, "B": [100] * 40, "C": [100] * 25, "D": [100] * 60})
    assert withheld_schools(file, "cost_cents", ["A", "B", "C", "D"]) == {"A", "C"}


def test_a_school_with_one_very_costly_child_is_withheld(tmp_path: Path) -> None:
    file = panel(tmp_path / "p.parquet", {"A": [100] * 20 + [90_000], "B": [100] * 40, "C": [100] * 50})
    assert "A" in withheld_schools(file, "cost_cents", ["A", "B", "C"])


def test_nothing_is_withheld_when_every_school_is_large_and_even(tmp_path: Path) -> None:
    file = panel(tmp_path / "p.parquet", {"A": [100] * 20, "B": [100] * 40})
    assert withheld_schools(file, "cost_cents", ["A", "B"]) == frozenset()


def test_a_school_that_is_not_in_the_panel_is_withheld(tmp_path: Path) -> None:
    file = panel(tmp_path / "p.parquet", {"A": [100] * 20, "B": [100] * 40})
    assert "Z" in withheld_schools(file, "cost_cents", ["A", "B", "Z"])
