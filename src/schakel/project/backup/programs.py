"""PostgreSQL's own pg_dump and pg_restore, of a version that fits, without a password on the command line."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection
from psycopg.conninfo import make_conninfo

from schakel.project.backup.errors import BackupRefused
from schakel.project.cluster import binaries
from schakel.project.database import PLANNED_ONCE

_NAMES = {"USER": "user", "HOST": "host", "PORT": "port", "NAME": "dbname"}
# What Django's options know and libpq does not.
_OURS = {"options", "pool", "connect_timeout", "application_name", *PLANNED_ONCE}


class NoProgram(BackupRefused):
    def __init__(self, name: str, major: int) -> None:
        super().__init__(
            f"{name} of PostgreSQL {major} or newer is not on this machine. Install postgresql-client-{major}."
        )


class Program(NamedTuple):
    """One of PostgreSQL's own programs."""

    major: int
    path: Path


def find(name: str, major: int) -> Program:
    """The oldest program that is not older than the server: a newer one writes what an older server does not read."""
    fitting = sorted(
        Program(each.major, each.folder / name)
        for each in binaries.everywhere()
        if each.major >= major and (each.folder / name).is_file()
    )
    if not fitting:
        raise NoProgram(name, major)
    return fitting[0]


def server_major() -> int:
    version: int = connection.pg_version  # type: ignore[attr-defined]  # of the PostgreSQL backend
    return version // 10_000


def start(program: Program, *arguments: str, **streams: Any) -> subprocess.Popen[bytes]:
    """Start it on Django's own database."""
    settings = connection.settings_dict
    named = {key: str(settings[name]) for name, key in _NAMES.items() if settings.get(name)}
    more = {key: value for key, value in settings["OPTIONS"].items() if key not in _OURS}
    command = [str(program.path), *arguments, f"--dbname={make_conninfo(**named, **more)}"]
    environment = os.environ | {"PGPASSWORD": str(settings.get("PASSWORD") or ""), "LC_ALL": "C"}
    return subprocess.Popen(command, env=environment, **streams)  # noqa: S603
