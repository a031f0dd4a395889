"""Everything the shell writes: drafts, used tickets, progress of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from schakel.web.models import Draft, Job, SentForm
from schakel.web.tickets import Ticket

KEPT_FOR = timedelta(days=30)
MOST_CHARACTERS = 60_000
MOST_FIELDS = 200

Fields = Mapping[str, Sequence[str]]
Result = TypeVar("Result")


class DraftTooLong(ValueError):
    """More text than a draft holds: let the page say so, and keep the text on the screen."""


class FormAlreadySent(Exception):
    """This ticket was used before; `result` is where the first sending led."""

    def __init__(self, result: str) -> None:
        super().__init__("This form was sent before.")
        self.result = result


def save_draft(*, by: str, ticket: Ticket, fields: Fields, after_session: bool = False) -> Draft | None:
    """Keep what was typed; None when there is nothing (left) to keep.

    `by` is the key of the author as the ticket names it: text that comes in after the session was lost has no
    logged-in user, and belongs to its author all the same.

    Raises:
        DraftTooLong: more than a draft holds.
        FormAlreadySent: the draft came after its form.
    """
    _refuse_too_much(fields)
    of_this: dict[str, Any] = {"author_id": by, "form": ticket.form, "subject": ticket.subject}
    with transaction.atomic():
        if (sent := SentForm.objects.filter(ticket=ticket.number).first()) is not None:
            raise FormAlreadySent(sent.result)
        if not any(text.strip() for texts in fields.values() for text in texts):
            # Emptied by its author, the draft goes; an empty form from nobody in particular empties nothing.
            if not after_session:
                Draft.objects.filter(**of_this).delete()
            return None
        new = {"fields": dict(fields), "after_session": after_session, "updated_at": timezone.now()}
        draft, _made = Draft.objects.update_or_create(**of_this, defaults=new)
    return draft


def _refuse_too_much(fields: Fields) -> None:
    length = sum(len(text) for texts in fields.values() for text in texts)
    if length > MOST_CHARACTERS or len(fields) > MOST_FIELDS:
        raise DraftTooLong(f"{length} characters in {len(fields)} fields")


def discard_draft(*, by: Any, form: str, subject: str) -> None:
    """Throw the author's own draft away."""
    Draft.objects.filter(author=by, form=form, subject=subject).delete()


def send_once(*, by: Any, ticket: Ticket, action: Callable[[], Result], to: Callable[[Result], str]) -> str:
    """Run the action once per ticket, throw the draft away, and say where to go; all in one transaction.

    Raises:
        FormAlreadySent: somebody pressed twice; the second waits for the first and gets its result.
    """
    with transaction.atomic():
        sent, first = SentForm.objects.get_or_create(ticket=ticket.number, defaults={"author": by})
        if not first:
            raise FormAlreadySent(sent.result)
        result = to(action())
        SentForm.objects.filter(pk=sent.pk).update(result=result)
        discard_draft(by=by, form=ticket.form, subject=ticket.subject)
    return result


def prune(*, now: datetime | None = None) -> tuple[int, int, int]:
    """Drafts, used tickets and ended work older than thirty days go; returns how many of each."""
    before = (now or timezone.now()) - KEPT_FOR
    drafts, _by_kind = Draft.objects.filter(updated_at__lt=before).delete()
    tickets, _by_kind = SentForm.objects.filter(sent_at__lt=before).delete()
    jobs, _by_kind = Job.objects.filter(ended_at__lt=before).delete()
    return drafts, tickets, jobs


def start_job(*, by: Any, title: str) -> Job:
    """A line about work that is about to be handed to the worker."""
    return Job.objects.create(owner=by, title=title)


def ask_to_stop(*, by: Any, job: Job) -> None:
    """The owner asks the work to stop; it stops at its next report, waiting work stops at once."""
    Job.objects.filter(pk=job.pk, owner=by).update(stop_asked=True)
    Job.objects.filter(pk=job.pk, owner=by, state=Job.State.WAITING).update(
        state=Job.State.STOPPED, ended_at=timezone.now()
    )


def begin_job(*, key: UUID) -> bool:
    """The worker starts; False when the owner stopped it before its turn, or it ran already."""
    waiting = Job.objects.filter(key=key, state=Job.State.WAITING)
    return bool(waiting.update(state=Job.State.RUNNING))


def report_job(*, key: UUID, done: int, total: int, message: str) -> None:
    """The worker tells how far it is."""
    Job.objects.filter(key=key).update(done=done, total=total, message=message)


def end_job(*, key: UUID, state: str, message: str, result: str, now: datetime) -> None:
    """The worker is ready, one way or the other."""
    Job.objects.filter(key=key).update(state=state, message=message, result=result, ended_at=now)
