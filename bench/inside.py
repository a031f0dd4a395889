"""The pages of an ordinary worker asked inside one process, and what each costs: this process, and that of the database.

Processor time, because it hardly depends on what else the machine does.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def served() -> Iterator[None]:
    """The private database, for as long as it is measured."""
    from django.conf import settings

    from schakel.project import cluster
    from schakel.project.environment import environment

    settings.ALLOWED_HOSTS = ["testserver"]
    with cluster.use(cluster.place(environment().private_folder)):
        yield


def pages() -> dict[str, Callable[[], object]]:
    """The pages of the promise, each as somebody who opens it every day."""
    from django.test import Client
    from django.urls import reverse

    from schakel.access.gates import visible
    from schakel.access.models import User
    from schakel.access.roles import Permission, Role
    from schakel.casework.models import Support

    supporter = User.objects.filter(role=Role.YOUTH_SUPPORTER, is_demo=True).order_by("pk")[0]
    coordinator = User.objects.filter(role=Role.COORDINATOR, is_demo=True).order_by("pk")[0]
    case = visible(supporter, Support, Permission.LEAD_FILE).filter(child__isnull=False, closed_on=None)[0]
    worker, overseer = Client(), Client()
    worker.force_login(supporter)
    overseer.force_login(coordinator)

    def page(client: Client, url: str) -> Callable[[], object]:
        def ask() -> None:
            answer = client.get(url)
            assert answer.status_code == 200, (url, answer.status_code)

        return ask

    return {
        "Mijn week": page(worker, reverse("casework:my_week")),
        "Vandaag": page(overseer, reverse("casework:today")),
        "list": page(worker, reverse("casework:children") + "?ook=afgesloten"),
        "search": page(worker, reverse("casework:children") + "?zoek=ma"),
        "questions of the area": page(overseer, reverse("casework:questions")),
        "list of the area": page(overseer, reverse("casework:children")),
        "case page": page(worker, reverse("casework:support", args=[case.key])),
        "child": page(worker, reverse("casework:child", args=[case.child.key])),
    }


REPEATED = 5


def cost(ask: Callable[[], object], backend: int) -> tuple[float, float]:
    """A page five times over: the clock of the database process only ticks a hundred times a second."""
    web, database = time.process_time(), _seconds_of(backend)
    for _time in range(REPEATED):
        ask()
    per_page = 1000 / REPEATED
    return (time.process_time() - web) * per_page, (_seconds_of(backend) - database) * per_page


def backend_of() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _seconds_of(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
