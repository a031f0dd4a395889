"""What the records of other rooms are called, so that the log can be read as sentences.

A room registers, for its kind of record: names by number, numbers by search text, the number behind an address, and the other
numbers that turned out to be the same.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from schakel.access.roles import Kind


@dataclass(frozen=True)
class Subject:
    names: Callable[[Iterable[int]], dict[int, str]]
    search: Callable[[str], dict[int, str]]
    by_key: Callable[[uuid.UUID], int | None]
    key_of: Callable[[int], uuid.UUID | None]
    also: Callable[[int], Iterable[int]] = lambda _number: ()


_subjects: dict[int, Subject] = {}


def register(kind: Kind, subject: Subject) -> None:
    _subjects[kind] = subject


def of(kind: int) -> Subject:
    """The registered subject; `KeyError` names a kind that no room claimed."""
    return _subjects[kind]
