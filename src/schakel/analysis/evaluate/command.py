"""The commands: arguments in, a folder of results out, and an exit code.

0: done. 2: refused, with one message that says what would be needed. 130: stopped by the user; nothing is left.
"""

from argparse import Namespace
from collections.abc import Callable

import duckdb

from schakel.analysis.effects.errors import Cancelled, EffectError
from schakel.analysis.evaluate import jobs
from schakel.analysis.evaluate.arguments import (
    add_evaluate_arguments,
    add_rollout_arguments,
    add_simulate_arguments,
    add_sums_arguments,
    add_value_arguments,
)
from schakel.analysis.evaluate.output import OutputError
from schakel.analysis.evaluate.watch import Report, say, watched
from schakel.analysis.panel.errors import PanelError, SuppressionError
from schakel.analysis.report import PageError
from schakel.analysis.rollout.plan import RolloutError
from schakel.analysis.value.errors import ValueRefusal

__all__ = [
    "add_evaluate_arguments",
    "add_rollout_arguments",
    "add_simulate_arguments",
    "add_sums_arguments",
    "add_value_arguments",
    "run_evaluate",
    "run_rollout",
    "run_simulate",
    "run_sums",
    "run_value",
]

DONE, REFUSED, STOPPED = 0, 2, 130
_REFUSALS = (EffectError, PanelError, SuppressionError, ValueRefusal, RolloutError, OutputError, PageError)
Job = Callable[[Namespace, Report], str]


def run_evaluate(args: Namespace) -> int:
    """Answer a question from a panel or from sums."""
    return _run(jobs.evaluate, args)


def run_sums(args: Namespace) -> int:
    """Write what may leave the house."""
    return _run(jobs.sums, args)


def run_value(args: Namespace) -> int:
    """Say what effects are worth, and to whom."""
    return _run(jobs.value, args)


def run_rollout(args: Namespace) -> int:
    """Draw who starts when, and judge designs."""
    return _run(jobs.rollout, args)


def run_simulate(args: Namespace) -> int:
    """Make a municipality whose truth is known."""
    return _run(jobs.simulate, args)


def _run(job: Job, args: Namespace) -> int:
    try:
        with watched(args.language, quiet=args.quiet) as report:
            message = job(args, report)
    except _REFUSALS as refusal:
        say(str(refusal))
        return REFUSED
    except duckdb.OutOfMemoryException:
        say(
            "There is too little room for temporary files: set TMPDIR to a disk with more space and try again."
        )
        return REFUSED
    except FileNotFoundError as absent:
        say(f"{absent.filename} does not exist: check the path.")
        return REFUSED
    except (KeyboardInterrupt, Cancelled):
        say(
            "Gestopt; er is niets achtergebleven."
            if args.language == "nl"
            else "Stopped; nothing was left behind."
        )
        return STOPPED
    say(message)
    return DONE
