"""The family as a small picture: who stands around a child, drawn on the server, with the same in words beside it.

Grown-ups stand above, the child and the other children below. A full line says authority, a dashed one none; a house
says who lives with the child. Pure: the page gives the members, this says where each stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
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
    above = [member for member in members if not member.is_child]
    siblings = [member for member in members if member.is_child]
    top = _rows(above, 0)
    row = (len(above) + PER_ROW - 1) // PER_ROW
    me = Member(child, child_words, is_child=True)
    below = _rows([me, *siblings], row, mark_first=True)
    centre = below[0]
    lines = tuple(
        Line(box.middle, box.y + BOX_HEIGHT, centre.middle, centre.y, member.has_authority)
        for member, box in zip(above, top, strict=True)
    )
    rows = row + (len(siblings) + PER_ROW) // PER_ROW
    return Drawing(rows * ROW_HEIGHT - (ROW_HEIGHT - BOX_HEIGHT) + 2, (*top, *below), lines)


def _rows(members: Sequence[Member], first_row: int, *, mark_first: bool = False) -> list[Box]:
    boxes = []
    for place, member in enumerate(members):
        row, column = divmod(place, PER_ROW)
        wide = min(PER_ROW, len(members) - row * PER_ROW)
        left = (WIDTH - wide * BOX_WIDTH - (wide - 1) * GAP) // 2
        boxes.append(
            Box(
                name=member.name,
                short=shortened(member.name),
                relation=shortened(member.relation, MOST_LETTERS + 3),
                x=left + column * (BOX_WIDTH + GAP),
                y=1 + (first_row + row) * ROW_HEIGHT,
                is_self=mark_first and place == 0,
                at_home=member.at_home,
            )
        )
    return boxes


def shortened(name: str, most: int = MOST_LETTERS) -> str:
    """What fits in a box: the whole name, the first name, or its beginning."""
    if len(name) <= most:
        return name
    first = name.split(" ")[0].rstrip(",;:.")
    return first if len(first) <= most else f"{first[: most - 1]}…"
