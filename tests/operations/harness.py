"""A whole Schakel on this machine, for tests that break it: own folder, own database, real web server and worker.

Parts are started and killed one by one, as systemd does on a server; the database is named by its address, as there. A
`Visitor` is a browser that keeps cookies and nothing else.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from schakel.project.cluster.place import DATABASE, OWNER, RUNTIME, Place
from schakel.project.cluster.server import Server

PATIENCE = 60.0
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|_ticket|site)"[^>]*?value="([^"]*)"')
SCHAKEL = (sys.executable, "-m", "schakel.project.cli")
GUNICORN = (sys.executable, "-m", "gunicorn", "--config", "python:schakel.project.gunicorn")
# A run of the suite may itself stand on another server.
FOREIGN = {"DATABASE_URL", "DATABASE_OWNER_URL", "MAKELEVEL", "SCHAKEL_DATABASE_ROLE", "SCHAKEL_SEAL_KEY"}


def eventually(what: Callable[[], bool], why: str, patience: float = PATIENCE) -> None:
    until = time.monotonic() + patience
    while not what():
        assert time.monotonic() < until, why
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Answer:
    status: int
    text: str
    headers: dict[str, str]


@dataclass
class Visitor:
    """Somebody at a browser."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    # Headers that a browser would not send by itself.
    more: dict[str, str] = field(default_factory=dict)
    scheme = "http"

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)

    def ask(self, method: str, path: str, values: dict[str, str] | None = None) -> Answer:
        """One request; OSError when nobody answers."""
        connection = self.connection()
        headers = {"Host": f"localhost:{self.port}", "Accept-Language": "nl"} | self.more
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if values is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"{self.scheme}://localhost:{self.port}"
        try:
            connection.request(method, path, urlencode(values or {}), headers)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
            for cookie in response.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(response.status, text, dict(response.headers.items()))
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def hidden(self, path: str) -> dict[str, str]:
        """What the form on this page carries along."""
        answer = self.get(path)
        assert answer.status == 200, f"{path} answered {answer.status}"
        return dict(HIDDEN.findall(answer.text))

    def log_in(self, role: str) -> Visitor:
        """One press, as on the log-in page of the demonstration."""
        token = self.hidden("/inloggen/")["csrfmiddlewaretoken"]
        assert self.ask("POST", f"/demo/{role}/", {"csrfmiddlewaretoken": token}).status == 302
        return self

    def question(self, words: str, carried: dict[str, str] | None = None) -> Answer:
        """Send a question to the youth supporter; `words` are found again."""
        carried = carried if carried is not None else self.hidden("/vraag-stellen/")
        typed = {"about": "group", "about_words": "groep 4", "matter": words, "reach": "Na 15:00"}
        return self.ask("POST", "/vraag-stellen/", carried | typed)


@dataclass
class Installation:
    """One folder, one port; `more` are further settings of its environment."""

    private: Path
    port: int = field(default_factory=free_port)
    more: dict[str, str] = field(default_factory=dict)
    parts: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    own_disk: bool = False
    # Programs of another environment than the one that tests.
    bin: Path | None = None

    @property
    def place(self) -> Place:
        return Place(self.private, os.getuid())

    @property
    def environment(self) -> dict[str, str]:
        inherited = {key: value for key, value in os.environ.items() if key not in FOREIGN}
        path = os.pathsep.join(filter(None, [self.more.get("SITE"), *sys.path]))
        own = {"PORT": str(self.port), "SCHAKEL_PRIVATE_FOLDER": str(self.private), "SCHAKEL_DEMO": "1"}
        server = {
            name: f"postgresql://{role}@/{DATABASE}?host={self.place.socket}"
            for name, role in (("DATABASE_URL", RUNTIME), ("DATABASE_OWNER_URL", OWNER))
        }
        here = {} if self.bin else {"PYTHONPATH": path}
        if self.bin:
            inherited.pop("PYTHONPATH", None)
        return inherited | own | server | here | self.more

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One command of `schakel`, to its end."""
        return subprocess.run(
            [*self.schakel, *arguments],
            env=self.environment,
            cwd="/" if self.bin else None,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def schakel(self) -> tuple[str, ...]:
        return (str(self.bin / "schakel"),) if self.bin else SCHAKEL

    @property
    def gunicorn(self) -> tuple[str, ...]:
        return (str(self.bin / "gunicorn"), *GUNICORN[3:]) if self.bin else GUNICORN

    def must(self, *arguments: str) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start_database(self) -> None:
        self.place.prepare()
        Server.at(self.place).ensure()

    def stop_database(self) -> None:
        Server.at(self.place).stop()

    def start(self, part: str) -> None:
        """`web` or `worker`, or the database."""
        if part == "database":
            self.start_database()
            return
        command = {"web": self.gunicorn, "worker": (*self.schakel, "work", "--seal-every", "0.3")}[part]
        with (self.private / f"{part}.log").open("ab") as out:
            self.parts[part] = subprocess.Popen(
                command,
                env=self.environment,
                cwd="/" if self.bin else None,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def start_all(self) -> None:
        self.start_database()
        for part in ("web", "worker"):
            self.start(part)
        self.await_pages()

    def await_pages(self) -> None:
        eventually(self.healthy, "no page came")

    def healthy(self) -> bool:
        try:
            return Visitor(self.port).get("/gereed/").status == 200
        except OSError:
            return False

    def kill(self, part: str) -> None:
        """As the kernel does when memory is full: no good-bye, children included."""
        if part == "database":
            os.kill(self.postmaster, signal.SIGKILL)
            return
        os.killpg(self.parts[part].pid, signal.SIGKILL)
        self.parts.pop(part).wait()

    def kill_all(self) -> None:
        """All but the database."""
        for part in list(self.parts):
            self.kill(part)

    def stopped(self) -> list[str]:
        """Parts that ended by themselves."""
        return [part for part, process in self.parts.items() if process.poll() is not None]

    @property
    def postmaster(self) -> int:
        return int((self.place.data / "postmaster.pid").read_text().split("\n", 1)[0])

    def stop(self) -> None:
        for process in self.parts.values():
            process.terminate()
        for process in self.parts.values():
            process.wait(PATIENCE)
        self.parts.clear()
        if (self.place.data / "PG_VERSION").is_file():
            self.stop_database()

    def connect(self) -> psycopg.Connection:
        """As the owner of the tables."""
        return psycopg.connect(
            host=str(self.place.socket), port=5432, user=OWNER, dbname=DATABASE, autocommit=True
        )

    def one(self, query: str) -> int:
        with self.connect() as connection:
            row = connection.execute(query).fetchone()
        assert row is not None
        return int(row[0])

    def verify(self) -> str:
        """The log, sealed to its end and sound; what the command said."""
        said = self.must("verify-log", "--seal")
        assert ", 0 not sealed yet" in said
        return said

    def questions(self, words: str) -> list[str]:
        """What was stored of the questions whose words begin so."""
        with self.connect() as connection:
            rows = connection.execute(
                "SELECT matter FROM casework_helprequest WHERE matter LIKE %s", (f"{words}%",)
            ).fetchall()
        return [str(matter) for (matter,) in rows]

    def unlogged(self) -> int:
        """Questions without exactly one row in the log that says they came in."""
        return self.one(
            "SELECT count(*) FROM casework_helprequest AS question WHERE (SELECT count(*) FROM access_logentry"
            " WHERE object_key = question.key AND action = 'request.receive') <> 1"
        )
