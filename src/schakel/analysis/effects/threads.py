"""One thread for linear algebra, one heap for all threads: what an answer leaves to the rest of the machine.

The matrices are small and many: months by months. A second thread mostly waits for the first, at the price of a
core that somebody else could use (measured: half as long again on a busy machine).

The C library gives each thread a heap of its own and keeps what was freed there. Answers in the same process then
grew by 35 MB each on a national panel, up to 440 MB; with one heap they stay at 325 MB in the same time.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache

from threadpoolctl import ThreadpoolController

_M_ARENA_MAX = -8


@lru_cache(maxsize=1)
def one_heap() -> None:
    """Let threads that start from now on share the heap of the process; only the GNU C library has more than one."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


@lru_cache(maxsize=1)
def _libraries() -> ThreadpoolController:
    """Look once which libraries this process has loaded."""
    return ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep linear algebra to one thread inside the block; what was set before holds again afterwards."""
    with _libraries().limit(limits=1, user_api="blas"):
        yield
