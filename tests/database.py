"""The test databases: made from a migrated template, one per run and worker, used as the runtime role."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql
from psycopg.conninfo import make_conninfo

from schakel.project import cluster, schema
from schakel.project.cluster.place import RUNTIME
from schakel.project.database import ALWAYS, default
from schakel.project.environment import Environment, environment

PREFIX = "test_schakel"
TEMPLATE = "schakel_template"
# Written by migrating, not by a test.
OF_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission"}
# A test database that is lost with the power is no loss.
HASTE = f"{ALWAYS} -c synchronous_commit=off"


def server() -> AbstractContextManager[Any]:
    """The private cluster for as long as it is needed; nothing to start with a DATABASE_URL."""
    here = environment()
    return cluster.use(cluster.place(here.private_folder)) if here.embedded else nullcontext()


def prepare() -> None:
    """Point Django at a test database of this run alone, made from the template, as the owner."""
    owner = default(Environment(database_role="owner"))
    wanted = connection.settings_dict
    wanted |= {key: owner[key] for key in ("USER", "PASSWORD", "HOST", "PORT") if key in owner}
    wanted["OPTIONS"] = owner["OPTIONS"] | {"options": HASTE}
    with _locked(), _maintenance(owner) as admin:
        _drop_leftovers(admin)
        wanted["TEST"] |= {"NAME": _name(), "TEMPLATE": _template(admin, owner), "MIGRATE": True}


def step_down() -> None:
    """From here on every new connection, also of a test server's threads, works as the runtime role."""
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] = f"{HASTE} -c role={RUNTIME}"


def step_up() -> None:
    """The owner again, to drop the test database."""
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] = HASTE


def copy(name: str, new: str) -> None:
    """A second test database beside this one, as it is now; nobody may be connected to it."""
    connection.close()
    with _maintenance(default(Environment(database_role="owner"))) as admin:
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(new), sql.Identifier(name))
        )


def remove(name: str) -> None:
    with _maintenance(default(Environment(database_role="owner"))) as admin:
        _drop(admin, name)


def as_owner(used: BaseDatabaseWrapper) -> None:
    """Until this connection closes."""
    with used.cursor() as cursor:
        cursor.execute("SET ROLE NONE")


def empty(used: BaseDatabaseWrapper) -> None:
    """What a TRUNCATE of all tables leaves, at the price of those few that hold anything; as their owner."""
    tables = [sql.Identifier(name) for name in used.introspection.table_names() if name not in OF_MIGRATIONS]
    holds = [
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(each.as_string()), each)
        for each in tables
    ]
    with used.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(holds))
        full = [sql.SQL(name) for (name,) in cursor.fetchall()]
        if full:
            cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(full)))


@contextmanager
def as_owner_for_a_moment(used: BaseDatabaseWrapper) -> Iterator[None]:
    """For what no program may do: to put a date elsewhere, as if time had passed."""
    as_owner(used)
    try:
        yield
    finally:
        with used.cursor() as cursor:
            cursor.execute(f"SET ROLE {RUNTIME}")


def _name() -> str:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return f"{PREFIX}_{os.environ['SCHAKEL_TEST_RUN']}_{worker}"


def _template(admin: psycopg.Connection, owner: dict[str, Any]) -> str:
    """The name of the migrated template, made when the migrations changed."""
    name = f"{TEMPLATE}_{schema.state()}"
    if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
        draft = f"{name}_draft"
        _drop(admin, draft)
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
        _migrate(draft, owner)
        admin.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name))
        )
    return name


def _migrate(name: str, owner: dict[str, Any]) -> None:
    """In a process of its own: this one already has its settings."""
    url = make_conninfo(**_login(owner, name), options=HASTE)
    command = [sys.executable, "-m", "schakel.project.cli", "migrate", "--verbosity", "0"]
    path = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        command,
        env=os.environ | {"DATABASE_OWNER_URL": url, "DATABASE_URL": url, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The migrations do not run on an empty database:\n{done.stderr}")


def _login(owner: dict[str, Any], name: str) -> dict[str, str]:
    keys = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {key: owner[setting] for key, setting in keys.items() if owner.get(setting)} | {"dbname": name}


def _maintenance(owner: dict[str, Any]) -> psycopg.Connection:
    return psycopg.connect(make_conninfo(**_login(owner, "postgres")), autocommit=True)


def _drop_leftovers(admin: psycopg.Connection) -> None:
    """Databases of runs that were killed, and templates of migrations that are gone."""
    current = f"{TEMPLATE}_{schema.state()}"
    rows = admin.execute("SELECT datname FROM pg_database WHERE datname ~ %s", (f"^({PREFIX}|{TEMPLATE})_",))
    for (name,) in rows.fetchall():
        run = name.removeprefix(f"{PREFIX}_").split("_")[0]
        dead = not Path(f"/proc/{run}").exists() if name.startswith(PREFIX) else not name.startswith(current)
        if dead:
            _drop(admin, name)


def _drop(admin: psycopg.Connection, name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _locked() -> Iterator[None]:
    """Workers start together; the first makes the template."""
    place = cluster.place(environment().private_folder)
    place.prepare()
    with (place.private / "tests.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
