"""`schakel import-holidays FILE`: take in school holidays as central government publishes them."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from schakel.exchange.errors import FileError
from schakel.exchange.files import day_of, read_bytes
from schakel.exchange.report import holiday_line
from schakel.reference.actions import store_holidays
from schakel.reference.errors import HolidayFileError, ListError
from schakel.reference.facts import EditionFacts
from schakel.reference.holidays import read_holidays


class Command(BaseCommand):
    help = "Take in school holidays from the open data of Rijksoverheid (JSON). Again is safe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default="Rijksoverheid")
        parser.add_argument("--edition", default="Schoolvakanties")
        parser.add_argument(
            "--date", type=date.fromisoformat, help="when it was published, as 2025-10-01; default: file date"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            rows = read_holidays(_text(file))
            edition = EditionFacts(options["source"], options["edition"], options["date"] or day_of(file))
            counts = store_holidays(by=None, edition=edition, rows=rows)
        except (FileError, ListError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(holiday_line(counts))


def _text(file: Path) -> str:
    try:
        return read_bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise HolidayFileError(_("het is geen UTF-8.")) from error
