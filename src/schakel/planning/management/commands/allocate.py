"""`schakel allocate`: propose who takes what this week; needs no database."""

import sys
from argparse import Namespace
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from schakel.analysis.allocation.command import add_allocate_arguments, run_allocate


class Command(BaseCommand):
    """The engine's command under Django's roof."""

    help = "Propose who takes what this week, with reasons and a proven gap."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django reads it from the class

    def add_arguments(self, parser: CommandParser) -> None:
        """The engine's arguments beside Django's own."""
        add_allocate_arguments(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run, and leave with the engine's exit code when it is not zero."""
        code = run_allocate(Namespace(**options))
        if code:
            sys.exit(code)
