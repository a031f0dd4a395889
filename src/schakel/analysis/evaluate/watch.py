"""Progress on the terminal, and stopping: one line per step on stderr, and Ctrl-C or a polite kill ends the
work.
"""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from schakel.analysis.report import Language, chosen

Report = Callable[[str, float], None]

_STEPS = {
    "read": ("panel inlezen", "reading the panel"),
    "duplicates": ("dubbele rijen zoeken", "looking for repeated rows"),
    "sort": ("rijen van een school bij elkaar leggen", "putting the rows of a school together"),
    "check": ("panel controleren", "checking the panel"),
    "write": ("wegschrijven", "writing"),
    "cells": ("groeperen", "grouping"),
    "estimate": ("schatten", "estimating"),
    "inference": ("toeval meten", "measuring chance"),
    "diagnostics": ("controles", "checks"),
    "value": ("in euro's omrekenen", "pricing"),
    "report": ("verslag maken", "writing the report"),
    "simulate": ("gemeente nabootsen", "simulating the municipality"),
    "draw": ("loten", "drawing lots"),
}


@contextmanager
def watched(language: Language, *, quiet: bool = False) -> Iterator[Report]:
    """A progress bar; yields the function that engines report to (step, share done)."""
    console = Console(stderr=True, quiet=quiet)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    bars = Progress(*columns, console=console, transient=not console.is_terminal)
    with _stoppable() as asked, bars:
        tasks: dict[str, int] = {}

        def report(step: str, share: float) -> None:
            if asked:
                raise KeyboardInterrupt
            if step not in tasks:
                words = _STEPS.get(step, (step, step))
                tasks[step] = int(bars.add_task(chosen(language, *words), total=1.0))
            # a TaskID is an int
            bars.update(tasks[step], completed=min(max(share, 0.0), 1.0))  # type: ignore[arg-type]

        yield report


@contextmanager
def _stoppable() -> Iterator[list[int]]:
    """A polite kill stops like Ctrl-C, so that what is half done is cleaned up.

    Yields what was asked: Python may swallow an interrupt that comes while it tidies up, and then the next step must hear it.
    """
    asked: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        raise KeyboardInterrupt

    try:
        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    except ValueError:
        # Not the main thread: there the caller stops us.
        yield asked
        return
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def say(text: str) -> None:
    """One line for people, on stderr: stdout is for files and pipes."""
    sys.stderr.write(text + "\n")
