"""The command line as a user types it, and a small municipality to try it on."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from schakel.analysis.evaluate import command

COMMANDS = {
    "evaluate": (command.add_evaluate_arguments, command.run_evaluate),
    "sums": (command.add_sums_arguments, command.run_sums),
    "value": (command.add_value_arguments, command.run_value),
    "rollout": (command.add_rollout_arguments, command.run_rollout),
    "simulate-panel": (command.add_simulate_arguments, command.run_simulate),
}
DAY = ("--date", "2026-11-21", "--quiet")


def run(name: str, *words: object) -> int:
    """Type a command; returns its exit code."""
    add, start = COMMANDS[name]
    parser = ArgumentParser(prog=f"schakel {name}")
    add(parser)
    return start(parser.parse_args([str(word) for word in words]))


Runner = Callable[..., int]
ROOT = Path(__file__).parents[3]
