"""`make run`: everything starts, everything stops, and after `kill -9` the next start just works."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PATIENCE = 90.0


@dataclass
class Running:
    """A launcher and everything that it started."""

    launcher: subprocess.Popen[str]
    port: int
    private: Path

    @property
    def family(self) -> set[int]:
        return {self.launcher.pid, self.postmaster, *descendants(self.launcher.pid)}

    @property
    def postmaster(self) -> int:
        return int((self.private / "database" / "postmaster.pid").read_text().split("\n", 1)[0])

    def part(self, word: str) -> int:
        """The process whose command holds this word."""
        return next(pid for pid in children(self.launcher.pid) if word in command(pid))


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(each) for each in found.read_text().split()] if found.exists() else []


def descendants(pid: int) -> set[int]:
    own = children(pid)
    return set(own).union(*(descendants(each) for each in own))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(what: Callable[[], bool], why: str) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, why
        time.sleep(0.1)


def status(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/gezond/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


@pytest.fixture(scope="module")
def private() -> Iterator[Path]:
    """A database of its own, migrated by the first start."""
    folder = Path(tempfile.mkdtemp(prefix="schakel-", dir="/var/tmp"))
    folder.chmod(0o711)
    yield folder / "private"
    shutil.rmtree(folder)


@pytest.fixture
def start(private: Path) -> Iterator[Callable[[], Running]]:
    started: list[Running] = []

    def go(port: int | None = None) -> Running:
        port = port or free_port()
        own = {"PORT": str(port), "SCHAKEL_PRIVATE_FOLDER": str(private), "SCHAKEL_DEMO": "0"}
        inherited = {
            key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "MAKELEVEL"}
        }
        path = os.pathsep.join(filter(None, sys.path))
        launcher = subprocess.Popen(
            [sys.executable, "-m", "schakel.project.launch"],
            env=inherited | own | {"PYTHONPATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        running = Running(launcher, port, private)
        started.append(running)
        eventually(lambda: status(port) == 200 or launcher.poll() is not None, "no page came")
        assert launcher.poll() is None, launcher.stdout and launcher.stdout.read()
        return running

    yield go
    for each in started:
        each.launcher.terminate()
        each.launcher.communicate()


def gone(processes: set[int]) -> bool:
    return not any(command(pid) for pid in processes)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_stops_everything_it_started(start: Callable[[], Running], number: int) -> None:
    running = start()
    family = running.family
    assert len(family) >= 5, "launcher, database, worker, web server and its two workers"
    running.launcher.send_signal(number)
    assert "Stopped." in running.launcher.communicate(timeout=PATIENCE)[0]
    assert running.launcher.returncode == 0
    eventually(lambda: gone(family), "something was left behind")


@pytest.mark.slow
def test_after_kill_9_of_the_launcher_the_same_port_serves_again(start: Callable[..., Running]) -> None:
    killed = start()
    family = killed.family - {killed.postmaster}
    killed.launcher.kill()
    eventually(lambda: gone(family), "a child outlived the launcher")
    assert start(killed.port).launcher.poll() is None


@pytest.mark.slow
@pytest.mark.parametrize(("part", "name"), [("gunicorn", "web server"), ("cli work", "worker")])
def test_after_kill_9_of_a_part_all_stops_and_the_next_start_works(
    start: Callable[..., Running], part: str, name: str
) -> None:
    running = start()
    family = running.family
    os.kill(running.part(part), signal.SIGKILL)
    said = running.launcher.communicate(timeout=PATIENCE)[0]
    # Killed at its very first page, the launcher may not have seen that page yet.
    assert f"The {name} ended by itself" in said or f"The {name} did not start" in said
    eventually(lambda: gone(family), "something was left behind")
    assert start(running.port).launcher.poll() is None


@pytest.mark.slow
def test_after_kill_9_of_the_database_the_next_start_works(start: Callable[..., Running]) -> None:
    running = start()
    os.kill(running.postmaster, signal.SIGKILL)
    running.launcher.communicate(timeout=PATIENCE)
    assert start(running.port).launcher.poll() is None
