"""Give the runtime role its rights again, for after a restore or a hand-made table; `migrate` does it by itself."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schakel.project import grants


class Command(BaseCommand):
    help = "Give the runtime role its rights: work with every table, add to and read the log."

    def handle(self, **options: Any) -> None:
        try:
            grants.apply()
        except grants.RuntimeRoleMissing as missing:
            raise CommandError(str(missing)) from missing
