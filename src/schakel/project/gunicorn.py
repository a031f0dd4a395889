"""How gunicorn serves Schakel: sync workers, one per core, which measured fastest for short pages."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Any

from schakel.project import leash
from schakel.project.environment import environment


def counters() -> str:
    """A folder in memory for this port; what a killed server left there is counted no more."""
    folder = Path(f"/dev/shm/schakel-{os.getuid()}-{environment().port}")  # noqa: S108 -- made anew, for this user alone
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(mode=0o700)
    except OSError:
        return tempfile.mkdtemp(prefix="schakel-")
    return str(folder)


# A new connection for each request takes longer than the request. Read by the settings, after this file.
os.environ.setdefault("SCHAKEL_DATABASE_POOL", "2")
# The workers count together here; read when the counters are made.
_COUNTERS = os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", counters())

wsgi_app = "schakel.project.wsgi:application"
bind = f"127.0.0.1:{environment().port}"
workers = environment().web_workers
# With a clock on what comes in, and garbage collected between pages.
worker_class = "schakel.project.worker.PromptWorker"
# Loaded once, then forked: half the start, less memory. No connection is open before the fork.
preload_app = True
timeout = 30
graceful_timeout = 5
# A worker that leaks is renewed, not all at the same moment; its first pages take ten times as long, so it happens seldom.
max_requests = 50_000
max_requests_jitter = 25_000
# In memory: a heartbeat file on a slow disk can stall a worker.
worker_tmp_dir = "/dev/shm"  # noqa: S108 -- gunicorn makes an unnamed file there
# The proxy writes who asked what; addresses of pages about children are kept out of a second log.
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True


def when_ready(server: Any) -> None:
    """What was loaded stays: no worker looks through it again for garbage, and the memory stays shared."""
    from schakel.project import warm

    warm.up()
    gc.collect()
    gc.freeze()


def child_exit(server: Any, worker: Any) -> None:
    """What a worker counted stays counted when it is gone."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # of the library


def on_exit(server: Any) -> None:
    shutil.rmtree(_COUNTERS, ignore_errors=True)


def post_fork(server: Any, worker: Any) -> None:
    """A worker whose master was killed lets go of the port at once. Garbage is collected behind a page, seldom within."""
    leash.tie(signal.SIGKILL)
    gc.set_threshold(50_000, 20, 50)
