"""The same pages on ever more data: `make bench-growth` times them in a small town, a town and a region, as ordinary workers.

One request at a time, so that the figure is the page and not the queue. Each scale has a database of its own, made when it is
missing (the region takes minutes) and kept for the next time.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from statistics import median

import psycopg
from bench.web import CASE, Visitor, free_port, log_in, percentile, processor_seconds, serving, wait_for

from schakel.project import cluster, schema
from schakel.project.cluster.place import DATABASE, OWNER

SCALES = ("small", "town", "region")
PAGES = {
    "Mijn week": ("youth_supporter", "/mijn-week/"),
    "Children and families": ("youth_supporter", "/kinderen/"),
    "Search by name": ("youth_supporter", "/kinderen/?zoek=sa"),
    "Case page": ("youth_supporter", ""),
    "Vandaag": ("coordinator", "/vandaag/"),
    "Questions of the area": ("coordinator", "/vragen/"),
    "My questions (teacher)": ("teacher", "/mijn-vragen/"),
}
COUNTED = (
    "SELECT count(*) FROM casework_helprequest",
    "SELECT count(*) FROM casework_contact",
    "SELECT count(*) FROM access_logentry",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--requests", type=int, default=40, help="per page, after five that do not count")
    parser.add_argument("--scales", nargs="+", default=list(SCALES), choices=SCALES)
    arguments = parser.parse_args()
    found = {scale: _measure(scale, arguments.requests) for scale in arguments.scales}
    print(f"| Page, p50 / p95 ms (processor ms) | {' | '.join(found)} |")
    print("|---" * (len(found) + 1) + "|")
    for row in next(iter(found.values())):
        print(f"| {row} | {' | '.join(each[row] for each in found.values())} |")


def _measure(scale: str, requests: int) -> dict[str, str]:
    private = cluster.place().private.with_name(f"{cluster.place().private.name}-growth-{scale}")
    with _running(private, scale) as (port, processes, rows):
        found = {"questions, contacts, log rows": rows}
        people = {role: log_in(port, role) for role in {role for role, _ in PAGES.values()}}
        cases = sorted(set(CASE.findall(people["youth_supporter"].get("/kinderen/"))))
        for name, (role, path) in PAGES.items():
            found[name] = _page(people[role], [path] if path else cases, requests, processes)
    return found


def _page(visitor: Visitor, paths: list[str], requests: int, processes: set[int]) -> str:
    turn = cycle(paths)
    for path in islice(turn, 5):
        visitor.get(path)
    before, times = processor_seconds(processes), []
    for path in islice(turn, requests):
        began = time.perf_counter()
        visitor.get(path)
        times.append((time.perf_counter() - began) * 1000)
    used = (processor_seconds(processes) - before) / requests * 1000
    return f"{median(times):.0f} / {percentile(times, 0.95):.0f} ({used:.0f})"


@contextmanager
def _running(private: Path, scale: str) -> Iterator[tuple[int, set[int], str]]:
    port = free_port()
    own = {"PORT": str(port), "SCHAKEL_PRIVATE_FOLDER": str(private), "SCHAKEL_DEMO": "1"}
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own
    rows = _prepared(private, scale, environment)
    launcher = subprocess.Popen(
        [sys.executable, "-m", "schakel.project.launch"], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(port, launcher)
        yield port, set[int]().union(*serving(launcher.pid, private).values()), rows
    finally:
        launcher.terminate()
        launcher.wait()


def _prepared(private: Path, scale: str, environment: dict[str, str]) -> str:
    """The data of this scale, made once; how much it is."""
    with cluster.use(cluster.place(private)) as place:
        schakel = [sys.executable, "-m", "schakel.project.cli"]
        subprocess.run([*schakel, "migrate", "--verbosity", "0"], env=environment, check=True)
        subprocess.run([*schakel, "demo", "--scale", scale], env=environment, check=True, stdout=sys.stderr)
        # Sealing the past is no part of a page.
        subprocess.run([*schakel, "work", "--once"], env=environment, check=True, stdout=sys.stderr)
        (place.data / "schakel.migrated").write_text(schema.state())
        (place.data / "schakel.demo").write_text("done")
        with psycopg.connect(host=str(place.socket), user=OWNER, dbname=DATABASE) as owner:
            counted = [owner.execute(query).fetchone() for query in COUNTED]
    return " · ".join(f"{row[0]:,}" for row in counted if row)


if __name__ == "__main__":
    main()
