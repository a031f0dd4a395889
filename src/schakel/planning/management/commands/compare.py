"""`schakel compare`: hands over to the pure command of the waiting engine; no database is touched."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from schakel.analysis.waiting.command import add_compare_arguments, run_compare


class Command(BaseCommand):
    """Compare two scenarios under the same chance."""

    help = "Compare two scenarios under the same chance."
    requires_system_checks: list[str] = []  # noqa: RUF012  # Django's own way of saying "none"

    def add_arguments(self, parser: CommandParser) -> None:
        add_compare_arguments(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        code = run_compare(argparse.Namespace(**options))
        if code:
            sys.exit(code)
