"""`schakel backup FILE`: everything in one encrypted file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from schakel.project.backup.errors import BackupRefused
from schakel.project.backup.save import save
from schakel.project.environment import environment


class Command(BaseCommand):
    help = "Seal the log and copy everything into one encrypted file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--to",
            action="append",
            default=[],
            metavar="age1...",
            help="who can open it; default SCHAKEL_BACKUP_RECIPIENTS",
        )

    def handle(self, *, file: Path, to: list[str], **options: Any) -> None:
        try:
            head = save(file, to or environment().backup_recipients)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"{file}: {head.rows} rows of {len(head.counts)} tables, log sealed up to block {head.seal_number}"
            f"{f', {head.unsealed} log rows wait for a seal' if head.unsealed else ''}, {file.stat().st_size:,} bytes."
        )
