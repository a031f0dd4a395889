"""The file itself: age (X25519, ChaCha20-Poly1305), written and read as a stream."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

import pyrage

from schakel.project.backup.errors import (
    BackupRefused,
    CannotWrite,
    NoBackup,
    NoRecipient,
    NotWhole,
    WrongKey,
)
from schakel.project.backup.head import MAGIC, Head

LONGEST_HEAD = 4 * 1024 * 1024


class Sink(Protocol):
    """Where the dump goes."""

    def write(self, block: bytes, /) -> object: ...


def recipients(lines: Sequence[str]) -> list[Any]:
    """Who can open it. Raises `NoRecipient` when there is none, or one is no age recipient."""
    try:
        found = [pyrage.x25519.Recipient.from_str(line.strip()) for line in lines if line.strip()]
    except pyrage.RecipientError:
        found = []
    if not found:
        raise NoRecipient
    return found


def identities(files: Sequence[Path]) -> list[Any]:
    """The keys in these files. Raises `WrongKey` when a file holds none."""
    found = []
    for file in files:
        lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
        found += [line for line in lines if line.startswith("AGE-SECRET-KEY-")]
    try:
        keys = [pyrage.x25519.Identity.from_str(line) for line in found]
    except pyrage.IdentityError:
        keys = []
    if not keys:
        raise WrongKey("the back-up")
    return keys


def make_key(file: Path) -> str:
    """Make a key, in a file that only its owner reads. Returns the recipient, which is no secret."""
    key = pyrage.x25519.Identity.generate()
    with _new(file) as out:
        out.write(f"# recipient: {key.to_public()}\n{key}\n".encode())
    return str(key.to_public())


def write(file: Path, head: Head, dump: IO[bytes], to: list[Any]) -> None:
    """The whole file, or none: it gets its name when everything is on the disk."""
    draft = file.with_name(f"{file.name}.part")
    draft.unlink(missing_ok=True)
    joined = _Joined([MAGIC, head.line()], dump)
    try:
        with _new(draft) as out:
            pyrage.encrypt_io(joined, out, to)
            out.flush()
            os.fsync(out.fileno())
        draft.rename(file)
    except OSError as error:
        raise CannotWrite(str(file), error.strerror or str(error)) from error
    except pyrage.EncryptError as error:
        raise joined.stopped or CannotWrite(str(file), str(error).rpartition("] ")[2]) from error
    finally:
        draft.unlink(missing_ok=True)


def read(file: Path, keys: list[Any], sink: Sink | None = None) -> Head:
    """Decrypt all of it; the dump goes to `sink`. Without one this only proves that the file is whole."""
    splitter = _Splitter(sink)
    with file.open("rb") as encrypted:
        try:
            pyrage.decrypt_io(encrypted, splitter, keys)
        except pyrage.DecryptError as error:
            raise (WrongKey if "matching keys" in str(error) else NoBackup)(str(file)) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            if splitter.broken:
                raise BrokenPipeError from error
            raise NotWhole(str(file)) from error
    if splitter.head is None:
        raise NoBackup(str(file))
    return splitter.head


@contextmanager
def _new(file: Path) -> Iterator[IO[bytes]]:
    """A file that was not there, for its owner alone."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CannotWrite(str(file), error.strerror or str(error)) from error
    with os.fdopen(descriptor, "wb") as out:
        yield out


class _Joined:
    """The opening lines, then the dump. The library wraps what the dump raises; `stopped` keeps the error itself."""

    def __init__(self, opening: list[bytes], dump: IO[bytes]) -> None:
        self.stopped: BackupRefused | None = None
        self._waiting = b"".join(opening)
        self._dump = dump

    def read(self, size: int = -1) -> bytes:
        if self._waiting:
            block, self._waiting = self._waiting[:size], self._waiting[size:]
            return block
        try:
            return self._dump.read(size)
        except BackupRefused as refused:
            self.stopped = refused
            raise


class _Splitter:
    """Takes the opening lines off and passes the rest on."""

    def __init__(self, sink: Sink | None) -> None:
        self.head: Head | None = None
        self.broken = False
        self._sink = sink
        self._opening: bytes | None = b""

    def write(self, block: bytes) -> int:
        rest = block if self._opening is None else self._take(block)
        if self._sink is not None and rest:
            try:
                self._sink.write(rest)
            except BrokenPipeError:
                self.broken = True
                raise
        return len(block)

    def flush(self) -> None:
        """Nothing is held back."""

    def _take(self, block: bytes) -> bytes:
        assert self._opening is not None
        self._opening += block
        if not self._opening.startswith(MAGIC[: len(self._opening)]):
            raise OSError("another kind of file")
        parts = self._opening.split(b"\n", 2)
        if len(parts) < 3:
            return b""
        self.head, self._opening = Head.read(parts[1]), None
        return parts[2]
