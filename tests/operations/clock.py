"""A clock that a test sets, for every process of an installation at once."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from pathlib import Path

from tests.operations.harness import Installation, Visitor

ABOUT = 5.0
# Loaded by every Python of the installation, because it is called so and stands on its path.
CLOCK = """
import os, pathlib, threading, time, time_machine
def follow():
    file, told = pathlib.Path(os.environ["TEST_CLOCK"]), ""
    while True:
        if (shift := file.read_text()) not in ("", told):
            told = shift
            real = time.clock_gettime(time.CLOCK_MONOTONIC) - BEGAN[0] + BEGAN[1]
            time_machine.travel(real + float(shift), tick=True).start()
        time.sleep(0.1)
BEGAN = (time.clock_gettime(time.CLOCK_MONOTONIC), time.time())
def begin():
    threading.Thread(target=follow, daemon=True).start()
os.register_at_fork(after_in_child=begin)
begin()
"""


class Clock:
    def __init__(self, file: Path) -> None:
        self._file = file
        self._file.write_text("0")
        self._shift = 0

    def set(self, seconds: int) -> None:
        """So many seconds beside the real time; idle processes have seen it when this returns."""
        self._shift = seconds
        self._file.write_text(str(seconds))
        time.sleep(0.5)

    def is_seen(self, port: int) -> bool:
        """Whether the process that answers here has this time."""
        told = parsedate_to_datetime(Visitor(port).get("/gezond/").headers["Date"]).timestamp()
        return abs(told - time.time() - self._shift) < ABOUT


@contextmanager
def clock_of(town: Installation, folder: Path) -> Iterator[Clock]:
    """What starts within follows this clock."""
    (folder / "sitecustomize.py").write_text(textwrap.dedent(CLOCK))
    clock = Clock(folder / "clock")
    town.more |= {"TEST_CLOCK": str(folder / "clock"), "SITE": str(folder)}
    try:
        yield clock
    finally:
        town.more.clear()
