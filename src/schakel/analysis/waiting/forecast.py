"""From a model (and what is not known about it) to a result.

`forecast(model)` plays one model. `forecast_drawn(models)` plays several equally likely ones, a few runs each: parameter
draws times replications, so that the band holds both chance and lack of data.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata

import numpy as np

from .model import Model
from .plan import prepare
from .result import Result
from .run import Progress, Stop, Turn, fingerprint, joined, run, run_each


def code_version() -> str:
    """Version of this software; "source" when it was never installed."""
    try:
        return metadata.version("schakel")
    except metadata.PackageNotFoundError:
        return "source"


def forecast(
    model: Model,
    *,
    seed: int = 1,
    runs: int = 1000,
    workers: int | None = None,
    backend: str | None = "threading",
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> Result:
    """Play `model` and return what came out. Raises `ModelError`, `Cancelled`."""
    prepared = prepare(model)
    block = run(
        prepared, seed=seed, runs=runs, workers=workers, backend=backend, stop=stop, progress=progress
    )
    return Result(prepared, block, seed, fingerprint(prepared), np.zeros(runs, np.int64), code_version())


def forecast_drawn(
    models: Sequence[Model],
    *,
    seed: int = 1,
    runs_each: int = 20,
    workers: int | None = None,
    backend: str | None = "threading",
    stop: Stop | None = None,
    progress: Progress | None = None,
    data_hash: str = "",
) -> Result:
    """Play each of `models` (equally likely versions of the same house) `runs_each` times, all with different chance."""
    prepared = prepare(models[0])
    turns = (Turn(prepare(model), number * runs_each, runs_each) for number, model in enumerate(models))
    parts = run_each(
        turns, seed=seed, workers=workers, backend=backend, stop=stop, progress=progress, of=len(models) * runs_each
    )  # fmt: skip
    groups = np.repeat(np.arange(len(models)), runs_each)
    return Result(
        prepared, joined(list(parts)), seed, fingerprint(prepared), groups, code_version(), data_hash
    )
