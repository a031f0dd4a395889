"""The family as a small picture: who stands around a child, drawn on the server, with the same in words beside it.

Grown-ups stand above, the child and the other children below. A full line and edge say authority, dashed ones none; a house
says who lives with the child. Who comes first stands nearest; who stands further up has an edge and no line, which would run
behind somebody else. Pure: the page gives the members, this says where each stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

WIDTH: Final = 348
BOX_WIDTH, BOX_HEIGHT, GAP = 108, 52, 12
ROW_HEIGHT: Final = BOX_HEIGHT + 36
PER_ROW: Final = 3
MOST_LETTERS: Final = 13


@dataclass(frozen=True)
class Member:
    """Somebody around the child: the name, what they are to the child, authority, whether they live together."""

    name: str
    relation: str
    is_child: bool = False
    has_authority: bool = False
    at_home: bool = False


@dataclass(frozen=True)
class Box:
    """Where somebody stands; `short` fits in the box, `name` is the whole name."""

    name: str
    short: str
    relation: str
    x: int
    y: int
    is_self: bool = False
    at_home: bool = False
    is_dashed: bool = False

    @property
    def middle(self) -> int:
        return self.x + BOX_WIDTH // 2

    @property
    def name_y(self) -> int:
        return self.y + 22

    @property
    def relation_y(self) -> int:
        return self.y + 40


@dataclass(frozen=True)
class Line:
    """From a grown-up to the child."""

    x1: int
    y1: int
    x2: int
    y2: int
    has_authority: bool


@dataclass(frozen=True)
class Drawing:
    """All boxes and lines, in the units of the picture."""

    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int = WIDTH
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT


def picture(child: str, child_words: str, members: Sequence[Member]) -> Drawing:
    """Where everybody stands. A family of any size fits in the width of a phone; it grows downwards."""
    above = _in_rows([member for member in members if not member.is_child])
    below = _in_rows(
        [Member(child, child_words, is_child=True), *(member for member in members if member.is_child)]
    )
    top = [_row(row, len(above) - 1 - number) for number, row in enumerate(above)]
    bottom = [_row(row, len(above) + number) for number, row in enumerate(below)]
    centre = bottom[0][0] = replace(bottom[0][0], is_self=True)
    nearest = zip(above[0], top[0], strict=True) if above else ()
    lines = tuple(
        Line(box.middle, box.y + BOX_HEIGHT, centre.middle, centre.y, member.has_authority)
        for member, box in nearest
    )
    rows = len(above) + len(below)
    boxes = tuple(box for row in (*top, *bottom) for box in row)
    return Drawing(rows * ROW_HEIGHT - (ROW_HEIGHT - BOX_HEIGHT) + 2, boxes, lines)


def _in_rows(members: Sequence[Member]) -> list[Sequence[Member]]:
    return [members[start : start + PER_ROW] for start in range(0, len(members), PER_ROW)]


def _row(members: Sequence[Member], row: int) -> list[Box]:
    """One row of boxes, in the middle of the picture."""
    left = (WIDTH - len(members) * BOX_WIDTH - (len(members) - 1) * GAP) // 2
    return [
        Box(
            name=member.name,
            short=shortened(member.name),
            relation=shortened(member.relation, MOST_LETTERS + 3),
            x=left + column * (BOX_WIDTH + GAP),
            y=1 + row * ROW_HEIGHT,
            at_home=member.at_home,
            is_dashed=not member.is_child and not member.has_authority,
        )
        for column, member in enumerate(members)
    ]


def shortened(name: str, most: int = MOST_LETTERS) -> str:
    """What fits in a box: the whole name, the first name, or its beginning."""
    if len(name) <= most:
        return name
    first = name.split(" ")[0].rstrip(",;:.")
    return first if len(first) <= most else f"{first[: most - 1]}…"
