"""`schakel evaluate`: Answer a stored question from a panel of child-months or from sums of several towns."""

from schakel.analysis.evaluate.command import add_evaluate_arguments, run_evaluate
from schakel.programme.management.base import EngineCommand


class Command(EngineCommand):
    help = "Answer a stored question from a panel of child-months or from sums of several towns."
    arguments = staticmethod(add_evaluate_arguments)
    run = staticmethod(run_evaluate)
