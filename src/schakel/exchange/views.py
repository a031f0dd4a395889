"""Pages where a file comes in: choose it, and follow the worker that reads it."""

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.roles import Permission
from schakel.exchange import actions, queries, tasks
from schakel.exchange.files import MAX_BYTES
from schakel.exchange.forms import SitesForm
from schakel.web import drafts, jobs
from schakel.web.limits import takes_at_most
from schakel.web.models import Job


@page(Permission.REFERENCE)
@takes_at_most(MAX_BYTES)
def import_sites(request: Request) -> HttpResponse:
    """Choose an edition of the school register; below the form stands what is there now."""
    desk = drafts.for_form(request, "scholen-inlezen")
    form = desk.fill(SitesForm)
    if desk.sending and form.is_valid():
        return desk.send_once(
            lambda: _start(request, form), to=lambda job: reverse("web:job", args=[job.key])
        )
    context = {"form": form, "desk": desk, "lists": queries.lists_of_sites()}
    return TemplateResponse(
        request, "exchange/import_sites.html", context, status=422 if desk.sending else 200
    )


def _start(request: Request, form: SitesForm) -> Job:
    asked = form.cleaned_data
    upload = actions.keep_upload(by=request.user, name=form.file_name, content=asked["file"])
    return jobs.start(
        by=request.user,
        title=_("Scholen inlezen"),
        task=tasks.take_in_sites,
        upload=str(upload.key),
        published_on=asked["published_on"].isoformat(),
        municipality=asked["municipality"],
    )
