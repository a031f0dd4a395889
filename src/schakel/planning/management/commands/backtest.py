"""`schakel backtest`: hands over to the pure command of the waiting engine; no database is touched."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from schakel.analysis.waiting.command import add_backtest_arguments, run_backtest


class Command(BaseCommand):
    """Forecast every past month and look what happened."""

    help = "Forecast every past month and look what happened."
    requires_system_checks: list[str] = []  # noqa: RUF012  # Django's own way of saying "none"

    def add_arguments(self, parser: CommandParser) -> None:
        add_backtest_arguments(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        code = run_backtest(argparse.Namespace(**options))
        if code:
            sys.exit(code)
