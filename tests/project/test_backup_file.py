"""The file of a back-up: only its key opens it, and a file that is not whole is never believed."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from schakel.project.backup import age_file, save
from schakel.project.backup.errors import (
    CannotWrite,
    NoBackup,
    NoRecipient,
    NotWhole,
    ProgramFailed,
    WrongKey,
)
from schakel.project.backup.head import Head

HEAD = Head(
    made_at="2026-11-22T03:00:00+00:00",
    release="0.1.0",
    server=15,
    counts={"people_person": 2},
    seal_number=7,
    seal_digest="ab",
    seal_key_id="cd",
    unsealed=0,
    keys={"seal_key": "a secret"},
)
DUMP = b"Sanne en Daan " * 20_000


@pytest.fixture
def key(tmp_path: Path) -> Path:
    age_file.make_key(tmp_path / "key.txt")
    return tmp_path / "key.txt"


@pytest.fixture
def file(tmp_path: Path, key: Path) -> Path:
    age_file.write(tmp_path / "night.age", HEAD, BytesIO(DUMP), to(key))
    return tmp_path / "night.age"


def to(key: Path) -> list[object]:
    return age_file.recipients([key.read_text().split()[2]])


def test_what_went_in_comes_out(file: Path, key: Path) -> None:
    out = BytesIO()
    assert age_file.read(file, age_file.identities([key]), out) == HEAD
    assert out.getvalue() == DUMP


def test_two_people_can_each_open_it(tmp_path: Path, key: Path) -> None:
    other = tmp_path / "other.txt"
    age_file.make_key(other)
    age_file.write(tmp_path / "both.age", HEAD, BytesIO(DUMP), to(key) + to(other))
    for each in (key, other):
        assert age_file.read(tmp_path / "both.age", age_file.identities([each])) == HEAD


def test_nothing_of_it_can_be_read(file: Path) -> None:
    raw = file.read_bytes()
    assert b"Sanne" not in raw
    assert b"secret" not in raw
    assert "secret" not in repr(HEAD), "keys do not end up in an error"


def test_another_key_does_not_open_it(file: Path, tmp_path: Path) -> None:
    age_file.make_key(tmp_path / "other.txt")
    with pytest.raises(WrongKey, match="None of these keys"):
        age_file.read(file, age_file.identities([tmp_path / "other.txt"]))


def test_a_file_without_a_key_is_no_key_file(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("# nothing")
    with pytest.raises(WrongKey):
        age_file.identities([tmp_path / "empty.txt"])


@pytest.mark.parametrize("missing", [1, 1000, 70_000, 200_000])
def test_a_file_that_is_cut_off_anywhere_is_not_believed(file: Path, key: Path, missing: int) -> None:
    file.write_bytes(file.read_bytes()[:-missing])
    with pytest.raises(NotWhole, match="cut off"):
        age_file.read(file, age_file.identities([key]))


@pytest.mark.parametrize("place", [300, 100_000, -1])
def test_one_changed_bit_is_found(file: Path, key: Path, place: int) -> None:
    """Age makes its head a little longer at random, so that the first may lie in the head: then it is no back-up at all."""
    raw = bytearray(file.read_bytes())
    raw[place] ^= 1
    file.write_bytes(raw)
    with pytest.raises((NotWhole, NoBackup) if place == 300 else NotWhole):
        age_file.read(file, age_file.identities([key]))


def test_another_kind_of_file_is_named(file: Path, key: Path) -> None:
    file.write_bytes(b"something else")
    with pytest.raises(NoBackup):
        age_file.read(file, age_file.identities([key]))


def test_nobody_to_open_it_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    for lines in ([], [" "], ["age1nonsense"]):
        with pytest.raises(NoRecipient, match="backup-key"):
            age_file.recipients(lines)


def test_a_dump_that_stops_half_way_gets_no_name(tmp_path: Path, key: Path) -> None:
    class Stops(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise ProgramFailed("pg_dump", "pg_dump: error: connection lost")

    with pytest.raises(ProgramFailed, match="connection lost"):
        age_file.write(tmp_path / "half.age", HEAD, Stops(), to(key))
    assert not list(tmp_path.glob("half.age*"))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, key: Path) -> None:
    with pytest.raises(CannotWrite, match="No such file"):
        age_file.write(tmp_path / "nowhere" / "x.age", HEAD, BytesIO(DUMP), to(key))


def test_a_key_is_never_overwritten(key: Path) -> None:
    before = key.read_text()
    with pytest.raises(CannotWrite):
        age_file.make_key(key)
    assert key.read_text() == before
    assert key.stat().st_mode & 0o077 == 0


@pytest.mark.django_db(transaction=True)
def test_where_the_newest_seal_cannot_be_remembered_there_is_still_a_back_up(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that became read-only must not cost the back-up of that night too."""
    (tmp_path / "no folder").touch()
    settings.LOG_SEAL_WITNESS = tmp_path / "no folder" / "newest_seal"
    written: list[Head] = []
    monkeypatch.setattr(save, "_encrypt", lambda _file, head, *_more: written.append(head))
    head = save.save(tmp_path / "night.age", [age_file.make_key(tmp_path / "key.txt")])
    assert written == [head]
    assert (head.seal_number, head.unsealed) == (1, 0), "the row of the back-up itself is sealed"
