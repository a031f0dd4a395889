"""`schakel demo-panel FILE.parquet`: the pseudonymous child-months of the demo municipality, with its known truth."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from schakel.demo import make, panel_files, plan


class Command(BaseCommand):
    help = "Write the child-months of the demo municipality, its question, its schools and its truth."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help="the panel, ending in .parquet; its companions stand beside it"
        )
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--today", type=date.fromisoformat, help="default today")
        parser.add_argument("--scale", choices=("town", "region"), default="town")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if file.suffix != ".parquet" or not file.parent.is_dir():
            raise CommandError("Give a file that ends in .parquet, in a folder that exists.")
        day = (options["today"] or timezone.localdate()).toordinal()
        wanted = plan.plan(options["scale"], today=day, seed=options["seed"])
        panel = panel_files.write(make.settled(wanted), file)
        self.stdout.write(
            f"{panel.table.num_rows} child-months at {len(panel.starts)} schools, {panel.treated} of them with a supporter: "
            f"{file}, and beside it question, schools and truth"
        )
