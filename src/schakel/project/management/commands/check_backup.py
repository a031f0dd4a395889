"""`schakel check-backup FILE --key KEYFILE`: for every night."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from schakel.project.backup.errors import BackupRefused
from schakel.project.backup.rehearse import rehearse


class Command(BaseCommand):
    help = "Restore a back-up in a database of its own, count, verify the log, and clear it away again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, action="append", required=True, help="file with the key")
        parser.add_argument("--within", type=Path, help="folder with room for it; default the private folder")

    def handle(self, *, file: Path, key: list[Path], within: Path | None, **options: Any) -> None:
        try:
            came_back = rehearse(file, key, within=within)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        if not came_back:
            raise CommandError(f"{file} does not come back whole; the reason stands above.")
        self.stdout.write(f"{file} comes back whole.")
