"""The private server: started when needed, found again after a crash, stopped with the last who uses it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from schakel.project import cluster
from schakel.project.cluster import binaries, roles
from schakel.project.cluster.place import DATABASE, OWNER, RUNTIME, Place

HOLD = """
import sys, pathlib, os, time
from schakel.project import cluster
from schakel.project.cluster.place import Place
with cluster.use(Place(pathlib.Path(sys.argv[1]), os.getuid())):
    print("running", flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def kept() -> Iterator[Path]:
    """A folder that the server's user can reach; pytest's own is closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="schakel-", dir="/var/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def here(kept: Path) -> Place:
    return Place(kept / "private", os.getuid())


def postmaster(place: Place) -> int:
    return int((place.data / "postmaster.pid").read_text().split("\n", 1)[0])


def alive(pid: int) -> bool:
    """Whether it runs; a killed process that nobody collected yet does not."""
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except OSError:
        return False


def ask(place: Place, user: str, question: str) -> object:
    with psycopg.connect(host=str(place.socket), user=user, dbname=DATABASE, connect_timeout=5) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def hold(place: Place) -> subprocess.Popen[str]:
    path = os.pathsep.join(filter(None, sys.path))
    command = [sys.executable, "-c", HOLD, str(place.private)]
    holder = subprocess.Popen(
        command, env=os.environ | {"PYTHONPATH": path}, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "running\n"
    holder.stdout.close()
    return holder


def test_it_runs_while_used_and_stops_with_the_last(here: Place) -> None:
    with cluster.use(here):
        first = postmaster(here)
        with cluster.use(here):
            assert postmaster(here) == first
        assert ask(here, RUNTIME, "SELECT current_user") == RUNTIME
    assert not alive(first)


def test_the_server_never_runs_as_root_and_is_reached_by_its_socket_only(here: Place) -> None:
    with cluster.use(here):
        assert Path(f"/proc/{postmaster(here)}").stat().st_uid != 0
        assert ask(here, OWNER, "SHOW listen_addresses") == ""
        assert ask(here, OWNER, "SHOW jit") == "off"
        assert ask(here, OWNER, "SHOW synchronous_commit") == "on"


def test_neither_role_is_a_superuser_and_only_the_owner_makes_tables(here: Place) -> None:
    with cluster.use(here):
        for role in (OWNER, RUNTIME):
            assert ask(here, role, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(here, RUNTIME, "CREATE TABLE public.sneaky (id int)")


def test_after_kill_9_of_the_server_the_next_start_has_the_data(here: Place) -> None:
    holder = hold(here)
    with psycopg.connect(host=str(here.socket), user=OWNER, dbname=DATABASE) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('gebleven')")
    os.kill(postmaster(here), signal.SIGKILL)
    holder.kill()
    holder.wait()
    with cluster.use(here):
        assert ask(here, OWNER, "SELECT word FROM kept") == "gebleven"


def test_after_kill_9_of_its_user_the_server_is_used_again(here: Place) -> None:
    holder = hold(here)
    server = postmaster(here)
    holder.kill()
    holder.wait()
    assert alive(server)
    with cluster.use(here):
        assert postmaster(here) == server
    assert not alive(server)


def test_the_number_of_a_dead_server_may_belong_to_another_process_by_now(here: Place) -> None:
    with cluster.use(here):
        pass
    pid_file = here.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{here.data}\n")
    with cluster.use(here):
        assert postmaster(here) != os.getpid()


def test_a_start_that_was_killed_half_way_is_done_again(kept: Path) -> None:
    half = Place(kept / "half", os.getuid())
    half.prepare()
    draft = half.private / "database.draft"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("15")
    with cluster.use(half):
        assert ask(half, OWNER, "SELECT 1") == 1


def test_two_starts_at_once_share_one_server(kept: Path) -> None:
    both = Place(kept / "both", os.getuid())
    seen: list[int] = []

    def start() -> None:
        with cluster.use(both):
            seen.append(postmaster(both))
            time.sleep(0.5)

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 2
    assert len(set(seen)) == 1


def test_without_a_system_server_the_wheel_is_copied_and_runs(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "SYSTEM", kept / "nothing")
    wheel = Place(kept / "wheel", os.getuid())
    with cluster.use(wheel):
        program = Path(f"/proc/{postmaster(wheel)}/exe").readlink()
        assert program.is_relative_to(wheel.binaries)
        assert ask(wheel, RUNTIME, "SELECT 1") == 1


def test_a_folder_of_a_version_that_is_gone_says_what_to_install(kept: Path) -> None:
    old = Place(kept / "old", os.getuid())
    old.prepare()
    old.data.mkdir()
    (old.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(cluster.BinariesMissing, match="Install postgresql-9"), cluster.use(old):
        pass


def test_a_closed_folder_above_is_named(kept: Path) -> None:
    if os.getuid():
        pytest.skip("an ordinary user's server runs as that user")
    closed = kept / "closed"
    closed.mkdir(mode=0o700)
    with (
        pytest.raises(cluster.ServerRefused, match="cannot enter"),
        cluster.use(Place(closed / "private", 0)),
    ):
        pass


def test_laying_down_roles_again_changes_nothing(here: Place) -> None:
    with cluster.use(here):
        roles.lay_down(here)
        assert ask(here, OWNER, "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'schakel%'") == 3
