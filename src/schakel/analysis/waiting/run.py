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
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import NamedTuple, Protocol

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
    size = block_size(runs, workers)
    turns = (Turn(prepared, first + at, min(size, runs - at)) for at in range(0, runs, size))
    parts = run_each(
        turns, seed=seed, workers=workers, backend=backend, stop=stop, progress=progress, of=runs
    )
    return joined(list(parts))


class Turn(NamedTuple):
    """Runs `first` .. `first + runs - 1` of one plan."""

    prepared: Prepared
    first: int
    runs: int


def run_each(
    turns: Iterable[Turn],
    *,
    seed: int,
    workers: int | None = None,
    backend: str | None = "threading",
    stop: Stop | None = None,
    progress: Progress | None = None,
    of: int = 0,
) -> Generator[Block, None, None]:
    """Play many turns, of as many models as you like, and give their blocks in the same order.

    One pool serves all turns and takes them from `turns` as it goes, so a country is prepared while it is played. A
    turn goes to a worker as a whole. `of` is the total that `progress` is told. Raises `Cancelled` when `stop` is set.
    """
    heard = stop if backend == "threading" else None  # elsewhere only this side can be told to stop
    with joblib.Parallel(
        n_jobs=workers or joblib.cpu_count(), backend=backend, return_as="generator", pre_dispatch="2*n_jobs"
    ) as pool:
        parts = pool(
            joblib.delayed(_one)(turn.prepared.plan, _exits(turn), seed, turn.first, turn.runs, heard)
            for turn in turns
        )
        yield from _told(parts, of, stop, progress, heard is not None)


def _exits(turn: Turn) -> int:
    return len(turn.prepared.names.exits)


def _one(plan: Plan, exits: int, seed: int, first: int, runs: int, stop: Stop | None) -> Block:
    if stop is not None and stop.is_set():
        raise Cancelled("stopped: nothing was kept")
    return run_block(plan, exits, seed, first, runs)


def _told(
    parts: Generator[Block, None, None], of: int, stop: Stop | None, progress: Progress | None, heard: bool
) -> Generator[Block, None, None]:
    """Pass the blocks on, in order. Where the workers hear `stop` they raise `Cancelled` themselves."""
    count = 0
    try:
        for part in parts:
            if stop is not None and stop.is_set() and not heard:
                raise Cancelled("stopped: nothing was kept")
            count += len(part.counts)
            if progress is not None:
                progress(count, of)
            yield part
    finally:
        _abandon(parts)
    if stop is not None and stop.is_set():
        raise Cancelled("stopped: nothing was kept")


def _abandon(parts: Generator[Block, None, None]) -> None:
    """Let go of what is still being computed; joblib warns of that, and it is what we want."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        parts.close()


def block_size(runs: int, workers: int | None) -> int:
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
