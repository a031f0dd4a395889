"""Small bars as SVG: no script, no inline style, and the same numbers as text beside them.

Pure: values in, places on the drawing out. Large charts are drawn elsewhere; here stand the few bars that fit
in a card.
"""

from __future__ import annotations

from dataclasses import dataclass

from schakel.web.parts import BarChart, Text

WIDTH = 320
ROW = 46
THICK = 12
LABEL = 16
TOP = 8


@dataclass(frozen=True)
class DrawnBar:
    """A bar with its place on the drawing, in drawing units."""

    label: Text
    text: Text
    other: bool
    label_y: int
    bar_y: int
    length: float


@dataclass(frozen=True)
class Drawing:
    """A chart ready for the template."""

    sentence: Text
    bars: tuple[DrawnBar, ...]
    width: int
    height: int


def filled(value: float, most: float, length: float = 100.0) -> float:
    """How much of a bar is filled: never less than nothing, never more than all, nothing when there is no most."""
    if most <= 0:
        return 0.0
    return round(min(max(value / most, 0.0), 1.0) * length, 2)


def drawing(chart: BarChart) -> Drawing:
    """The places of labels and bars."""
    bars = tuple(
        DrawnBar(
            label=bar.label,
            text=bar.text,
            other=bar.other,
            label_y=at * ROW + LABEL,
            bar_y=at * ROW + LABEL + TOP,
            length=filled(bar.value, chart.most, WIDTH),
        )
        for at, bar in enumerate(chart.bars)
    )
    return Drawing(chart.sentence, bars, WIDTH, max(len(bars), 1) * ROW)
