"""The nightly question "would it come back?": a whole restore, in a database that exists for that only."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from schakel.project.backup.errors import BackupRefused
from schakel.project.cluster.place import Place
from schakel.project.cluster.server import Server

# The rehearsal has a database of its own; keys that came from a vault are still needed.
_NOT_PASSED = ("DATABASE_URL", "DATABASE_OWNER_URL", "SCHAKEL_DEMO")


class RehearsalRuns(BackupRefused):
    def __init__(self) -> None:
        super().__init__("Another check-backup is at work. Wait for it.")


def rehearse(file: Path, key_files: Sequence[Path], *, within: Path | None = None) -> bool:
    """Restore into a private cluster of its own and verify; True when all of it came back. Nothing of it stays.

    Raises:
        RehearsalRuns: one at a time.
    """
    with _scratch(within or Path(settings.PRIVATE_FOLDER)) as folder:
        inherited = {name: value for name, value in os.environ.items() if name not in _NOT_PASSED}
        command = [sys.executable, "-m", "schakel.project.cli", "restore", str(file.absolute())]
        for key in key_files:
            command += ["--key", str(key.absolute())]
        own = {"SCHAKEL_PRIVATE_FOLDER": str(folder)}
        return subprocess.run(command, env=inherited | own, check=False).returncode == 0  # noqa: S603


@contextmanager
def _scratch(private: Path) -> Iterator[Path]:
    """One folder with one name, so that what a killed rehearsal left is cleared by the next."""
    private.mkdir(parents=True, exist_ok=True)
    folder = private / "rehearsal"
    with (private / "rehearsal.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RehearsalRuns from None
        _remove(folder)
        try:
            yield folder
        finally:
            _remove(folder)


def _remove(folder: Path) -> None:
    place = Place(folder, os.getuid())
    if (place.data / "PG_VERSION").is_file():
        Server.at(place).stop()
    if folder.exists():
        shutil.rmtree(folder)
