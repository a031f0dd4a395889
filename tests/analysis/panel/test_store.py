"""What goes in comes out, counted and traceable; an interrupted run leaves nothing."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from schakel.analysis.panel.checks import Counts, conserved, counted, gaps, late_billing, suggested_cut
from schakel.analysis.panel.engine import bounded
from schakel.analysis.panel.errors import CountError, EditedPanelError, LayoutError
from schakel.analysis.panel.provenance import code_version, file_hash
from schakel.analysis.panel.simulate import Town, simulate
from schakel.analysis.panel.store import manifest_path, prepare, read_manifest


@pytest.fixture(scope="module")
def town() -> pa.Table:
    """A small municipality."""
    return simulate(Town(schools=6, pupils=30, months=24, seed=4, movers=0.2, late=3)).panel


def test_csv_and_parquet_give_the_same_panel(tmp_path: Path, town: pa.Table) -> None:
    pq.write_table(town, tmp_path / "a.parquet")
    pacsv.write_csv(town, tmp_path / "b.csv")
    one = prepare(tmp_path / "a.parquet", tmp_path / "one.parquet")
    two = prepare(tmp_path / "b.csv", tmp_path / "two.parquet")
    assert one.counts == two.counts
    assert pq.read_table(tmp_path / "one.parquet").equals(pq.read_table(tmp_path / "two.parquet"))
    assert one.counts.rows == town.num_rows
    assert one.counts.sums["cost_cents"] == sum(town["cost_cents"].to_pylist())


def test_rows_come_out_by_school_child_and_month_in_whatever_order_they_came(
    tmp_path: Path, town: pa.Table
) -> None:
    shuffled = town.take(pa.array(np.random.default_rng(3).permutation(town.num_rows)))
    pq.write_table(town, tmp_path / "a.parquet")
    pq.write_table(shuffled, tmp_path / "b.parquet", row_group_size=500)
    prepare(tmp_path / "a.parquet", tmp_path / "one.parquet")
    prepare(tmp_path / "b.parquet", tmp_path / "two.parquet", memory_mb=64)
    one = pq.read_table(tmp_path / "one.parquet")
    assert one.equals(pq.read_table(tmp_path / "two.parquet"))
    keys = list(zip(*(one[name].to_pylist() for name in ("school", "pseudonym", "month")), strict=True))
    assert keys == sorted(keys)


def test_the_file_carries_hash_editions_and_code_version(tmp_path: Path, town: pa.Table) -> None:
    pq.write_table(town, tmp_path / "source.parquet")
    manifest = prepare(tmp_path / "source.parquet", tmp_path / "panel.parquet")
    inside = json.loads(pq.read_schema(tmp_path / "panel.parquet").metadata[b"schakel"])
    assert inside["source_sha256"] == file_hash(tmp_path / "source.parquet")
    assert inside["definition_edition"] == "2026-1"
    assert inside["code_version"] == code_version()
    assert read_manifest(tmp_path / "panel.parquet") == manifest


def test_an_edited_panel_is_refused(tmp_path: Path, town: pa.Table) -> None:
    pq.write_table(town, tmp_path / "source.parquet")
    prepare(tmp_path / "source.parquet", tmp_path / "panel.parquet")
    pq.write_table(town.slice(1), tmp_path / "panel.parquet")
    with pytest.raises(EditedPanelError, match="changed after it was checked"):
        read_manifest(tmp_path / "panel.parquet")


def test_repeated_rows_are_removed_only_when_asked_and_are_counted(tmp_path: Path, town: pa.Table) -> None:
    pq.write_table(pa.concat_tables([town, town.slice(0, 40)]), tmp_path / "double.parquet")
    with pytest.raises(LayoutError, match="2 times"):
        prepare(tmp_path / "double.parquet", tmp_path / "panel.parquet")
    manifest = prepare(tmp_path / "double.parquet", tmp_path / "panel.parquet", drop_duplicates=True)
    assert manifest.duplicates_removed == 40
    assert manifest.counts.rows == town.num_rows


def test_a_month_twice_with_other_values_is_never_silently_dropped(tmp_path: Path, town: pa.Table) -> None:
    other = town.slice(0, 1).set_column(
        town.schema.get_field_index("cost_cents"), "cost_cents", pa.array([123456789])
    )
    pq.write_table(pa.concat_tables([town, other]), tmp_path / "double.parquet")
    with pytest.raises(LayoutError, match="2 times"):
        prepare(tmp_path / "double.parquet", tmp_path / "panel.parquet", drop_duplicates=True)


def test_a_stopped_run_leaves_nothing(tmp_path: Path, town: pa.Table) -> None:
    pq.write_table(town, tmp_path / "source.parquet")

    def stop(step: str, _share: float) -> None:
        if step == "write":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare(tmp_path / "source.parquet", tmp_path / "panel.parquet", progress=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["source.parquet"]
    assert not manifest_path(tmp_path / "panel.parquet").exists()


def test_a_lost_row_or_cent_is_refused() -> None:
    before = Counts(10, 5, 1, 0, 1, 0, {"cost_cents": 100}, {})
    conserved(before, replace(before, rows=8), removed=2)
    with pytest.raises(CountError, match="1 are lost"):
        conserved(before, replace(before, rows=9))
    with pytest.raises(CountError, match="1 cost_cents of 100 are lost"):
        conserved(before, replace(before, sums={"cost_cents": 99}))


def test_movers_gaps_and_closed_schools_are_named(tmp_path: Path, town: pa.Table) -> None:
    month, school = town["month"].to_numpy(), town["school"].to_pylist()
    first, last = month.min(), month.max()
    keep = [
        not (name == "S01" and when == first + 5) and not (name == "S02" and when > last - 4)
        for name, when in zip(school, month, strict=True)
    ]
    pq.write_table(town.filter(pa.array(keep)), tmp_path / "panel.parquet")
    with bounded() as engine:
        found = [str(gap) for gap in gaps(engine, tmp_path / "panel.parquet")]
        movers = counted(engine, tmp_path / "panel.parquet").movers
    assert found == [
        "school S01 misses 1 months, the first 2019-01",
        "school S02 has no rows from 2020-04: closed or merged",
    ]
    moved = {
        p
        for p, s, c in zip(
            *(town[n].to_pylist() for n in ("pseudonym", "school", "current_school")), strict=True
        )
        if s != c
    }
    assert 0.8 * len(moved) <= movers <= len(moved)


def test_late_billing_is_cut_by_a_stated_rule(tmp_path: Path, town: pa.Table) -> None:
    pq.write_table(town, tmp_path / "panel.parquet")
    with bounded() as engine:
        rule = late_billing(engine, tmp_path / "panel.parquet", 1, "cost_cents")
    assert "the last 1 months were cut" in str(rule)
    assert suggested_cut([100.0] * 20) == 0
    assert suggested_cut([100.0] * 20 + [95.0, 80.0, 40.0]) == 2
