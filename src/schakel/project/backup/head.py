"""What a back-up says of itself: how many rows of what, how far the log was sealed, and the keys that this machine made."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from schakel import __version__
from schakel.access import seal
from schakel.project.environment import environment

MAGIC = b"schakel backup 1\n"
# Log-ins and rate limits of the moment: nobody needs them back, and they would open doors.
FLEETING = ("django_session", "project_cache")
WITNESS = "newest_seal"
# Stands beside the keys while a restore is on its way: after a fall the next one knows that what it finds is half.
MARK = "restoring"


@dataclass(frozen=True)
class Head:
    """`counts` is rows per table in the snapshot of the dump; `keys` maps a file name of the private folder to its text."""

    made_at: str
    release: str
    server: int
    counts: dict[str, int]
    seal_number: int
    seal_digest: str
    seal_key_id: str
    unsealed: int
    keys: dict[str, str] = field(default_factory=dict, repr=False)

    def line(self) -> bytes:
        return json.dumps(asdict(self), separators=(",", ":")).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Head:
        return cls(**json.loads(line))

    @property
    def rows(self) -> int:
        return sum(self.counts.values())


def describe(cursor: CursorWrapper, server: int) -> Head:
    """The head of a back-up that is made in the transaction of this cursor."""
    counted = counts(cursor)
    cursor.execute(
        "SELECT number, digest, to_transaction::text FROM access_seal ORDER BY number DESC LIMIT 1"
    )
    number, digest, end = cursor.fetchone() or (0, b"", "0")
    cursor.execute("SELECT count(*) FROM access_logentry WHERE transaction >= %s::text::xid8", [end])
    return Head(
        made_at=timezone.now().isoformat(timespec="seconds"),
        release=__version__,
        server=server,
        counts=counted,
        seal_number=int(number),
        seal_digest=bytes(digest).hex(),
        seal_key_id=seal.key_id(settings.LOG_SEAL_KEY),
        unsealed=int(cursor.fetchone()[0]),
        keys=keys_of_this_machine(),
    )


def counts(cursor: CursorWrapper) -> dict[str, int]:
    """Rows of every table of the program, without the fleeting ones."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    names = [name for (name,) in cursor.fetchall() if name not in FLEETING]
    counted = {}
    for name in names:
        cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608  # a name from the catalogue
        counted[name] = int(cursor.fetchone()[0])
    return counted


def keys_of_this_machine() -> dict[str, str]:
    """Keys that were made here and exist nowhere else. What came from a vault stays there."""
    given = environment().model_dump()
    return {
        file.name: file.read_text("ascii").strip()
        for file in sorted(key_folder().glob("*"))
        if file.is_file()
        and file.name not in (WITNESS, MARK)
        and not file.suffix
        and given.get(file.name) is None
    }


def key_folder() -> Path:
    return Path(settings.LOG_SEAL_WITNESS).parent
