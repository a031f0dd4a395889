"""Charts as calm SVG: drawn by Altair, turned into SVG without a browser or a script.

Three pictures cover most pages: a line with its band, bars with their label and figure, and a tornado of
what helps. Each takes plain records and returns an Altair chart, so that a room can add to it before `svg`.
The title and the sentence belong to the page, not to the picture; the picture gets a description for
those who hear it read aloud.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias
from xml.sax.saxutils import quoteattr

import altair as alt
import vl_convert

from schakel.analysis.report.fonts import page_fonts
from schakel.analysis.report.words import Language

ACCENT = "#0b5560"
SOFT = "#cfe3e7"
QUIET = "#4a5b60"
WARM = "#8a5300"
RULE = "#dbe4e6"

Chart: TypeAlias = alt.Chart | alt.LayerChart | alt.HConcatChart | alt.VConcatChart


@dataclass(frozen=True, slots=True)
class Band:
    """One point of a line with its band; `x` in any unit, low <= middle <= high."""

    x: float
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `words` is the figure as said beside it; `low` and `high` give a whisker when both are set."""

    label: str
    value: float
    words: str = ""
    low: float | None = None
    high: float | None = None


def band_chart(
    points: Sequence[Band],
    *,
    ticks: Mapping[float, str],
    promise: tuple[float, str] | None = None,
    y_domain: tuple[float, float] | None = None,
    width: int = 900,
    height: int = 260,
) -> alt.LayerChart:
    """Draw a line with its band; `ticks`: words under the axis, `promise`: a dashed level and its words."""
    data = _rows(points)
    y = alt.Y(
        "low:Q", title=None, scale=alt.Scale(domain=list(y_domain)) if y_domain else alt.Scale(zero=False)
    )
    base = alt.Chart(data).encode(
        x=alt.X("x:Q", title=None, scale=alt.Scale(nice=False), axis=_word_axis(ticks))
    )
    layers = [
        base.mark_area(color=SOFT).encode(y=y, y2="high:Q"),
        base.mark_line(color=ACCENT, strokeWidth=3).encode(y=alt.Y("middle:Q", title=None)),
    ]
    if promise is not None:
        layers += _promise(promise, min(point.x for point in points))
    return alt.LayerChart(layer=layers).properties(width=width, height=height)


def bar_chart(bars: Sequence[Bar], *, width: int = 420, row_height: int = 30) -> alt.LayerChart:
    """Draw horizontal bars in the order given, each with its label before and its figure in words behind."""
    base = alt.Chart(_rows(bars)).encode(y=_labels(bars))
    reach = max((bar.high if bar.high is not None else bar.value for bar in bars), default=1.0) or 1.0
    scale = alt.Scale(domain=[0, reach * 1.25], nice=False)
    layers = [
        base.mark_bar(color=ACCENT, height=alt.RelativeBandSize(0.55), cornerRadiusEnd=3).encode(
            x=alt.X("value:Q", axis=None, scale=scale)
        ),
        *_whiskers(base, bars),
        base.mark_text(align="left", dx=6, color=QUIET).encode(x="reach:Q", text="words:N"),
    ]
    return alt.LayerChart(layer=layers).properties(width=width, height=row_height * len(bars))


def tornado_chart(bars: Sequence[Bar], *, width: int = 420, row_height: int = 30) -> alt.LayerChart:
    """Draw what helps and what harms from a line at zero, the largest first; whiskers show the interval."""
    ordered = sorted(bars, key=lambda bar: -abs(bar.value))
    ends = [end for bar in ordered for end in (bar.value, bar.low, bar.high, 0.0) if end is not None]
    reach = (max(ends, default=1.0) - min(ends, default=0.0)) or 1.0
    scale = alt.Scale(
        domain=[min(ends, default=0.0) - 0.02 * reach, max(ends, default=1.0) + 0.3 * reach], nice=False
    )
    base = alt.Chart(_rows(ordered)).encode(y=_labels(ordered))
    zero = alt.Chart(alt.InlineData(values=[{"zero": 0}])).mark_rule(color=QUIET).encode(x="zero:Q")
    layers = [
        base.mark_bar(height=alt.RelativeBandSize(0.55)).encode(
            x=alt.X("value:Q", axis=None, scale=scale),
            color=alt.condition(alt.datum.value < 0, alt.value(WARM), alt.value(ACCENT)),
        ),
        *_whiskers(base, ordered),
        zero,
        base.mark_text(align="left", dx=6, color=QUIET).encode(x="reach:Q", text="words:N"),
    ]
    return alt.LayerChart(layer=layers).properties(width=width, height=row_height * len(ordered))


