"""The school that most tests begin with, built once for each worker.

1. Before the first test each world is built in a copy of the test database, and kept there.
2. A test that asks for `cast`, `support` or `matrix` works in that copy, in a transaction of its own that is rolled back,
   on people who are copies too. Every other test works in the empty database.
3. A test that commits empties its tables afterwards, also of what every release brings along: it works in a copy of its own
   kind, and builds its own school.
"""

import pickle
from collections.abc import Callable, Collection, Mapping
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests import database

Kept = Mapping[str, Any]


def _school() -> Kept:
    from tests import cast

    return {"cast": cast.school()}


def _case() -> Kept:
    from tests import cast

    made = cast.school()
    return {"cast": made, "support": cast.supported(made)}


def _matrix() -> Kept:
    from tests import test_access_matrix

    return {"matrix": test_access_matrix.made_world()}


COMMITTED = "committed"
# By the fixture that asks for it, the fullest last: what stands in it is given under these names.
WORLDS: Mapping[str, Callable[[], Kept]] = {
    COMMITTED: dict,
    "cast": _school,
    "support": _case,
    "matrix": _matrix,
}


class Stage:
    """The databases of one worker, and in which of them its tests work now."""

    def __init__(self) -> None:
        self.empty = ""
        # What stands in this world, by the name of the fixture that gives it.
        self.given: Kept = {}
        self._kept: dict[str, bytes] = {}
        self._now = ""
        # The line to each world that is left for a while: a new one would have to learn all tables and plans again.
        self._lines: dict[str, psycopg.Connection | None] = {}

    def build(self, wanted: Collection[str]) -> None:
        """The worlds that any test of this run asks for; the caller may use the database, as the runtime role."""
        self.empty = connection.settings_dict["NAME"]
        for name in [each for each in WORLDS if each in {*wanted, COMMITTED}]:
            database.copy(self.empty, self._database(name))
            self.enter(name)
            self._kept[name] = pickle.dumps(WORLDS[name]())
            self.enter("")

    def enter(self, world: str) -> None:
        """For one test, the connection is to this world and its records lie ready; no name is the empty database."""
        if world != self._now:
            self._lines[self._now] = self._hang_up()
            connection.settings_dict["NAME"] = self._database(world)
            self._now = world
            connection.connection = self._lines.pop(world, None)
        self.given = pickle.loads(self._kept[world]) if world in self._kept else {}  # noqa: S301 -- made in `build`

    def strike(self) -> None:
        """Back to the empty database; the others go."""
        self.enter("")
        for line in filter(None, self._lines.values()):
            line.close()
        self._lines.clear()
        for name in self._kept:
            database.remove(self._database(name))
        self._kept.clear()

    @staticmethod
    def _hang_up() -> psycopg.Connection | None:
        """The line as it is now, if it is whole; Django forgets it."""
        line: psycopg.Connection | None = connection.connection
        whole = line is not None and not connection.in_atomic_block and not line.closed
        if not whole:
            connection.close()
        connection.connection = None
        return line if whole else None

    def _database(self, world: str) -> str:
        return f"{self.empty}_{world}" if world else self.empty


def wanted_by(item: pytest.Item) -> str:
    """The world that this test asks for by its fixtures; empty for none."""
    fixtures = set(getattr(item, "fixturenames", ()))
    if commits(item):
        return COMMITTED
    return max(fixtures & set(WORLDS), key=list(WORLDS).index, default="")


def commits(item: pytest.Item) -> bool:
    """Whether this test ends its transactions itself, and so leaves rows behind."""
    marker = item.get_closest_marker("django_db")
    asked = marker is not None and (marker.kwargs.get("transaction") or True in marker.args[:1])
    return bool(asked or {"transactional_db", "live_server"}.intersection(getattr(item, "fixturenames", ())))
