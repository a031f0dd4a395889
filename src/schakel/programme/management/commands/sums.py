"""`schakel sums`: Write the sums that may leave the house, with a manifest to read."""

from schakel.analysis.evaluate.command import add_sums_arguments, run_sums
from schakel.programme.management.base import EngineCommand


class Command(EngineCommand):
    help = "Write the sums that may leave the house, with a manifest to read."
    arguments = staticmethod(add_sums_arguments)
    run = staticmethod(run_sums)
