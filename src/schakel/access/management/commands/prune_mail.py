"""`schakel prune_mail`: forget messages to owners of accounts that are older than thirty days."""

from typing import Any

from django.core.management.base import BaseCommand

from schakel.access import mail


class Command(BaseCommand):
    """What the daily round of the worker does, by hand."""

    help = "Forget messages to owners of accounts that are older than thirty days."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        gone = mail.prune()
        if verbosity:
            self.stdout.write(f"{gone} messages forgotten.")
