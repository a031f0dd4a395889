"""`make bench-waiting`: the engine against SimPy, Ciw and salabim on the same models, and its own budgets.

    python -m bench.waiting [--peer-python PATH]

Without `--peer-python` a virtual environment is made in the system's temporary folder from `requirements-bench-waiting.txt`.
All times are processor seconds of one thread unless "wall" is said: other work on the machine then counts least.
Prints the tables of `docs/performance-waiting.md`, and then those of `docs/performance-allocation.md`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from schakel.analysis.waiting.duration import Duration
from schakel.analysis.waiting.model import Model
from schakel.analysis.waiting.network import Station, network
from schakel.analysis.waiting.plan import prepare
from schakel.analysis.waiting.run import Turn, run, run_each
from schakel.analysis.waiting.toml import read_scenario

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
EXAMPLES = ROOT / "examples" / "waiting"
PEER_RUNS = {"simpy": (3, 6), "ciw": (2, 3), "salabim": (1, 1)}


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def mm8() -> Model:
    return network(
        [Station(name="desk", servers=8, service=Duration.exponential(1.0))], rate=6.0, horizon=2000.0
    )


def four_stages() -> Model:
    servers, means = (4, 6, 5, 3), (0.6, 1.0, 0.8, 0.5)
    stations = [
        Station(
            name=f"s{i}", servers=servers[i], service=Duration.exponential(means[i]),
            onward={f"s{i + 1}": 1.0} if i < 3 else None, patience=Duration.exponential(20.0),
            worsening=Duration.exponential(40.0), worsens_to="s3",
        )
        for i in range(4)
    ]  # fmt: skip
    return network(stations, rate=5.0, horizon=365.0, priorities=(0.3, 0.7))


def ours(name: str, model: Model, runs: int) -> dict[str, Any]:
    """Processor seconds of one thread, best of three."""
    prepared = prepare(model)
    run(prepared, seed=1, runs=2, workers=1)
    seconds = []
    for _ in range(3):
        began = time.process_time()
        block = run(prepared, seed=1, runs=runs, workers=1)
        seconds.append(time.process_time() - began)
    stages = len(model.stages)
    ends = float(block.stage_n[:, :, 0].sum())
    events = float(block.counts[:, 0].sum()) + ends
    wait = float(block.stage_m[:, 0].sum() / block.stage_n[:, 0, 0].sum())
    assert stages == block.stage_n.shape[1]
    return {
        "tool": "schakel",
        "model": name,
        "runs": runs,
        "seconds": min(seconds),
        "events": events,
        "wait": wait,
    }


def peer_python(given: str | None) -> str:
    if given:
        return given
    folder = Path(tempfile.gettempdir()) / "schakel-bench-waiting"
    python = folder / "bin" / "python"
    if not python.exists():
        uv = ROOT / ".tools" / "bin" / "uv"
        subprocess.run([str(uv), "venv", "-q", "-p", "3.11", str(folder)], check=True)
        locked = str(ROOT / "requirements-bench-waiting.txt")
        subprocess.run([str(uv), "pip", "install", "-q", "-p", str(folder), "-r", locked], check=True)
    return str(python)


def theirs(python: str, tool: str, model: str, runs: int) -> dict[str, Any] | None:
    done = subprocess.run(
        [python, str(HERE / "peers.py"), tool, model, str(runs)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        say(f"{tool} {model}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'failed'}")
        return None
    line: dict[str, Any] = json.loads(done.stdout)
    return line


def versus(python: str) -> None:
    say("| model | tool | s per run | events per s | mean wait, first station | times slower |")
    say("|---|---|---|---|---|---|")
    for name, model, runs, column in (("mm8", mm8(), 200, 0), ("network", four_stages(), 500, 1)):
        own = ours(name, model, runs)
        rows = [own]
        for tool, counts in PEER_RUNS.items():
            line = theirs(python, tool, name, counts[column])
            if line is not None:
                rows.append(line)
        for row in rows:
            per = row["seconds"] / row["runs"]
            slower = per / (own["seconds"] / own["runs"])
            speed = row["events"] / row["seconds"]
            say(f"| {name} | {row['tool']} | {per:.4g} | {speed:,.0f} | {row['wait']:.4f} | {slower:,.0f} |")


def timed(words: str, work: Callable[[], object]) -> None:
    """Wall and processor seconds of `work`, best of three."""
    walls, cpus = [], []
    for _ in range(3):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    say(f"| {words} | {min(walls):.2f} | {min(cpus):.2f} |")


def budgets() -> None:
    team = read_scenario(EXAMPLES / "eight-on-nine.toml").model
    two_years = replace(team, calendar=replace(team.calendar, measure=730.0))
    region = read_scenario(EXAMPLES / "region.toml").model
    towns = [
        replace(team, sites=tuple(replace(s, requests_per_year=40 + i % 30) for s in team.sites))
        for i in range(342)
    ]
    for model in (two_years, region):
        run(prepare(model), seed=1, runs=2, workers=2)
    say("| work | wall s | processor s |")
    say("|---|---|---|")
    timed("team of 8 on 9 sites, 1,000 runs of two years, 2 threads",
          lambda: run(prepare(two_years), seed=1, runs=1000, workers=2))  # fmt: skip
    timed("region of 40 people, 60 sites, 200 runs of a year, 2 threads",
          lambda: run(prepare(region), seed=1, runs=200, workers=2))  # fmt: skip
    timed(
        "first band: team, 40 runs of a year, model to band",
        lambda: run(prepare(team), seed=1, runs=40, workers=2),
    )
    timed("342 municipalities x 40 runs of a year, 2 threads",
          lambda: list(run_each((Turn(prepare(t), 0, 40) for t in towns), seed=1, workers=2)))  # fmt: skip


def memory() -> None:
    """Peak memory of a fresh process that plays the region. Not `ru_maxrss`: a child begins with that of its parent."""
    code = (
        "from pathlib import Path; from schakel.analysis.waiting.toml import read_scenario;"
        "from schakel.analysis.waiting.plan import prepare; from schakel.analysis.waiting.run import run;"
        f"run(prepare(read_scenario(Path({str(EXAMPLES / 'region.toml')!r})).model), seed=1, runs=200, workers=2);"
        "print([line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    say(f"region, 200 runs: peak memory of the whole process {float(done.stdout) / 1024:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--peer-python")
    options = parser.parse_args()
    versus(peer_python(options.peer_python))
    budgets()
    memory()
    subprocess.run([sys.executable, str(ROOT / "bench" / "allocation" / "run.py")], check=True)


if __name__ == "__main__":
    main()
