"""The town in the database: all of it, with the rules of the rooms kept, and never among real people."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from schakel.access import actions as accounts
from schakel.access import sealer, verify
from schakel.access.gates import visible
from schakel.access.models import LogEntry, Relation, User
from schakel.access.roles import Permission, Role
from schakel.casework import board, week
from schakel.casework.models import HelpRequest, Support
from schakel.demo import empty, load, load_large, owner, personas
from schakel.people import actions as people
from schakel.people.models import Person
from schakel.people.queries import matching
from schakel.reference.models import Area, SchoolSite
from tests.cast import NOON
from tests.demo.towns import TODAY, small

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> None:
    load.load(small())


@pytest.mark.usefixtures("loaded")
def test_every_row_of_the_town_is_there() -> None:
    for target in load.TARGETS:
        made = getattr(small().book.tables, target.name)
        assert apps.get_model(target.model)._default_manager.count() == len(made), target.name
    assert Relation.objects.count() == len(list(small().book.relations))
    assert LogEntry.objects.count() == len(small().book.trail)


@pytest.mark.usefixtures("loaded")
def test_every_code_is_one_that_the_screen_knows() -> None:
    """COPY asks no form: a word that is no choice would show as a code."""
    for target in load.TARGETS:
        model = apps.get_model(target.model)
        for field in model._meta.concrete_fields:
            if field.choices:
                known = {value for value, _label in field.flatchoices}
                found = set(model._default_manager.order_by().values_list(field.name, flat=True).distinct())
                assert found - known - {"", None} == set(), f"{model.__name__}.{field.name}"


@pytest.mark.usefixtures("loaded")
def test_new_records_get_a_free_number() -> None:
    before = set(Person.objects.values_list("pk", flat=True))
    assert people.add_person(by=None, sort="adult", first_name="Nieuw").pk not in before


@pytest.mark.usefixtures("loaded")
def test_foreign_keys_and_constraints_hold() -> None:
    connection.check_constraints()


@pytest.mark.usefixtures("loaded")
def test_a_person_is_found_by_the_start_of_a_name() -> None:
    child = Person.objects.filter(sort="child").first()
    assert child is not None
    assert child in matching(Person.objects.all(), child.first_name[:3])


@pytest.mark.usefixtures("loaded")
def test_every_role_has_a_persona_and_it_is_the_one_that_one_click_takes() -> None:
    assert {persona.role for persona in personas.all()} == set(Role.values)
    for persona in personas.all():
        first = User.objects.filter(role=persona.role, is_demo=True).order_by("pk").first()
        assert first is not None
        assert (first.email, first.full_name) == (persona.email, persona.name)
        assert not first.has_usable_password()
        assert persona.sees


@pytest.mark.usefixtures("loaded")
def test_the_first_screen_shows_every_kind_of_open_work() -> None:
    fenna = User.objects.get(email=personas.all()[0].email)
    with time_machine.travel(NOON, tick=False):
        lines = week.of(fenna, TODAY).lines
        shown = " | ".join(f"{line.when} {line.title}" for line in lines)
    for words in (
        "vandaag oppakken Vraag van Marit Visser",
        "nog 2 dagen Vraag van",
        "Toestemming is niet compleet: Sara Haddad",
        "14:30 Huisbezoek",
        "Terugkijken: Filip Nowak",
        "Binnenkort jarig: Jikke Wiersma",
        "Noor, groep 4",
    ):
        assert words in shown
    assert lines[0].main


@pytest.mark.usefixtures("loaded")
def test_the_board_shows_what_is_nearly_late_also_at_sites_without_a_supporter() -> None:
    anouk = User.objects.get(full_name=personas.name_of("coordinator"))
    waiting = board.waiting(anouk)
    at_desk = [request for request in waiting if request.handler is None]
    assert [request for request in at_desk if request.due_on < TODAY]
    assert board.by_days_left(waiting, TODAY)[0].tone == "today"


@pytest.mark.usefixtures("loaded")
def test_a_teacher_follows_own_questions_in_every_state_and_reads_what_was_shared() -> None:
    marit = User.objects.get(full_name=personas.name_of("teacher"))
    own = visible(marit, HelpRequest, Permission.FOLLOW_REQUEST)
    assert own.filter(picked_up_at=None, withdrawn_at=None).exists()
    assert own.filter(picked_up_at__isnull=False, clarified_at=None).exists()
    assert own.filter(clarified_at__isnull=False, answered_at=None).exists()
    assert own.filter(withdrawn_at__isnull=False).exists()
    assert visible(marit, HelpRequest, Permission.READ_SHARED).filter(shared__isnull=False).exists()
    assert not visible(marit, Support, Permission.READ_FILE).exists()


def test_it_stays_out_of_a_database_where_people_work() -> None:
    accounts.open_account(by=None, email="echt@school.example", full_name="Echt", role="teacher")
    with pytest.raises(load.DemoRefused, match="real people"):
        load.load(small())
    with pytest.raises(CommandError, match="real people"):
        call_command("demo", force=True)
    assert not Person.objects.exists()


def test_under_row_security_it_says_in_which_order(settings: Any) -> None:
    settings.ROW_SECURITY = True
    with pytest.raises(CommandError, match="SCHAKEL_ROW_SECURITY=1 and run: schakel grants"):
        call_command("demo")
    assert not Person.objects.exists()


@pytest.mark.usefixtures("loaded")
def test_a_second_run_says_so_and_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = LogEntry.objects.count(), Person.objects.count()
    call_command("demo")
    assert "there already" in capsys.readouterr().out
    assert (LogEntry.objects.count(), Person.objects.count()) == before


def test_nothing_lies_in_the_future() -> None:
    today = TODAY.toordinal()
    tables = small().book.tables
    assert max(row.at for row in small().book.trail) < (date(2026, 11, 23) - date(1970, 1, 1)).days * 86_400
    assert all(contact.on < today for contact in tables.contacts)
    assert all(move.on < today for move in tables.moves)


@pytest.mark.django_db(transaction=True)
def test_force_takes_it_all_out_and_builds_again() -> None:
    area = Area.objects.create(name="Echt gebied")
    real = SchoolSite.objects.create(name="Uit het register", area=area)
    load.load(small())
    empty.empty()
    assert not User.objects.exists()
    assert not LogEntry.objects.exists()
    assert list(SchoolSite.objects.all()) == [real]
    assert list(Area.objects.all()) == [area]
    load.load(small())
    assert LogEntry.objects.count() == len(small().book.trail)


@pytest.mark.django_db(transaction=True)
def test_the_planner_knows_at_once_what_was_loaded() -> None:
    load.load(small())
    owner.analyze()
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'casework_contact'")
        assert cursor.fetchone()[0] == len(small().book.tables.contacts)


@pytest.mark.django_db(transaction=True)
def test_a_large_log_comes_in_at_once_with_its_indexes_and_is_sealed_in_blocks(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.LOG_SEAL_WITNESS = tmp_path / "newest_seal"
    monkeypatch.setattr(load_large, "FROM", 1)
    monkeypatch.setattr(load_large, "ROWS", 500)
    before = _indexes()
    load.load(small())
    assert LogEntry.objects.count() == len(small().book.trail)
    assert _indexes() == before
    assert sealer.seal_block(limit=1_000) == 1_000
    sealer.seal_pending()
    report = verify.verify()
    assert (report.findings, report.unsealed, report.rows) == ([], 0, len(small().book.trail))


def _indexes() -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'access_logentry' ORDER BY indexname"
        )
        return list(cursor.fetchall())
