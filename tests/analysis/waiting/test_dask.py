"""The same call on a Dask cluster of two worker processes, one of which is killed half way: same bytes, nothing lost."""

from __future__ import annotations

import os
import signal
import threading

import joblib
import pytest

from schakel.analysis.waiting.plan import prepare
from schakel.analysis.waiting.run import run, same_bytes

from .houses import small_house

pytestmark = pytest.mark.scale
distributed = pytest.importorskip("distributed")


@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_costs_time_but_no_run() -> None:
    prepared = prepare(small_house())
    alone = run(prepared, seed=9, runs=400, workers=1)
    killed = threading.Event()
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
        joblib.parallel_config(backend="dask"),
    ):
        pids = list(client.run(os.getpid).values())
        assert len(set(pids)) == 2

        def kill_one(done: int, _: int) -> None:
            if done >= 60 and not killed.is_set():
                killed.set()
                os.kill(pids[0], signal.SIGKILL)

        there = run(prepared, seed=9, runs=400, workers=2, backend=None, progress=kill_one)
    assert killed.is_set()
    assert same_bytes(there, alone)
