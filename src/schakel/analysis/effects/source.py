"""Open a panel file on DuckDB (default) or Spark, and fetch answers; both take the same Ibis expressions."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import ibis
import numpy as np
import pyarrow as pa
from ibis.expr.operations import InMemoryTable
from ibis.expr.types import Table
from numpy.typing import NDArray

from schakel.analysis.effects.errors import PanelError
from schakel.analysis.effects.threads import one_heap

Engine = Literal["duckdb", "spark"]
MEMORY_MB = 300
PERFECT_BITS = 20
"""Whole numbers as keys are grouped without hashing up to a million combinations."""


@contextmanager
def open_panel(path: Path, engine: Engine = "duckdb", memory_mb: int = MEMORY_MB) -> Iterator[Table]:
    """Open a Parquet or CSV panel; what does not fit in `memory_mb` spills to a temporary folder.

    Raises
    ------
    PanelError
        The file does not exist or is neither Parquet nor CSV.
    """
    if not path.exists():
        raise PanelError(f"{path.name} does not exist; give the path of a Parquet or CSV panel")
    if path.suffix not in {".parquet", ".csv"} and not path.is_dir():
        raise PanelError(f"{path.name} is neither .parquet nor .csv; convert it with the panel checker")
    one_heap()
    opener = _spark if engine == "spark" else _duckdb
    with opener(path, memory_mb) as panel:
        yield panel


@contextmanager
def _duckdb(path: Path, memory_mb: int) -> Iterator[Table]:
    with tempfile.TemporaryDirectory(prefix="schakel-") as spill:
        connection = ibis.duckdb.connect(
            memory_limit=f"{memory_mb}MB",
            temp_directory=spill,
            preserve_insertion_order=False,
            perfect_ht_threshold=PERFECT_BITS,
        )
        # It would draw over our own progress, on the output that others read.
        connection.raw_sql("SET enable_progress_bar=false")
        try:
            yield _read(connection, path)
        finally:
            connection.disconnect()
            # What the answers took would stay ours, 30 MB after a national panel.
            pa.default_memory_pool().release_unused()


@contextmanager
def _spark(path: Path, memory_mb: int) -> Iterator[Table]:
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise PanelError(
            "engine spark needs the scale extra: pip install -r requirements-scale.txt"
        ) from error
    builder = SparkSession.builder.appName("schakel").config("spark.driver.bindAddress", "127.0.0.1")
    # Answers above a megabyte are fetched from the driver's own address, which need not be reachable from itself.
    builder = builder.config("spark.driver.host", "127.0.0.1")
    session = (
        builder.config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC").getOrCreate()
    )
    try:
        yield _read(ibis.pyspark.connect(session), path)
    finally:
        session.stop()


def _read(connection: Any, path: Path) -> Table:
    is_csv = path.suffix == ".csv"
    with warnings.catch_warnings():
        # Ibis 12 asks DuckDB 2 for the columns in the old way; the warning is Ibis's own to mend.
        warnings.filterwarnings("ignore", "fetch_arrow_table", DeprecationWarning)
        table: Table = connection.read_csv(str(path)) if is_csv else connection.read_parquet(str(path))
    return table


def fetched(expression: Any) -> pa.Table:
    """Return the rows of an expression.

    DuckDB is asked without Ibis in between, which would load pandas (40 MB) to hand over a table of Arrow.
    """
    backend = expression.get_backend()
    if backend.name != "duckdb" or expression.op().find(InMemoryTable):
        return expression.to_pyarrow()
    found = backend.con.sql(str(backend.compile(expression))).to_arrow_table()
    wanted = pa.schema([(name, kind.to_pyarrow()) for name, kind in expression.schema().items()])
    return found if found.schema.types == wanted.types else found.cast(wanted)


def numbers(column: pa.ChunkedArray) -> NDArray[Any]:
    """Return a column of whole numbers without empty places, (n,), as a view where that can be.

    Through DLPack: `to_numpy` would load pandas (40 MB, a third of a second) to look whether it is needed.
    """
    return np.from_dlpack(column.combine_chunks()) if len(column) else np.zeros(0, np.int64)
