"""A file that somebody sent, as text: whatever is in it, it is read whole or refused with one sentence.

A question or a scenario can name another file. So what is read here is a plain file of a bounded size: a device that never ends
(`/dev/zero`), a folder and a pipe are none. What the parsers themselves refuse differs by what is wrong: a number of a
thousand digits is a ValueError, brackets too deep a RecursionError. `UNREADABLE` is all of it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG
from typing import Final

MOST_BYTES: Final = 64 * 1024 * 1024
# TOMLDecodeError, JSONDecodeError and UnicodeDecodeError are ValueErrors.
UNREADABLE: Final = (ValueError, RecursionError, csv.Error)


# What a spreadsheet takes for the beginning of a formula, also in the wide signs of other keyboards.
CALCULATED: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


class NotPlain(ValueError):
    """Not a file that can be read whole."""


def text(path: Path, encoding: str = "utf-8") -> str:
    """Everything in the file, line ends as one sign.

    Raises FileNotFoundError; NotPlain for what is no plain file, too large or not ours to read; UnicodeDecodeError.
    """
    return io.TextIOWrapper(io.BytesIO(_content(path)), encoding=encoding).read()


def records(path: Path, encoding: str = "utf-8") -> Iterator[dict[str, str]]:
    """The rows of a CSV file with a header; raises as `text`, and csv.Error. A cell without a column is left out."""
    lines = io.TextIOWrapper(io.BytesIO(_content(path)), encoding=encoding, newline="")
    for row in csv.DictReader(lines):
        yield {name: value for name, value in row.items() if name is not None and value is not None}


def harmless(cell: object) -> object:
    """A cell for a CSV: text that a spreadsheet would calculate gets a quote in front; a number stays a number."""
    if not isinstance(cell, str) or not cell.startswith(CALCULATED):
        return cell
    return cell if _NUMBER.fullmatch(cell) else f"'{cell}"


def _content(path: Path) -> bytes:
    try:
        about = path.stat()
        if not S_ISREG(about.st_mode):
            raise NotPlain("it is no plain file")
        if about.st_size > MOST_BYTES:
            raise NotPlain(f"it is larger than {MOST_BYTES // 1024 // 1024} MB")
        return path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise NotPlain(str(error.strerror)) from error
