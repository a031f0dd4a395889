"""What changed between two versions of a plan: in words, line by line. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

TEXTS: Final = ("goes_well", "we_want")
LISTS: Final = ("goals", "steps")


@dataclass(frozen=True)
class Change:
    """One part of the plan: what went and what came. A text goes as a whole; of a list only its lines that differ."""

    part: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


def differences(before: Mapping[str, object], after: Mapping[str, object]) -> list[Change]:
    """What differs, in the order of the page; nothing when both say the same."""
    found = [Change(part, *_texts(before, after, part)) for part in TEXTS]
    found += [Change(part, *_lines(before, after, part)) for part in LISTS]
    return [change for change in found if change.gone or change.new]


def _texts(
    before: Mapping[str, object], after: Mapping[str, object], part: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    old, new = str(before.get(part, "")), str(after.get(part, ""))
    if old == new:
        return (), ()
    return tuple(filter(None, [old])), tuple(filter(None, [new]))


def _lines(
    before: Mapping[str, object], after: Mapping[str, object], part: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    old, new = _listed(before, part), _listed(after, part)
    gone = tuple(line for line in old if line not in new)
    came = tuple(line for line in new if line not in old)
    return gone, came


def _listed(plan: Mapping[str, object], part: str) -> Sequence[str]:
    lines = plan.get(part, [])
    assert isinstance(lines, list | tuple), "a plan keeps its goals and steps as lines"
    return [str(line) for line in lines]
