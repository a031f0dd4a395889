"""The fast kernel tells exactly the same history as the readable twin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.analysis.waiting.block import expected_requests, run_history
from schakel.analysis.waiting.duration import Duration
from schakel.analysis.waiting.model import Model
from schakel.analysis.waiting.network import Station, network
from schakel.analysis.waiting.plan import prepare

from .compare import differences
from .twin import Twin
from .worlds import plain_network, team


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("world", [plain_network, team])
def test_every_date_of_every_request_is_the_same_in_kernel_and_twin(
    world: Callable[[int], Model], seed: int
) -> None:
    prepared = prepare(world(seed))
    assert differences(run_history(prepared.plan, 5, seed), Twin(prepared, 5, seed).run()) == []


@settings(max_examples=12, deadline=None)
@given(world=st.sampled_from([plain_network, team]), number=st.integers(0, 10**6), run=st.integers(0, 10**9))
def test_kernel_and_twin_agree_on_any_world(world: Callable[[int], Model], number: int, run: int) -> None:
    prepared = prepare(world(number))
    assert differences(run_history(prepared.plan, 77, run), Twin(prepared, 77, run).run()) == []


def test_who_comes_round_many_times_fits_in_the_tables() -> None:
    """Each visit leaves an end of patience behind, far ahead: more of them than the tables are first made for."""
    round_and_round = Station(
        name="desk",
        servers=1,
        service=Duration.exponential(0.03),
        onward={"desk": 0.97},
        patience=Duration.exponential(1e5),
    )
    prepared = prepare(network([round_and_round], rate=1.0, horizon=300.0))
    history = run_history(prepared.plan, 5, 0)
    waited = history.visit_moments[:, 1] > history.visit_moments[:, 0]
    assert waited.sum() > 2 * expected_requests(prepared.plan)
    assert differences(history, Twin(prepared, 5, 0).run()) == []


def test_the_random_worlds_visit_every_corner_of_the_model() -> None:
    """Else the comparison would prove little."""
    hows: set[int] = set()
    returned = escalated = moved = handed = 0
    for seed in range(12):
        history = run_history(prepare(team(seed)).plan, 5, seed)
        hows |= set(history.visit_numbers[:, 4].tolist())
        handed += int((history.visit_numbers[:, 4] == 3).sum())
        returned += int((history.requests["parent"] >= 0).sum())
        escalated += int(history.requests["escalated"].sum())
        moved += int((history.requests["faces"] > 1).sum())
    assert hows == {0, 1, 2, 3, 4, 5}
    assert min(returned, escalated, moved, handed) > 5
