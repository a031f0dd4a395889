"""One small room for everything that leaves the analysis rooms on paper.

Words first (`words`), then pictures (`charts`), then the page (`pdf`), all in the same letter (`fonts`).
A room that wants a page writes a typst template, hands over plain values, and gets bytes back:

    page = Document(template=text, values={"title": "Vooruitkijken"}, language="nl", made_on=day)
    to_pdf(page), to_png(page)

The same values give the same bytes, on any machine with the same fonts.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schakel.analysis.report.charts import Band, Bar, band_chart, bar_chart, calm, svg, tornado_chart
    from schakel.analysis.report.fonts import FALLBACK_FAMILY, FAMILY, PageFonts, page_fonts
    from schakel.analysis.report.pdf import Document, PageError, to_pdf, to_png, to_svg
    from schakel.analysis.report.words import (
        Language,
        chosen,
        day_in_words,
        decimal,
        euros,
        joined,
        of_hundred,
        percent,
        range_of_hundred,
        range_of_numbers,
        short_day,
        week_in_words,
        whole,
    )

__all__ = [
    "FALLBACK_FAMILY",
    "FAMILY",
    "Band",
    "Bar",
    "Document",
    "Language",
    "PageError",
    "PageFonts",
    "band_chart",
    "bar_chart",
    "calm",
    "chosen",
    "day_in_words",
    "decimal",
    "euros",
    "joined",
    "of_hundred",
    "page_fonts",
    "percent",
    "range_of_hundred",
    "range_of_numbers",
    "short_day",
    "svg",
    "to_pdf",
    "to_png",
    "to_svg",
    "tornado_chart",
    "week_in_words",
    "whole",
]

_HOMES = {
    "charts": ("Band", "Bar", "band_chart", "bar_chart", "calm", "svg", "tornado_chart"),
    "fonts": ("FALLBACK_FAMILY", "FAMILY", "PageFonts", "page_fonts"),
    "pdf": ("Document", "PageError", "to_pdf", "to_png", "to_svg"),
}


def __getattr__(name: str) -> object:
    """Load pictures and pages when they are asked for: who needs only words must not pay 50 MB for charts."""
    home = next((home for home, names in _HOMES.items() if name in names), "words")
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
