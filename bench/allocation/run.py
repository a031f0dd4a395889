"""Measure the allocation engine: `python bench/allocation/run.py [--out FILE]`.

For each size: the time to a proposal with its bound and its reasons, and the gap that is proven. Weeks are invented
(`schakel.analysis.allocation.sample`). Wall time is what a user waits; processor time shows how far the machine was
busy with something else: on a quiet machine of two cores the wall time is at most the processor time.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from schakel.analysis.allocation import allocate
from schakel.analysis.allocation.sample import sample_problem
from schakel.analysis.allocation.solve import warm_up

SIZES = ((8, 60, 1.0), (40, 400, 2.0), (200, 3333, 6.0), (600, 10_000, 10.0))


@dataclass(frozen=True)
class Row:
    people: int
    tasks: int
    seconds: float
    wall: float
    processor: float
    moves: int
    ended: str
    cost: float
    bound: float

    def line(self) -> str:
        gap = 100 * (self.cost / self.bound - 1) if self.bound else float("nan")
        return (
            f"| {self.people} x {self.tasks:,} | {self.seconds:g} | {self.wall:.1f} | {self.processor:.1f} | "
            f"{self.moves / 1e6:.1f} | {self.ended} | {self.cost:,.0f} | {self.bound:,.0f} | {gap:.1f} % |"
        )


def measured(people: int, tasks: int, seconds: float) -> Row:
    problem = sample_problem(people, tasks)
    wall, processor = time.perf_counter(), time.process_time()
    proposal = allocate(problem, seconds=seconds)
    return Row(
        people, tasks, seconds, time.perf_counter() - wall, time.process_time() - processor,
        proposal.moves, proposal.ended, proposal.cost, proposal.bound,
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path)
    parser.add_argument("--largest", type=int, default=10_000, help="leave out weeks with more tasks")
    options = parser.parse_args()
    warm_up()
    lines = [
        f"load of the machine at the start: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
        "",
        "| people x tasks | asked, s | wall, s | processor, s | moves, million | ended by | cost | bound | proven gap |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for people, tasks, seconds in SIZES:
        if tasks <= options.largest:
            lines.append(measured(people, tasks, seconds).line())
            sys.stdout.write(lines[-1] + "\n")
            sys.stdout.flush()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines += ["", f"highest memory of the whole run: {peak:.0f} MiB"]
    if options.out:
        options.out.write_text("\n".join(lines) + "\n")
    sys.stdout.write(lines[-1] + "\n")


if __name__ == "__main__":
    main()
