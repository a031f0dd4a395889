"""Peers and the engine on the same panels: agreement, seconds, memory. `python -m bench.effects` runs it all.

Every measurement is a process of its own, with a limit on time and memory, so that a peer that cannot hold a panel
says so instead of taking the machine down.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
AGREE = (
    "diff-diff group-time",
    "csdid group-time",
    "statspai group-time",
    "diff-diff imputation",
    "statspai imputation",
    "linearmodels two-way",
    "pyfixest two-way",
    "fereg two-way",
    "diff-diff bacon",
)
TIMED = (
    "diff-diff group-time",
    "statspai group-time",
    "csdid group-time",
    "linearmodels two-way",
    "pyfixest two-way",
    "fereg two-way",
)
SECONDS_AT_MOST = 240
GIGABYTES_AT_MOST = 10
SCHOOLS = {1_000_000: 63, 10_000_000: 605, 84_000_000: 6_057}


def _json(command: list[str], seconds: float = SECONDS_AT_MOST) -> dict[str, Any]:
    """Run and return the last line; an empty answer when it failed or took too long."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds, check=True, preexec_fn=_limited
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return {}
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _limited() -> None:
    size = GIGABYTES_AT_MOST * 2**30
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def panel(folder: Path, rows: int, schools: int, months: int, kind: str) -> Path:
    """Make a panel once."""
    where = folder / f"{kind}-{rows}"
    if not (where / "panel.parquet").exists():
        numbers = [str(rows), str(schools), str(months)]
        subprocess.run([sys.executable, str(HERE / "panels.py"), str(where), *numbers, kind], check=True)
    return where


def agree(peers: str, folder: Path) -> list[str]:
    """Return the table of values, with the relative difference."""
    lines = [
        "| Panel | Estimate | Schakel | Peer | Value of the peer | Relative difference |",
        "|---|---|---|---|---|---|",
    ]
    for kind in ("balanced", "unbalanced"):
        where = panel(folder, 20_000, 42, 24, kind)
        own = _json([sys.executable, str(HERE / "own.py"), str(where), "values"])
        for name in AGREE:
            answer = _json([peers, str(HERE / "peer.py"), name, str(where)]).get("values", {})
            for key in sorted(set(answer) & set(own) - {"simple_se"}):
                gap = abs(answer[key] / own[key] - 1)
                lines.append(
                    f"| {kind} | {key} | {own[key]:.10f} | {name} | {answer[key]:.10f} | {gap:.0e} |"
                )
    return lines


def time_all(peers: str | None, folder: Path, rows: int, seconds: float) -> list[str]:
    """Return the table of seconds and megabytes on one panel."""
    where = panel(folder, rows, SCHOOLS[rows], 60, "balanced")
    texts = panel(folder, rows, SCHOOLS[rows], 60, "text")
    own, named = (
        _json([sys.executable, str(HERE / "own.py"), str(one), "999"], 600) for one in (where, texts)
    )
    lines = ["| What | Seconds | Processor seconds | Peak MB |", "|---|---|---|---|"]
    for found, key, what in (
        (own, "warm", "Schakel, Parquet to result"),
        (named, "warm", "Schakel, the same with texts as keys"),
        (own, "from_cells", "Schakel, cells to result"),
    ):
        peak = f"{found['peak_mb']:.0f}" if key == "warm" else ""
        lines.append(f"| {what} | {found[key]:.2f} | {found[key + '_cpu']:.2f} | {peak} |")
    for name in TIMED if peers else ():
        found = _json([str(peers), str(HERE / "peer.py"), name, str(where), "999"], seconds)
        said = f"did not finish ({seconds:.0f} s, {GIGABYTES_AT_MOST} GB) | | "
        if found:
            took = found["load"] + found["fit"]
            said = f"{took:.1f} | {found['cpu']:.1f} | {found['peak_mb']:.0f}"
        lines.append(f"| {name} | {said} |")
    return lines
