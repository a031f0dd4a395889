"""`schakel allocate PROBLEM.json --seconds S --out FILE`: a proposal as JSON and as a page.

Exit codes: 0 done, 2 the problem or a file is refused (with what to do), 130 cancelled. Both files are written
beside their place first and put there together at the end: a cancelled or failed run leaves nothing new.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import cast

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from schakel.analysis.allocation.faults import Fault, ProblemError, SearchCancelledError
from schakel.analysis.allocation.page import proposal_pdf
from schakel.analysis.allocation.problem import Problem
from schakel.analysis.allocation.proposal import Proposal
from schakel.analysis.allocation.reading import read_problem
from schakel.analysis.allocation.search import Progress as Reached
from schakel.analysis.allocation.sentences import Words
from schakel.analysis.allocation.solve import allocate, warm_up
from schakel.analysis.report import Language, PageError

DONE, REFUSED, CANCELLED = 0, 2, 130


def add_allocate_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `schakel allocate` understands."""
    parser.add_argument(
        "problem", type=Path, metavar="PROBLEM.json", help="who works where, and what is asked"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="JSON; a PDF comes beside it")
    parser.add_argument("--seconds", type=_positive, help="how long it may take, from when the file was read")
    parser.add_argument("--moves", type=_whole, help="how many moves; the same moves give the same proposal")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another search (default 1)")
    parser.add_argument("--alternatives", type=int, default=None, help="how many to tell per task")
    parser.add_argument(
        "--exact-bound", action="store_true", help="solve the linear programme too (small teams)"
    )
    parser.add_argument(
        "--polish", type=_positive, default=0.0, help="seconds for a solver to prove the best"
    )
    parser.add_argument("--language", choices=("nl", "en"), default="nl", help="language of the page")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < 86_400:
        raise argparse.ArgumentTypeError("must be more than 0 seconds and less than a day")
    return value


def _whole(text: str) -> int:
    value = int(float(text))
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def run_allocate(options: argparse.Namespace) -> int:
    """Read, divide, write; return the exit code."""
    console = Console(stderr=True, quiet=options.quiet)
    language = cast("Language", options.language)
    try:
        if options.out.suffix == ".pdf":
            raise ProblemError(
                (Fault("--out", "names the JSON file; the PDF comes beside it, so end it in .json"),)
            )
        problem = read_problem(options.problem)
        proposal = _divide(problem, options, console)
        _write(options.out, problem, proposal, language)
    except (ProblemError, PageError) as refused:
        sys.stderr.write(f"{refused}\n")
        return REFUSED
    except OSError as refused:
        sys.stderr.write(f"{refused.filename or options.out} cannot be written ({refused.strerror}).\n")
        return REFUSED
    except (SearchCancelledError, KeyboardInterrupt):
        sys.stderr.write(f"{SearchCancelledError()}\n")
        return CANCELLED
    words = Words(problem, proposal, language)
    sys.stdout.write(f"{words.lead()} {words.quality()}\n")
    return DONE


def _divide(problem: Problem, options: argparse.Namespace, console: Console) -> Proposal:
    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with _stopping() as asked_to_stop, Progress(*columns, console=console, transient=True) as bars:
        bar = bars.add_task("…", total=1.0)
        warm_up()

        def watch(reached: Reached) -> None:
            bars.update(bar, completed=reached.share, description=f"{reached.cost:,.0f}")

        return allocate(
            problem,
            seconds=options.seconds,
            moves=options.moves,
            seed=options.seed,
            shown=options.alternatives,
            exact_bound=options.exact_bound,
            polish=options.polish,
            watch=watch,
            cancelled=lambda: asked_to_stop[0],
        )


@contextmanager
def _stopping() -> Iterator[list[bool]]:
    """Turn Ctrl-C and a polite kill into a request, so that both threads end by themselves."""
    asked = [False]

    def note(_signal: int, _frame: FrameType | None) -> None:
        asked[0] = True

    before = {}
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            before[number] = signal.signal(number, note)
    except ValueError:
        # Not in the main thread: whoever runs us there stops us.
        pass
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _write(out: Path, problem: Problem, proposal: Proposal, language: Language) -> None:
    """Put both files in place, or none."""
    text = json.dumps(proposal.as_json(), ensure_ascii=False, indent=1) + "\n"
    page = proposal_pdf(problem, proposal, language, made_on=problem.week)
    out.parent.mkdir(parents=True, exist_ok=True)
    finished = {out: text.encode(), out.with_suffix(".pdf"): page}
    waiting: list[tuple[Path, Path]] = []
    try:
        for target, content in finished.items():
            handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{target.name}-")
            waiting.append((Path(name), target))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(0o644)
        for made, target in waiting:
            made.replace(target)
    finally:
        for made, _ in waiting:
            made.unlink(missing_ok=True)
