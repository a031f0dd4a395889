"""`schakel prune_drafts`: throw away drafts, used tickets and ended work older than thirty days."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from schakel.web import actions


class Command(BaseCommand):
    """What the daily round of the worker does, by hand."""

    help = "Throw away drafts, used tickets and ended work older than thirty days."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many went."""
        drafts, tickets, jobs = actions.prune()
        if options["verbosity"]:
            self.stdout.write(f"{drafts} drafts, {tickets} used tickets and {jobs} ended jobs thrown away.")
