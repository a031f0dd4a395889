"""`make run`: database, migrations, demo municipality, worker, web server; and all of it stopped together.

1. The private cluster is held for as long as the launcher lives; a `DATABASE_URL` takes its place.
2. Migrations and the demo run when what they are made from has changed.
3. Worker and web server start on a leash: they cannot outlive the launcher, not even when it is killed.
4. Ctrl-C, SIGTERM, or the end of one of them ends all.
"""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from types import FrameType
from typing import Any

from schakel.project import cluster, leash, schema
from schakel.project.environment import EnvironmentRefused, environment

SCHAKEL = (sys.executable, "-m", "schakel.project.cli")
GUNICORN = (sys.executable, "-m", "gunicorn", "--config", "python:schakel.project.gunicorn")
PATIENCE = 60.0
FAREWELL = 10.0


class LaunchStopped(RuntimeError):
    """A part did not start, or ended by itself; its own words stand above this message."""


def main() -> None:
    """Start, serve, stop; a refusal is one message."""
    # Also SIGINT: started from a script in the background it would be ignored.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _asked_to_stop)
    if "MAKELEVEL" in os.environ:
        leash.tie(signal.SIGTERM)
    refusals = (
        EnvironmentRefused,
        cluster.PlaceRefused,
        cluster.BinariesMissing,
        cluster.ServerRefused,
        LaunchStopped,
    )
    try:
        _choose_demo()
        launch()
    except refusals as refusal:
        sys.exit(f"schakel: {refusal}")
    except KeyboardInterrupt:
        _say("Stopped.")


def launch() -> None:
    """Everything, until it is asked to stop."""
    with _database():
        _once("migrated", "Preparing the database", "migrate", "--verbosity", "0")
        if environment().demo and _has("demo/management/commands/demo.py"):
            _once("demo", "Building the demo municipality", "demo")
        with _child("SIGTERM", *SCHAKEL, "work") as worker, _child("SIGKILL", *GUNICORN) as web:
            _await_first_page(web)
            _tell()
            _watch({"worker": worker, "web server": web})


def _choose_demo() -> None:
    """On one's own machine, with the private database, there is a municipality to look at."""
    if "DATABASE_URL" not in os.environ and "SCHAKEL_BASE_URL" not in os.environ:
        os.environ.setdefault("SCHAKEL_DEMO", "1")


def _database() -> AbstractContextManager[Any]:
    here = environment()
    if not here.embedded:
        return nullcontext()
    _say("Starting the private database")
    return cluster.use(cluster.place(here.private_folder))


def _once(name: str, what: str, *command: str) -> None:
    """Run a command, unless it ran before on this very database and nothing changed since.

    Raises:
        LaunchStopped: the command failed.
    """
    here = cluster.place(environment().private_folder)
    stamp = here.data / f"schakel.{name}"
    state = schema.state() if name == "migrated" else "done"
    if environment().embedded and stamp.is_file() and stamp.read_text() == state:
        return
    _say(what)
    if subprocess.run([*SCHAKEL, *command], check=False).returncode:  # noqa: S603
        raise LaunchStopped(f"{what} failed.")
    if environment().embedded:
        stamp.write_text(state)


@contextmanager
def _child(leash_signal: str, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A part on a leash, in a session of its own so that Ctrl-C reaches the launcher alone.

    When the launcher is killed, the worker stops in order and the web server lets go of the port at once.
    """
    leashed = [sys.executable, "-m", "schakel.project.leash", leash_signal, *command]
    process = subprocess.Popen(leashed, start_new_session=True)  # noqa: S603
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(FAREWELL)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_first_page(web: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while (status := _status(environment().port)) != http.client.OK:
        if web.poll() is not None:
            raise LaunchStopped("The web server did not start; the reason stands above.")
        if status == http.client.INTERNAL_SERVER_ERROR or time.monotonic() > until:
            raise LaunchStopped("The web server runs but gives no page; the reason stands above.")
        time.sleep(0.1)


def _status(port: int) -> int | None:
    """What the page that says nothing answers; None when nobody answers yet."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/gereed/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _tell() -> None:
    here = environment()
    lines = ["", f"Schakel is at {here.address}"]
    if here.demo:
        lines += ["Demo: choose a person on the log-in page; no password is asked.", *_cast()]
    _say("\n".join([*lines, "Stop with Ctrl-C.", ""]))


def _cast() -> list[str]:
    """The people of the demo, as its room names them."""
    if not _has("demo/cast.py"):
        return []
    cast = import_module("schakel.demo.cast")
    return [f"  {line}" for line in cast.log_ins()]


def _has(module: str) -> bool:
    return (schema.PACKAGE / module).is_file()


def _watch(parts: dict[str, subprocess.Popen[bytes]]) -> None:
    while True:
        for name, process in parts.items():
            if process.poll() is not None:
                raise LaunchStopped(
                    f"The {name} ended by itself (code {process.returncode}); everything is stopped."
                )
        time.sleep(0.5)


def _asked_to_stop(number: int, frame: FrameType | None) -> None:
    # Once is enough: a second Ctrl-C would cut short the stopping itself.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 -- the terminal is the launcher's page


if __name__ == "__main__":
    main()
