"""What is published tells nothing about one child: thresholds, dominance, totals, two reports side by
side.
"""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.analysis.panel import complementary
from schakel.analysis.panel.differencing import Ledger
from schakel.analysis.panel.errors import SuppressionError
from schakel.analysis.panel.suppress import TOTAL, publish, rounded, safe_line, unsafe

KEY = b"only this house knows"


def children(number: int, amount: float = 100.0, prefix: str = "c") -> dict[str, float]:
    """So many children with the same amount."""
    return {f"{prefix}{index}": amount for index in range(number)}


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (children(9), "threshold"),
        (children(10), None),
        ({}, None),
        ({**children(20, 1.0), "x": 500.0, "y": 500.0}, "dominance"),
        ({**children(20, 5.0), "x": 1200.0, "y": 10.0}, "dominance"),
        ({**children(20, 5.0), "x": 1000.0, "y": 12.0}, "dominance"),
        ({**children(10, 11.0), "x": 1000.0, "y": 0.0}, "p"),
        ({**children(20, 0.0)}, None),
    ],
)
def test_primary_rules(cell: dict[str, float], reason: str | None) -> None:
    found = unsafe(cell)
    assert found == reason or (reason == "p" and found in ("p", "dominance"))


def test_the_p_rule_works_where_dominance_does_not() -> None:
    from schakel.analysis.panel.suppress import Policy

    cell = {**children(10, 9.0), "x": 1000.0, "y": 50.0}
    assert unsafe(cell, Policy(dominance=0.99)) == "p"


def test_counts_are_rounded_to_five() -> None:
    assert [rounded(count) for count in (10, 12, 13, 17, 18)] == [10, 10, 15, 15, 20]


def test_one_small_cell_takes_others_with_it_and_none_can_be_computed() -> None:
    sizes = np.array([[4, 40, 50], [30, 60, 70], [45, 55, 65]])
    cells = {
        (f"r{i}", f"c{j}"): children(int(sizes[i, j]), 10.0, f"{i}{j}-") for i in range(3) for j in range(3)
    }
    shown = publish(cells, outcome="cost", ledger=Ledger(KEY))
    assert shown["r0", "c0"].withheld
    assert sum(cell.withheld for (row, _column), cell in shown.items() if row == "r0") >= 2
    assert sum(cell.withheld for (_row, column), cell in shown.items() if column == "c0") >= 2
    assert not shown[TOTAL, TOTAL].withheld


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=2, max_size=4))
def test_no_withheld_count_can_be_narrowed_below_the_threshold(sizes: list[list[int]]) -> None:
    cells = {
        (f"r{i}", f"c{j}"): children(size, 10.0, f"{i}{j}-")
        for i, row in enumerate(sizes)
        for j, size in enumerate(row)
    }
    shown = publish(cells, outcome="cost", ledger=Ledger(KEY))
    keys = list(shown)
    hidden = {index for index, key in enumerate(keys) if shown[key].withheld}
    counts, relations = _table(sizes, keys)
    for index in hidden:
        low, high = complementary.interval(counts, relations, hidden, index)
        assert high - low >= 10 or len(hidden) == len(keys)
    assert all(shown[key].withheld for key, cell in cells.items() if 0 < len(cell) < 10)


def _table(
    sizes: list[list[int]], keys: list[tuple[str, str]]
) -> tuple[list[int], list[complementary.Relation]]:
    """The table as an attacker writes it down, made apart from the code under test."""
    grid = np.array(sizes)
    rows, columns = [f"r{i}" for i in range(len(grid))], ["c0", "c1", "c2"]
    value = {(r, c): int(grid[i, j]) for i, r in enumerate(rows) for j, c in enumerate(columns)}
    value |= {(r, TOTAL): int(grid[i].sum()) for i, r in enumerate(rows)}
    value |= {(TOTAL, c): int(grid[:, j].sum()) for j, c in enumerate(columns)}
    value[TOTAL, TOTAL] = int(grid.sum())
    at = {key: index for index, key in enumerate(keys)}
    sums = [([at[r, c] for c in columns], at[r, TOTAL]) for r in [*rows, TOTAL]]
    sums += [([at[r, c] for r in rows], at[TOTAL, c]) for c in [*columns, TOTAL]]
    return [value[key] for key in keys], sums


@settings(max_examples=60, deadline=None)
@given(st.integers(11, 40), st.integers(0, 10_000), st.integers(0, 9))
def test_two_reports_that_differ_by_one_child_are_the_same(size: int, amount: int, leaver: int) -> None:
    ledger = Ledger(KEY)
    group = {**children(size), "one": float(amount)}
    first = publish({("r", "c"): group}, outcome="cost", ledger=ledger)
    if first["r", "c"].withheld:
        return
    group.pop(["one", *children(9)][leaver])
    assert publish({("r", "c"): group}, outcome="cost", ledger=ledger) == first


def test_ten_new_children_make_a_new_figure_also_after_a_restart(tmp_path: Path) -> None:
    ledger = Ledger(KEY)
    publish({("r", "c"): children(20, 100.0)}, outcome="cost", ledger=ledger)
    ledger.save(tmp_path / "published.json")
    assert '"c3"' not in (tmp_path / "published.json").read_text()
    again = Ledger.load(tmp_path / "published.json", KEY)
    table = publish(
        {("r", "c"): {**children(20, 100.0), **children(10, 400.0, "n")}}, outcome="cost", ledger=again
    )
    assert (table["r", "c"].count, table["r", "c"].mean) == (30, 200.0)


def test_a_child_in_two_cells_is_refused() -> None:
    with pytest.raises(SuppressionError, match="exclude each other"):
        publish({("r", "a"): children(20), ("r", "b"): children(20)}, outcome="cost", ledger=Ledger(KEY))


def test_leave_one_school_out_never_withholds_a_single_school() -> None:
    assert safe_line([50, 60, 70], [None, None, None]) == set()
    hidden = safe_line([8, 60, 70, 90], ["threshold", None, None, None])
    assert 0 in hidden
    assert len(hidden) == 2
