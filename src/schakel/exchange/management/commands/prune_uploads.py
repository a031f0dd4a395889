"""Removes files that wait for a worker since more than a day. `schakel work` runs it daily."""

from typing import Any

from django.core.management.base import BaseCommand

from schakel.exchange.actions import drop_old_uploads


class Command(BaseCommand):
    help = "Remove uploaded files that nobody read within a day."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{drop_old_uploads()}")
