"""From a typst template and plain values to a page: tagged PDF, PNG or SVG.

A template never has words pasted into it. Values travel beside it as JSON, so a name with a `#` or a quote
in it stays a name; charts travel as SVG files. Every template starts with

    #import "calm.typ": *
    #show: page-setup

after which `values` holds what was handed over, `calm.typ` gives colours and parts, and `image("name.svg")`
finds the charts. The date in the file is the date of the report, not of the run: same values, same bytes.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

import typst

from schakel.analysis.report.fonts import PageFonts, page_fonts
from schakel.analysis.report.words import Language


class PageError(RuntimeError):
    """A page could not be set; the message says which template line typst refused and why."""


@dataclass(frozen=True, slots=True)
class Document:
    """One page or report, ready to be set.

    `template` is typst source, `values` anything JSON can hold, `files` names to bytes (charts),
    `made_on` the day printed in the file's properties, `title` what a screen reader says first.
    """

    template: str
    title: str
    made_on: date
    language: Language = "nl"
    values: Mapping[str, object] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    fonts: PageFonts | None = None


def to_pdf(document: Document) -> bytes:
    """Return a tagged PDF (readable aloud); the same document gives the same bytes."""
    return _set(document, "pdf")[0]


def to_png(document: Document, dots_per_inch: float = 110.0) -> list[bytes]:
    """Return one PNG per page, to look at."""
    return _set(document, "png", dots_per_inch)


def to_svg(document: Document) -> list[str]:
    """Return one SVG per page, with letters as shapes so that it needs no font."""
    return [page.decode() for page in _set(document, "svg")]


def _set(document: Document, form: typst.OutputFormat, dots_per_inch: float | None = None) -> list[bytes]:
    fonts = document.fonts or page_fonts()
    with tempfile.TemporaryDirectory(prefix="schakel-page-") as folder:
        root = Path(folder)
        _lay_out(document, fonts, root)
        try:
            made = typst.compile(
                root / "main.typ",
                root=root,
                font_paths=_typst_fonts(fonts),
                format=form,
                ppi=dots_per_inch,
                timestamp=datetime.combine(document.made_on, datetime.min.time(), tzinfo=UTC),
            )
        except typst.TypstError as refused:
            raise PageError(f"Could not set the page '{document.title}': {refused.diagnostic}") from refused
    if made is None:
        raise PageError(f"Typst gave nothing back for the page '{document.title}'. Check its template.")
    return made if isinstance(made, list) else [made]


def _lay_out(document: Document, fonts: PageFonts, root: Path) -> None:
    (root / "calm.typ").write_text(_calm())
    (root / "main.typ").write_text(document.template)
    shared = {"title": document.title, "language": document.language, "families": list(fonts.families)}
    (root / "page.json").write_text(json.dumps(shared))
    (root / "values.json").write_text(json.dumps(document.values, ensure_ascii=False))
    for name, content in document.files.items():
        if Path(name).name != name:
            raise PageError(f"A file of a page has a plain name, without folders: got '{name}'.")
        (root / name).write_bytes(content)


def _calm() -> str:
    return resources.files("schakel.analysis.report").joinpath("calm.typ").read_text()


def _typst_fonts(fonts: PageFonts) -> typst.Fonts:
    folders = [fonts.folder] if fonts.folder else []
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
