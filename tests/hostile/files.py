"""Hostile files, made on the spot: none of them lies in the project."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable

from schakel.exchange import staff

NAMES = list(staff.COLUMNS)
ROW = ["Ellen Bos", "ellen@school.example", "leerkracht", "", "", "", "", "", "", "", ""]
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
START = '<?xml version="1.0" encoding="UTF-8"?>'
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def csv_of(*rows: list[str], separator: str = ";") -> str:
    return "\r\n".join(separator.join(row) for row in ([NAMES, *rows])) + "\r\n"


def cells(row: Iterable[str], line: int) -> str:
    inside = "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in row)
    return f'<row r="{line}">{inside}</row>'


def sheet(rows: str, kind: str = "") -> str:
    return f"{START}{kind}<worksheet {SPACE}><sheetData>{rows}</sheetData></worksheet>"


def good_sheet() -> str:
    return sheet(cells(NAMES, 1) + cells(ROW, 2))


_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEETML}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEETML}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_SHEETML}.sharedStrings+xml"/>'
    "</Types>"
)
_BOOK = (
    f'<workbook {SPACE} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = {
    "[Content_Types].xml": START + _TYPES,
    "_rels/.rels": f'{START}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_KIND}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": START + _BOOK,
    "xl/_rels/workbook.xml.rels": f'{START}<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_KIND}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_KIND}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    STRINGS: f"{START}<sst {SPACE}/>",
}


def workbook(changed: dict[str, str | bytes]) -> bytes:
    """An xlsx by hand: some parts as given, the rest as it should be."""
    parts: dict[str, str | bytes] = {**PARTS, SHEET: good_sheet(), **changed}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def zip_bomb(megabytes: int = 200) -> bytes:
    """A sheet of so many megabytes of spaces, in a file of a thousandth."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
        with archive.open(SHEET, "w") as member:
            member.write(START.encode())
            for _ in range(megabytes):
                member.write(b" " * 1024 * 1024)
    return out.getvalue()


def lying_bomb() -> bytes:
    """The same, and its index says that it is small."""
    data = bytearray(zip_bomb(30))
    size = len(START) + 30 * 1024 * 1024
    told = size.to_bytes(4, "little")
    while (at := data.find(told)) >= 0:
        data[at : at + 4] = (1000).to_bytes(4, "little")
    return bytes(data)


