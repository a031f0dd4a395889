"""Three answers for machines: does the process live, can it work, and how busy is it.

They are given at the door, before session, language and log, so that they still answer when the database does not. They hold
counts and states, never a person, and leave no row in the log.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.crypto import constant_time_compare

from schakel.access.pages import public
from schakel.project import metrics
from schakel.project.environment import environment

# Looked for once: a schema that was complete stays so for the life of this process.
_migrated = False


@public
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; says nothing of the database, so that nobody restarts a healthy web server when that is away."""
    return _said("ok", 200)


@public
def ready(request: HttpRequest) -> HttpResponse:
    """Whether this process can do its work now: the database answers, may be written, and has the tables of this release."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('transaction_read_only')")
            if cursor.fetchone() == ("on",):
                return _said("database is read-only", 503)
        return _said("ok", 200) if _is_migrated() else _said("migrate first", 503)
    except DatabaseError:
        return _said("no database", 503)


@public
def measures(request: HttpRequest) -> HttpResponse:
    """For Prometheus; only for who knows the token, and not there when none is set."""
    token = environment().metrics_token
    given = request.headers.get("Authorization", "")
    if token is None or not constant_time_compare(given, f"Bearer {token.get_secret_value()}"):
        raise Http404
    return HttpResponse(metrics.exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")


DOORS: dict[str, Callable[..., HttpResponseBase]] = {
    "/gezond/": alive,
    "/gereed/": ready,
    "/metrics": measures,
}


class DoorMiddleware:
    """Answers these three before anything else does; all other requests pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        view = DOORS.get(request.path_info) if request.method in {"GET", "HEAD"} else None
        if view is None:
            return self.get_response(request)
        try:
            answer = view(request)
        except Http404:
            return self.get_response(request)
        answer["Cache-Control"] = "no-store"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


def _is_migrated() -> bool:
    global _migrated  # noqa: PLW0603 -- a fact about this process
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _said(status: str, code: int) -> HttpResponse:
    return JsonResponse({"status": status}, status=code)
