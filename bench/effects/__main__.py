"""`make bench-effects`: agreement with peers, seconds and memory, written into `docs/performance-effects.md`.

    python -m bench.effects [--rows 1000000 10000000 84000000] [--seconds 240] [--no-peers] [--peers-up-to ROWS]

Peers run in an environment of their own, made in `var/` from `requirements-bench-effects.txt` (locked by hash). Panels
of 84 million child-months take 300 MB of disk. Tables stand in the document between their marks, so that one run
replaces them; the load of the machine stands beside the figures.
"""

import argparse
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.effects.compare import SCHOOLS, agree, time_all

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PLACE = ROOT / "var" / "bench"
LOCKED = HERE / "requirements-bench-effects.txt"
DOCUMENT = ROOT / "docs" / "performance-effects.md"


def peers_python() -> str:
    """Return the interpreter of the peers, making their environment when the lock file changed."""
    home = PLACE / "peers"
    state = hashlib.sha256(LOCKED.read_bytes()).hexdigest()
    stamp = home / ".stamp"
    if not stamp.exists() or stamp.read_text() != state:
        uv = str(ROOT / ".tools" / "bin" / "uv")
        python = str(home / "bin" / "python")
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(home)], check=True)
        install = [uv, "pip", "install", "--quiet", "--require-hashes", "--python", python, "-r", str(LOCKED)]
        subprocess.run(install, check=True)
        stamp.write_text(state)
    return str(home / "bin" / "python")


def main() -> None:
    """Measure what was asked and write it down."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="*", default=list(SCHOOLS), choices=list(SCHOOLS))
    parser.add_argument("--seconds", type=float, default=240, help="time limit of one peer on one panel")
    parser.add_argument("--no-peers", action="store_true", help="only the engine itself")
    parser.add_argument("--peers-up-to", type=int, default=10**9, help="largest panel that peers get")
    parser.add_argument("--no-agreement", action="store_true", help="only seconds and memory")
    args = parser.parse_args()
    peers = None if args.no_peers else peers_python()
    if peers and not args.no_agreement:
        _write("agreement", agree(peers, PLACE))
    for rows in args.rows:
        load = os.getloadavg()[0]
        table = time_all(peers if rows <= args.peers_up_to else None, PLACE, rows, args.seconds)
        _write(f"speed-{rows}", [_circumstances(load), "", *table])


def _circumstances(load: float) -> str:
    today = datetime.now(ZoneInfo("Europe/Amsterdam")).date()
    busy = "quiet" if load < 0.5 else "shared"
    return f"{today}, {os.cpu_count()} processors; load when it began {load:.1f}: a {busy} machine. The engine: best of three."


def _write(name: str, lines: Iterable[str]) -> None:
    text = "\n".join(lines)
    sys.stdout.write(f"\n{name}\n{text}\n")
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    whole = DOCUMENT.read_text(encoding="utf-8")
    if begin not in whole:
        sys.exit(f"{DOCUMENT.name} has no place {begin}; put the two marks where the table belongs")
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    DOCUMENT.write_text(pattern.sub(lambda _: f"{begin}\n{text}\n{end}", whole), encoding="utf-8")


if __name__ == "__main__":
    main()
