"""A CSV that is larger than the memory it may use is read, checked and counted all the same.

Measured with a file of 5 GB: see docs/performance-value.md. Here the limit is set low instead, so that the same code
meets the same shortage in seconds.
"""

import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pacsv
import pytest

from schakel.analysis.panel.store import read_manifest
from tests.analysis.evaluate.world import ROOT

_BLOCK = 10_000
_READ = """
import sys
from pathlib import Path
import resource
from schakel.analysis.panel.store import prepare
import pyarrow.csv, pyarrow.parquet, duckdb
idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
prepare(Path(sys.argv[1]), Path(sys.argv[2]), memory_mb=int(sys.argv[3]))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle) // 1024)
"""


def write_large(path: Path, children: int, months: int = 60) -> int:
    """A CSV of children x months rows, block by block; returns its size in bytes."""
    writer = None
    for first in range(0, children, _BLOCK):
        table = _rows(np.arange(first, min(first + _BLOCK, children)), months)
        writer = writer or pacsv.CSVWriter(path, table.schema)
        writer.write_table(table)
    assert writer is not None
    writer.close()
    return path.stat().st_size


def _rows(child: npt.NDArray[np.int64], months: int) -> pa.Table:
    number, month = np.repeat(child, months), np.tile(np.arange(months), len(child))
    school = pa.array([f"School-{place:04d}" for place in range(400)]).take(pa.array(number % 400))
    names = pa.array([f"{one:024x}" for one in child]).take(pa.array(number - child[0]))
    columns = {"pseudonym": names, "school": school, "month": 24200 + month, "current_school": school}
    return pa.table(
        {**columns, "light_care_days": (number + month) % 31, "cost_cents": number * 7919 % 900_000}
    )


def read_large(source: Path, out: Path, memory_mb: int) -> int:
    """Read it in a process of its own; returns the memory above that of an idle process, in MB."""
    environment = {"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"}
    words = [sys.executable, "-c", _READ, str(source), str(out), str(memory_mb)]
    done = subprocess.run(words, env=environment, check=True, capture_output=True, text=True)
    return int(done.stdout)


def test_a_csv_much_larger_than_its_memory_is_read_and_counted(tmp_path: Path) -> None:
    size = write_large(tmp_path / "large.csv", 15_000)
    used = read_large(tmp_path / "large.csv", tmp_path / "panel.parquet", 64)
    manifest = read_manifest(tmp_path / "panel.parquet")
    assert manifest is not None
    assert manifest.counts.rows == 15_000 * 60
    assert manifest.counts.children == 15_000
    assert size > 50e6
    assert used < 250, f"{used} MB for a file of {size / 1e6:.0f} MB"


@pytest.mark.slow
def test_five_gigabytes_of_csv(tmp_path: Path) -> None:
    size = write_large(tmp_path / "large.csv", 1_300_000)
    used = read_large(tmp_path / "large.csv", tmp_path / "panel.parquet", 768)
    assert size > 5e9
    assert used < 768
