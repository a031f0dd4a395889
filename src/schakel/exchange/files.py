"""A file on disk to bytes, or one sentence why not."""

from datetime import date
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from schakel.exchange.errors import FileError

MAX_BYTES = 25 * 1024 * 1024


class UnreadableFileError(FileError):
    """A path that leads to no file we can read."""


def read_bytes(file: Path) -> bytes:
    """The bytes of a file; raises UnreadableFileError when it is not there, not ours to read, or too large."""
    try:
        if file.stat().st_size > MAX_BYTES:
            raise UnreadableFileError(_("dit bestand is te groot. Er past 25 MB."), value=file.name)
        if not file.is_file():
            raise UnreadableFileError(_("dit is geen bestand maar een map of apparaat."), value=file.name)
        return file.read_bytes()
    except OSError as error:
        raise UnreadableFileError(
            _("dit bestand is niet te openen. Controleer de naam en de map."), value=file.name
        ) from error


def day_of(file: Path) -> date:
    """The day a file was last changed, for an edition that does not say when it was published."""
    try:
        return date.fromtimestamp(file.stat().st_mtime)  # noqa: DTZ012 a file carries the days of this machine
    except OSError as error:
        raise UnreadableFileError(
            _("dit bestand is niet te openen. Controleer de naam en de map."), value=file.name
        ) from error
