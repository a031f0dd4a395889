"""One door to numba: compile without the interpreter lock, keep on disk, and keep the types for the checker.

The kernels are the only code that numba sees. `mypy` knows nothing of numba, so the decorator is wrapped here once:
what goes in is what comes out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """`function`, compiled at its first call (or read from the cache of an earlier process), same signature."""
    return cast("Callable[P, R]", numba.njit(nogil=True, cache=True, error_model="numpy")(function))
