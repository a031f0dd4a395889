"""What the second line costs: the same pages with and without it, in one process, on the demo municipality (`make demo` first).

    SCHAKEL_DEMO=1 python -m bench.row_security --rounds 40

Rounds alternate, so that what else the machine does falls on both alike. Counted is processor time: of this process, which
plays the web server, and of the one database process that answers it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django

TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=40)
    rounds = asked.parse_args().rounds
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.project.settings")
    django.setup()
    with served():
        print(table(measure(rounds)))


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
        "list of the area": page(overseer, reverse("casework:children")),
        "case page": page(worker, reverse("casework:support", args=[case.key])),
        "child": page(worker, reverse("casework:child", args=[case.child.key])),
    }


def measure(rounds: int) -> dict[str, dict[bool, list[tuple[float, float]]]]:
    """Per page, without and with: milliseconds of processor time of web and of database, one pair for each round."""
    asked = pages()
    times: dict[str, dict[bool, list[tuple[float, float]]]] = {name: {False: [], True: []} for name in asked}
    backend = _backend()
    for number in range(rounds + 2):
        for kept in (False, True):
            switch(kept)
            for name, ask in asked.items():
                pair = _cost(ask, backend)
                if number >= 2:
                    times[name][kept].append(pair)
    switch(False)
    return times


REPEATED = 5


def _cost(ask: Callable[[], object], backend: int) -> tuple[float, float]:
    """A page five times over: the clock of the database process only ticks a hundred times a second."""
    web, database = time.process_time(), _seconds_of(backend)
    for _time in range(REPEATED):
        ask()
    per_page = 1000 / REPEATED
    return (time.process_time() - web) * per_page, (_seconds_of(backend) - database) * per_page


def switch(kept: bool) -> None:
    """The second line on or off, as `schakel grants` would."""
    from django.conf import settings

    from schakel.demo.owner import connect
    from schakel.project import row_security

    settings.ROW_SECURITY = kept
    with connect() as owner, owner.cursor() as cursor:
        row_security.apply(cursor, set(row_security.TABLES))  # type: ignore[arg-type]  # psycopg's own cursor


def _backend() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _seconds_of(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def table(times: dict[str, dict[bool, list[tuple[float, float]]]]) -> str:
    """Medians for the web, means for the database, whose clock is coarse."""
    lines = [
        "| page | web off | web on | database off | database on | both off | both on | more |",
        "|---|" + "---|" * 7,
    ]
    for name, found in times.items():
        web = {kept: statistics.median(pair[0] for pair in found[kept]) for kept in found}
        data = {kept: statistics.mean(pair[1] for pair in found[kept]) for kept in found}
        both = {kept: web[kept] + data[kept] for kept in found}
        more = both[True] / both[False] - 1
        cells = [web[False], web[True], data[False], data[True], both[False], both[True]]
        lines.append(f"| {name} | " + " | ".join(f"{cell:.1f}" for cell in cells) + f" | {more:+.0%} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
