"""A web worker that does not wait for who sends slowly.

A sync worker makes one page at a time. Somebody who sends one byte a second would hold it until the master kills it; here the
whole request must be in within `PATIENCE` seconds, then the line is closed and the next visitor is served. On a server the
proxy in front takes in what comes slowly and hands it over at once, so there this is never reached.

It also clears away what a page leaves behind when the page is out of the door, not in the middle of the seventieth one.
"""

from __future__ import annotations

import gc
import socket
import time
from typing import Any

from gunicorn.workers.sync import SyncWorker

# Shorter than the time after which the master takes a worker for dead.
PATIENCE = 20.0


class Hurried:
    """A socket whose reading ends at one moment, however little comes at a time."""

    def __init__(self, line: socket.socket, seconds: float) -> None:
        self._line = line
        self._until = time.monotonic() + seconds

    def recv(self, size: int, flags: int = 0) -> bytes:
        """As a socket does; when the time is over, as if the other side had hung up."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise ConnectionResetError(104, "too slow")
        self._line.settimeout(left)
        try:
            return self._line.recv(size, flags)
        except TimeoutError as error:
            raise ConnectionResetError(104, "too slow") from error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._line, name)


class PromptWorker(SyncWorker):  # type: ignore[misc]  # gunicorn publishes no types
    """gunicorn's own, with a clock on what comes in and a broom behind what went out."""

    def handle(self, listener: socket.socket, client: socket.socket, addr: Any) -> None:
        super().handle(listener, Hurried(client, PATIENCE), addr)
        # Half a millisecond each time. Left to itself Python waits for fifty thousand leavings and then holds one page up for 60.
        gc.collect(0)
