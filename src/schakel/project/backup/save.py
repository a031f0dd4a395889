"""Make a back-up: seal, then dump and count in one snapshot, encrypted on the way to the disk."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

from django.db import connection, transaction

from schakel.access import log, sealer
from schakel.project.backup import age_file, programs
from schakel.project.backup.errors import CannotWrite, ProgramFailed
from schakel.project.backup.head import FLEETING, Head, describe
from schakel.project.backup.programs import Program

DUMP = ("--format=custom", "--compress=3", "--no-owner", "--no-privileges")


def save(file: Path, to: Sequence[str]) -> Head:
    """Write everything to a new file that the recipients can open.

    Raises:
        BackupRefused: no recipient, the file exists, no room, or pg_dump stopped; no file is left.
    """
    recipients = age_file.recipients(to)
    if file.exists():
        raise CannotWrite(str(file), "it is there already")
    program = programs.find("pg_dump", programs.server_major())
    log.wrote(by=None, action="backup.make")
    # A memory of the newest seal that cannot be written can wait; the back-up of tonight cannot.
    with suppress(OSError):
        sealer.seal_pending()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = str(cursor.fetchone()[0])
        head = describe(cursor, program.major)
        _encrypt(file, head, program, snapshot, recipients)
    return head


def _encrypt(file: Path, head: Head, program: Program, snapshot: str, recipients: list[object]) -> None:
    fleeting = [f"--exclude-table-data={table}" for table in FLEETING]
    with programs.start(
        program,
        *DUMP,
        *fleeting,
        f"--snapshot={snapshot}",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as dump:
        try:
            age_file.write(file, head, cast("IO[bytes]", _UntilItEnds(dump)), recipients)
        finally:
            dump.kill()


class _UntilItEnds:
    """What pg_dump says; an end that is no good end is an error, so that no half dump gets a name."""

    def __init__(self, dump: subprocess.Popen[bytes]) -> None:
        self._dump = dump

    def read(self, size: int = -1) -> bytes:
        assert self._dump.stdout is not None
        block = self._dump.stdout.read(size)
        if not block and self._dump.wait():
            assert self._dump.stderr is not None
            raise ProgramFailed("pg_dump", self._dump.stderr.read().decode("utf-8", "replace"))
        return block
