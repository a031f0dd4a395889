"""The worker: background tasks in the main thread, the log sealed beside it, chores once a day.

All three must go on for Schakel to be true to its word, so one command runs them and one process is watched.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import date
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from schakel.access import sealer

logger = logging.getLogger(__name__)

# Each removes what has outlived its use; a chore whose room does not exist is skipped.
CHORES = ("clearsessions", "prune_db_task_results", "prune_drafts", "prune_uploads")


class Command(BaseCommand):
    help = "Run background tasks, seal the log every few seconds, and clear away once a day what is no longer used."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seal-every", type=float, default=3.0, help="seconds between two blocks of the log"
        )
        parser.add_argument("--once", action="store_true", help="do what waits now, then stop")

    def handle(self, *, seal_every: float, once: bool, **options: Any) -> None:
        if once:
            Chores().do()
            sealer.seal_pending()
        else:
            threading.Thread(target=keep_house, args=(seal_every,), name="sealer", daemon=True).start()
        worker = task_worker(batch=once)
        if not once:
            worker.configure_signals()
        worker.run()


def task_worker(*, batch: bool) -> Worker:
    """One worker for all queues, looking twice a second: an import page waits for it."""
    return Worker(
        queue_names=["*"],
        interval=0.5,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"schakel-{threading.get_native_id()}",
        excluded_queue_names=[],
    )


def keep_house(every: float) -> None:
    """Seal and clear away, for ever. A fault is told and tried again: an unsealed tail is visible in `verify-log`."""
    chores = Chores()
    while True:
        close_old_connections()
        try:
            sealer.seal_pending()
            chores.do()
        except Exception:
            logger.exception("Sealing the log or a daily chore failed; trying again in %s s", every)
            connection.close()
        time.sleep(every)


class Chores:
    """Done once per day, also when the worker starts in the middle of one."""

    def __init__(self) -> None:
        self._done_on: date | None = None

    def do(self) -> None:
        today = timezone.localdate()
        if self._done_on == today:
            return
        for name in CHORES:
            if name in get_commands():
                call_command(name, verbosity=0)
        self._done_on = today
