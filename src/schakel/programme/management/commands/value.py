"""`schakel value`: Say what effects are worth and to whom, from prices with source and year."""

from schakel.analysis.evaluate.command import add_value_arguments, run_value
from schakel.programme.management.base import EngineCommand


class Command(EngineCommand):
    help = "Say what effects are worth and to whom, from prices with source and year."
    arguments = staticmethod(add_value_arguments)
    run = staticmethod(run_value)
