"""Keep the database of this release for the tests of the next: `python tools/release_dump.py`, once, when a release is made.

A small town, made and sealed with a key that is no secret, as pg_dump writes it. `tests/operations/test_upgrade.py` migrates it.
"""

from __future__ import annotations

import lzma
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from schakel import __version__
from schakel.project import cluster
from schakel.project.cluster import binaries
from schakel.project.cluster.place import DATABASE, OWNER

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "operations" / "releases"
SEAL_KEY = "the seal key of the release dumps, no secret"
# What was looked at is most of the rows; a few hundred say as much about an upgrade.
FEW = """
DELETE FROM access_logentry WHERE id > 400;
DELETE FROM casework_contact WHERE id > 300;
DELETE FROM casework_shortcontact WHERE id > 100;
"""


def main() -> None:
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="schakel-") as made:
        Path(made).chmod(0o711)
        private = Path(made) / "private"
        own = {"SCHAKEL_PRIVATE_FOLDER": str(private), "SCHAKEL_SEAL_KEY": SEAL_KEY, "SCHAKEL_DEMO": "1"}
        inherited = {name: value for name, value in os.environ.items() if "DATABASE" not in name}
        with cluster.use(cluster.place(private)) as place:
            schakel = [sys.executable, "-m", "schakel.project.cli"]
            for command in (["migrate", "--verbosity", "0"], ["demo", "--scale", "small"]):
                subprocess.run([*schakel, *command], env=inherited | own, check=True)
            database = f"host={place.socket} user={OWNER} dbname={DATABASE}"
            _shorten(database)
            subprocess.run([*schakel, "verify-log", "--seal"], env=inherited | own, check=True)
            FOLDER.mkdir(exist_ok=True)
            target = FOLDER / f"{__version__}.dump.xz"
            dump = ["--format=custom", "--compress=0", "--no-owner", "--no-privileges"]
            program = binaries.find(None, place.binaries).program("pg_dump")
            made_dump = subprocess.run(
                [program, *dump, f"--dbname={database}"], capture_output=True, check=True
            )
            target.write_bytes(lzma.compress(made_dump.stdout, preset=9 | lzma.PRESET_EXTREME))
    print(f"{target}: {target.stat().st_size:,} bytes")


def _shorten(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute(FEW)


if __name__ == "__main__":
    main()
