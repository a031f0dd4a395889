"""Plain rows to the text that PostgreSQL copies: one line per row, one formatter per kind of column.

Numbers in the town start at 1; in the database they start where each table is free (`Bases`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from itertools import islice
from operator import attrgetter
from typing import Any

from schakel.demo.clock import day_text, moment_text

Format = Callable[[Any], str]
Bases = dict[str, int]
NULL = "\\N"
_LINES = 20_000
# The kind of number of each table that others point at.
NUMBERED = {
    "UserId": "accounts",
    "AreaId": "areas",
    "SiteId": "sites",
    "PersonId": "persons",
    "RequestId": "requests",
    "SupportId": "supports",
    "DecisionId": "decisions",
    "InvitationId": "invitations",
    "EditionId": "editions",
}
KINDS = {1: "persons", 2: "requests", 3: "supports", 4: "sites", 5: "areas", 6: "accounts"}


def text(value: str) -> str:
    """Escaped as COPY wants it."""
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _array(values: Iterable[Any]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def _words(values: Iterable[str]) -> str:
    return text(
        "{" + ",".join('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' for word in values) + "}"
    )


_PLAIN: dict[str, Format] = {
    "str": text,
    "int": str,
    "bool": lambda value: "t" if value else "f",
    "Day": day_text,
    "Moment": moment_text,
    "bytes": lambda value: "\\\\x" + value.hex(),
    "tuple[int, ...]": _array,
    "list[str]": _words,
}


def _format(kind: str, bases: Bases) -> Format:
    bare = kind.removesuffix(" | None")
    if bare in NUMBERED:
        base = bases[NUMBERED[bare]]
        made: Format = lambda value: str(base + value)  # noqa: E731  # one formatter among others
    else:
        made = _PLAIN[bare]
    if bare == kind:
        return made
    return lambda value: NULL if value is None else made(value)


def columns(row_type: type) -> list[str]:
    """The columns of a class of rows, in order."""
    return [each.name for each in fields(row_type)]


def lines(row_type: type, rows: Iterable[Any], bases: Bases) -> Iterator[str]:
    """Blocks of lines."""
    getters = [(attrgetter(each.name), _format(str(each.type), bases)) for each in fields(row_type)]
    made = ("\t".join([shape(get(row)) for get, shape in getters]) + "\n" for row in rows)
    return blocks(made)


def blocks(made: Iterator[str], size: int = _LINES) -> Iterator[str]:
    """Lines taken together, `size` at a time."""
    while chunk := "".join(islice(made, size)):
        yield chunk


def relation_lines(rows: Iterable[Any], bases: Bases) -> Iterator[str]:
    """Relations point at records of different tables."""
    users, base = bases["accounts"], {kind: bases[name] for kind, name in KINDS.items()}
    made = (
        f"{users + row.user_id}\t{row.subject_kind}\t{base[row.subject_kind] + row.subject_id}\t{row.why}\t"
        f"{row.source_kind}\t{base[row.source_kind] + row.source_id}\t"
        f"{moment_text(row.from_at)}\t{moment_text(row.until_at)}\n"
        for row in rows
    )
    return blocks(made)
