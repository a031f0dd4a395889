"""The daily chore about accounts: close what is over, say what ends within four weeks."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from schakel.access import actions
from schakel.people import ending


class Command(BaseCommand):
    help = "Close accounts whose last day has been, and announce accounts and registrations that end within four weeks."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        today = timezone.localdate()
        closed = actions.close_what_is_over(today=today)
        said = ending.announce(today)
        if verbosity:
            print(f"{closed} accounts closed, {said} endings announced")
