"""The server's settings, written at every start so that a new release brings its own.

For two cores and a shared machine. JIT is off: it compiles the visible-list queries longer than they run.
Only the unix socket is open, and the kernel vouches for who calls (peer): no password is kept anywhere.
"""

from __future__ import annotations

import pwd
from collections.abc import Callable
from pathlib import Path

from schakel.project.cluster import roles
from schakel.project.cluster.place import OWNER, RUNTIME, Place

INCLUDE = "include 'schakel.conf'"
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "1GB",
    # Nobody follows this cluster: a table that is filled and indexed in one go need not pass through the journal.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "synchronous_commit": "on",
    "max_parallel_workers_per_gather": "1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    # Bind parameters are personal data: the server's log never shows them.
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
}


def write(place: Place, give: Callable[[Path], None]) -> None:
    """Write settings and access rules; `give` hands each file to the server's user."""
    socket = {"unix_socket_directories": str(place.socket), "unix_socket_permissions": "0700"}
    lines = [f"{name} = {_quoted(value)}" for name, value in (SETTINGS | socket).items()]
    main = place.data / "postgresql.conf"
    if INCLUDE not in main.read_text("utf-8"):
        main.write_text(f"{main.read_text('utf-8')}\n{INCLUDE}\n", "utf-8")
    caller = pwd.getpwuid(place.uid).pw_name
    allowed = [f'schakel "{caller}" {role}' for role in (roles.ADMIN, OWNER, RUNTIME)]
    _write(place.data / "schakel.conf", lines, give)
    _write(place.data / "pg_hba.conf", ["local all all peer map=schakel"], give)
    _write(place.data / "pg_ident.conf", allowed, give)


def _write(path: Path, lines: list[str], give: Callable[[Path], None]) -> None:
    path.write_text("\n".join([*lines, ""]), "utf-8")
    path.chmod(0o600)
    give(path)


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
