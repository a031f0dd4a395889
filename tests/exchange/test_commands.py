"""`schakel import-sites`, `import-staff` and `import-holidays`, as somebody types them."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from schakel.access.models import LogEntry, Relation, User
from schakel.access.roles import Role, Why
from schakel.exchange import actions, files
from schakel.people.models import Duty, Professional
from schakel.reference.models import Area, SchoolHoliday, SchoolSite
from tests.exchange.test_staff import ELLEN, as_csv, as_xlsx

pytestmark = pytest.mark.django_db

FILES = Path(__file__).parent / "files"
OLD, NEW = FILES / "sites-2019.csv", FILES / "sites-2025.csv"


def run(command: str, *arguments: object, **options: object) -> str:
    out = io.StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def sites(file: Path = OLD, day: str = "2019-10-01", *more: str) -> str:
    return run("import_sites", file, "--date", day, *more)


def test_a_register_is_taken_in_and_told_site_by_site() -> None:
    assert sites() == (
        "Alle vestigingen basisonderwijs (01-10-2019)\n"
        "4 nieuw, 0 gewijzigd, 0 gesloten, 0 weer open, 0 hetzelfde.\n"
        "Nieuw:\n"
        "  99AA00 Kindcentrum De Brêge, Meerstad\n"
        "  99AA01 Kindcentrum De Brêge, locatie Zuid, Meerstad\n"
        "  99AB00 Basisschool Coöperatie ’t Roer, Oosterend Meer FR\n"
        "  99AC00 De Ark, 's-Gravenbroek aan de IJk\n"
    )
    assert {(area.name, area.region) for area in Area.objects.all()} == {
        ("Meerstad", "noord"),
        ("IJkdam", ""),
    }


def test_taking_it_in_again_changes_nothing() -> None:
    sites()
    assert "0 nieuw, 0 gewijzigd, 0 gesloten, 0 weer open, 4 hetzelfde." in sites()


def test_a_newer_edition_with_newer_headers_updates_closes_and_adds() -> None:
    sites()
    assert sites(NEW, "2025-10-01").splitlines()[1:] == [
        "1 nieuw, 1 gewijzigd, 1 gesloten, 0 weer open, 2 hetzelfde.",
        "Nieuw:",
        "  99AD00 De Zoë, Meerstad",
        "Gewijzigd:",
        "  99AA00 Integraal Kindcentrum De Brêge, Meerstad "
        "(naam: Kindcentrum De Brêge → Integraal Kindcentrum De Brêge)",
        "Gesloten:",
        "  99AA01 Kindcentrum De Brêge, locatie Zuid, Meerstad",
    ]


def test_only_one_municipality_when_asked() -> None:
    assert "1 nieuw" in sites(OLD, "2019-10-01", "--municipality", "ijkdam")
    assert list(SchoolSite.objects.values_list("name", flat=True)) == ["De Ark"]


def test_a_file_that_is_far_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    with pytest.raises(CommandError, match=r"dit bestand is te groot\."):
        sites()


def test_a_long_list_of_changes_is_cut_on_the_screen(tmp_path: Path) -> None:
    header, row, *_rest = OLD.read_bytes().split(b"\r\n")
    many = [row.replace(b"99AA;99AA00", b"%02dAA;%02dAA00" % (at, at)) for at in range(60)]
    (tmp_path / "many.csv").write_bytes(b"\r\n".join([header, *many]))
    assert sites(tmp_path / "many.csv").splitlines()[-1] == "  en nog 10"


def test_without_a_date_the_edition_is_of_the_day_of_the_file(tmp_path: Path) -> None:
    copy = tmp_path / "register.csv"
    copy.write_bytes(OLD.read_bytes())
    today = date.fromtimestamp(copy.stat().st_mtime)  # noqa: DTZ012 the day of a file
    assert run("import_sites", copy).startswith(f"Alle vestigingen basisonderwijs ({today:%d-%m-%Y})")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (b"De Ark", b"", "Regel 5, kolom VESTIGINGSNAAM: deze cel is leeg."),
        (b"POSTCODE;", b"POST;", "Regel 1, kolom POSTCODE: deze kolom ontbreekt."),
        ("ê".encode("cp1252"), "ê".encode(), "Regel 2, teken 46"),
    ],
)
def test_a_file_that_is_wrong_is_one_sentence_and_nothing_is_taken_in(
    tmp_path: Path, before: bytes, after: bytes, message: str
) -> None:
    data = OLD.read_bytes()
    if after == "ê".encode():
        data = data.decode("cp1252").encode()
    wrong = tmp_path / "wrong.csv"
    wrong.write_bytes(data.replace(before, after, 1))
    with pytest.raises(CommandError, match=message):
        run("import_sites", wrong)
    assert not SchoolSite.objects.exists()
    assert not LogEntry.objects.filter(action="reference.sites").exists()


def test_a_file_that_is_not_there_and_an_unknown_municipality_are_told() -> None:
    for more in ([], ["--date", "2025-10-01"]):
        with pytest.raises(CommandError, match=r"niet te openen.*\(no-such-file\.csv\)"):
            run("import_sites", "no-such-file.csv", *more)
    with pytest.raises(CommandError, match="geen gemeente Meerstadt"):
        sites(OLD, "2019-10-01", "--municipality", "Meerstadt")


# Staff


def staff_file(folder: Path, *people: dict[str, str], xlsx: bool = False) -> Path:
    file = folder / ("staff.xlsx" if xlsx else "staff.csv")
    file.write_bytes(as_xlsx(*people) if xlsx else as_csv(*people))
    return file


@pytest.mark.parametrize("xlsx", [False, True])
def test_a_staff_list_opens_accounts_with_registration_and_days(tmp_path: Path, xlsx: bool) -> None:
    sites()
    assert run("import_staff", staff_file(tmp_path, ELLEN, xlsx=xlsx)) == "1 nieuw, 0 bijgewerkt.\n"
    user = User.objects.get(email="ellen@schakel.example")
    assert (user.full_name, user.role, user.has_usable_password()) == (
        "Ellen Vermeer",
        Role.YOUTH_SUPPORTER,
        False,
    )
    record = Professional.objects.get(user=user)
    assert (record.skj_number, record.registered_until, record.vog_on) == (
        "100001234",
        date(2029, 1, 31),
        date(2024, 1, 15),
    )
    days = Duty.objects.filter(user=user).order_by("site__site_number").values_list("weekdays", "from_on")
    assert list(days) == [([1, 2], date(2024, 8, 1)), ([3], date(2024, 8, 1))]
    assert Relation.objects.filter(user=user, why=Why.WORKS_AT).count() == 2


def test_taking_in_a_staff_list_again_changes_nothing(tmp_path: Path) -> None:
    sites()
    for starts in ("01-08-2024", ""):
        file = staff_file(tmp_path, ELLEN | {"aan het werk vanaf": starts})
        run("import_staff", file)
        before = list(Duty.objects.order_by("pk").values())
        assert run("import_staff", file) == "0 nieuw, 1 bijgewerkt.\n"
        assert list(Duty.objects.order_by("pk").values()) == before


def test_what_the_team_agreed_about_room_stays(tmp_path: Path) -> None:
    sites()
    run("import_staff", staff_file(tmp_path, ELLEN))
    Professional.objects.update(room=9)
    run("import_staff", staff_file(tmp_path, ELLEN | {"telefoon": "0600000000"}))
    assert list(Professional.objects.values_list("room", "phone")) == [(9, "0600000000")]


def test_other_days_end_the_old_ones_the_day_before(tmp_path: Path) -> None:
    sites()
    one_site = ELLEN | {"vestigingen": "99AA00", "dagen": "ma"}
    run("import_staff", staff_file(tmp_path, one_site))
    run(
        "import_staff",
        staff_file(tmp_path, one_site | {"dagen": "do vr", "aan het werk vanaf": "01-02-2025"}),
    )
    assert list(Duty.objects.order_by("from_on").values_list("weekdays", "from_on", "until_on")) == [
        ([1], date(2024, 8, 1), date(2025, 1, 31)),
        ([4, 5], date(2025, 2, 1), None),
    ]
    corrected = one_site | {"dagen": "vr", "aan het werk vanaf": "01-02-2025"}
    run("import_staff", staff_file(tmp_path, corrected))
    assert list(Duty.objects.filter(until_on=None).values_list("weekdays", flat=True)) == [[5]]


def test_an_expired_registration_is_told(tmp_path: Path) -> None:
    sites()
    expired = ELLEN | {"geregistreerd tot en met": "31-01-2025"}
    said = run("import_staff", staff_file(tmp_path, expired))
    assert "Let op: Regel 2, kolom geregistreerd tot en met: deze registratie is verlopen" in said


def test_a_site_that_is_not_known_or_closed_is_told_and_nobody_is_taken_in(tmp_path: Path) -> None:
    sites()
    unknown = ELLEN | {"vestigingen": "98ZZ00", "dagen": "ma"}
    with pytest.raises(CommandError, match=r"Regel 3, kolom vestigingen: deze vestiging is niet bekend"):
        run("import_staff", staff_file(tmp_path, ELLEN | {"e-mail": "other@x.example"}, unknown))
    assert not User.objects.exists()
    sites(NEW, "2025-10-01")
    with pytest.raises(
        CommandError, match=r"vestigingen: deze vestiging is niet bekend of gesloten.*\(99AA01\)"
    ):
        run("import_staff", staff_file(tmp_path, ELLEN))


def test_an_address_of_somebody_in_another_role_is_refused(tmp_path: Path) -> None:
    sites()
    User.objects.create_user("ellen@schakel.example", full_name="Ellen", role=Role.TEACHER)
    with pytest.raises(
        CommandError, match="kolom rol: bij dit adres hoort al een account met een andere rol"
    ):
        run("import_staff", staff_file(tmp_path, ELLEN))
    assert not Professional.objects.exists()


def test_taking_in_staff_names_no_person_in_the_detail_of_the_log(tmp_path: Path) -> None:
    sites()
    run("import_staff", staff_file(tmp_path, ELLEN))
    rows = LogEntry.objects.filter(action="exchange.staff").values_list("detail", flat=True)
    assert list(rows) == [{"rows": 1, "known": 0}]
    assert "Ellen" not in json.dumps(list(LogEntry.objects.values_list("detail", flat=True)))


def test_the_command_writes_the_list_it_reads(tmp_path: Path) -> None:
    template = tmp_path / "staff.xlsx"
    assert run("import_staff", "--template", template) == f"{template}\n"
    with pytest.raises(CommandError, match="er staat niemand in dit bestand"):
        run("import_staff", template)


def test_a_list_or_a_template_is_asked_for(tmp_path: Path) -> None:
    for arguments in ([], [tmp_path / "a.csv", "--template", tmp_path / "b.xlsx"]):
        with pytest.raises(CommandError, match="Give either a list"):
            run("import_staff", *arguments)
    with pytest.raises(CommandError, match=r"a\.csv"):
        run("import_staff", tmp_path / "a.csv")


# Holidays


def test_school_holidays_of_a_later_year_are_taken_in(tmp_path: Path) -> None:
    file = tmp_path / "holidays.json"
    days = {"region": "noord", "startdate": "2027-10-16", "enddate": "2027-10-24"}
    vacation = {"type": "Herfstvakantie", "regions": [days]}
    file.write_text(json.dumps({"content": [{"schoolyear": "2027-2028", "vacations": [vacation]}]}))
    assert run("import_holidays", file, "--date", "2026-05-01") == "1 nieuw, 0 gewijzigd, 0 hetzelfde.\n"
    assert run("import_holidays", file) == "0 nieuw, 0 gewijzigd, 1 hetzelfde.\n"
    assert SchoolHoliday.objects.get(school_year="2027-2028").edition.published_on == date(2026, 5, 1)


def test_a_holiday_file_that_is_wrong_is_told(tmp_path: Path) -> None:
    file = tmp_path / "holidays.json"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match=r"niet te lezen: het is geen UTF-8\."):
        run("import_holidays", file)
    file.write_text("{}")
    with pytest.raises(CommandError, match="ontbreekt een onderdeel"):
        run("import_holidays", file)


# Files that wait for the worker


def test_a_file_that_nobody_read_is_gone_after_a_day() -> None:
    user = User.objects.create_user("b@x.example", full_name="B", role=Role.ADMINISTRATOR)
    upload = actions.keep_upload(by=user, name="x" * 500, content=b"1")
    assert (len(upload.name), actions.drop_old_uploads()) == (120, 0)
    assert actions.drop_old_uploads(before_days=-1) == 1
    again = actions.keep_upload(by=user, name="x", content=b"1")
    actions.drop_upload(upload=again)
    assert actions.drop_old_uploads(before_days=-1) == 0
