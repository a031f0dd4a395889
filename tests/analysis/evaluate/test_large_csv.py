"""A CSV that is larger than the memory it may use is read, checked and counted all the same.

Measured with a file of 5 GB: see docs/performance-value.md. Here the limit is set low instead, so that the same code
meets the same shortage in seconds.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from schakel.analysis.panel.store import read_manifest
from tests.analysis.evaluate.world import ROOT

HEADER = "pseudonym,school,month,current_school,light_care_days,cost_cents\n"
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
    """A CSV of children x months rows; returns its size in bytes."""
    with path.open("w") as stream:
        stream.write(HEADER)
        for child in range(children):
            start = f"{child:020x},School-{child % 400:04d},"
            stream.writelines(
                f"{start}{24200 + month},School-{child % 400:04d},{(child + month) % 31},{(child * 7919 + month) % 90000}\n"
                for month in range(months)
            )
    return path.stat().st_size


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
    size = write_large(tmp_path / "large.csv", 1_150_000)
    used = read_large(tmp_path / "large.csv", tmp_path / "panel.parquet", 768)
    assert size > 5e9
    assert used < 1500
