"""Many runs, on threads, processes or a cluster, with progress and a way out.

Runs are cut in blocks; each block is a pure function of (plan, seed, first run, number), so the joined result has the
same bytes for any number of workers and any backend. joblib decides where: threads here (the kernel lets go of the
interpreter), or whatever `joblib.parallel_config` says, such as a Dask cluster.
"""

from __future__ import annotations

import hashlib
import math
import pickle
import warnings
from collections.abc import Callable, Generator, Iterator
from typing import Protocol

import joblib
import numpy as np

from .block import Block, run_block
from .errors import Cancelled
from .plan import Plan, Prepared

Progress = Callable[[int, int], None]
MOST_PER_BLOCK = 64
FIRST_BLOCK = 40


class Stop(Protocol):
    """Anything with `is_set`, such as `threading.Event`: set it, and the run ends with `Cancelled`."""

    def is_set(self) -> bool: ...


def run(
    prepared: Prepared,
    *,
    seed: int,
    runs: int,
    first: int = 0,
    workers: int | None = None,
    backend: str | None = "threading",
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> Block:
    """Play `runs` runs. `backend` None leaves the choice to `joblib.parallel_config` (Dask, processes).

    Raises `Cancelled` when `stop` is set: nothing half is returned.
    """
    size = block_size(prepared, runs, workers)
    jobs = [(first + at, min(size, runs - at)) for at in range(0, runs, size)]
    exits = len(prepared.names.exits)
    heard = stop if backend == "threading" else None  # elsewhere only this side can be told to stop
    with joblib.Parallel(
        n_jobs=workers or joblib.cpu_count(), backend=backend, return_as="generator", pre_dispatch="2*n_jobs"
    ) as pool:
        parts = pool(
            joblib.delayed(_one)(prepared.plan, exits, seed, start, number, heard) for start, number in jobs
        )
        return joined(_gather(parts, runs, stop, progress, heard is not None))


def _one(plan: Plan, exits: int, seed: int, first: int, runs: int, stop: Stop | None) -> Block:
    if stop is not None and stop.is_set():
        raise Cancelled("stopped: nothing was kept")
    return run_block(plan, exits, seed, first, runs)


def _gather(
    parts: Generator[Block, None, None], runs: int, stop: Stop | None, progress: Progress | None, heard: bool
) -> list[Block]:
    """Collect the blocks in order. Where the workers hear `stop` they raise `Cancelled` themselves."""
    done: list[Block] = []
    count = 0
    for part in parts:
        if stop is not None and stop.is_set() and not heard:
            _abandon(parts)
            raise Cancelled("stopped: nothing was kept")
        done.append(part)
        count += len(part.counts)
        if progress is not None:
            progress(count, runs)
    if stop is not None and stop.is_set():
        raise Cancelled("stopped: nothing was kept")
    return done


def _abandon(parts: Generator[Block, None, None]) -> None:
    """Let go of what is still being computed; joblib warns of that, and it is what we want."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        parts.close()


def block_size(prepared: Prepared, runs: int, workers: int | None) -> int:
    """Runs per block: enough to be worth sending, few enough to share out, to stop soon and to stay small in memory."""
    share = math.ceil(runs / (4 * (workers or joblib.cpu_count())))
    return max(1, min(MOST_PER_BLOCK, share))


def joined(parts: list[Block]) -> Block:
    """Blocks in order, one under the other."""
    a, b, c, d, e, f, g = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return Block(a, b, c, d, e, f, g)


def growing(
    prepared: Prepared, *, seed: int, until: int = 1000, workers: int | None = None
) -> Iterator[Block]:
    """First a small block for a first band, then twice as much each time, up to `until` runs: a band that shrinks."""
    sofar = run(prepared, seed=seed, runs=min(FIRST_BLOCK, until), workers=workers)
    yield sofar
    while (n := len(sofar.counts)) < until:
        more = run(prepared, seed=seed, runs=min(n, until - n), first=n, workers=workers)
        sofar = joined([sofar, more])
        yield sofar


def fingerprint(prepared: Prepared) -> str:
    """Hash of everything a run depends on but the seed; results are kept under (fingerprint, seed, runs)."""
    return hashlib.sha256(pickle.dumps(tuple(prepared.plan), protocol=5)).hexdigest()[:16]


def same_bytes(a: Block, b: Block) -> bool:
    """Are these the same numbers to the last bit?"""
    return all(np.asarray(x).tobytes() == np.asarray(y).tobytes() for x, y in zip(a, b, strict=True))
