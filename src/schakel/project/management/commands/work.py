"""The worker: background tasks in the main thread, the log sealed and mail sent beside it, chores once a day.

All of them must go on for Schakel to be true to its word, so one command runs them and one process is watched.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from schakel.access import mail, sealer

logger = logging.getLogger(__name__)

# Each removes what has outlived its use or says what ends soon; a chore whose room does not exist is skipped.
CHORES = (
    "watch_accounts",
    "clearsessions",
    "prune_db_task_results",
    "prune_drafts",
    "prune_uploads",
    "prune_mail",
)


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
            sealer.remind_witness()
            mail.send_waiting()
        else:
            threading.Thread(target=keep_house, args=(seal_every,), name="sealer", daemon=True).start()
            # Apart: a mail server that answers slowly must not keep the log unsealed.
            threading.Thread(target=keep_sending, args=(seal_every,), name="mail", daemon=True).start()
        worker = task_worker(batch=once)
        if once:
            worker.run()
        else:
            worker.configure_signals()
            keep_working(worker, seal_every)


def keep_working(worker: Worker, every: float) -> None:
    """Run tasks until asked to stop. A database that is away is told and waited for; the process lives on."""
    while True:
        try:
            take_up_again(worker.worker_id)
            worker.run()
        except DatabaseError:
            logger.exception("The database does not answer; trying again in %s s", every)
            connection.close()
            time.sleep(every)
        else:
            return


def take_up_again(worker_id: str) -> None:
    """A task that was on its way when its worker was killed, or the database went away, waits for its turn again.

    Tasks are small and safe to run twice; no library call puts them back.
    """
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    for task in running:
        last = task.worker_ids[-1] if task.worker_ids else ""
        if last == worker_id or not _lives(last):
            DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING).update(
                status=TaskResultStatus.READY, started_at=None
            )


def _lives(worker_id: str) -> bool:
    """Whether a worker of this machine still runs; of another machine nothing is known, so it is left alone."""
    host, _, pid = worker_id.removeprefix("schakel-").rpartition("-")
    if host != socket.gethostname() or not pid.isdigit():
        return bool(host)
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return b"work" in command


def task_worker(*, batch: bool) -> Worker:
    """One worker for all queues, looking twice a second: an import page waits for it."""
    return Worker(
        queue_names=["*"],
        interval=0.5,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"schakel-{socket.gethostname()}-{os.getpid()}",
        excluded_queue_names=[],
    )


def keep_house(every: float) -> None:
    """Seal and clear away, for ever. A fault is told and tried again: an unsealed tail is visible in `verify-log`."""
    duties = (Sealing().do, Chores().do)
    while True:
        close_old_connections()
        for duty in duties:
            # One that fails does not keep the other from its work.
            try:
                duty()
            except Exception:
                logger.exception("Sealing the log or a daily chore failed; trying again in %s s", every)
                connection.close()
        time.sleep(every)


def keep_sending(every: float) -> None:
    """Send mail, for ever. A fault of ours is told and tried again; what a mail server refuses is kept with the message."""
    while True:
        close_old_connections()
        try:
            mail.send_waiting()
        except Exception:
            logger.exception("Sending mail failed; trying again in %s s", every)
            connection.close()
        time.sleep(every)


class Sealing:
    """Seals what waits; after a fault, the witness outside the database is told again what it may have missed."""

    def __init__(self) -> None:
        self._reminded = False

    def do(self) -> None:
        reminded, self._reminded = self._reminded, False
        sealer.seal_pending()
        if not reminded:
            sealer.remind_witness()
        self._reminded = True


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
