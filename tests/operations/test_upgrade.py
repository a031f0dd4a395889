"""Yesterday's database under today's program, and today's database under yesterday's program.

`releases/` holds the database of the last release, as `tools/release_dump.py` kept it. The new program migrates it and works on.
And because an upgrade replaces the tables first and the program after, what the last release writes must fit in the new tables.
"""

from __future__ import annotations

import lzma
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tools.release_dump import SEAL_KEY

from schakel.project.cluster import binaries, roles
from schakel.project.cluster.place import DATABASE, OWNER, RUNTIME
from tests.operations.harness import Installation, Visitor

LAST = max((Path(__file__).parent / "releases").glob("*.dump.xz"), key=lambda file: file.name)


def admin(town: Installation, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
    with roles.connect(town.place) as connection:
        info = connection.info
        with psycopg.connect(host=info.host, user=info.user, dbname=database, autocommit=True) as there:
            found = there.execute(statement)
            return found.fetchall() if found.description else []


def load(town: Installation, database: str, user: str, *more: str) -> None:
    """The kept dump, by pg_restore."""
    program = binaries.find(None, town.place.binaries).program("pg_restore")
    done = subprocess.run(
        [
            program,
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            *more,
            f"--dbname=host={town.place.socket} user={user} dbname={database}",
        ],
        input=lzma.decompress(LAST.read_bytes()),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.fixture
def upgraded(town: Installation) -> Iterator[Installation]:
    """The database of the last release, migrated by this program."""
    admin(town, f"CREATE DATABASE last_release OWNER {OWNER}")
    there = Installation(town.private, more={"SCHAKEL_SEAL_KEY": SEAL_KEY}, parts=town.parts)
    for name, role in (("DATABASE_URL", RUNTIME), ("DATABASE_OWNER_URL", OWNER)):
        there.more[name] = f"postgresql://{role}@/last_release?host={town.place.socket}"
    witness = town.private / "keys" / "newest_seal"
    kept = witness.read_text() if witness.exists() else ""
    witness.unlink(missing_ok=True)
    try:
        load(town, "last_release", OWNER)
        there.must("migrate", "--verbosity", "0")
        # Without a worker nobody has told the witness: a seal does.
        there.must("work", "--once")
        yield there
    finally:
        there.kill_all()
        witness.write_text(kept) if kept else witness.unlink(missing_ok=True)
        admin(town, "DROP DATABASE last_release WITH (FORCE)")


def test_the_database_of_the_last_release_migrates_and_works_on(upgraded: Installation) -> None:
    upgraded.verify()
    upgraded.start("web")
    upgraded.await_pages()
    for role, page in (
        ("youth_supporter", "/mijn-week/"),
        ("coordinator", "/vandaag/"),
        ("teacher", "/mijn-vragen/"),
    ):
        assert Visitor(upgraded.port).log_in(role).get(page).status == 200
    assert Visitor(upgraded.port).log_in("teacher").question("Na de upgrade").status == 302


def test_what_the_last_release_writes_fits_in_the_new_tables(town: Installation) -> None:
    """Every row of it, with the columns that it knew: nothing it uses is gone, nothing new is asked of it."""
    # The town was migrated by this program: its tables are those of the next release.
    admin(town, f"CREATE DATABASE next_release OWNER {OWNER} TEMPLATE {DATABASE}")
    try:
        tables = admin(town, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'", "next_release")
        names = ", ".join(f'"{name}"' for (name,) in tables)
        admin(town, f"TRUNCATE {names} CASCADE", "next_release")
        load(town, "next_release", roles.ADMIN, "--data-only", "--disable-triggers")
        assert admin(town, "SELECT count(*) > 100 FROM casework_helprequest", "next_release") == [(True,)]
    finally:
        admin(town, "DROP DATABASE next_release WITH (FORCE)")
