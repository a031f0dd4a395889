"""`schakel import-staff FILE`: take in a staff list; `--template FILE.xlsx` writes the list to fill in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from schakel.exchange import actions
from schakel.exchange.errors import FileError
from schakel.exchange.files import read_bytes
from schakel.exchange.report import staff_lines
from schakel.exchange.staff import read_staff
from schakel.exchange.staff_template import write_template


class Command(BaseCommand):
    help = "Take in who works where, from a filled-in template (xlsx or CSV). Again is safe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="the filled-in list")
        parser.add_argument("--template", type=Path, metavar="FILE.xlsx", help="write an empty list here")

    def handle(self, *_args: Any, **options: Any) -> None:
        file, template = options["file"], options["template"]
        if (file is None) == (template is None):
            raise CommandError(
                "Give either a list to take in, or --template FILE.xlsx to write an empty one."
            )
        try:
            if template is not None:
                template.write_bytes(write_template())
                self.stdout.write(f"{template}")
            else:
                self._take_in(file)
        except (FileError, OSError) as error:
            raise CommandError(str(error)) from error

    def _take_in(self, file: Path) -> None:
        staff = read_staff(read_bytes(file), timezone.localdate())
        for line in staff_lines(actions.take_in_staff(by=None, staff=staff)):
            self.stdout.write(line)
