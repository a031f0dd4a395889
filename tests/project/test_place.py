"""Where keys and data are kept."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from schakel.project.cluster.place import LONGEST_SOCKET_FOLDER, Place, PlaceRefused, place

CLONE = Path(__file__).resolve().parents[2]


def test_the_place_lies_outside_the_clone_and_stays_the_same() -> None:
    here = place()
    assert not here.private.is_relative_to(CLONE)
    assert here == place()


def test_an_ordinary_user_keeps_it_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert place().private.parent == tmp_path / "schakel"


def test_a_user_without_a_home_keeps_it_under_his_own_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 65534)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert place().private.name.startswith("schakel-65534-")


def test_two_users_never_share_a_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    first = place()
    monkeypatch.setattr(os, "getuid", lambda: 1001)
    assert place().private != first.private


def test_a_deep_folder_gets_a_short_socket() -> None:
    deep = Place(Path("/srv") / ("a" * 90), 1000)
    assert len(os.fsencode(deep.socket)) <= LONGEST_SOCKET_FOLDER
    assert Place(Path("/srv/schakel"), 1000).socket == Path("/srv/schakel/socket")


def test_a_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    here = Place(tmp_path / "private", os.getuid())
    made = here.key("secret_key")
    assert len(made) >= 50
    assert here.key("secret_key") == made
    assert here.key("seal_key") != made
    assert stat.S_IMODE((here.private / "keys" / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE((here.private / "keys").stat().st_mode) == 0o700


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlaceRefused, match="belongs to user"):
        Place(tmp_path, os.getuid() + 1).prepare()


def test_a_folder_that_cannot_be_made_says_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PlaceRefused, match="SCHAKEL_PRIVATE_FOLDER"):
        Place(tmp_path / "file" / "private", os.getuid()).prepare()
