"""Each page of a support's depth, asked one at a time by its regular contact: `python -m bench.depth`.

Under load the busiest pages are measured by `make bench`; this says what the others cost when nobody else asks.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from dataclasses import dataclass

from bench.web import (
    CASE,
    TAKEN_AT_MOST,
    WARM,
    HostClock,
    Visitor,
    WrongAnswer,
    at_rest,
    log_in,
    percentile,
    running,
)

KEREM = "Kerem en de ochtend"
# Rounds that may be left out, for each that counts.
PATIENT = 10
LETTER = re.compile(r'href="(/ondersteuning/[0-9a-f-]{36}/brieven/[0-9a-f-]{36}/)"')
CHILD = re.compile(r'href="(/kinderen/[0-9a-f-]{36}/)"')
# Below the address of the case, and of the child.
OF_CASE = (
    "",
    "plan/",
    "plan/schrijven/",
    "school-en-thuis/",
    "voor-het-gezin/",
    "doelen/",
    "delen/",
    "delen/nieuw/",
    "brief/plan/",
    "inzage/",
    "inzage/verhaal/",
)
OF_CHILD = ("", "toestemming/vragen/", "gezin/", "bereiken/", "dubbel/")


def pages_of(supporter: Visitor) -> dict[str, str]:
    """What each page is called in the table, and where it is, for a support that uses everything."""
    for case in sorted(set(CASE.findall(supporter.get("/kinderen/?zoek=kerem")))):
        page = supporter.get(case)
        if KEREM in page:
            child = CHILD.findall(page)[0]
            letter = LETTER.findall(supporter.get(f"{case}delen/"))[0]
            named = {f"support: {below or 'case page'}": case + below for below in OF_CASE}
            named |= {"support: a letter": letter, "support: a letter as PDF": f"{letter}pdf/"}
            return named | {f"child: {below or 'its page'}": child + below for below in OF_CHILD}
    raise WrongAnswer(f"The demonstration has no support named {KEREM}")


@dataclass
class Rounds:
    """The milliseconds of each page in the rounds that count, and how many rounds did not."""

    taken: dict[str, list[float]]
    left_out: int = 0


def in_rounds(visitor: Visitor, pages: dict[str, str], times: int) -> Rounds:
    """All pages in turn, `times` over. A round in which the host of this machine took cores says nothing: it is done again."""
    for path in pages.values():
        for _ in range(WARM):
            visitor.get(path)
    rounds, clock = Rounds({name: [] for name in pages}), HostClock()
    while (counted := min(map(len, rounds.taken.values()))) < times:
        if rounds.left_out > PATIENT * times:
            sys.exit(
                f"The host of this machine takes too much: {counted} rounds of {times} could be counted."
            )
        one = {name: milliseconds(visitor, path) for name, path in pages.items()}
        if clock.share_taken() > TAKEN_AT_MOST:
            rounds.left_out += 1
            continue
        for name, taken in one.items():
            rounds.taken[name].append(taken)
    return rounds


def milliseconds(visitor: Visitor, path: str) -> float:
    begin = time.perf_counter()
    visitor.get(path)
    return (time.perf_counter() - begin) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=40, help="how often each page is asked")
    arguments = parser.parse_args()
    with running() as (port, processes):
        at_rest(processes)
        supporter = log_in(port, "youth_supporter")
        rounds = in_rounds(supporter, pages_of(supporter), arguments.times)
    lines = ["| Page | p50 ms | p95 ms |", "|---|---|---|"]
    for name, taken in rounds.taken.items():
        lines.append(f"| {name} | {percentile(taken, 0.5):.0f} | {percentile(taken, 0.95):.0f} |")
    host = f"{100 * TAKEN_AT_MOST:.0f} % of the cores taken by the host of this machine"
    sys.stdout.write("\n".join(lines) + f"\n\n{rounds.left_out} rounds with more than {host} left out.\n")


if __name__ == "__main__":
    main()
