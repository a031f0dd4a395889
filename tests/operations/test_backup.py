"""Everything comes back from one file: whole, counted, with a log that verifies; or nothing happens and a sentence says why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.operations.harness import Installation, Visitor

PAGES = {
    "youth_supporter": ["/mijn-week/", "/kinderen/", "/groepen/", "/vragen/nieuw/", "/kort-contact/"],
    "coordinator": ["/vandaag/", "/vragen/", "/wie-is-waar/"],
    "teacher": ["/vraag-stellen/", "/mijn-vragen/"],
}


@dataclass
class Night:
    """One back-up of the small town, and the key that opens it."""

    town: Installation
    file: Path
    key: Path
    said: str


@pytest.fixture(scope="module")
def night(small_town: Installation, vault: Path) -> Night:
    # Who counts rows wants nobody at work.
    small_town.kill_all()
    small_town.start_database()
    key, file = vault / "key.txt", vault / "night.age"
    recipient = small_town.must("backup-key", str(key)).strip().partition("=")[2]
    said = small_town.must("backup", str(file), "--to", recipient)
    return Night(small_town, file, key, said)


@pytest.fixture
def elsewhere(folder: Path) -> Iterator[Installation]:
    """Another machine: nothing on it yet."""
    made = Installation(folder / "elsewhere")
    yield made
    made.stop()


def counts(there: Installation) -> dict[str, int]:
    with there.connect() as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]
    return {name: there.one(f'SELECT count(*) FROM "{name}"') for name in names}


def test_all_comes_back_on_another_machine_and_goes_on(night: Night, elsewhere: Installation) -> None:
    """Equal counts, a log that verifies under its own key, ten pages, and new rows that are sealed after the old."""
    assert re.search(r"\d+ rows of \d+ tables, log sealed up to block [1-9]", night.said)
    before = counts(night.town)
    elsewhere.start_database()
    said = elsewhere.must("restore", str(night.file), "--key", str(night.key))
    assert "The sealed log is as it was written." in said
    after = counts(elsewhere)
    assert after.pop("access_logentry") == before.pop("access_logentry") + 1, "the restore is a row itself"
    for fleeting in ("django_session", "project_cache"):
        before.pop(fleeting)
        assert after.pop(fleeting) == 0
    assert after == before
    elsewhere.start_all()
    for role, pages in PAGES.items():
        visitor = Visitor(elsewhere.port).log_in(role)
        for page in pages:
            assert visitor.get(page).status == 200, page
    assert ", 0 not sealed yet" in elsewhere.verify()
    newest = "SELECT max(number) FROM access_seal"
    assert elsewhere.one(newest) > night.town.one(newest), (
        "what happened after the restore has seals of its own"
    )


def test_the_file_shows_nothing_to_who_has_no_key(night: Night) -> None:
    with night.town.connect() as connection:
        found = connection.execute("SELECT DISTINCT last_name FROM people_person WHERE length(last_name) > 6")
        names = [name.encode() for (name,) in found]
    assert names
    raw = night.file.read_bytes()
    assert not [name for name in names if name in raw]
    assert b"PGDMP" not in raw
    for file in (night.file, night.key):
        assert file.stat().st_mode & 0o077 == 0, "only its owner reads it"


@pytest.mark.slow
def test_the_night_check_restores_verifies_and_leaves_nothing(night: Night) -> None:
    said = night.town.must("check-backup", str(night.file), "--key", str(night.key))
    assert "The sealed log is as it was written." in said
    assert f"{night.file} comes back whole." in said
    assert not (night.town.private / "rehearsal").exists()


def test_a_database_that_holds_anything_is_left_alone(night: Night) -> None:
    before = counts(night.town)
    done = night.town.run("restore", str(night.file), "--key", str(night.key))
    assert done.returncode == 1
    assert "not empty" in done.stderr
    assert counts(night.town) == before


def empty(there: Installation) -> bool:
    return there.one("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0


def refused(there: Installation, *arguments: str) -> str:
    """What a restore said that did not happen; nothing of it is left, and no traceback shown."""
    done = there.run("restore", *arguments)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert empty(there)
    return done.stderr


@pytest.mark.slow
def test_a_wrong_key_and_a_cut_off_file_leave_an_empty_database(
    night: Night, folder: Path, elsewhere: Installation
) -> None:
    """Each way that a file can be wrong: `tests/project/test_backup_file.py`."""
    elsewhere.start_database()
    other, cut = folder / "other.txt", folder / "cut.age"
    elsewhere.must("backup-key", str(other))
    assert "None of these keys opens" in refused(elsewhere, str(night.file), "--key", str(other))
    cut.write_bytes(night.file.read_bytes()[:-1000])
    assert "cut off or was changed" in refused(elsewhere, str(cut), "--key", str(night.key))
    assert "There is no file" in refused(elsewhere, str(folder / "nowhere.age"), "--key", str(night.key))


@pytest.mark.slow
def test_a_log_that_is_known_to_go_further_is_not_put_back_silently(
    night: Night, elsewhere: Installation
) -> None:
    """The witness stayed when the database was lost: that days are missing is said, and kept when accepted."""
    elsewhere.start_database()
    witness = elsewhere.private / "keys" / "newest_seal"
    witness.parent.mkdir(mode=0o700, exist_ok=True)
    witness.write_text(f"999 {'00' * 32}\n")
    assert "remembers a log up to block 999" in refused(elsewhere, str(night.file), "--key", str(night.key))
    elsewhere.must("restore", str(night.file), "--key", str(night.key), "--anyway")
    assert any("999" in kept.read_text() for kept in witness.parent.glob("newest_seal.before-*"))


@pytest.mark.slow
def test_a_key_from_a_vault_is_asked_for(night: Night, elsewhere: Installation) -> None:
    elsewhere.start_database()
    elsewhere.more["SCHAKEL_SEAL_KEY"] = "another key, of at least 32 characters"
    assert "Set SCHAKEL_SEAL_KEY" in refused(elsewhere, str(night.file), "--key", str(night.key))


@pytest.mark.slow
def test_after_a_fall_half_way_the_next_restore_starts_again(night: Night, elsewhere: Installation) -> None:
    """Killed between the data and the keys: what is found is half, and the mark beside the keys says so."""
    elsewhere.start_database()
    elsewhere.must("restore", str(night.file), "--key", str(night.key))
    (elsewhere.private / "keys" / "restoring").touch()
    elsewhere.must("restore", str(night.file), "--key", str(night.key))
    assert not (elsewhere.private / "keys" / "restoring").exists()


def test_without_somebody_who_can_open_it_no_file_is_made(night: Night, folder: Path) -> None:
    done = night.town.run("backup", str(folder / "x.age"))
    assert done.returncode == 1
    assert "SCHAKEL_BACKUP_RECIPIENTS" in done.stderr
    assert not list(folder.glob("x.age*"))


@pytest.mark.slow
def test_without_room_no_half_file_is_left(night: Night, small_disk: Path) -> None:
    recipient = night.key.read_text().split()[2]
    done = night.town.run("backup", str(small_disk / "night.age"), "--to", recipient)
    assert done.returncode == 1
    assert "No space left" in done.stderr
    assert "Make room" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(small_disk.iterdir())
