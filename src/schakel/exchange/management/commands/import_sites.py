"""`schakel import-sites FILE`: take in an edition of the school register of DUO."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schakel.exchange import actions
from schakel.exchange.errors import FileError
from schakel.exchange.files import day_of, read_bytes
from schakel.exchange.report import site_lines
from schakel.exchange.schools import read_sites
from schakel.reference.errors import ListError


class Command(BaseCommand):
    help = "Take in the school register that DUO publishes. Again is safe; a newer edition updates, closes and adds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the register as DUO publishes it: cp1252, semicolons")
        parser.add_argument("--municipality", default="", help="only the sites of this municipality")
        parser.add_argument("--edition", default=actions.SITE_LIST, help="the name of this edition")
        parser.add_argument(
            "--date", type=date.fromisoformat, help="when it was published, as 2025-10-01; default: file date"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            published_on = options["date"] or day_of(file)
            changes = actions.take_in_sites(
                by=None,
                rows=read_sites(read_bytes(file)),
                published_on=published_on,
                name=options["edition"],
                municipality=options["municipality"],
            )
        except (FileError, ListError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['edition']} ({published_on:%d-%m-%Y})")
        for line in site_lines(changes):
            self.stdout.write(line)