def calm(chart: Chart) -> Chart:
    """Give any Altair chart the look of the house: no frame, thin quiet axes, the page's letter."""
    letter = ", ".join(page_fonts().families)
    looks: Chart = (
        chart.configure(font=letter, background="transparent", padding=4)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=QUIET,
            labelFontSize=13,
            titleColor=QUIET,
            titleFontSize=13,
            titleFontWeight="normal",
            domain=False,
            ticks=False,
            gridColor=RULE,
            labelPadding=8,
        )
        .configure_text(fontSize=13, font=letter)
        .configure_legend(labelFontSize=13, titleFontSize=13, labelColor=QUIET, titleColor=QUIET)
    )
    return looks


_NUMBERS = {
    "nl": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€", ""]},
}


def svg(chart: Chart, *, description: str = "", language: Language = "en") -> str:
    """Return the chart as SVG in the look of the house; `description` is read aloud to who cannot see it.

    `language` decides how numbers on an axis are written: 0,5 in Dutch, 0.5 in English.
    """
    _know_fonts()
    specification = json.dumps(calm(chart).to_dict(validate=False), sort_keys=True)
    drawn = _renumbered(str(vl_convert.vegalite_to_svg(specification, format_locale=_NUMBERS[language])))
    if not description:
        return drawn
    return drawn.replace("<svg ", f'<svg role="img" aria-label={quoteattr(description)} ', 1)


def _renumbered(drawn: str) -> str:
    """Number clip paths from zero: the converter keeps counting, which would make equal charts differ."""
    seen: dict[str, str] = {}
    return re.sub(r"\bclip\d+\b", lambda found: seen.setdefault(found[0], f"clip-{len(seen)}"), drawn)


@functools.cache
def _know_fonts() -> None:
    folder = page_fonts().folder
    if folder is not None:
        vl_convert.register_font_directory(str(folder))


def _rows(records: Sequence[Band] | Sequence[Bar]) -> alt.InlineData:
    values = [asdict(record) for record in records]
    for row in values:
        row["reach"] = max(row.get("value") or 0.0, row.get("high") or 0.0, 0.0)
    return alt.InlineData(values=values)


def _labels(bars: Sequence[Bar]) -> alt.Y:
    return alt.Y(
        "label:N",
        title=None,
        sort=[bar.label for bar in bars],
        axis=alt.Axis(labelLimit=360, labelFontSize=14),
    )


def _word_axis(ticks: Mapping[float, str]) -> alt.Axis:
    choices = [f"abs(datum.value - {place!r}) < 1e-6 ? {json.dumps(words)}" for place, words in ticks.items()]
    return alt.Axis(
        values=list(ticks),
        labelExpr=" : ".join([*choices, "''"]),
        grid=False,
        labelOverlap=False,
        labelFlush=False,
    )


def _promise(promise: tuple[float, str], left: float) -> list[alt.Chart]:
    level, words = promise
    data = alt.Chart(alt.InlineData(values=[{"level": level, "left": left, "words": words}]))
    return [
        data.mark_rule(color=WARM, strokeDash=[6, 4]).encode(y=alt.Y("level:Q", title=None)),
        data.mark_text(color=WARM, align="left", dx=6, dy=14).encode(
            x=alt.X("left:Q", title=None), y=alt.Y("level:Q", title=None), text="words:N"
        ),
    ]


def _whiskers(base: alt.Chart, bars: Sequence[Bar]) -> list[Any]:
    if all(bar.low is None or bar.high is None for bar in bars):
        return []
    return [base.mark_rule(color=QUIET, strokeWidth=1.5).encode(x="low:Q", x2="high:Q")]
