"""Start the server, find it again, stop it with the last one who uses it.

Two locks, both dropped by the kernel when their holder dies: `start.lock` lets one process at a time look
and start, `use.lock` is shared by everyone who uses the server, so that whoever can take it alone is the
last and stops the server. A server that outlived its users is simply used again; the pid file of a killed
one is cleared.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from schakel.project.cluster import binaries, configuration, roles
from schakel.project.cluster.binaries import Binaries
from schakel.project.cluster.place import Place

PATIENCE = 60.0
UNPRIVILEGED = ("postgres", "nobody", "daemon")


class ServerRefused(RuntimeError):
    """The private server did not start; the message ends with its own last words."""


@contextmanager
def use(place: Place) -> Iterator[Place]:
    """The running cluster, for as long as the block lasts.

    Raises:
        PlaceRefused, BinariesMissing, ServerRefused: each says what to do.
    """
    place.prepare()
    with _opened(place.private / "use.lock") as users:
        try:
            with _lock(place.private / "start.lock"):
                fcntl.flock(users, fcntl.LOCK_SH)
                Server.at(place).ensure()
            yield place
        finally:
            with _lock(place.private / "start.lock"):
                fcntl.flock(users, fcntl.LOCK_UN)
                if _alone(users):
                    Server.at(place).stop()


@dataclass(frozen=True)
class Server:
    """The server programs of one place, with the user they run as."""

    place: Place
    binaries: Binaries
    user: pwd.struct_passwd

    @classmethod
    def at(cls, place: Place) -> Server:
        version = place.data / "PG_VERSION"
        wanted = int(version.read_text("ascii")) if version.is_file() else None
        return cls(place, binaries.find(wanted, place.binaries), _server_user())

    def ensure(self) -> None:
        """Make what is missing and start what is stopped; nothing to do costs one connection."""
        self._check_way_in()
        if not (self.place.data / "PG_VERSION").is_file():
            self._create()
        if not self._running():
            self._make_socket_folder()
            configuration.write(self.place, self._give)
            self._start()
        self._await()
        roles.lay_down(self.place)

    def stop(self) -> None:
        """Stop within seconds: open sessions are ended, the data is left clean."""
        if self._running():
            self._run("pg_ctl", "stop", "--pgdata", str(self.place.data), "--mode", "fast", "--wait")

    def _check_way_in(self) -> None:
        """The server's user must pass every folder above the data."""
        for folder in self.place.private.parents:
            if self._drops and not folder.stat().st_mode & 0o001:
                raise ServerRefused(
                    f"The database runs as user {self.user.pw_name}, who cannot enter {folder}. "
                    "Set SCHAKEL_PRIVATE_FOLDER to a folder below /var/lib."
                )

    @property
    def _drops(self) -> bool:
        return self.place.uid != self.user.pw_uid

    def _create(self) -> None:
        """Make the data folder beside its place, then move it: a killed start leaves none half made."""
        draft = self.place.private / "database.draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self._give(draft)
        arguments = [
            f"--username={roles.ADMIN}",
            "--encoding=UTF8",
            "--locale=C",
            "--auth=peer",
            "--no-instructions",
        ]
        self._run("initdb", f"--pgdata={draft}", f"--lc-ctype={_character_type()}", *arguments)
        draft.rename(self.place.data)

    def _start(self) -> None:
        """After `kill -9` the old backends need a moment to notice; until then a start is refused."""
        (self.place.data / "postmaster.pid").unlink(missing_ok=True)
        log = self.place.data / "server.log"
        log.unlink(missing_ok=True)
        until = time.monotonic() + 10
        while True:
            try:
                self._run(
                    "pg_ctl",
                    "start",
                    "--pgdata",
                    str(self.place.data),
                    "--log",
                    str(log),
                    "--wait",
                    "--silent",
                )
            except ServerRefused as error:
                if time.monotonic() > until:
                    last = log.read_text("utf-8", "replace")[-2000:] if log.is_file() else ""
                    raise ServerRefused(f"{error}\n{last}".strip()) from None
                time.sleep(0.3)
            else:
                return

    def _running(self) -> bool:
        """Whether the process of the pid file is this folder's server, not one that got its number later."""
        try:
            pid = int((self.place.data / "postmaster.pid").read_text().split("\n", 1)[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError):
            return False
        return os.fsencode(self.place.data) in command

    def _await(self) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                roles.connect(self.place).close()
            except psycopg.OperationalError as error:
                if time.monotonic() > until:
                    raise ServerRefused(f"The private database does not answer: {error}") from None
                time.sleep(0.1)
            else:
                return

    def _make_socket_folder(self) -> None:
        folder = self.place.socket
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in {self.place.uid, self.user.pw_uid}:
            raise ServerRefused(
                f"{folder} belongs to somebody else. Remove it, or set SCHAKEL_PRIVATE_FOLDER."
            )
        self._give(folder)

    def _give(self, path: Path) -> None:
        if self._drops:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _run(self, name: str, *arguments: str) -> None:
        """Run one server program, as the server's user, from a folder that this user may enter."""
        done = subprocess.run(  # noqa: S603
            [self.binaries.program(name), *arguments],
            user=self.user.pw_uid if self._drops else None,
            group=self.user.pw_gid if self._drops else None,
            extra_groups=[] if self._drops else None,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        if done.returncode:
            raise ServerRefused(f"{name} stopped: {done.stderr.decode('utf-8', 'replace').strip()}")


def _server_user() -> pwd.struct_passwd:
    """PostgreSQL refuses to run as root: the server then runs as the first of these that exists."""
    if os.getuid():
        return pwd.getpwuid(os.getuid())
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ServerRefused(
        f"As root the database needs one of the users {', '.join(UNPRIVILEGED)}; none exists."
    )


def _character_type() -> str:
    """So that searching finds É for é; sorting stays the same on every machine."""
    known = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout.split()  # noqa: S607
    return next((each for each in ("C.UTF-8", "C.utf8") if each in known), "C")


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    with _opened(path) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


def _alone(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
