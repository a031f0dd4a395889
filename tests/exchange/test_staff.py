"""Reading a staff list that somebody filled in by hand: every mistake with its line and column."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from schakel.access.roles import Role
from schakel.exchange import workbook
from schakel.exchange.errors import (
    FileError,
    FormulaError,
    MissingColumnError,
    SeveralErrors,
    WrongEncodingError,
    WrongShapeError,
)
from schakel.exchange.staff import COLUMNS, DAYS, EMAIL, Place, StaffRow, read_staff
from schakel.exchange.staff_template import write_template

TODAY = date(2026, 3, 2)
ELLEN = {
    "naam": "Ellen Vermeer",
    "e-mail": "Ellen@Schakel.example",
    "rol": "jeugdondersteuner",
    "telefoon": "0612345678",
    "SKJ-nummer": "100001234",
    "geregistreerd vanaf": "01-02-2024",
    "geregistreerd tot en met": "31-01-2029",
    "datum VOG": "15-01-2024",
    "vestigingen": "99AA00, 99AA01",
    "dagen": "ma, di; wo",
    "aan het werk vanaf": "01-08-2024",
}
ELLEN_READ = StaffRow(
    line=2,
    name="Ellen Vermeer",
    email="ellen@schakel.example",
    role=Role.YOUTH_SUPPORTER,
    phone="0612345678",
    skj_number="100001234",
    registered_from=date(2024, 2, 1),
    registered_until=date(2029, 1, 31),
    vog_on=date(2024, 1, 15),
    places=(Place("99AA", "00", (1, 2)), Place("99AA", "01", (3,))),
    starts_on=date(2024, 8, 1),
)


def as_csv(*people: dict[str, str], separator: str = ";", encoding: str = "utf-8") -> bytes:
    lines = [COLUMNS, *([person.get(column, "") for column in COLUMNS] for person in people)]
    quoted = (separator.join(f'"{cell}"' for cell in line) for line in lines)
    return "\r\n".join(quoted).encode(encoding)


def as_xlsx(*people: dict[str, Any], change: Callable[[Worksheet], None] | None = None) -> bytes:
    book = load_workbook(io.BytesIO(write_template()))
    sheet = book.worksheets[0]
    for line, person in enumerate(people, 2):
        for at, column in enumerate(COLUMNS, 1):
            sheet.cell(line, at, person.get(column))
    if change is not None:
        change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(FileError) as refused:
        read_staff(data, TODAY)
    return str(refused.value)


@pytest.mark.parametrize(
    "data",
    [
        as_csv(ELLEN),
        as_csv(ELLEN, separator=","),
        as_csv(ELLEN, encoding="utf-8-sig"),
        as_csv(ELLEN, encoding="cp1252"),
        as_xlsx(ELLEN),
    ],
)
def test_a_filled_in_list_is_read_from_every_kind_of_file(data: bytes) -> None:
    staff = read_staff(data, TODAY)
    assert staff.rows == (ELLEN_READ,)
    assert staff.notices == ()


def test_a_name_keeps_its_accents_in_utf8_and_in_cp1252() -> None:
    zoe = ELLEN | {"naam": "Zoë Brëge"}
    for encoding in ("utf-8", "cp1252"):
        assert read_staff(as_csv(zoe, encoding=encoding), TODAY).rows[0].name == "Zoë Brëge"


def test_real_dates_and_numbers_of_a_spreadsheet_are_read_as_such() -> None:
    typed = ELLEN | {
        "SKJ-nummer": 100001234,
        "telefoon": 612345678,
        "geregistreerd vanaf": datetime(2024, 2, 1),  # noqa: DTZ001 what openpyxl gives
        "geregistreerd tot en met": date(2029, 1, 31),
    }
    (row,) = read_staff(as_xlsx(typed), TODAY).rows
    assert row == replace(ELLEN_READ, phone="612345678")


def test_a_whole_number_that_a_program_wrote_with_a_point_is_a_whole_number() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_xlsx(ELLEN | {"SKJ-nummer": 100001234}))) as whole,
        zipfile.ZipFile(out, "w") as changed,
    ):
        for name in whole.namelist():
            changed.writestr(name, whole.read(name).replace(b"<v>100001234</v>", b"<v>100001234.0</v>"))
    assert read_staff(out.getvalue(), TODAY).rows == (ELLEN_READ,)


def test_only_name_address_and_role_are_needed() -> None:
    short = {"naam": "Joost", "e-mail": "joost@school.example", "rol": "leerkracht"}
    (row,) = read_staff(as_csv(short), TODAY).rows
    assert row == StaffRow(line=2, name="Joost", email="joost@school.example", role=Role.TEACHER)


def test_one_group_of_days_holds_for_every_site() -> None:
    (row,) = read_staff(as_csv(ELLEN | {DAYS: "vr ma"}), TODAY).rows
    assert [place.weekdays for place in row.places] == [(1, 5), (1, 5)]


def test_every_role_of_the_template_can_be_read() -> None:
    people = [
        {"naam": "X", "e-mail": f"{role.value}@school.example", "rol": str(role.label).upper()}
        for role in Role
    ]
    assert [row.role for row in read_staff(as_csv(*people), TODAY).rows] == list(Role)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"naam": ""}, "Regel 2, kolom naam: deze cel is leeg."),
        ({"naam": "x" * 121}, "Regel 2, kolom naam: deze tekst is langer dan 120 tekens."),
        ({"e-mail": "ellen"}, "Regel 2, kolom e-mail: dit is geen e-mailadres. (ellen)"),
        ({"rol": "directeur-generaal"}, "Regel 2, kolom rol: deze rol bestaat niet."),
        ({"SKJ-nummer": "12A"}, "Regel 2, kolom SKJ-nummer: een SKJ-nummer heeft alleen cijfers. (12A)"),
        ({"geregistreerd vanaf": "31-02-2024"}, "Regel 2, kolom geregistreerd vanaf: dit is geen datum."),
        (
            {"geregistreerd tot en met": "31-01-2024"},
            "Regel 2, kolom geregistreerd tot en met: de laatste dag ligt voor de eerste. (31-01-2024)",
        ),
        ({"datum VOG": "03-03-2026"}, "Regel 2, kolom datum VOG: deze dag ligt in de toekomst. (03-03-2026)"),
        ({"vestigingen": "99A00"}, "Regel 2, kolom vestigingen: dit is geen BRIN-nummer met vestiging"),
        ({"vestigingen": "99AA00 99AA00"}, "Regel 2, kolom vestigingen: deze vestiging staat er twee keer."),
        ({"vestigingen": ""}, "Regel 2, kolom dagen: bij deze dagen hoort een vestiging."),
        ({"dagen": ""}, "Regel 2, kolom dagen: bij een vestiging horen dagen"),
        ({"dagen": "ma; di; wo"}, "Regel 2, kolom dagen: er staan meer of minder dagen dan vestigingen."),
        ({"dagen": "zaterdag"}, "Regel 2, kolom dagen: schrijf dagen zo: ma, di, wo, do, vr. (zaterdag)"),
        ({"naam": "=cmd|' /C calc'!A0"}, "Regel 2, kolom naam: hier staat een formule"),
    ],
)
def test_a_mistake_names_its_line_and_column(cells: dict[str, str], message: str) -> None:
    assert refusal(as_csv(ELLEN | cells)).startswith(message)


def test_every_mistake_is_told_at_once_in_the_order_of_the_lines() -> None:
    wrong = {"naam": "", "e-mail": "x", "rol": "y"}
    said = refusal(as_csv(ELLEN, wrong, wrong)).splitlines()
    assert [line.split(":")[0] for line in said] == [
        "Regel 3, kolom naam",
        "Regel 3, kolom e-mail",
        "Regel 3, kolom rol",
        "Regel 4, kolom naam",
        "Regel 4, kolom e-mail",
        "Regel 4, kolom rol",
    ]


def test_a_hundred_mistakes_do_not_fill_the_screen() -> None:
    said = refusal(as_csv(*[{"naam": "x"}] * 50)).splitlines()
    assert len(said) == 21
    assert said[-1] == "En nog 80."


def test_an_address_that_stands_there_twice_names_both_lines() -> None:
    again = ELLEN | {"e-mail": "ELLEN@schakel.example"}
    assert refusal(as_csv(ELLEN, again)) == (
        "Regel 3, kolom e-mail: dit adres staat ook op regel 2. (ellen@schakel.example)"
    )


def test_an_expired_registration_is_told_and_the_person_is_read() -> None:
    expired = ELLEN | {"geregistreerd tot en met": "01-03-2026"}
    staff = read_staff(as_csv(expired), TODAY)
    assert len(staff.rows) == 1
    assert [str(notice) for notice in staff.notices] == [
        "Regel 2, kolom geregistreerd tot en met: deze registratie is verlopen; "
        "voorbehouden taken zijn niet mogelijk. (Ellen Vermeer, 01-03-2026)"
    ]
    today_still_valid = ELLEN | {"geregistreerd tot en met": "02-03-2026"}
    assert read_staff(as_csv(today_still_valid), TODAY).notices == ()


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        (b"", WrongShapeError, "dit bestand is leeg."),
        (
            as_csv(ELLEN).replace(b"Vermeer", b"\x81"),
            WrongEncodingError,
            "Regel 2, teken 8: deze letter is niet te lezen. Sla het bestand opnieuw op als CSV (UTF-8).",
        ),
        (as_csv(), WrongShapeError, "Regel 2: er staat niemand in dit bestand."),
        (as_xlsx(), WrongShapeError, "Regel 2: er staat niemand in dit bestand."),
        (as_csv(ELLEN).replace(b"telefoon", b"mobiel"), MissingColumnError, "Regel 1, kolom telefoon: deze"),
        (b"PK\x03\x04 no archive at all", WrongShapeError, "dit Excel-bestand is niet te lezen"),
        (as_xlsx(ELLEN)[:2000], WrongShapeError, "dit Excel-bestand is niet te lezen"),
    ],
)
def test_another_file_is_refused_in_one_sentence(data: bytes, kind: type[FileError], message: str) -> None:
    with pytest.raises(kind) as refused:
        read_staff(data, TODAY)
    assert str(refused.value).startswith(message)


def test_a_formula_cell_in_a_workbook_is_refused_with_its_place() -> None:
    def plant(sheet: Worksheet) -> None:
        sheet["A2"] = '=HYPERLINK("http://example.invalid","Ellen")'

    with pytest.raises(FormulaError) as refused:
        read_staff(as_xlsx(ELLEN, change=plant), TODAY)
    assert str(refused.value).startswith("Regel 2, kolom A: hier staat een formule")


def test_a_workbook_with_something_beside_the_columns_is_refused() -> None:
    def beside(sheet: Worksheet) -> None:
        sheet.cell(2, len(COLUMNS) + 2, "?")

    assert refusal(as_xlsx(ELLEN, change=beside)) == "Regel 2, kolom 13: hier staat iets buiten de kolommen."


def test_an_empty_workbook_and_one_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    Workbook().save(out)
    assert refusal(out.getvalue()) == "dit bestand is leeg."
    monkeypatch.setattr(workbook, "MAX_ROWS", 2)
    assert refusal(as_xlsx(ELLEN, ELLEN)).startswith(
        "Regel 3: dit blad heeft te veel regels, misschien lege."
    )
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 100)
    assert refusal(as_xlsx(ELLEN)).startswith("dit bestand is uitgepakt te groot. Kopieer")


def test_the_template_has_the_columns_a_list_of_roles_and_an_explanation() -> None:
    book = load_workbook(io.BytesIO(write_template()))
    people, explanation = book.worksheets
    assert [cell.value for cell in people[1]] == list(COLUMNS)
    column = [cell.value for cell in explanation["A"]]
    assert column[: len(COLUMNS)] == list(COLUMNS)
    assert {str(role.label) for role in Role} <= set(column)


CELLS = st.sampled_from(
    [*ELLEN.values(), "", "=1", "99AA00", "ma", ";", ",", "\n", '"', "31-02-2024", "ë", "9" * 30]
)


@given(
    st.binary(max_size=120)
    | st.lists(st.lists(CELLS | st.text(max_size=8), max_size=12), max_size=4).map(
        lambda rows: "\r\n".join(";".join(row) for row in [list(COLUMNS), *rows]).encode()
    )
)
def test_no_list_breaks_the_reader(data: bytes) -> None:
    try:
        rows = read_staff(data, TODAY).rows
    except FileError as refused:
        print(refused)  # a sentence can be made of whatever is wrong
        rows = ()
    assert len({row.email for row in rows}) == len(rows)


@given(st.data())
def test_a_damaged_workbook_is_refused_or_read_but_never_breaks_the_reader(data: st.DataObject) -> None:
    whole = WORKBOOK
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255))
    try:
        rows = read_staff(whole[:at] + bytes([byte]) + whole[at + 1 :], TODAY).rows
    except FileError:
        rows = ()
    assert len(rows) <= 1


WORKBOOK = as_xlsx(ELLEN)


def test_several_mistakes_are_one_error_that_holds_them_all() -> None:
    with pytest.raises(SeveralErrors) as refused:
        read_staff(as_csv({"naam": "Bo", "e-mail": "x", "rol": "y"}), TODAY)
    assert [error.column for error in refused.value.errors] == [EMAIL, "rol"]
    assert (refused.value.line, refused.value.column) == (2, EMAIL)
