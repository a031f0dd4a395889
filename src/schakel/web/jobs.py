"""Work that runs behind a page: started by a view, done by the worker, followed on `/werk/<key>/`.

    job = jobs.start(by=request.user, title=_("Scholen inlezen"), task=read_sites, file=str(key))
    return redirect("web:job", key=job.key)

and in the worker

    with jobs.running(job) as progress:
        for at, line in enumerate(lines):
            progress.at(at, of=len(lines))
        progress.result = reverse("reference:sites")

Report before or after a transaction, not inside one: what is not committed nobody sees. Titles and messages
name no person, because the page is polled and polls are not logged.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, Protocol
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.web import actions
from schakel.web.models import Job
from schakel.web.parts import Text

# Writing more often than this tells a reader nothing.
SECONDS_BETWEEN = 0.5


class Stopped(Exception):
    """The owner asked to stop; let it pass through, so that what was not finished is undone."""


class AlreadyEnded(Exception):
    """The work was stopped before its turn came, or the worker got it twice; there is nothing to do."""


class WorkFailed(Exception):
    """Raise it with a sentence for the owner: what is wrong and what to do."""


class Task(Protocol):
    """What django-tasks makes of a function."""

    def enqueue(self, *args: Any, **kwargs: Any) -> Any:
        """Hand it to the worker."""


def start(*, by: Any, title: Text, task: Task, **given: Any) -> Job:
    """Hand work to the worker; the task gets `job` (a key as text) and what is given (text and numbers only)."""
    job = actions.start_job(by=by, title=str(title))
    task.enqueue(job=str(job.key), **given)
    return job


class Progress:
    """How far the work is, told by the work itself."""

    def __init__(self, key: UUID) -> None:
        self.key = key
        self.result = ""
        self.message: Text = ""
        self._told = 0.0

    def at(self, done: int, *, of: int, message: Text = "") -> None:
        """Tell how far it is; raises `Stopped` when the owner asked to stop."""
        now = monotonic()
        if now - self._told < SECONDS_BETWEEN and done < of:
            return
        self._told = now
        actions.report_job(key=self.key, done=done, total=of, message=str(message))
        if Job.objects.filter(key=self.key, stop_asked=True).exists():
            raise Stopped


@contextmanager
def running(key: str | UUID) -> Iterator[Progress]:
    """Keep the line of a job true: running, then done, stopped or failed.

    A sentence in `WorkFailed` reaches the owner; of any other error only that it happened, and the error goes
    on to the worker.

    Raises:
        AlreadyEnded: stopped before its turn; nothing was done.
    """
    progress = Progress(UUID(str(key)))
    if not actions.begin_job(key=progress.key):
        raise AlreadyEnded(progress.key)
    try:
        yield progress
    except Stopped:
        _end(progress, Job.State.STOPPED, _("Gestopt."))
    except WorkFailed as failure:
        _end(progress, Job.State.FAILED, str(failure))
    except BaseException:
        _end(progress, Job.State.FAILED, _("Er ging iets mis. Probeer het nog een keer."))
        raise
    else:
        _end(progress, Job.State.DONE, progress.message)


def _end(progress: Progress, state: Job.State, message: Text) -> None:
    actions.end_job(
        key=progress.key, state=state, message=str(message), result=progress.result, now=timezone.now()
    )
