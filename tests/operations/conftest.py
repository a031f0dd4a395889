"""One small town, made once for all tests that break an installation; each finds it running and leaves it running again."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.operations.harness import Installation


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that the database's own user can enter."""
    made = Path(tempfile.mkdtemp(prefix="schakel-", dir="/var/tmp"))
    made.chmod(0o711)
    try:
        yield made
    finally:
        shutil.rmtree(made)


@pytest.fixture
def folder() -> Iterator[Path]:
    with _folder() as made:
        yield made


@pytest.fixture(scope="module")
def vault() -> Iterator[Path]:
    """What the tests of one file share."""
    with _folder() as made:
        yield made


@contextmanager
def _disk(at: Path, size: str) -> Iterator[bool]:
    """A disk of its own, for who may mount one; says whether."""
    at.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=711", "tmpfs", str(at)]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(at)], check=True)


@pytest.fixture
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 100 kB."""
    with _disk(folder / "disk", "100k") as mounted:
        if not mounted:
            pytest.skip("this user may not mount a small disk")
        yield folder / "disk"


@pytest.fixture(scope="session")
def small_town() -> Iterator[Installation]:
    with _folder() as folder, _disk(folder / "disk", "700m") as mounted:
        made = Installation(folder / "disk" / "private", own_disk=mounted)
        try:
            made.start_database()
            made.must("migrate", "--verbosity", "0")
            made.must("demo", "--scale", "small")
            yield made
        finally:
            made.stop()


@pytest.fixture
def town(small_town: Installation) -> Iterator[Installation]:
    """The small town with its database running, and nothing else."""
    small_town.kill_all()
    small_town.start_database()
    yield small_town
    small_town.kill_all()


@pytest.fixture
def open_town(small_town: Installation) -> Installation:
    """The small town with web server and worker: those that the test before left running, if it did."""
    small_town.start_database()
    if set(small_town.parts) == {"web", "worker"} and not small_town.stopped():
        small_town.await_pages()
    else:
        small_town.kill_all()
        small_town.start_all()
    return small_town
