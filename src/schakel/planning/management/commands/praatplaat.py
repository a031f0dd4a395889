"""`schakel praatplaat`: one A3 picture of who does what around child and family; needs no database."""

import sys
from argparse import Namespace
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from schakel.analysis.praatplaat.command import add_praatplaat_arguments, run_praatplaat


class Command(BaseCommand):
    """The engine's command under Django's roof."""

    help = "Draw the support structure on one A3 sheet: roles, tasks, knobs and today's figures."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django reads it from the class

    def add_arguments(self, parser: CommandParser) -> None:
        """The engine's arguments beside Django's own."""
        add_praatplaat_arguments(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run, and leave with the engine's exit code when it is not zero."""
        code = run_praatplaat(Namespace(**options))
        if code:
            sys.exit(code)
