"""The same expression on a real local Spark gives the same answer."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from schakel.analysis.effects.build import build_sums
from schakel.analysis.effects.cells import Cells, build_cells
from schakel.analysis.effects.estimators.imputation import fit
from schakel.analysis.effects.roster import make_roster
from schakel.analysis.effects.source import Engine, open_panel
from tests.analysis.effects.worlds import World, make_world


def cells_on(engine: Engine, world: World, folder: Path) -> Cells:
    path = folder / "panel.parquet"
    pq.write_table(world.rows, path)
    with open_panel(path, engine) as panel:
        return build_cells(panel, world.question)


@pytest.mark.scale
@pytest.mark.slow
@pytest.mark.enable_socket
@pytest.mark.filterwarnings("default")
def test_spark_and_duckdb_give_the_same_cells_and_the_same_effect(tmp_path: Path) -> None:
    world = make_world(3, levels=2, covariates=("cov_group",))
    duckdb, spark = (cells_on(engine, world, tmp_path) for engine in ("duckdb", "spark"))

    assert spark.data_hash == duckdb.data_hash
    rosters = [make_roster(world.question, cells.schools) for cells in (duckdb, spark)]
    here, there = (
        fit(build_sums(c, world.question, r)) for c, r in zip((duckdb, spark), rosters, strict=True)
    )
    assert there.excess.sum() == pytest.approx(here.excess.sum(), rel=1e-12)
