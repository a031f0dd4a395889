"""What Prometheus may know: how many pages, how fast, and whether log and tasks keep up. Labels name pages, never addresses.

The web workers count together in files in memory (the multi-process mode of prometheus-client), which `gunicorn` prepares. What
concerns the database is asked when somebody asks.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponseBase
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

PAGES = Counter("schakel_pages", "Answers by page, method and status.", ["page", "method", "status"])
SECONDS = Histogram(
    "schakel_page_seconds",
    "Time from request to answer, by page.",
    ["page"],
    buckets=(0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10),
)
GAUGES = {
    "schakel_log_unsealed_rows": (
        "Rows of the access log that wait for a seal.",
        "SELECT count(*) FROM access_logentry WHERE transaction >= coalesce("
        "(SELECT to_transaction FROM access_seal ORDER BY number DESC LIMIT 1), '0'::xid8)",
    ),
    "schakel_log_seal_age_seconds": (
        "Age of the newest seal.",
        "SELECT extract(epoch FROM now() - sealed_at) FROM access_seal ORDER BY number DESC LIMIT 1",
    ),
    "schakel_tasks_waiting": (
        "Background tasks that wait.",
        "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'READY'",
    ),
    "schakel_tasks_failed": (
        "Background tasks that failed and are kept.",
        "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'FAILED'",
    ),
    "schakel_mail_undelivered": (
        "Messages to owners of accounts that failed and did not go out since.",
        "SELECT count(*) FROM access_mail WHERE sent_at IS NULL AND tries > 0",
    ),
    "schakel_database_bytes": ("Size of the database.", "SELECT pg_database_size(current_database())"),
    "schakel_database_sessions": (
        "Sessions at the database.",
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()",
    ),
}


class MetricsMiddleware:
    """Counts every answer, refusals and errors included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        # An address that nobody knows could be anything, also a name.
        page = (match.view_name or "unnamed") if match else "unknown"
        method = request.method if request.method in {"GET", "POST", "HEAD"} else "other"
        PAGES.labels(page, method, str(response.status_code)).inc()
        SECONDS.labels(page).observe(time.perf_counter() - began)
        return response


def exposition() -> bytes:
    """All measures as text, of all web workers together."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # of the library
    else:
        registry.register(PAGES)
        registry.register(SECONDS)
    registry.register(_Database())
    return generate_latest(registry)


class _Database(Collector):
    """Asked at each scrape; a database that is away is itself a measure."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        found: dict[str, float] = {}
        try:
            for name, (_, query) in GAUGES.items():
                with connection.cursor() as cursor:
                    cursor.execute(query)
                    row = cursor.fetchone()
                found[name] = float(row[0]) if row and row[0] is not None else 0.0
        except DatabaseError:
            found.clear()
        yield GaugeMetricFamily("schakel_database_up", "Whether the database answers.", float(bool(found)))
        for name, value in found.items():
            yield GaugeMetricFamily(name, GAUGES[name][0], value)
