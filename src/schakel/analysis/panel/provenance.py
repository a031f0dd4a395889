"""Which bytes and which code a figure came from."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_CHUNK = 1 << 22


def file_hash(path: Path) -> str:
    """SHA-256 of the bytes of a file, as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


@cache
def code_version() -> str:
    """Release and a hash over the sources of the engines: an edited engine shows, also without git."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    for source in sorted(root.rglob("*.py")):
        digest.update(source.relative_to(root).as_posix().encode() + b"\0" + source.read_bytes())
    return f"{_release()}+{digest.hexdigest()[:12]}"


def _release() -> str:
    try:
        return version("schakel")
    except PackageNotFoundError:
        return "unreleased"
