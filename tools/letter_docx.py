"""Makes the Word template of the letters, `src/schakel/casework/letters/letter.docx`. Run it after changing the layout.

    .venv/bin/python tools/letter_docx.py

The marks between braces are filled by docxtpl; this script only lays them out.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.shared import Pt

PLACE = Path(__file__).resolve().parent.parent / "src/schakel/casework/letters/letter.docx"
LINES = (
    ("Normal", "{{ place }}, {{ day }}"),
    ("Normal", "{{ to }}"),
    ("Title", "{{ title }}"),
    ("Normal", "{{ greeting }}"),
    ("Normal", "{%p for part in parts %}"),
    ("Normal", "{%p if part.heading %}"),
    ("Heading 2", "{{ part.heading }}"),
    ("Normal", "{%p endif %}"),
    ("Normal", "{%p for line in part.lines %}"),
    ("Normal", "{%p if part.is_list %}"),
    ("List Bullet", "{{ line }}"),
    ("Normal", "{%p else %}"),
    ("Normal", "{{ line }}"),
    ("Normal", "{%p endif %}"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{{ closing }}"),
    ("Normal", "{{ sender }}"),
    ("Heading 2", "{{ rights_title }}"),
    ("Normal", "{%p for line in rights %}"),
    ("List Bullet", "{{ line }}"),
    ("Normal", "{%p endfor %}"),
)


def main() -> None:
    document = Document()
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(11)
    for style, text in LINES:
        document.add_paragraph(text, style=style)
    document.save(str(PLACE))


if __name__ == "__main__":
    main()
