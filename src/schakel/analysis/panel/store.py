"""A checked panel on disk: Parquet with its provenance inside, and a manifest beside it.

`prepare` is the only way in: check the columns, convert, check the values, count, write. An interrupted run
leaves nothing: all work is done in a temporary folder beside the target and moved at the end.
"""

import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from schakel.analysis import plain_files
from schakel.analysis.panel import checker, csv_file, definitions, layout
from schakel.analysis.panel.checks import Counts, conserved, counted
from schakel.analysis.panel.engine import MEMORY_MB, bounded, literal, sql
from schakel.analysis.panel.errors import EditedPanelError
from schakel.analysis.panel.provenance import code_version, file_hash

Progress = Callable[[str, float], None]
_KEY = "schakel"
_COPY = "COPY (SELECT DISTINCT * FROM read_parquet(?)) TO $out (FORMAT parquet, COMPRESSION zstd)"
_SORT = "COPY (SELECT * FROM read_parquet(?) ORDER BY school, pseudonym, month) TO $out (FORMAT parquet, COMPRESSION zstd)"


@dataclass(frozen=True)
class Manifest:
    """What a panel file is: its own hash, that of its source, the editions, the code, the counts.

    `duplicates_removed` counts rows that repeated another row in every value.
    """

    sha256: str
    source: str
    source_sha256: str
    layout_edition: str
    definition_edition: str
    code_version: str
    duplicates_removed: int
    counts: Counts


def quiet(_step: str, _share: float) -> None:
    """Progress for who does not watch."""


def manifest_path(panel: Path) -> Path:
    """`town.parquet` -> `town.manifest.json`."""
    return panel.with_suffix(".manifest.json")


def prepare(
    source: Path,
    out: Path,
    *,
    drop_duplicates: bool = False,
    progress: Progress = quiet,
    memory_mb: int = MEMORY_MB,
) -> Manifest:
    """Check `source` (CSV or Parquet) and write the panel `out` with its manifest.

    Rows that repeat another row in every value are removed and counted when `drop_duplicates` is given;
    otherwise they are a fault, like any child-month that comes twice. Raises LayoutError. `progress` is
    called with the step and the share done, and stops the work when it raises.
    """
    checker.check_columns(source)
    with (
        tempfile.TemporaryDirectory(prefix=".schakel-", dir=out.parent) as folder,
        bounded(memory_mb, Path(folder)) as engine,
    ):
        work = Path(folder)
        rows = _as_parquet(source, work / "rows.parquet", progress)
        kept, removed = _distinct(engine, rows, work, drop_duplicates, progress)
        progress("check", 0.0)
        checker.check_values(engine, kept, source if kept == rows else kept)
        counts = counted(engine, kept)
        provenance = _provenance(source)
        _rewrite(_sorted(engine, kept, work, progress), work / "panel.parquet", provenance, progress)
        conserved(counts, counted(engine, work / "panel.parquet"))
        manifest = Manifest(
            sha256=file_hash(work / "panel.parquet"), **provenance, duplicates_removed=removed, counts=counts
        )
        _publish(work / "panel.parquet", out, manifest)
    return manifest


def _as_parquet(source: Path, target: Path, progress: Progress) -> Path:
    if not checker.is_csv(source):
        return source
    csv_file.to_parquet(source, target, lambda share: progress("read", share))
    return target


def _distinct(
    engine: duckdb.DuckDBPyConnection, rows: Path, work: Path, drop: bool, progress: Progress
) -> tuple[Path, int]:
    if not drop:
        return rows, 0
    progress("duplicates", 0.0)
    before = pq.read_metadata(rows).num_rows
    kept = work / "distinct.parquet"
    engine.execute(sql(_COPY, out=literal(kept)), [str(rows)])
    return kept, before - pq.read_metadata(kept).num_rows


def _sorted(engine: duckdb.DuckDBPyConnection, rows: Path, work: Path, progress: Progress) -> Path:
    """Put the rows of a school together, child by child, month by month.

    Grouping to cells then stays in the fast memory (a third of the work on a national panel), the file is smaller, and
    the panel no longer shows in what order the rows came.
    """
    progress("sort", 0.0)
    ordered = work / "sorted.parquet"
    engine.execute(sql(_SORT, out=literal(ordered)), [str(rows)])
    return ordered


def _provenance(source: Path) -> dict[str, str]:
    return {
        "source": source.name,
        "source_sha256": file_hash(source),
        "layout_edition": layout.EDITION,
        "definition_edition": definitions.EDITION,
        "code_version": code_version(),
    }


def _rewrite(source: Path, target: Path, provenance: dict[str, str], progress: Progress) -> None:
    """Same rows, the types of the layout, provenance in the file."""
    with pq.ParquetFile(source) as reader:
        names = reader.schema_arrow.names
        schema = pa.schema([(name, _type(name)) for name in names], metadata={_KEY: json.dumps(provenance)})
        total = max(reader.metadata.num_rows, 1)
        done = 0
        with pq.ParquetWriter(target, schema, compression="zstd") as writer:
            for batch in reader.iter_batches(batch_size=csv_file.ROW_GROUP):
                writer.write_batch(pa.Table.from_batches([batch]).cast(schema).to_batches()[0])
                done += batch.num_rows
                progress("write", done / total)


def _type(name: str) -> pa.DataType:
    known = layout.column(name)
    return known.arrow if known else pa.string()


def _publish(made: Path, out: Path, manifest: Manifest) -> None:
    made.replace(out)
    manifest_path(out).write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")


def read_manifest(panel: Path) -> Manifest | None:
    """The manifest beside a panel, or None when it has none; EditedPanelError when the file is another
    one.
    """
    beside = manifest_path(panel)
    if not beside.exists():
        return None
    try:
        fields = json.loads(plain_files.text(beside))
        manifest = Manifest(**{**fields, "counts": Counts(**fields["counts"])})
    except (*plain_files.UNREADABLE, KeyError, TypeError) as error:
        raise EditedPanelError(
            f"{beside.name} is no manifest of a panel. Take it away, or make the panel again from its source."
        ) from error
    if file_hash(panel) != manifest.sha256:
        raise EditedPanelError(
            f"{panel.name} is not the file that {beside.name} describes: it was changed after "
            "it was checked. Make it again from its source."
        )
    return manifest
