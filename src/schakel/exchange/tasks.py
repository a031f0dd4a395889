"""Reading a file behind a page: the worker reads, tells how far it is, and stores everything or nothing."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from schakel.exchange import actions
from schakel.exchange.errors import FileError
from schakel.exchange.models import Upload
from schakel.exchange.report import site_lines
from schakel.exchange.schools import read_sites
from schakel.reference.errors import ListError
from schakel.web import jobs


@task()
def take_in_sites(job: str, upload: str, published_on: str, municipality: str) -> None:
    """Take in a register that was chosen on the page; the job carries what changed, or the one thing that
    is wrong.
    """
    file = Upload.objects.select_related("owner").get(key=UUID(upload))
    try:
        with (
            translation.override(file.owner.language or settings.LANGUAGE_CODE),
            jobs.running(job) as progress,
        ):
            _take_in(file, progress, date.fromisoformat(published_on), municipality)
    except jobs.AlreadyEnded:
        pass
    finally:
        actions.drop_upload(upload=file)


def _take_in(file: Upload, progress: jobs.Progress, published_on: date, municipality: str) -> None:
    try:
        rows = read_sites(
            bytes(file.content), lambda done, total: progress.at(done, of=total, message=_("Lezen"))
        )
        progress.at(len(rows), of=len(rows), message=_("Opslaan"))
        changes = actions.take_in_sites(
            by=file.owner, rows=rows, published_on=published_on, municipality=municipality
        )
    except (FileError, ListError) as error:
        raise jobs.WorkFailed(str(error)) from error
    progress.message = "\n".join(site_lines(changes))
    progress.result = reverse("exchange:import_sites")
