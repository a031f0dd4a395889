"""Peers and the engine on the same panels, in one run: agreement, seconds, memory.

`python bench/effects/compare.py PEERS_PYTHON FOLDER [agree|time] [rows]`: PEERS_PYTHON is the interpreter of an environment
made from `requirements-bench-effects.txt`; FOLDER takes the panels. Prints a Markdown table.
"""

import json
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
    "fereg two-way",
)
SECONDS_AT_MOST = 1_800


def _json(command: list[str]) -> dict[str, Any]:
    """Run and return the last line; an empty answer when it failed or took too long."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS_AT_MOST, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return {}
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


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


def time_all(peers: str, folder: Path, rows: int) -> list[str]:
    """Return the table of seconds and megabytes."""
    where = panel(folder, rows, max(63, rows // 16_500), 60, "balanced")
    own = _json([sys.executable, str(HERE / "own.py"), str(where), "999"])
    lines = ["| What | Seconds, file to result | Peak MB |", "|---|---|---|"]
    lines.append(
        f"| Schakel, everything | {own['warm']:.2f} (processor {own['warm_cpu']:.2f}) | {own['peak_mb']:.0f} |"
    )
    lines.append(
        f"| Schakel, from cells | {own['from_cells']:.2f} (processor {own['from_cells_cpu']:.2f}) | |"
    )
    for name in TIMED:
        found = _json([peers, str(HERE / "peer.py"), name, str(where), "999"])
        said = (
            f"{found['load'] + found['fit']:.1f} | {found['peak_mb']:.0f}" if found else "did not finish | "
        )
        lines.append(f"| {name} | {said} |")
    return lines


if __name__ == "__main__":
    interpreter, place, what = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    table = agree(interpreter, place) if what == "agree" else time_all(interpreter, place, int(sys.argv[4]))
    sys.stdout.write("\n".join(table) + "\n")
