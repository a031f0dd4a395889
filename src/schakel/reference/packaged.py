"""The facts that come with this release: school holidays and code lists, each with its edition.

They are read from `data/` and stored after every `migrate`, so that an upgrade brings new years by itself.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from schakel.reference.facts import CodeFacts, EditionFacts, HolidayFacts
from schakel.reference.holidays import read_holidays

DATA = Path(__file__).parent / "data"


def holidays() -> tuple[EditionFacts, tuple[HolidayFacts, ...]]:
    """The school holidays of this release, with their edition."""
    text = (DATA / "school-holidays.json").read_text(encoding="utf-8")
    return _edition(json.loads(text)["edition"]), read_holidays(text)


def codes() -> Iterator[tuple[EditionFacts, tuple[CodeFacts, ...]]]:
    """The code lists of this release, edition by edition."""
    document = json.loads((DATA / "codes.json").read_text(encoding="utf-8"))
    for part in document["editions"]:
        rows = tuple(
            CodeFacts(name, code, label_nl, label_en)
            for name, lines in part["lists"].items()
            for code, label_nl, label_en in lines
        )
        yield _edition(part), rows


def _edition(part: dict[str, str]) -> EditionFacts:
    return EditionFacts(
        part["source"], part["name"], date.fromisoformat(part["published_on"]), part.get("note", "")
    )
