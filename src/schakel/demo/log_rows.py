"""The log of the town as lines for COPY: names and keys filled in, an address and a trace for each row."""

from collections.abc import Iterator

from schakel.demo.clock import moment_text
from schakel.demo.make import Town
from schakel.demo.rows import KINDS, NULL, Bases, text
from schakel.demo.trail import Row

COLUMNS = (
    "at",
    "event",
    "action",
    "actor_id",
    "actor_name",
    "role",
    "on_behalf_of",
    "object_kind",
    "object_key",
    "persons",
    "rule",
    "break_glass",
    "origin",
    "trace_id",
    "detail",
)
_ODD = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_VERSION, _VARIANT = 0x4000, 0x8000_0000_0000_0000


def lines(town: Town, bases: Bases) -> Iterator[str]:
    """One line per row, in the order of time."""
    actors = _actors(town, bases)
    keys = _keys(town)
    persons: dict[tuple[int, ...], str] = {}
    base = bases["persons"]
    for number, row in enumerate(town.book.trail):
        shown = persons.get(row.persons)
        if shown is None:
            shown = persons[row.persons] = "{" + ",".join(str(base + one) for one in row.persons) + "}"
        yield _line(number, row, actors[row.actor], keys.get(row.thing, ""), shown, town.plan.seed)


def _line(number: int, row: Row, actor: str, key: str, persons: str, seed: int) -> str:
    deed = row.deed
    kind = row.thing[0] or NULL
    return (
        f"{moment_text(row.at)}\t{deed.event}\t{deed.action}\t{actor}\t\t{kind}\t{key or NULL}\t{persons}\t"
        f"{deed.rule}\tf\t{_origin(row.actor)}\t{_trace(number, seed)}\t{deed.detail}\n"
    )


def _actors(town: Town, bases: Bases) -> dict[int, str]:
    """Number, name and role as they stand in a row; nobody is the person who answered by a link."""
    found = {0: f"{NULL}\t\t"}
    for account in town.book.tables.accounts:
        found[account.id] = f"{bases['accounts'] + account.id}\t{text(account.full_name)}\t{account.role}"
    return found


def _keys(town: Town) -> dict[tuple[int, int], str]:
    tables = town.book.tables
    return {(kind, record.id): record.key for kind, name in KINDS.items() for record in getattr(tables, name)}


def _origin(actor: int) -> str:
    """An address of the range that is kept for examples."""
    return f"192.0.2.{1 + actor % 250}" if actor else NULL


def _trace(number: int, seed: int) -> str:
    high = (number + 1) * _ODD & _MASK
    low = (high ^ seed * 0x2545F4914F6CDD1D) * _ODD & _MASK
    return f"{(high & ~0xF000) | _VERSION:016x}{(low >> 2) | _VARIANT:016x}"
