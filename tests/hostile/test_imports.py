"""What comes in by a command: a spoilt list is taken in whole, or refused with a sentence and nothing of it stored."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from schakel.reference.models import Area, SchoolSite
from tests.hostile.engine_files import spoilt
from tests.hostile.files import NAMES, SHEET, cells, csv_of, sheet, workbook
from tests.hostile.luck import attacks
from tests.hostile.world import stored

pytestmark = pytest.mark.django_db

QUICK = 25
CASES = int(os.environ.get("HOSTILE_CASES", "1000"))
ELLEN = (
    "Ellen Bos|ellen@school.example|jeugdondersteuner|06 12345678|120000001|01-02-2024|01-02-2029|01-09-2025"
)
PEOPLE = [
    [*ELLEN.split("|"), "99ZZ00, 99ZZ01", "ma, di; wo", "01-01-2026"],
    ["Bo de Wit", "bo@school.example", "leerkracht", "", "", "", "", "", "99ZZ00", "do", ""],
]
REGISTER = (Path(__file__).parents[1] / "exchange" / "files" / "sites-2025.csv").read_bytes()
HOLIDAYS = [
    {
        "id": "x",
        "content": [
            {
                "title": "schoolvakanties 2026-2027",
                "schoolyear": "2026-2027",
                "vacations": [
                    {
                        "type": "Herfstvakantie",
                        "compulsorydates": "true",
                        "regions": [
                            {
                                "region": "noord",
                                "startdate": "2026-10-09T22:00:00.000Z",
                                "enddate": "2026-10-18T22:00:00.000Z",
                            }
                        ],
                    }
                ],
            }
        ],
    }
]
BOOK = cells(NAMES, 1) + cells(PEOPLE[0], 2) + cells(PEOPLE[1], 3)


def as_it_is(data: bytes) -> bytes:
    return data


def in_a_book(rows: bytes) -> bytes:
    """Spoilt where people type, inside a workbook that is whole."""
    return workbook({SHEET: sheet("").replace("<sheetData>", "<sheetData>\n").encode().replace(b"\n", rows)})


LISTS: dict[str, tuple[str, str, bytes, Callable[[bytes], bytes]]] = {
    "staff as CSV": (
        "import_staff",
        "personeel.csv",
        csv_of(*PEOPLE).replace("ma, di; wo", '"ma, di; wo"').encode(),
        as_it_is,
    ),
    "staff as xlsx, its text": ("import_staff", "personeel.xlsx", BOOK.encode(), in_a_book),
    "staff as xlsx, its bytes": ("import_staff", "personeel.xlsx", workbook({SHEET: sheet(BOOK)}), as_it_is),
    "sites": (
        "import_sites",
        "vestigingen.csv",
        b"\r\n".join(REGISTER.split(b"\r\n")[:8]) + b"\r\n",
        as_it_is,
    ),
    "holidays": ("import_holidays", "vakanties.json", json.dumps(HOLIDAYS).encode(), as_it_is),
}


@pytest.fixture
def sites(db: None) -> None:
    area = Area.objects.create(name="Wetterstad", region="noord")
    for number in ("00", "01"):
        SchoolSite.objects.create(name=f"School {number}", area=area, brin="99ZZ", site_number=number)


@pytest.mark.usefixtures("sites")
@pytest.mark.parametrize("cases", [QUICK, pytest.param(CASES, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_spoilt_list_is_taken_in_whole_or_not_at_all(name: str, cases: int, tmp_path: Path) -> None:
    command, file_name, good, wrapped = LISTS[name]
    file = tmp_path / file_name
    before = stored()

    def take_in(data: bytes) -> None:
        file.write_bytes(wrapped(data))
        with transaction.atomic():
            try:
                with transaction.atomic(), suppress(CommandError), open(os.devnull, "w") as nowhere:  # noqa: PTH123
                    call_command(command, str(file), stdout=nowhere)
                    return
                assert stored() == before, "refused, and yet something is there"
            finally:
                transaction.set_rollback(True)

    take_in(good)
    file.write_bytes(wrapped(good))
    with transaction.atomic():
        call_command(command, str(file))
        assert stored() != before, "the good list is taken in"
        transaction.set_rollback(True)

    @attacks(cases, spoilt(good))
    def tried(data: bytes) -> None:
        take_in(data)

    tried()
