"""A folder of results, whole or not at all: made beside its place and moved there at the very end."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MARKS = ("result.json", "truth.json")


class OutputError(ValueError):
    """The results cannot be put where they were asked."""


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """A folder to fill; it becomes `out` when the block ends well, and vanishes when it does not.

    An earlier result in `out` (it holds one of `MARKS`) is replaced; anything else is left alone and refused.
    """
    refuse_foreign(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        yield work
        work.chmod(0o755)
        if out.exists():
            shutil.rmtree(out)
        work.rename(out)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def refuse_foreign(out: Path) -> None:
    """Refuse a place with files of somebody else, before any work is done."""
    if out.exists() and not _ours(out):
        raise OutputError(f"{out} holds other files: choose an empty folder or one with an earlier result.")


def _ours(out: Path) -> bool:
    return out.is_dir() and (not any(out.iterdir()) or any((out / mark).exists() for mark in MARKS))
