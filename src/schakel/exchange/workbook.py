"""Reads the first sheet of an xlsx file into the same kind of table as a CSV file.

A formula is refused, not calculated: what it shows on one machine need not be what stands there. A date
cell becomes a day in ISO form. `openpyxl` finds `defusedxml` and so refuses entity bombs; how large the
sheet becomes, and of how many parts it is made, is counted before openpyxl sees it.
"""

import io
import zipfile
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

from schakel.exchange.errors import FormulaError, WrongShapeError
from schakel.exchange.table import Row, Table, header, refuse_formula

MAX_ROWS = 5_000
MAX_COLUMNS = 50
MAX_UNPACKED = 20 * 1024 * 1024
# Each part of the text is an object in memory: a row of a million empty cells takes a gigabyte.
MAX_TAGS = 600_000
MACROS = "vbaproject.bin"
PIECE = 64 * 1024

TOO_LARGE = _(
    "dit bestand is uitgepakt te groot. Kopieer alleen de ingevulde regels naar een leeg voorbeeldbestand."
)
TOO_MANY_ROWS = _(
    "dit blad heeft te veel regels, misschien lege. Kopieer alleen de ingevulde regels naar een leeg voorbeeldbestand."
)

Cell = ReadOnlyCell | EmptyCell


def looks_like_workbook(data: bytes) -> bool:
    """Whether the bytes begin like an xlsx file, which is a zip archive."""
    return data.startswith(b"PK\x03\x04")


def read_workbook(data: bytes) -> Table:
    """The first sheet with its header; raises WrongShapeError or FormulaError with line and column."""
    try:
        _refuse_bomb(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        lines = _lines(book.worksheets[0])
    except (WrongShapeError, FormulaError):
        raise
    except Exception as error:
        # A damaged archive makes openpyxl fail in a dozen ways; for the reader they are one.
        raise WrongShapeError(_("dit Excel-bestand is niet te lezen; sla het opnieuw op.")) from error
    if not lines:
        raise WrongShapeError(_("dit bestand is leeg."))
    columns = header(_without_empty_end(lines[0][1]))
    return Table(columns, tuple(_row(line, columns, cells) for line, cells in lines[1:]))


def _without_empty_end(cells: list[str]) -> list[str]:
    last = max(at for at, value in enumerate(cells, 1) if value)
    return cells[:last]


def _refuse_bomb(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if any(member.filename.lower().endswith(MACROS) for member in members):
            raise WrongShapeError(
                _("dit bestand heeft macro's. Sla het op als gewone Excel-werkmap (.xlsx), zonder macro's.")
            )
        # What a member says of its size is all that is ever unpacked of it.
        if sum(member.file_size for member in members) > MAX_UNPACKED:
            raise WrongShapeError(TOO_LARGE)
        if sum(_tags(archive, member) for member in members) > MAX_TAGS:
            raise WrongShapeError(TOO_LARGE)


def _tags(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    with archive.open(member) as text:
        return sum(piece.count(b"<") for piece in iter(lambda: text.read(PIECE), b""))


def _lines(sheet: Any) -> list[tuple[int, list[str]]]:
    found = []
    for line, cells in enumerate(islice(sheet.iter_rows(max_col=MAX_COLUMNS + 1), MAX_ROWS + 1), 1):
        if line > MAX_ROWS:
            raise WrongShapeError(TOO_MANY_ROWS, line=line)
        values = [_value(cell, line) for cell in cells]
        if any(values[MAX_COLUMNS:]):
            raise WrongShapeError(_("er staan te veel kolommen in. Is dit het goede bestand?"), line=line)
        if any(values):
            found.append((line, values))
    return found


def _value(cell: Cell, line: int) -> str:
    value = cell.value
    if cell.data_type == "f":
        raise FormulaError(
            _("hier staat een formule; zet er gewone tekst neer."),
            line=line,
            column=getattr(cell, "column_letter", ""),
            value=str(value),
        )
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _row(line: int, columns: tuple[str, ...], cells: list[str]) -> Row:
    extra = [at for at, value in enumerate(cells[len(columns) :], len(columns) + 1) if value]
    if extra:
        raise WrongShapeError(_("hier staat iets buiten de kolommen."), line=line, column=str(extra[0]))
    padded = [*cells, *[""] * (len(columns) - len(cells))]
    values = dict(zip(columns, padded[: len(columns)], strict=True))
    for column, value in values.items():
        refuse_formula(value, line, column)
    return Row(line, values)
