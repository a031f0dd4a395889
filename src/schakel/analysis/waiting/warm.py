"""Compile the kernel in the background, once; until it is ready the closed-form answer is given, labelled as such.

The compiled kernel is kept on disk, so only the first start after an update has to wait (about half a minute of processor time).
"""

from __future__ import annotations

import threading

from .analytic import FirstEstimate, first_estimate
from .block import run_block
from .duration import Duration
from .forecast import forecast
from .model import Model
from .network import Station, network
from .plan import prepare
from .result import Result

_ready = threading.Event()
_lock = threading.Lock()
_started: list[threading.Thread] = []


def warm() -> threading.Thread:
    """Begin compiling in a thread of its own, if nobody did yet; call this at start-up."""
    with _lock:
        if not _started:
            _started.append(threading.Thread(target=_compile, name="warm-waiting-kernel", daemon=True))
            _started[0].start()
        return _started[0]


def _compile() -> None:
    tiny = network([Station(name="s", servers=1, service=Duration.fixed(1.0))], rate=0.1, horizon=1.0)
    prepared = prepare(tiny)
    run_block(prepared.plan, len(prepared.names.exits), 1, 0, 1)
    _ready.set()


def is_warm() -> bool:
    """Is the kernel ready in this process?"""
    return _ready.is_set()


def answer(model: Model, *, seed: int = 1, runs: int = 40) -> Result | FirstEstimate:
    """A first band when the kernel is ready, and else the first estimate (its `label` says so)."""
    if not is_warm():
        warm()
        return first_estimate(model)
    return forecast(model, seed=seed, runs=runs)
