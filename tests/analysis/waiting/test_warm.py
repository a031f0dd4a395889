"""Until the kernel is compiled the first estimate is given and says that it is one."""

from __future__ import annotations

import threading

import pytest

from schakel.analysis.waiting import warm
from schakel.analysis.waiting.analytic import FirstEstimate, first_estimate, visits_per_request
from schakel.analysis.waiting.model import Return
from schakel.analysis.waiting.result import Result

from .houses import small_house


def test_before_the_kernel_is_ready_the_answer_is_labelled_as_an_estimate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(warm, "_ready", threading.Event())
    monkeypatch.setattr(warm, "_started", [threading.Thread()])
    first = warm.answer(small_house())
    assert isinstance(first, FirstEstimate)
    assert "not simulated" in first.label
    assert 0 < first.within_a_week <= 1


def test_warming_up_makes_the_next_answer_a_band() -> None:
    warm.warm().join(timeout=300)
    assert warm.is_warm()
    assert warm.warm() is warm.warm(), "compiled once"
    found = warm.answer(small_house())
    assert isinstance(found, Result)
    assert found.runs == 40


def test_visits_follow_the_routes_and_returns() -> None:
    visits = visits_per_request(small_house())
    assert visits["support"] == pytest.approx(0.6)
    assert visits["report"] == pytest.approx(0.6)
    back = small_house(returns=Return(probability=0.5, delay=small_house().stages[0].length))
    assert visits_per_request(back)["pick up"] == pytest.approx(2.0)


def test_offered_load_is_what_is_asked_over_what_there_is() -> None:
    model = small_house()
    estimate = first_estimate(model)
    pick_up, report = model.stage("pick up").length.mean(), model.stage("report").length.mean()
    assert estimate.task_load["youth_supporter"] == pytest.approx(
        120 * (pick_up + 0.6 * report) / (2 * 4 * 3 * 52)
    )
    assert estimate.case_load["youth_supporter"] == pytest.approx(
        120 * 0.6 * model.stage("support").length.mean() / 365 / 20
    )
