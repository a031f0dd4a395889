"""`schakel restore FILE --key KEYFILE`: everything back, into a new database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from schakel.project.backup.bring_back import bring_back, log_is_sound, tell_log
from schakel.project.backup.errors import BackupRefused
from schakel.project.grants import RuntimeRoleMissing


class Command(BaseCommand):
    help = "Restore a back-up into a new, empty database; count it and verify its log."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, action="append", required=True, help="file with the key")
        parser.add_argument(
            "--anyway",
            action="store_true",
            help="also when the seal key is another, or this folder remembers a newer log",
        )

    def handle(self, *, file: Path, key: list[Path], anyway: bool, **options: Any) -> None:
        try:
            head = bring_back(file, key, anyway=anyway)
        except (BackupRefused, RuntimeRoleMissing) as refused:
            raise CommandError(str(refused)) from refused
        except FileNotFoundError as missing:
            raise CommandError(f"There is no file {missing.filename}.") from missing
        self.stdout.write(
            f"{head.rows} rows of {len(head.counts)} tables are back, as they were on {head.made_at} ({head.release})."
        )
        self.stdout.flush()
        sound = log_is_sound()
        tell_log()
        if not sound:
            raise CommandError("All data is back, but the log is not as it was written; see above.")
