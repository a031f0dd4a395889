"""`schakel rollout`: Draw by lot which schools start when, and show what each design could detect."""

from schakel.analysis.evaluate.command import add_rollout_arguments, run_rollout
from schakel.programme.management.base import EngineCommand


class Command(EngineCommand):
    help = "Draw by lot which schools start when, and show what each design could detect."
    arguments = staticmethod(add_rollout_arguments)
    run = staticmethod(run_rollout)
