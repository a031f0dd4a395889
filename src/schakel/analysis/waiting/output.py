"""Files in a folder, all or nothing: written beside it first and moved into place at the very end."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A folder to write in; it becomes `target` only if nothing went wrong, else nothing of it is left.

    Files of an earlier run with the same names are replaced, other files in `target` stay.
    """
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield draft
        target.mkdir(exist_ok=True)
        for file in sorted(draft.iterdir()):
            file.replace(target / file.name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def write_json(path: Path, values: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(values, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
