"""Each page of a support's depth, asked one at a time by its regular contact: `python -m bench.depth`.

Under load the busiest pages are measured by `make bench`; this says what the others cost when nobody else asks.
"""

from __future__ import annotations

import argparse
import re
import sys
import time

from bench.web import CASE, WARM, Visitor, WrongAnswer, at_rest, log_in, percentile, running

KEREM = "Kerem en de ochtend"
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


def milliseconds(visitor: Visitor, path: str, times: int) -> list[float]:
    for _ in range(WARM):
        visitor.get(path)
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        visitor.get(path)
        found.append((time.perf_counter() - begin) * 1000)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=20, help="how often each page is asked")
    arguments = parser.parse_args()
    with running() as (port, processes):
        at_rest(processes)
        supporter = log_in(port, "youth_supporter")
        lines = ["| Page | p50 ms | p95 ms |", "|---|---|---|"]
        for name, path in pages_of(supporter).items():
            taken = milliseconds(supporter, path, arguments.times)
            lines.append(f"| {name} | {percentile(taken, 0.5):.0f} | {percentile(taken, 0.95):.0f} |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
