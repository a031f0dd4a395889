"""The log at the size of a region: `make bench-log` makes five million rows, seals them and verifies them, and times each.

The rows are as a look leaves them: names, keys, three persons, an address. The database makes them, ten thousand at a time.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from schakel.project import cluster
from schakel.project.cluster.place import DATABASE, OWNER

TRANSACTION = 10_000
FILL = """
INSERT INTO access_logentry (at, event, action, actor_id, actor_name, role, on_behalf_of, object_kind, object_key, persons,
    rule, break_glass, origin, trace_id, detail)
SELECT now() - (%(rows)s - number) * interval '31 seconds', 'look', 'casework:support', number %% 500, 'Fenna de Boer',
    'youth_supporter', '', 3, md5((number %% 20000)::text)::uuid, ARRAY[number %% 40000, number %% 39989, number %% 39979],
    'read_file', false, '192.0.2.7', md5(number::text)::uuid, '{}'
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS number
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--keep", action="store_true", help="do not remove the database afterwards")
    arguments = parser.parse_args()
    private = cluster.place().private.with_name(f"{cluster.place().private.name}-bench-log")
    own = {"SCHAKEL_PRIVATE_FOLDER": str(private), "SCHAKEL_DEMO": "0"}
    with cluster.use(cluster.place(private)) as place:
        _schakel(own, "migrate", "--verbosity", "0")
        with psycopg.connect(host=str(place.socket), user=OWNER, dbname=DATABASE, autocommit=True) as owner:
            present = (owner.execute("SELECT count(*) FROM access_logentry").fetchone() or (0,))[0]
            _timed("made", lambda: _fill(owner, present, arguments.rows))
        _timed("sealed", lambda: _schakel(own, "work", "--once"))
        _timed("verified", lambda: _schakel(own, "verify-log"))
    if not arguments.keep:
        shutil.rmtree(private)


def _fill(owner: psycopg.Connection, present: int, rows: int) -> None:
    for first in range(present + 1, rows + 1, TRANSACTION):
        last = min(first + TRANSACTION - 1, rows)
        owner.execute(FILL, {"rows": rows, "first": first, "last": last})


def _schakel(own: dict[str, str], *command: str) -> None:
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    subprocess.run([sys.executable, "-m", "schakel.project.cli", *command], env=inherited | own, check=True)


def _timed(what: str, do: object) -> None:
    assert callable(do)
    began = time.monotonic()
    do()
    load = Path("/proc/loadavg").read_text().split()[0]
    print(f"{what} in {time.monotonic() - began:.1f} s (load {load})", flush=True)


if __name__ == "__main__":
    main()
