"""A child that cannot outlive its parent.

`python -m schakel.project.leash SIGTERM command ...` becomes the command, on a leash: when the parent dies, however it dies,
the kernel sends the child that signal. So `kill -9` of the launcher leaves nothing behind that holds the port.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def tie(number: signal.Signals) -> None:
    """Ask the kernel for `number` at the death of the parent; where the kernel cannot (not Linux) nothing happens."""
    parent = os.getppid()
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), number)


def main() -> None:
    """Tie, then become the command."""
    tie(signal.Signals[sys.argv[1]])
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606


if __name__ == "__main__":
    main()
