"""One scan says everything when children stay; when they do not, it must notice."""

from dataclasses import replace
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schakel.analysis.effects import cells as cells_room
from schakel.analysis.effects.cells import Cells, build_cells
from schakel.analysis.effects.errors import PanelError
from schakel.analysis.effects.estimators.alike import alike_contributions, all_alike
from schakel.analysis.effects.estimators.assigned import any_contributions, effects
from schakel.analysis.effects.inference.permutation import deals
from schakel.analysis.effects.question import Exclusion
from schakel.analysis.effects.school_months import even, school_months
from schakel.analysis.effects.source import open_panel
from tests.analysis.effects.worlds import FIRST, World, make_world


def one_scan(world: World) -> bool:
    panel = ibis.memtable(world.rows)
    return even(panel, school_months(panel, world.question, "cost"), world.question, "cost") is not None


def child_by_child(world: World, monkeypatch: pytest.MonkeyPatch) -> Cells:
    with monkeypatch.context() as patched:
        patched.setattr(cells_room, "even", lambda *_: None)
        return world.cells()


def without(world: World, gone: np.ndarray) -> World:
    return replace(world, rows=world.rows.filter(pa.array(~gone)))


@pytest.mark.parametrize("levels", [1, 2])
def test_one_scan_gives_the_cells_of_grouping_every_child(
    levels: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(3, unbalanced=False, levels=levels)
    if levels == 2:
        world = replace(world, question=replace(world.question, covariates=("cov_group",)))

    assert one_scan(world)
    assert world.cells().data_hash == child_by_child(world, monkeypatch).data_hash


def test_a_school_or_a_month_left_out_keeps_the_scan_and_the_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world(3, unbalanced=False)
    left = (Exclusion("closed", school="S004"), Exclusion("strike", first=FIRST + 2, last=FIRST + 3))
    world = replace(world, question=replace(world.question, exclusions=left))

    assert one_scan(world)
    assert world.cells().data_hash == child_by_child(world, monkeypatch).data_hash


@pytest.mark.parametrize("levels", [1, 2])
def test_the_totals_of_a_school_say_what_it_contributes_under_every_start(levels: int) -> None:
    world = make_world(4, unbalanced=False, levels=levels, waves=((5, 2), (6, 3), (9, 1)))
    if levels == 2:
        world = replace(world, question=replace(world.question, covariates=("cov_group",)))
    sums = world.sums()
    known = np.arange(len(sums.months)) != 10
    dealt, _ = deals(sums.option, sums.stratum, 50, seed=3)
    few, every = (each(sums, known).added(dealt) for each in (alike_contributions, any_contributions))

    assert all_alike(sums)
    for one, other in zip(few, every, strict=True):
        assert one.shape == other.shape
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-7)
    np.testing.assert_allclose(
        effects(sums, alike_contributions(sums, known), dealt),
        effects(sums, any_contributions(sums, known), dealt),
        rtol=1e-10, atol=1e-9,
    )  # fmt: skip


def test_a_shuffled_file_of_other_types_gives_the_same_cells_to_the_last_bit(tmp_path: Path) -> None:
    """Written by somebody else: another order, compression, row groups and types of numbers."""
    world = make_world(3, unbalanced=False)
    number = pa.array([int(name[1:]) for name in world.rows["school"].to_pylist()], pa.int64())
    own = world.rows.set_column(1, "school", number)
    exposure = tuple(replace(row, school=str(int(row.school[1:]))) for row in world.question.schools)
    question = replace(world.question, schools=exposure)
    order = np.random.default_rng(8).permutation(own.num_rows)
    strange = own.take(pa.array(order)).set_column(
        3, "cost", own["cost"].take(pa.array(order)).cast(pa.int32())
    )
    strange = strange.set_column(1, "school", strange["school"].cast(pa.int16()))
    text = strange.set_column(1, "school", strange["school"].cast(pa.string()).dictionary_encode())
    pq.write_table(own, tmp_path / "own.parquet", compression="zstd")
    pq.write_table(strange, tmp_path / "strange.parquet", compression="none", row_group_size=37)
    pq.write_table(text, tmp_path / "text.parquet", compression="gzip", write_statistics=False)
    found = {}
    for name in ("own", "strange", "text"):
        with open_panel(tmp_path / f"{name}.parquet") as panel:
            found[name] = build_cells(panel, question)

    assert {cells.data_hash for cells in found.values()} == {found["own"].data_hash}
    assert found["text"].counts == found["own"].counts


def test_one_child_replaced_by_another_is_noticed_though_every_count_is_the_same() -> None:
    world = make_world(3, unbalanced=False)
    names = np.array(world.rows["pseudonym"].to_pylist(), dtype=object)
    names[(names == "S001-0") & (world.column("month") >= FIRST + 6)] = "S001-new"
    rows = world.rows.set_column(0, "pseudonym", pa.array(names.tolist()))

    assert not one_scan(replace(world, rows=rows))


def test_a_child_that_misses_a_month_is_noticed() -> None:
    world = make_world(3, unbalanced=False)
    gone = (np.array(world.rows["pseudonym"].to_pylist()) == "S001-0") & (world.column("month") == FIRST + 4)

    assert not one_scan(without(world, gone))


def test_a_child_that_comes_twice_in_every_month_is_refused() -> None:
    world = make_world(3, unbalanced=False)
    twice = np.array(world.rows["pseudonym"].to_pylist()) == "S001-0"
    rows = pa.concat_tables([world.rows, world.rows.filter(pa.array(twice))])

    with pytest.raises(PanelError, match="two rows in one month"):
        build_cells(ibis.memtable(rows), world.question)
