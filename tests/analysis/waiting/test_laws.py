"""What must hold in every world: Little's law, nothing gets lost, more hands never hurt where theory says so."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.analysis.waiting.block import History, run_history
from schakel.analysis.waiting.duration import Duration
from schakel.analysis.waiting.layout import DONE, N_COUNTS, N_REQUESTS
from schakel.analysis.waiting.network import Station, network
from schakel.analysis.waiting.plan import Prepared, prepare
from schakel.analysis.waiting.run import run

from .worlds import plain_network, team

worlds = st.builds(
    lambda make, seed: make(seed), st.sampled_from([plain_network, team]), st.integers(0, 10**6)
)


def played(prepared: Prepared, seed: int = 1) -> History:
    return run_history(prepared.plan, seed, 0)


@settings(max_examples=30, deadline=None)
@given(model=worlds)
def test_everyone_who_came_in_is_somewhere(model) -> None:  # type: ignore[no-untyped-def]  # hypothesis passes it
    prepared = prepare(model)
    history = played(prepared)
    gone = history.requests["exit"] >= 0
    assert np.array_equal(gone, history.requests["state"] == DONE)
    block = run(prepared, seed=1, runs=1, workers=1)
    assert block.counts[0, N_COUNTS:].sum() == block.counts[0, N_REQUESTS]
    last = {int(e): how for (e, _, _, _, how) in history.visit_numbers.tolist()}
    for e, how in last.items():
        assert (how in (4, 5)) == (not gone[e])


@settings(max_examples=30, deadline=None)
@given(model=worlds)
def test_nobody_starts_before_asking_and_visits_follow_each_other(model) -> None:  # type: ignore[no-untyped-def]  # hypothesis passes it
    history = played(prepare(model))
    queued, started, ended = history.visit_moments.T
    assert not (started < queued).any()
    assert not (ended < started).any()
    order = np.lexsort((history.visit_numbers[:, 1], history.visit_numbers[:, 0]))
    rows, moments = history.visit_numbers[order], history.visit_moments[order]
    same = rows[1:, 0] == rows[:-1, 0]
    assert (moments[1:, 0][same] == moments[:-1, 2][same]).all()
    assert (rows[1:, 1][same] == rows[:-1, 1][same] + 1).all()


@settings(max_examples=30, deadline=None)
@given(model=worlds)
def test_nobody_carries_more_than_fits(model) -> None:  # type: ignore[no-untyped-def]  # hypothesis passes it
    prepared = prepare(replace(model, present=()))
    history = played(prepared)
    plan = prepared.plan
    cases = ~(
        (plan.flags[history.visit_numbers[:, 2], 0] == 1) & (plan.always[history.visit_numbers[:, 3]] == 0)
    )
    for p in range(len(plan.room)):
        mine = cases & (history.visit_numbers[:, 3] == p)
        loads = plan.load[history.visit_numbers[mine, 2]]
        ends = np.where(np.isnan(history.visit_moments[mine, 2]), np.inf, history.visit_moments[mine, 2])
        for moment in history.visit_moments[mine, 1]:
            there = (history.visit_moments[mine, 1] <= moment) & (moment < ends)
            assert loads[there].sum() <= plan.room[p]


def test_littles_law_holds_in_every_single_run() -> None:
    """Number in the system, summed over time, equals the time in the system, summed over people."""
    prepared = prepare(
        network([Station(name="s", servers=3, service=Duration.exponential(1))], rate=2.4, horizon=500)
    )
    history = played(prepared)
    queued, started, ended = history.visit_moments.T
    in_service = np.where(np.isnan(ended), 500.0, ended)[~np.isnan(started)] - started[~np.isnan(started)]
    assert history.server_m[0, 0] / 1000 == pytest.approx(in_service.sum(), rel=1e-12)
    waits = (started - queued)[~np.isnan(started)].sum()
    assert history.stage_m[0] == pytest.approx(waits, rel=1e-12)


def test_one_more_counter_never_makes_anyone_wait_longer() -> None:
    """FIFO, one station, the same draws: true customer by customer (Kiefer & Wolfowitz)."""
    waits = []
    for servers in (2, 3, 4):
        model = network(
            [Station(name="s", servers=servers, service=Duration.lognormal(1, 3))], rate=1.5, horizon=400
        )
        history = played(prepare(model))
        waits.append(history.requests["picked"] - history.requests["arrived"])
    for fewer, more in pairwise(waits):
        both = ~np.isnan(fewer)
        assert (more[both] <= fewer[both] + 1e-9).all()


def test_faster_arrivals_never_shorten_the_mean_wait() -> None:
    means = []
    for rate in (1.0, 1.5, 1.9, 2.5):
        model = network(
            [Station(name="s", servers=2, service=Duration.exponential(1))], rate=rate, horizon=400
        )
        block = run(prepare(model), seed=4, runs=30, workers=1)
        means.append(block.stage_m.sum() / block.stage_n[:, :, 0].sum())
    assert means == sorted(means)
