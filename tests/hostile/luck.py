"""How many attacks, and by which luck: the same every time, or another one by `HOSTILE_SEED=7`."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

SEED = os.environ.get("HOSTILE_SEED") or None

T = TypeVar("T")


def attacks(cases: int, drawn: SearchStrategy[T]) -> Callable[[Callable[[T], None]], Callable[[], None]]:
    """A test that is called once for each of so many draws."""
    how = settings(
        max_examples=cases,
        deadline=None,
        derandomize=SEED is None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )

    def made(test: Callable[[T], None]) -> Callable[[], None]:
        each: Callable[[], None] = how(given(drawn)(test))
        return seed(int(SEED))(each) if SEED else each

    return made
