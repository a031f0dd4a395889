from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schakel.access.sealer import seal_pending
from schakel.access.verify import verify


class Command(BaseCommand):
    help = "Check the access log against its seals; name every changed, removed, added or moved row."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--seal", action="store_true", help="seal the rows that wait first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["seal"]:
            seal_pending()
        report = verify(progress=self._tell)
        self.stdout.write(
            f"{report.rows} rows in {report.blocks} blocks checked, {report.unsealed} not sealed yet."
        )
        for finding in report.findings:
            self.stdout.write(f"  {finding}")
        if not report.sound:
            raise CommandError(f"The log is not as it was written: {len(report.findings)} findings.")
        self.stdout.write("The sealed log is as it was written.")

    def _tell(self, rows: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{rows} rows", ending="")
