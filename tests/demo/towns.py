"""The towns that these tests look at, each made once per process."""

from dataclasses import replace
from datetime import date
from functools import cache

from schakel.demo import make, plan
from schakel.demo.make import Town

TODAY = date(2026, 11, 23)


@cache
def small(*, seed: int = 1, script: bool = False) -> Town:
    """Four sites, one year."""
    return make.make(plan.plan("small", today=TODAY.toordinal(), seed=seed), script=script)


@cache
def hamlet() -> Town:
    """The same sites and year with few children: a quarter of the work, and yet everything happens that happens in `small`."""
    few = replace(plan.plan("small", today=TODAY.toordinal(), seed=1), pupils=40)
    return make.make(few, script=True)


@cache
def town(*, seed: int = 1) -> Town:
    """Twenty-four sites, five years."""
    return make.make(plan.plan("town", today=TODAY.toordinal(), seed=seed))
