"""Every place that takes a file, and files that nobody should send: a sentence that says what to do, and nothing is stored."""

from __future__ import annotations

import re
import resource
import time
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.analysis.plain_files import harmless
from schakel.exchange import errors, schools
from schakel.exchange.staff import read_staff
from schakel.exchange.staff_template import write_template
from tests.cast import client_of
from tests.hostile.files import LIES_AHEAD, ROW, csv_of, workbook
from tests.hostile.world import stored

TODAY = date(2026, 11, 22)
SITES = Path(__file__).parents[1] / "exchange" / "files" / "sites-2025.csv"
MOST_MEGABYTES, MOST_SECONDS = 150, 20
MANY_AND_SMALL = {"a million empty rows", "empty rows without end", "rows without end"}


def test_the_file_that_is_not_hostile_is_read() -> None:
    """Else the refusals below would say nothing."""
    assert [row.name for row in read_staff(workbook({}), TODAY).rows] == ["Ellen Bos"]
    assert [row.name for row in read_staff(csv_of(ROW).encode("cp1252"), TODAY).rows] == ["Ellen Bos"]
    assert [row.name for row in read_staff(csv_of(ROW).encode("utf-8-sig"), TODAY).rows] == ["Ellen Bos"]


SLOWER = {"a million empty rows", "columns without end", "a million columns", "UTF-16 the other way round"}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.slow) if name in SLOWER else name for name in sorted(LIES_AHEAD)],
)
def test_a_hostile_staff_list_is_refused_with_what_to_do(name: str) -> None:
    """In seconds, and in a bounded amount of memory."""
    make, said = LIES_AHEAD[name]
    data = make()
    began = time.process_time()
    # Counting makes a thousand small things slow; these are counted.
    if name not in MANY_AND_SMALL:
        tracemalloc.start()
    try:
        with pytest.raises(errors.FileError) as refusal:
            read_staff(data, TODAY)
        used = tracemalloc.get_traced_memory()[1] / 1024 / 1024 if tracemalloc.is_tracing() else 0
    finally:
        tracemalloc.stop()
    assert said in str(refusal.value)
    assert not re.search(r"root:|Traceback|lol|/etc/", str(refusal.value))
    assert used < MOST_MEGABYTES, f"{used:.0f} MB"
    assert time.process_time() - began < MOST_SECONDS


@pytest.mark.django_db
def test_the_command_refuses_them_and_stores_nothing(tmp_path: Path) -> None:
    before = stored()
    for name, (make, said) in list(LIES_AHEAD.items())[::5]:
        file = tmp_path / "personeel.xlsx"
        file.write_bytes(make())
        with pytest.raises(CommandError) as refusal:
            call_command("import_staff", str(file))
        assert said in str(refusal.value), name
    assert stored() == before


@pytest.mark.django_db
def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    giant = tmp_path / "groot.csv"
    with giant.open("wb") as out:
        out.truncate(200 * 1024 * 1024)
    for command in ("import_staff", "import_sites", "import_holidays"):
        for path, said in (
            (giant, "te groot"),
            (Path("/dev/zero"), "geen bestand"),
            (tmp_path, "geen bestand"),
        ):
            with pytest.raises(CommandError, match=said):
                call_command(command, str(path))


