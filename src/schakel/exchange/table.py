"""Bytes of a text file to a table: letters, separator, header, rows with their line number.

Nothing is repaired by guessing. A file whose letters are wrong would give a school a wrong name for years,
and a row with a cell too many would put every value one column too far.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from schakel.exchange.errors import (
    FormulaError,
    MissingColumnError,
    Text,
    WrongEncodingError,
    WrongShapeError,
)

# What a spreadsheet program would calculate. It does the same behind a plus or a minus, where a person writes a number, a
# telephone number or a dash; and with the wide signs of other keyboards.
FORMULA_SIGNS = ("=", "@", "\uff1d", "\uff20")
_SIGNED = re.compile(r"[+\-\uff0b\uff0d](?![\s\d()./,-]*$)")
MOST_COLUMNS = 200
LONGEST_LINE = 100_000
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Row:
    """One row: its line in the file, and its cells without spaces around them, by column name."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True)
class Table:
    """The header as it is written, and the rows below it."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def decode_cp1252(data: bytes) -> str:
    """The text of a file in cp1252 (Western European Windows).

    Raises WrongEncodingError at the first letter that shows another encoding: a letter outside ASCII in a
    file that is valid UTF-8, or a byte that cp1252 does not have.
    """
    if not data.isascii() and (place := _utf8_place(data)) is not None:
        raise WrongEncodingError(
            _(
                "de letters zijn anders opgeslagen dan bij DUO (UTF-8, geen cp1252). Neem het bestand zoals het van DUO komt."
            ),
            line=place[0],
            character=place[1],
        )
    return _decode_cp1252(
        data,
        _(
            "deze letter kan niet in een bestand van DUO staan (geen cp1252). Neem het bestand zoals het van DUO komt."
        ),
    )


def decode_any(data: bytes) -> str:
    """The text of a file that a spreadsheet program saved: UTF-8, or else cp1252; raises WrongEncodingError."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise WrongEncodingError(
            _("dit bestand is opgeslagen als Unicode-tekst (UTF-16). Sla het opnieuw op als CSV (UTF-8).")
        )
    try:
        return _plain(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        why = _("deze letter is niet te lezen. Sla het bestand opnieuw op als CSV (UTF-8).")
        return _decode_cp1252(data, why)


def _decode_cp1252(data: bytes, why: Text) -> str:
    try:
        return _plain(data.decode("cp1252"))
    except UnicodeDecodeError as error:
        line, at = _place(data[: error.start].decode("cp1252"))
        raise WrongEncodingError(why, line=line, character=at) from error


def _utf8_place(data: bytes) -> tuple[int, int] | None:
    """Where the first letter outside ASCII stands, when the bytes are UTF-8 or say so with their first three."""
    if data.startswith(codecs.BOM_UTF8):
        return 1, 1
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    first = next(at for at, letter in enumerate(text) if not letter.isascii())
    return _place(text[:first])


def _plain(text: str) -> str:
    """The text itself; raises WrongEncodingError at a sign that no text holds."""
    if found := _NO_TEXT.search(text):
        line, place = _place(text[: found.start()])
        raise WrongEncodingError(
            _("dit is geen tekstbestand; sla het op als CSV."), line=line, character=place
        )
    return text


def _place(before: str) -> tuple[int, int]:
    """Line and character, both from 1, after the text `before`."""
    line_start = max(before.rfind("\n"), before.rfind("\r")) + 1
    line = before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    return line, len(before) - line_start + 1


def read_table(text: str, separator: str, most_rows: int) -> Table:
    """Header and rows of comma- or semicolon-separated text; raises WrongShapeError or FormulaError."""
    lines = _lines(text, separator)
    columns = _first(lines)
    rows: list[Row] = []
    for line, cells in lines:
        if len(rows) == most_rows:
            raise WrongShapeError(
                str(_("dit bestand heeft meer dan %(most)d regels. Verdeel het over meer bestanden."))
                % {"most": most_rows},
                line=line,
            )
        rows.append(_row(line, columns, cells))
    return Table(columns, tuple(rows))


def read_header(text: str, separator: str) -> tuple[str, ...]:
    """Only the column names; raises WrongShapeError."""
    return _first(_lines(text, separator))


def _first(lines: Iterator[tuple[int, list[str]]]) -> tuple[str, ...]:
    found = next(lines, None)
    if found is None:
        raise WrongShapeError(_("dit bestand is leeg."))
    return header(found[1])


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins; lines without anything are passed over."""
    _refuse_long_lines(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise WrongShapeError(
            _("deze regel is niet te lezen; staan de aanhalingstekens goed?"), line=begins
        ) from error


def _refuse_long_lines(text: str) -> None:
    """Before anything is taken apart: a line of millions of empty cells becomes a list of millions."""
    begins, line = 0, 1
    while begins < len(text):
        ends = text.find("\n", begins)
        ends = len(text) if ends < 0 else ends
        if ends - begins > LONGEST_LINE:
            raise WrongShapeError(_("deze regel is veel te lang. Is dit het goede bestand?"), line=line)
        begins, line = ends + 1, line + 1


def header(cells: Sequence[str]) -> tuple[str, ...]:
    """Column names without spaces around them; raises WrongShapeError for too many, or a name that stands there twice."""
    if len(cells) > MOST_COLUMNS:
        raise WrongShapeError(_("er staan te veel kolommen in. Is dit het goede bestand?"), line=1)
    columns = tuple(cell.strip() for cell in cells)
    for at, column in enumerate(columns):
        if column and column in columns[:at]:
            raise WrongShapeError(_("deze kolom staat er twee keer."), line=1, column=column)
    return columns


def _row(line: int, columns: tuple[str, ...], cells: list[str]) -> Row:
    if len(cells) != len(columns):
        count = {"found": len(cells), "expected": len(columns)}
        raise WrongShapeError(
            str(_("deze regel heeft %(found)d kolommen, de kopregel %(expected)d.")) % count, line=line
        )
    values = {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}
    for column, value in values.items():
        refuse_formula(value, line, column)
    return Row(line, values)


def refuse_formula(value: str, line: int, column: str) -> None:
    """Raise FormulaError for text that a spreadsheet program would calculate."""
    if value.startswith(FORMULA_SIGNS) or _SIGNED.match(value):
        raise FormulaError(
            _("hier staat een formule; zet er gewone tekst neer."), line=line, column=column, value=value
        )


def require_columns(found: Iterable[str], needed: Iterable[str]) -> None:
    """Raise MissingColumnError that names every column that is not there."""
    present = set(found)
    missing = [column for column in needed if column not in present]
    if missing:
        raise MissingColumnError(
            _("deze kolom ontbreekt. Is dit het goede bestand?"), line=1, column=", ".join(missing)
        )
