"""Restore a back-up into a new database: read to the end first, then all in one transaction, then count and verify."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from schakel.access import log, seal
from schakel.project import grants, log_clock
from schakel.project.backup import age_file, programs
from schakel.project.backup.errors import CountsDiffer, NotEmpty, OlderThanSeen, OtherSealKey, ProgramFailed
from schakel.project.backup.head import MARK, Head, counts, key_folder
from schakel.project.environment import environment

RESTORE = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
TABLES = """
SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND nspname !~ '^pg_' AND nspname <> 'information_schema'
"""


def bring_back(file: Path, key_files: Sequence[Path], *, anyway: bool = False) -> Head:
    """Restore the file into the empty database that Django uses; as owner.

    Raises:
        BackupRefused: with what to do; the database is as empty as it was.
    """
    keys = age_file.identities(key_files)
    head = age_file.read(file, keys)
    mark = key_folder() / MARK
    if mark.exists():
        _empty()
    _refuse_full_database()
    if not anyway:
        _refuse_what_does_not_fit(head)
    mark.touch()
    try:
        _restore(file, keys, head)
    except BaseException:
        _empty()
        mark.unlink()
        raise
    _keep_keys(head)
    mark.unlink()
    return head


def log_is_sound() -> bool:
    """Let a fresh process verify the log, with the keys that now stand in the private folder; it names what it finds."""
    command = [sys.executable, "-m", "schakel.project.cli", "verify-log"]
    role = os.environ | {"SCHAKEL_DATABASE_ROLE": "runtime"}
    return subprocess.run(command, check=False, env=role).returncode == 0  # noqa: S603


def _refuse_full_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        found = int(cursor.fetchone()[0])
    if found:
        raise NotEmpty(found)


def _refuse_what_does_not_fit(head: Head) -> None:
    """The key of the log, and what this folder remembers of it."""
    brought = environment().seal_key is None and "seal_key" in head.keys
    if not brought and seal.key_id(settings.LOG_SEAL_KEY) != head.seal_key_id:
        raise OtherSealKey(head.seal_key_id)
    number, digest = seen()
    forked = number == head.seal_number and digest != head.seal_digest
    if number > head.seal_number or (forked and number):
        raise OlderThanSeen(number, head.seal_number)


def seen() -> tuple[int, str]:
    """Number and digest of the newest seal that this folder remembers."""
    with suppress(OSError, ValueError):
        number, digest = Path(settings.LOG_SEAL_WITNESS).read_text("ascii").split()
        return int(number), digest
    return 0, ""


def _restore(file: Path, keys: list[object], head: Head) -> None:
    grants.ensure_role()
    program = programs.find("pg_restore", max(head.server, programs.server_major()))
    pipe = subprocess.PIPE
    with programs.start(program, *RESTORE, stdin=pipe, stderr=pipe, stdout=subprocess.DEVNULL) as restoring:
        assert restoring.stdin is not None
        with suppress(BrokenPipeError):
            age_file.read(file, keys, restoring.stdin)
            restoring.stdin.close()
        assert restoring.stderr is not None
        said = restoring.stderr.read().decode("utf-8", "replace")
        if restoring.wait():
            raise ProgramFailed("pg_restore", said)
    _compare(head)
    log_clock.catch_up()
    grants.apply()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _compare(head: Head) -> None:
    with connection.cursor() as cursor:
        found = counts(cursor)
    wrong = [
        f"{table}: {found.get(table, 0)} of {head.counts.get(table, 0)}"
        for table in sorted(head.counts.keys() | found.keys())
        if head.counts.get(table) != found.get(table)
    ]
    if wrong:
        raise CountsDiffer(wrong)


def _keep_keys(head: Head) -> None:
    """The keys of the old machine, and how far its log was sealed; what stood there is kept beside them."""
    folder, now = key_folder(), timezone.now().strftime("%Y%m%dT%H%M%S")
    witness = {Path(settings.LOG_SEAL_WITNESS).name: f"{head.seal_number} {head.seal_digest}"}
    for name, text in (head.keys | (witness if head.seal_number else {})).items():
        file = folder / Path(name).name
        if file.exists() and file.read_text("ascii").strip() != text:
            file.rename(folder / f"{file.name}.before-{now}")
        if not file.exists():
            draft = file.with_name(f"{file.name}.part")
            draft.touch(mode=0o600)
            draft.write_text(f"{text}\n", "ascii")
            draft.rename(file)


def tell_log() -> None:
    """After the check: that everything came from a back-up is itself a row of the log."""
    log.wrote(by=None, action="backup.restore")


def _empty() -> None:
    """Take out what a failed restore left; the database was empty when it began."""
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
