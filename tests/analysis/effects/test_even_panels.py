"""One scan says everything when children stay; when they do not, it must notice."""

from dataclasses import replace

import ibis
import numpy as np
import pyarrow as pa
import pytest

from schakel.analysis.effects import cells as cells_room
from schakel.analysis.effects.cells import Cells, build_cells
from schakel.analysis.effects.errors import PanelError
from schakel.analysis.effects.question import Exclusion
from schakel.analysis.effects.school_months import even, school_months
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
