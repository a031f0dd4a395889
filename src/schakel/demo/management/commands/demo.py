"""`schakel demo`: a synthetic municipality in an empty database."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from schakel.demo import cast, depth, empty, load, make, owner, plan


class Command(BaseCommand):
    help = "Fill an empty database with a synthetic municipality. Nobody in it exists."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="another number makes another town")
        parser.add_argument("--today", type=date.fromisoformat, help="the day it is there; default today")
        parser.add_argument("--scale", choices=plan.SCALES, default="town")
        parser.add_argument(
            "--force", action="store_true", help="take out the demonstration that is there first"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._demo(**options)
        except load.DemoRefused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _demo(self, *, seed: int, today: date | None, scale: str, force: bool, **_more: Any) -> None:
        load.check_nobody_works_here()
        if load.is_filled() and not force:
            self.stdout.write("The demo municipality is there already. Use --force to build it again.")
            return
        load.check_copy_is_possible()
        if force:
            empty.empty()
        started = time.monotonic()
        day = today or timezone.localdate()
        living = plan.plan(scale, today=day.toordinal(), seed=seed)
        town = make.make(living, progress=self._progress("living the years"))
        load.load(town, self._show)
        if day == timezone.localdate():
            # By the actions of today: on another day they would be out of time.
            depth.deepen()
        owner.analyze()
        self._tell(town, time.monotonic() - started)

    def _tell(self, town: make.Town, seconds: float) -> None:
        tables = town.book.tables
        self._show("done", 1.0)
        self.stdout.write(
            f"\n{len(tables.sites)} sites, {len(tables.requests)} questions, {len(tables.supports)} supports, "
            f"{len(tables.contacts)} contacts, {len(tables.persons)} persons, {len(town.book.trail)} log rows "
            f"in {seconds:.1f} s"
        )
        for line in cast.log_ins():
            self.stdout.write(f"  {line}")

    def _progress(self, what: str) -> make.Progress:
        return lambda share: self._show(what, share)

    def _show(self, what: str, share: float) -> None:
        """One line that fills itself, on a terminal only."""
        if self.stdout.isatty():
            self.stdout.write(f"\r{share:4.0%} {what:<24}", ending="")
            self.stdout.flush()
