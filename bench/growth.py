"""The same pages at 1, 4 and 16 times the data, and beside each list what it would cost without need to know.

    python -m bench.growth --scales town district region

1. Each scale of the demonstration is built once, in a private folder of its own, and kept there.
2. A process of its own asks the pages of `bench.inside`, a search and the questions of the area; counted is processor time.
3. *Unrestricted* is the same page with the gate open: every record is within reach. Only for pages that then show as many rows.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from schakel.project.cluster import place

# A page of fifty rows or of one record shows as much to who may see everything.
COMPARED = ("list", "search", "questions of the area", "case page")
ROUNDS = 12
Figures = dict[str, tuple[float, float]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scales", nargs="+", default=["town", "district", "region"])
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        print(json.dumps(measured()))
    else:
        print(table({scale: of_scale(scale) for scale in arguments.scales}))


def of_scale(scale: str) -> dict[str, Any]:
    """Counts and figures of one scale, by a process that works on its data alone."""
    folder = place().private.with_name(f"{place().private.name}-growth-{scale}")
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    env |= {"SCHAKEL_PRIVATE_FOLDER": str(folder), "SCHAKEL_DEMO": "1"}
    for command in (("migrate", "--verbosity", "0"), ("demo", "--scale", scale)):
        schakel = [sys.executable, "-m", "schakel.project.cli", *command]
        subprocess.run(schakel, env=env, stdout=subprocess.DEVNULL, check=True)
    inside = [sys.executable, "-m", "bench.growth", "--inside"]
    found: dict[str, Any] = json.loads(
        subprocess.run(inside, env=env, stdout=subprocess.PIPE, check=True).stdout
    )
    return found


def measured() -> dict[str, Any]:
    """In milliseconds of processor time, web and database: each page, and the compared ones without need to know."""
    import django
    from bench.inside import backend_of, cost, pages, served

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.project.settings")
    django.setup()
    with served():
        asked = pages()
        compared = {name: asked[name] for name in COMPARED}
        backend = backend_of()

        def figures(of: dict[str, Callable[[], object]]) -> Figures:
            pairs = [{name: cost(ask, backend) for name, ask in of.items()} for _round in range(ROUNDS + 1)][
                1:
            ]
            return {name: _middle([one[name] for one in pairs]) for name in of}

        restricted = figures(asked)
        with everything_within_reach():
            unrestricted = figures(compared)
        return {"counts": _counts(), "restricted": restricted, "unrestricted": unrestricted}


def _middle(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """The median for the web; the mean for the database, whose clock is coarse."""
    return statistics.median(web for web, _ in pairs), statistics.mean(database for _, database in pairs)


@contextmanager
def everything_within_reach() -> Iterator[None]:
    """The gate wide open, in every module that took it along. For measuring only."""
    from schakel.access import gates
    from schakel.web import prepared

    def everything(model: Any) -> Any:
        return model._default_manager.values_list("pk", flat=True)

    @prepared.prepared
    def with_key(*, model: Any, key: Any, joined: tuple[str, ...]) -> Any:
        rows = model._default_manager.filter(key=key)
        return rows.select_related(*joined) if joined else rows

    opened = {"reach": lambda *_asked: {}, "reached_ids": everything}
    changed = [(module, name) for name in opened for module in _users_of(getattr(gates, name), name)]
    kept = {name: getattr(gates, name) for name in [*opened, "_one"]}
    for module, name in changed:
        setattr(module, name, opened[name])
    vars(gates)["_one"] = with_key
    prepared.forget()
    try:
        yield
    finally:
        for module, name in [*changed, (gates, "_one")]:
            setattr(module, name, kept[name])
        prepared.forget()


def _users_of(what: object, name: str) -> list[Any]:
    return [module for module in list(sys.modules.values()) if vars(module).get(name) is what]


def _counts() -> dict[str, int]:
    from schakel.access.models import LogEntry, Relation
    from schakel.casework.models import HelpRequest, Support

    models = {"questions": HelpRequest, "supports": Support, "relations": Relation, "log rows": LogEntry}
    return {name: model._default_manager.count() for name, model in models.items()}


def table(found: dict[str, dict[str, Any]]) -> str:
    """Pages down, scales across: web + database; then the restricted worker against the unrestricted one."""
    scales = list(found)
    sizes = [
        ", ".join(f"{number:,} {name}" for name, number in found[scale]["counts"].items()) for scale in scales
    ]
    lines = [
        f"| ms of processor time, web + database | {' | '.join(scales)} |",
        "|---|" + "---|" * len(scales),
    ]
    lines.append(f"| size | {' | '.join(sizes)} |")
    for name in found[scales[0]]["restricted"]:
        lines.append(
            f"| {name} | {' | '.join(_cell(found[scale]['restricted'][name]) for scale in scales)} |"
        )
    for name in COMPARED:
        cells = (_compared(found[scale], name) for scale in scales)
        lines.append(f"| {name}, against unrestricted | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(pair: tuple[float, float]) -> str:
    return f"{pair[0]:.1f} + {pair[1]:.1f}"


def _compared(found: dict[str, Any], name: str) -> str:
    within, without = found["restricted"][name], found["unrestricted"][name]
    return f"{sum(within) / sum(without):.2f}x of {_cell(without)}"


if __name__ == "__main__":
    main()
