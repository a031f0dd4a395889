"""A command of an engine under Django's roof: it needs no database and no checks, only its arguments."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser


class EngineCommand(BaseCommand):
    """`arguments` and `run` come from the engine; a refusal is its message and its exit code."""

    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own attribute, an instance would not be read
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]

    def add_arguments(self, parser: CommandParser) -> None:
        """The engine's arguments beside Django's own."""
        type(self).arguments(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run, and leave with the engine's exit code when it is not zero."""
        code = type(self).run(Namespace(**options))
        if code:
            sys.exit(code)