def nested() -> bytes:
    """A zip in a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("lijst.xlsx", workbook({}))
    return out.getvalue()


PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
)
UNREADABLE_BOOK = "dit Excel-bestand is niet te lezen; sla het opnieuw op."
Made = Callable[[], bytes]
FORMULA = "hier staat een formule"
LIES_AHEAD: dict[str, tuple[Made, str]] = {
    # xlsx
    "a zip bomb": (lambda: zip_bomb(40), "uitgepakt te groot"),
    "a zip bomb that lies": (lying_bomb, "niet te lezen"),
    "a billion laughs in the sheet": (
        lambda: workbook({SHEET: sheet(cells(NAMES, 1) + cells(["&j;", *ROW[1:]], 2), LAUGHS)}),
        UNREADABLE_BOOK,
    ),
    "a billion laughs in the strings": (
        lambda: workbook({STRINGS: f"{START}{LAUGHS}<sst {SPACE}><si><t>&j;</t></si></sst>"}),
        UNREADABLE_BOOK,
    ),
    "a billion laughs in the book": (
        lambda: workbook({"xl/workbook.xml": START + LAUGHS + _BOOK.replace('"a"', '"&j;"')}),
        UNREADABLE_BOOK,
    ),
    "a file of ours in the sheet": (
        lambda: workbook({SHEET: sheet(cells(NAMES, 1) + cells(["&j;", *ROW[1:]], 2), OUTSIDE)}),
        UNREADABLE_BOOK,
    ),
    "a file of ours in the strings": (
        lambda: workbook({STRINGS: f"{START}{OUTSIDE}<sst {SPACE}><si><t>&j;</t></si></sst>"}),
        UNREADABLE_BOOK,
    ),
    "a file of ours in the types": (
        lambda: workbook(
            {"[Content_Types].xml": START + OUTSIDE + _TYPES.replace("/xl/workbook", "&j;/xl/workbook")}
        ),
        UNREADABLE_BOOK,
    ),
    "a row of a million cells": (
        lambda: workbook({SHEET: sheet("<row>" + "<c/>" * 1_000_000 + "</row>")}),
        "uitgepakt te groot",
    ),
    "a million strings": (
        lambda: workbook({STRINGS: f"{START}<sst {SPACE}>{'<si/>' * 1_000_000}</sst>"}),
        "uitgepakt te groot",
    ),
    "empty rows without end": (
        lambda: workbook({SHEET: sheet(cells(NAMES, 1) + cells(ROW, 2) + '<row r="1048576"/>')}),
        "te veel regels, misschien lege",
    ),
    "a million empty rows": (
        lambda: workbook({SHEET: sheet(cells(NAMES, 1) + cells(ROW, 2) + "<row/>" * 500_000)}),
        "te veel regels, misschien lege",
    ),
    "columns without end": (
        lambda: workbook({SHEET: sheet(cells([f"k{n}" for n in range(300)], 1))}),
        "te veel kolommen",
    ),
    "macros": (lambda: workbook({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), "heeft macro's"),
    "a formula": (
        lambda: workbook(
            {SHEET: sheet(cells(NAMES, 1) + '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>')}
        ),
        FORMULA,
    ),
    "a formula as text": (
        lambda: workbook({SHEET: sheet(cells(NAMES, 1) + cells(["=1+1", *ROW[1:]], 2))}),
        FORMULA,
    ),
    "a command as text": (
        lambda: workbook({SHEET: sheet(cells(NAMES, 1) + cells(["-2+3+cmd|' /C calc'!A0", *ROW[1:]], 2))}),
        FORMULA,
    ),
    "a picture that is called a list": (lambda: PNG, "sla het"),
    "a zip in a zip": (nested, UNREADABLE_BOOK),
    "a zip that stops halfway": (lambda: workbook({})[:-30], UNREADABLE_BOOK),
    "a zip of nothing": (lambda: b"PK\x05\x06" + b"\0" * 18, "sla het op als CSV"),
    "an old book, or one with a password": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "zonder wachtwoord",
    ),
    "a way out in a name": (
        lambda: workbook({"../../etc/x": "x", "/etc/y": "y", SHEET: "x"}),
        UNREADABLE_BOOK,
    ),
    # CSV
    "nothing": (lambda: b"", "leeg"),
    "nothing but line ends": (lambda: b"\r\n" * 1000, "leeg"),
    "UTF-16": (lambda: csv_of(ROW).encode("utf-16"), "UTF-16"),
    "UTF-16 the other way round": (lambda: b"\xfe\xff" + csv_of(ROW).encode("utf-16-be"), "UTF-16"),
    "UTF-16 that does not say so": (lambda: csv_of(ROW).encode("utf-16-le"), "geen tekstbestand"),
    "NUL": (lambda: csv_of(["Ellen\0Bos", *ROW[1:]]).encode(), "geen tekstbestand"),
    "letters of nobody": (
        lambda: csv_of(["Ellen \x81\x8d", *ROW[1:]]).encode("latin-1"),
        "letter is niet te lezen",
    ),
    "a million columns": (lambda: b";".join(b"k%d" % n for n in range(1_000_000)) + b"\n", "te lang"),
    "a thousand columns": (lambda: b";".join(b"k%d" % n for n in range(1_000)) + b"\n", "te veel kolommen"),
    "one line of ten megabytes": (lambda: csv_of(ROW).encode() + b"x" * 10_000_000, "te lang"),
    "a quote that never closes": (
        lambda: csv_of(['"Ellen', *ROW[1:]]).encode() + b"a;b\r\n" * 50,
        "aanhalingstekens",
    ),
    "a quote in the middle": (lambda: csv_of(['"Ellen" Bos', *ROW[1:]]).encode(), "aanhalingstekens"),
    "rows without end": (lambda: csv_of(*[ROW] * 5_001).encode(), "meer dan 5000 regels"),
    "a cell too many": (lambda: csv_of([*ROW, "x"]).encode(), "12 kolommen"),
    **{
        f"{formula!r} in a cell": (
            lambda formula=formula: csv_of([f'"{formula.replace(chr(34), chr(34) * 2)}"', *ROW[1:]]).encode(),  # type: ignore[misc]  # mypy knows no default in a lambda
            FORMULA,
        )
        for formula in (
            "=cmd|' /C calc'!A0",
            "+cmd|' /C calc'!A0",
            "-2+3+cmd|'x'!A0",
            "@SUM(1)",
            "\uff1d1+1",
            "\uff0b1+A1",
        )
    },
}
