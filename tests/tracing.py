"""Coverage follows only the tests of the rooms that the gate is about.

A tracer makes all of Python slower, also code that it does not count. So it watches while the rooms of the gate are imported
and while their own tests run, and rests otherwise. What only a test of another room reaches is not covered, unless that test
is marked `watched`.
"""

import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest
from coverage import Coverage

ROOMS = ("rules", "access", "casework")


class Tracing:
    """The measurement of this process, if there is one."""

    def __init__(self) -> None:
        self._of_this_run: Coverage | None = None
        self._rested = False

    def rest(self) -> None:
        """The rooms are imported under the tracer, then it rests until a test of theirs."""
        self._of_this_run = Coverage.current()
        if self._of_this_run is not None:
            for room in ROOMS:
                _import_all(f"schakel.{room}")
            self._of_this_run.stop()

    @contextmanager
    def of(self, item: pytest.Item) -> Iterator[None]:
        """Watch this test, when it is one of a room of the gate."""
        if self._of_this_run is None or not is_watched(item):
            self._rested = True
            yield
            return
        if self._rested:
            # Queries are put together once: who watches now wants to see it done.
            from schakel.web import prepared

            prepared.forget()
            self._rested = False
        self._of_this_run.start()
        try:
            yield
        finally:
            self._of_this_run.stop()


def is_watched(item: pytest.Item) -> bool:
    """Its folder is named after a room of the gate; single tests ask to be watched too, or to be left alone."""
    room = Path(item.path).relative_to(Path(__file__).parent).parts[0]
    asked, spared = (item.get_closest_marker(name) is not None for name in ("watched", "unwatched"))
    return asked or (room in ROOMS and not spared)


def _import_all(package: str) -> None:
    """Migrations too: else only a worker whose first test is watched would see them come in."""
    for each in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
        import_module(each.name)
