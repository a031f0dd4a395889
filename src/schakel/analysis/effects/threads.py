"""One thread for linear algebra while a question is answered.

The matrices are small and many: months by months. A second thread mostly waits for the first, at the price of a
core that somebody else could use (measured: half as long again on a busy machine).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from threadpoolctl import ThreadpoolController


@lru_cache(maxsize=1)
def _libraries() -> ThreadpoolController:
    """Look once which libraries this process has loaded."""
    return ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep linear algebra to one thread inside the block; what was set before holds again afterwards."""
    with _libraries().limit(limits=1, user_api="blas"):
        yield
