"""`schakel simulate-panel`: Make a municipality whose truth is known: panel, question, value file."""

from schakel.analysis.evaluate.command import add_simulate_arguments, run_simulate
from schakel.programme.management.base import EngineCommand


class Command(EngineCommand):
    help = "Make a municipality whose truth is known: panel, question, value file."
    arguments = staticmethod(add_simulate_arguments)
    run = staticmethod(run_simulate)
