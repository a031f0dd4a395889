"""The review of rights as a file for a spreadsheet: semicolons, a mark for UTF-8, and no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from schakel.analysis.plain_files import CALCULATED
from schakel.people.rights import Line

BOM: Final = "\ufeff"


def harmless(text: str) -> str:
    """The text as text: with a quote in front when a spreadsheet would otherwise calculate it."""
    return f"'{text}" if text.startswith(CALCULATED) else text


def as_file(lines: Sequence[Line]) -> bytes:
    """One row for each account."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_heading())
    for line in lines:
        writer.writerow([harmless(cell) for cell in _cells(line)])
    return (BOM + out.getvalue()).encode()


def _heading() -> list[str]:
    return [
        _("naam"),
        _("e-mail"),
        _("rol"),
        _("actief"),
        _("waar"),
        _("waarom en hoe vaak"),
        _("laatst ingelogd"),
        _("registratie tot en met"),
        _("laatste dag"),
        _("vraagt aandacht"),
    ]


def _cells(line: Line) -> list[str]:
    user = line.user
    return [
        user.full_name,
        user.email,
        str(user.get_role_display()),
        _("ja") if user.is_active else _("nee"),
        ", ".join(line.places),
        ", ".join(f"{why}: {count}" for why, count in line.relations),
        f"{user.last_login:%Y-%m-%d}" if user.last_login else "",
        line.registered_until.isoformat() if line.registered_until else "",
        user.expires_on.isoformat() if user.expires_on else "",
        ", ".join(line.attention),
    ]
