"""Small weeks to test with, in the layout of the file."""

from __future__ import annotations

import copy
from typing import Any

from schakel.analysis.allocation import Problem, problem_from

Given = dict[str, Any]

DAYS = ("monday", "tuesday", "wednesday", "thursday")


def person(
    key: str, *, site: str | None = "wilgen", registered: bool = True, days: int = 4, **more: Any
) -> Given:
    """Somebody who works 8 hours a day from Monday on."""
    duty = [{"day": day, "from": "08:30", "until": "16:30", "site": site} for day in DAYS[:days]]
    given: Given = {"key": key, "name": key.title(), "duty": duty}
    if registered:
        given |= {"registered_from": "2021-01-01", "registered_until": "2028-12-31"}
    return given | more


def task(key: str, kind: str = "short", **more: Any) -> Given:
    """Two hours for the family f1 at De Wilgen."""
    usual = {"hours": 2, "priority": 3, "asked_on": "2026-11-18", "family": "f1", "site": "wilgen"}
    return {"key": key, "kind": kind, **usual, **more}


KINDS: list[Given] = [
    {"key": "short", "name": "Kortdurende interventie"},
    {"key": "decide", "name": "Besluiten over het vervolg", "act": "decide"},
    {
        "key": "file", "name": "Dossier bijwerken", "safe": True, "executive": True, "level_enough": True,
        "contact": False,
    },
]  # fmt: skip


def week(**changes: Any) -> Given:
    """Two registered people, one site each, one family, one task."""
    given: Given = {
        "layout": 1,
        "week": "2026-11-23",
        "people": [person("fenna"), person("jelle", site="kompas")],
        "sites": [{"key": "wilgen", "name": "De Wilgen"}, {"key": "kompas", "name": "Het Kompas"}],
        "travel": [{"from": "wilgen", "to": "kompas", "minutes": 15}],
        "families": [{"key": "f1", "case_lead": "fenna", "known": ["fenna"]}],
        "kinds": KINDS,
        "tasks": [task("t1")],
    }
    return copy.deepcopy(given | changes)


def problem(**changes: Any) -> Problem:
    """The week, read and checked."""
    return problem_from(week(**changes))
