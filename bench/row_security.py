"""What the second line costs: the same pages with and without it, in one process, on the demo municipality (`make demo` first).

    SCHAKEL_DEMO=1 python -m bench.row_security --rounds 40

Rounds alternate, so that what else the machine does falls on both alike. Counted is processor time: of this process, which
plays the web server, and of the one database process that answers it.
"""

from __future__ import annotations

import argparse
import os
import statistics

import django
from bench.inside import backend_of, cost, pages, served


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=40)
    rounds = asked.parse_args().rounds
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.project.settings")
    django.setup()
    with served():
        print(table(measure(rounds)))


def measure(rounds: int) -> dict[str, dict[bool, list[tuple[float, float]]]]:
    """Per page, without and with: milliseconds of processor time of web and of database, one pair for each round."""
    asked = pages()
    times: dict[str, dict[bool, list[tuple[float, float]]]] = {name: {False: [], True: []} for name in asked}
    backend = backend_of()
    for number in range(rounds + 2):
        for kept in (False, True):
            switch(kept)
            for name, ask in asked.items():
                pair = cost(ask, backend)
                if number >= 2:
                    times[name][kept].append(pair)
    switch(False)
    return times


def switch(kept: bool) -> None:
    """The second line on or off, as `schakel grants` would."""
    from django.conf import settings

    from schakel.demo.owner import connect
    from schakel.project import row_security

    settings.ROW_SECURITY = kept
    with connect() as owner, owner.cursor() as cursor:
        row_security.apply(cursor, set(row_security.TABLES))  # type: ignore[arg-type]  # psycopg's own cursor


def table(times: dict[str, dict[bool, list[tuple[float, float]]]]) -> str:
    """Medians for the web, means for the database, whose clock is coarse."""
    lines = [
        "| page | web off | web on | database off | database on | both off | both on | more |",
        "|---|" + "---|" * 7,
    ]
    for name, found in times.items():
        web = {kept: statistics.median(pair[0] for pair in found[kept]) for kept in found}
        data = {kept: statistics.mean(pair[1] for pair in found[kept]) for kept in found}
        both = {kept: web[kept] + data[kept] for kept in found}
        more = both[True] / both[False] - 1
        cells = [web[False], web[True], data[False], data[True], both[False], both[True]]
        lines.append(f"| {name} | " + " | ".join(f"{cell:.1f}" for cell in cells) + f" | {more:+.0%} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
