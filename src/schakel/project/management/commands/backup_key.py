"""`schakel backup-key FILE`: the key that opens back-ups, for who has no age-keygen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from schakel.project.backup.age_file import make_key
from schakel.project.backup.errors import BackupRefused


class Command(BaseCommand):
    help = "Make a key for back-ups. Keep the file elsewhere: without it no back-up opens, with it every one does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            recipient = make_key(file)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"SCHAKEL_BACKUP_RECIPIENTS={recipient}")
