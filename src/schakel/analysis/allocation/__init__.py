"""Who takes what this week? A proposal for the team meeting, with its reasons and its proven distance from the best.

    problem (frozen, checked)  ->  tables (whole numbers)  ->  search + bound  ->  proposal (frozen, with reasons)

It never places anybody: it proposes, tells why, and shows what else was possible.
"""

from schakel.analysis.allocation.faults import Fault, ProblemError, SearchCancelledError
from schakel.analysis.allocation.problem import Problem, Weights
from schakel.analysis.allocation.proposal import Proposal
from schakel.analysis.allocation.reading import problem_from, read_problem
from schakel.analysis.allocation.solve import allocate

__all__ = [
    "Fault",
    "Problem",
    "ProblemError",
    "Proposal",
    "SearchCancelledError",
    "Weights",
    "allocate",
    "problem_from",
    "read_problem",
]
