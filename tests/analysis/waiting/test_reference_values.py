"""Closed forms and published examples, reproduced by formula and by the kernel."""

from __future__ import annotations

import numpy as np
import pytest

from schakel.analysis.waiting.analytic import (
    ErlangA,
    ErlangC,
    QueueTarget,
    pollaczek_khinchine,
    priority_waits,
)
from schakel.analysis.waiting.block import run_history
from schakel.analysis.waiting.draws import quantile
from schakel.analysis.waiting.duration import Duration
from schakel.analysis.waiting.model import Model
from schakel.analysis.waiting.network import Station, network
from schakel.analysis.waiting.plan import prepare
from schakel.analysis.waiting.run import run

FOUR_SIGMA = 4.0


def mean_waits(model: Model, runs: int = 60, seed: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """Mean wait per stage over runs, and its standard error."""
    block = run(prepare(model), seed=seed, runs=runs, workers=2)
    per_run = block.stage_m / block.stage_n[:, :, 0]
    return per_run.mean(axis=0), per_run.std(axis=0, ddof=1) / np.sqrt(runs)


def agrees(found: float, error: float, expected: float) -> bool:
    return abs(found - expected) < FOUR_SIGMA * error


@pytest.mark.parametrize("occupancy", [0.5, 0.8, 0.95])
def test_eight_counters_wait_as_erlang_says(occupancy: float) -> None:
    model = network(
        [Station(name="desk", servers=8, service=Duration.exponential(1.0))],
        rate=8 * occupancy,
        horizon=3200,
        warm_up=200,
    )
    found, error = mean_waits(model)
    expected = ErlangC(8 * occupancy, 1.0, 8).mean_wait
    assert agrees(found[0], error[0], expected)
    assert error[0] < 0.1 * expected


def test_the_call_centre_of_the_r_package_erlangc() -> None:
    """R package ErlangC: 100 calls per 30 minutes, handling time 3 minutes, 14 agents."""
    centre = ErlangC(rate=100 / 1800, mean=180, servers=14)
    assert centre.chance_to_wait == pytest.approx(0.1741319, abs=5e-8)
    assert centre.within(20) == pytest.approx(0.88835, abs=5e-6)
    assert centre.mean_wait == pytest.approx(7.8359, abs=5e-5)
    assert centre.occupancy == pytest.approx(0.7142857, abs=5e-8)


def test_the_kernel_gives_the_service_level_of_that_call_centre() -> None:
    model = network(
        [Station(name="agents", servers=14, service=Duration.exponential(3.0))],
        rate=100 / 30,
        horizon=4000,
        warm_up=200,
    )
    plan = prepare(model).plan
    shares = []
    for number in range(20):
        history = run_history(plan, 3, number)
        waits = history.visit_moments[:, 1] - history.visit_moments[:, 0]
        measured = waits[(history.visit_moments[:, 0] > 200) & ~np.isnan(waits)]
        shares.append(float(np.mean(measured <= 20 / 60)))
    assert agrees(float(np.mean(shares)), float(np.std(shares, ddof=1)) / np.sqrt(20), 0.88835)


def test_the_eye_clinic_of_gross_and_harris() -> None:
    """6 patients an hour, 3 an hour per doctor, 3 doctors: Lq = 8/9, W = 28.9 minutes."""
    clinic = ErlangC(rate=6, mean=1 / 3, servers=3)
    assert clinic.mean_queue == pytest.approx(8 / 9)
    assert (clinic.mean_wait + 1 / 3) * 60 == pytest.approx(28.9, abs=0.05)
    model = network(
        [Station(name="doctor", servers=3, service=Duration.exponential(1 / 3))],
        rate=6,
        horizon=1500,
        warm_up=50,
    )
    found, error = mean_waits(model)
    assert agrees(found[0], error[0], clinic.mean_wait)


@pytest.mark.parametrize(
    ("doctors", "expected"), [(1, (0.238, 0.325, 0.909)), (2, (0.0287, 0.0332, 0.0481))], ids=["one", "two"]
)
def test_the_county_hospital_of_hillier_and_lieberman(doctors: int, expected: tuple[float, ...]) -> None:
    """Critical, serious and stable patients: 0.2, 0.6, 1.2 an hour; treatment rate 3; waits in hours."""
    rates = (0.2, 0.6, 1.2)
    assert priority_waits(rates, 3.0, doctors) == pytest.approx(expected, rel=0.003)
    model = network(
        [Station(name="doctor", servers=doctors, service=Duration.exponential(1 / 3))],
        rate=2.0,
        horizon=60_000,
        warm_up=200,
        priorities=[r / 2 for r in rates],
    )
    history = run_history(prepare(model).plan, 11, 0)
    waits = history.visit_moments[:, 1] - history.visit_moments[:, 0]
    kind = history.requests["kind"][history.visit_numbers[:, 0]]
    for k, wait in enumerate(expected):
        assert np.nanmean(waits[kind == k]) == pytest.approx(wait, rel=0.09)


def test_log_normal_service_waits_as_pollaczek_and_khinchine_say() -> None:
    service = Duration.lognormal(0.5, 1.2)
    model = network([Station(name="one", servers=1, service=service)], rate=1.0, horizon=6000, warm_up=500)
    found, error = mean_waits(model, runs=100)
    assert agrees(found[0], error[0], pollaczek_khinchine(1.0, service.mean(), service.variance()))


def test_many_counters_follow_the_recursion_of_kiefer_and_wolfowitz_on_the_same_draws() -> None:
    """M/G/c, customer for customer: the recursion on workloads, fed the kernel's own arrivals and services."""
    servers, service = 3, Duration.lognormal(1.5, 4.0)
    plan = prepare(
        network([Station(name="s", servers=servers, service=service)], rate=1.4, horizon=3000)
    ).plan
    history = run_history(plan, 21, 0)
    arrivals = history.requests["arrived"]
    started = history.requests["picked"]
    lengths = [
        quantile(service.shape, service.a, service.b, _unit(int(key), 8)) for key in history.requests["key"]
    ]
    work = np.zeros(servers)
    before = 0.0
    for n, arrived in enumerate(arrivals):
        work = np.sort(np.maximum(work - (arrived - before), 0.0))
        if not np.isnan(started[n]):
            assert started[n] - arrived == pytest.approx(work[0], abs=1e-8)
        work[0] += lengths[n]
        before = arrived


def _unit(key: int, number: int) -> float:
    from .twin import unit

    return unit(key, number)


def test_impatient_customers_leave_as_erlang_a_says() -> None:
    model = network(
        [Station(name="s", servers=5, service=Duration.exponential(1.0), patience=Duration.exponential(2.0))],
        rate=6.0,
        horizon=1100,
        warm_up=100,
    )
    expected = ErlangA(6.0, 1.0, 5, 2.0)
    block = run(prepare(model), seed=5, runs=60, workers=2)
    lost = block.counts[:, 11] / block.counts[:, 0]
    assert agrees(lost.mean(), lost.std(ddof=1) / np.sqrt(60), expected.share_lost)


def test_erlang_a_becomes_erlang_c_when_nobody_gives_up() -> None:
    patient = ErlangA(4.0, 1.0, 6, 2000.0)
    assert patient.chance_to_wait == pytest.approx(ErlangC(4.0, 1.0, 6).chance_to_wait, rel=2e-3)


def test_a_jackson_network_waits_per_station_as_if_alone() -> None:
    """Two stations with feedback: total flows 1 / (1 - 0.5 * 0.4); each is its own M/M/c."""
    model = network(
        [
            Station(name="first", servers=2, service=Duration.exponential(1.0), onward={"second": 0.5}),
            Station(name="second", servers=1, service=Duration.exponential(0.9), onward={"first": 0.4}),
        ],
        rate=1.2,
        horizon=4000,
        warm_up=500,
    )
    flow = 1.2 / (1 - 0.5 * 0.4)
    found, error = mean_waits(model, runs=80)
    assert agrees(found[0], error[0], ErlangC(flow, 1.0, 2).mean_wait)
    assert agrees(found[1], error[1], ErlangC(flow * 0.5, 0.9, 1).mean_wait)


def test_the_waiting_list_targets_of_fong() -> None:
    """NHSRwaitinglist (Fong et al. 2022): demand 30, capacity 27, queue 1,200, target 52 weeks."""
    queue = QueueTarget(demand=30, capacity=27, queue=1200, target=52)
    assert queue.load == pytest.approx(1.11, abs=0.002)
    assert queue.target_queue == pytest.approx(390)
    assert queue.relief_capacity(26) == pytest.approx(61.15, abs=0.005)