REGISTER = SITES.read_bytes()
HEAD = REGISTER.split(b"\r\n")[0]
# What only a register can suffer; the page tells of the first two kinds at once, the worker of the rest.
REGISTERS = {
    "UTF-8": (REGISTER.decode("cp1252").encode("utf-8") + "é".encode(), "UTF-8, geen cp1252"),
    "UTF-16": (REGISTER.decode("cp1252").encode("utf-16"), "UTF-8|tekstbestand|letter"),
    "a mark of UTF-8": (b"\xef\xbb\xbf" + REGISTER, "UTF-8, geen cp1252"),
    "NUL": (b"\0" + REGISTER, "geen tekstbestand"),
    "a workbook": (workbook({}), "tekstbestand|letter|cp1252"),
    "a million columns": (b";".join([HEAD, *[b"k%d" % n for n in range(1_000_000)]]), "te lang"),
    "a quote in the header": (b'"' + REGISTER, "aanhalingstekens"),
    "commas": (REGISTER.replace(b";", b","), "puntkomma|kolom"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(REGISTERS))
def test_a_hostile_register_comes_back_to_the_page_and_nothing_is_kept(name: str) -> None:
    data, said = REGISTERS[name]
    user = User.objects.create_user("a@x.example", full_name="Bo", role=Role.ADMINISTRATOR)
    client = client_of(user)
    before = stored()
    file = SimpleUploadedFile("../../lijst.csv", data, "text/csv")
    answer = client.post(
        reverse("exchange:import_sites"),
        {"file": file, "published_on": "1-10-2019", "municipality": "Súdwest"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(said, page), page[page.find("error") :][:400]
    assert "Súdwest" in page, "what was typed stays"
    assert stored() == before


def register(*rows: bytes) -> bytes:
    return b"\r\n".join([HEAD, *rows, b""])


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (lambda row: row.replace(b";", b";=1+1|", 2), "formule"),
        (lambda row: row.replace(b";", b';"', 3), "aanhalingstekens"),
        (lambda row: row + b";x", "kolommen"),
        (lambda row: row + b"\r\n" + row, "staat ook op regel"),
        (lambda row: row + b"\x81", "letter"),
        (lambda row: b"x" * 200_000, "te lang"),
    ],
)
def test_a_hostile_row_of_a_register_is_named(spoilt: Any, said: str) -> None:
    row = REGISTER.split(b"\r\n")[1]
    with pytest.raises(errors.FileError, match=said):
        schools.read_sites(register(spoilt(row)))


def test_a_register_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schools, "MOST_SITES", 50)
    row = REGISTER.split(b"\r\n")[1]
    with pytest.raises(errors.FileError, match="meer dan 50 regels"):
        schools.read_sites(register(*[row] * 51))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1+cmd", "'+1+cmd"),
        ("-1+cmd", "'-1+cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\uff1d1", "'\uff1d1"),
        ("-12.5", "-12.5"),
        ("+3e-7", "+3e-7"),
        (-12.5, -12.5),
        (None, None),
        ("De Wilgen", "De Wilgen"),
        ("", ""),
    ],
)
def test_a_cell_that_we_write_is_never_calculated(cell: object, written: object) -> None:
    assert harmless(cell) == written


# Every module that writes a table, and how its cells are kept from being calculated.
WRITERS = {
    "people/rights_file.py": "harmless",
    "analysis/evaluate/tables.py": "harmless",
    "analysis/waiting/tables.py": "harmless",
    "analysis/waiting/records.py": "harmless",
    "analysis/evaluate/town.py": "school_name(",  # names of a town that does not exist
    "demo/panel_files.py": "month_text(",  # the same
    "analysis/evaluate/jobs.py": "made.panel",  # the same: `simulate-panel --csv`
    "exchange/staff_template.py": "explained",  # an empty list and our own words
}


def test_every_module_that_writes_a_table_is_known_to_write_it_harmlessly() -> None:
    source = Path(__file__).parents[2] / "src" / "schakel"
    writes = re.compile(r"csv\.writer\(|csv\.DictWriter\(|write_csv\(|Workbook\(\)|to_csv\(")
    found = {
        str(file.relative_to(source)) for file in source.rglob("*.py") if writes.search(file.read_text())
    }
    assert found == set(WRITERS)
    for name, how in WRITERS.items():
        assert how in (source / name).read_text(), name


def test_the_template_that_we_write_is_a_plain_workbook() -> None:
    with pytest.raises(errors.FileError, match="er staat niemand in"):
        read_staff(write_template(), TODAY)


@pytest.mark.slow
def test_twenty_hostile_files_in_a_row_leave_the_process_as_large_as_it_was() -> None:
    """The largest of them, again and again, in this very process."""

    def hurt() -> None:
        for name in (
            "a row of a million cells",
            "a million strings",
            "a zip bomb",
            "one line of ten megabytes",
        ):
            with pytest.raises(errors.FileError):
                read_staff(LIES_AHEAD[name][0](), TODAY)

    hurt()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(5):
        hurt()
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"grew {(after - before) / 1024:.0f} MB")
    assert after - before < 30 * 1024
