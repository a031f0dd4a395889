"""Sets the text of a letter: tagged PDF by typst, Word by docxtpl. Words travel beside the templates, never in them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from datetime import date
from importlib import resources
from typing import Any

from django.utils.translation import gettext as _
from docxtpl import DocxTemplate

from schakel.analysis.report.pdf import Document, to_pdf, to_png

FOLDER = resources.files("schakel.casework.letters")


def as_pdf(values: Mapping[str, Any]) -> bytes:
    """The letter as tagged PDF. Its date is the day of issue, so the same values give the same bytes."""
    return to_pdf(_document(values))


def as_pages(values: Mapping[str, Any]) -> list[bytes]:
    """The letter as pictures, to look at."""
    return to_png(_document(values))


def _document(values: Mapping[str, Any]) -> Document:
    return Document(
        template=FOLDER.joinpath("letter.typ").read_text(encoding="utf-8"),
        title=str(values["title"]),
        made_on=date.fromisoformat(values["made_on"]),
        values=_shown(values),
    )


def as_word(values: Mapping[str, Any]) -> bytes:
    """The same letter in Word; what was typed is escaped, so that a bracket in a name stays a bracket."""
    template = DocxTemplate(io.BytesIO(FOLDER.joinpath("letter.docx").read_bytes()))
    template.render(_shown(values), autoescape=True)
    made = io.BytesIO()
    template.save(made)
    return made.getvalue()


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    return {**values, "rights_title": values.get("rights_title") or _("Uw rechten")}


def digest(pdf: bytes) -> str:
    """What proves later that a letter is the one that was issued."""
    return hashlib.sha256(pdf).hexdigest()
