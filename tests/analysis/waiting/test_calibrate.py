"""Calibration finds the truth of synthetic years, with the coverage it states, and its bands keep their word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

import numpy as np
import pytest

from schakel.analysis.waiting.backtest import backtest, check_span, month_starts
from schakel.analysis.waiting.calibrate import Calibration, calibrate, draw, point
from schakel.analysis.waiting.errors import NotEnoughRecords
from schakel.analysis.waiting.estimate import Hazard, fit_arrivals, fit_lognormal
from schakel.analysis.waiting.model import Model
from schakel.analysis.waiting.plan import prepare
from schakel.analysis.waiting.records import Records
from schakel.analysis.waiting.survival import cumulative_incidence
from schakel.analysis.waiting.synthetic import records_of, true_prepared

HOUSES = 24


@cache
def learned(seed: int) -> tuple[Model, Calibration]:
    """The truth of a house, and what two years of records say about it."""
    truth = true_prepared(seed, years=2)
    start = truth.model.calendar.start
    records = records_of(truth, seed).until(start + timedelta(days=729))
    return truth.model, calibrate(truth.model, records, first_day=start)


def coverage(hits: list[bool]) -> float:
    assert len(hits) >= HOUSES
    return float(np.mean(hits))


def test_yearly_requests_are_recovered_with_their_interval() -> None:
    """Every question counts, also those that come back: so the truth is the rate with its returns, a little above."""
    hits, ratios = [], []
    for seed in range(HOUSES):
        model, fit = learned(seed)
        for site, mean, sd in zip(model.sites, fit.arrivals.mean, fit.arrivals.sd, strict=True):
            back = model.returns.probability if model.returns else 0.0
            low, high = site.requests_per_year, site.requests_per_year / (1 - back)
            hits.append(low - 1.645 * sd <= mean <= high + 1.645 * sd)
            ratios.append(mean / low)
    assert coverage(hits) > 0.85
    assert 0.95 < np.mean(ratios) < 1.15


def test_lengths_of_help_are_recovered_with_their_interval() -> None:
    hits = []
    for seed in range(HOUSES):
        model, fit = learned(seed)
        for name in ("short", "support"):
            true, (mu, _) = model.stage(name).length, fit.durations[name].interval()
            hits.append(mu[0] <= true.a <= mu[1])
    assert 0.8 <= coverage(hits) <= 1.0


def test_escalation_and_withdrawal_are_recovered_with_their_interval() -> None:
    hits = []
    for seed in range(HOUSES):
        model, fit = learned(seed)
        waiting = model.stage("pick up").waiting
        for hazard, true in (
            (fit.withdraw["pick up"], waiting.withdraw),
            (fit.escalate["pick up"], waiting.escalate),
        ):
            assert true is not None
            low, high = hazard.interval()
            hits.append(low <= 1 / true.a <= high)
    assert 0.8 <= coverage(hits) <= 1.0


def test_routes_are_recovered() -> None:
    errors = []
    for seed in range(HOUSES):
        model, fit = learned(seed)
        shares = dict(zip(fit.routes["pick up"].ways, fit.routes["pick up"].shares, strict=True))
        for route in model.routes["pick up"]:
            errors.append(shares["support" if route.to == "plan" else route.to] - route.probability)
    assert abs(np.mean(errors)) < 0.01
    assert np.std(errors) < 0.05


def test_schools_are_shrunk_towards_each_other_only_as_far_as_they_are_alike() -> None:
    rng = np.random.default_rng(1)
    exposure = np.full(52, 1 / 52)
    alike = fit_arrivals(list("abcdefgh"), rng.poisson(0.5, (8, 52)).astype(float), exposure)
    assert np.std(alike.mean) < 0.5 * np.std(alike.raw)
    rates = np.linspace(0.2, 6, 8)[:, None]
    apart = fit_arrivals(list("abcdefgh"), rng.poisson(rates, (8, 52)).astype(float), exposure)
    assert np.std(apart.mean) > 0.95 * np.std(apart.raw)


def test_open_cases_count_as_at_least_so_long() -> None:
    rng = np.random.default_rng(2)
    true, seen = rng.lognormal(4, 0.7, 2000), rng.uniform(0, 150, 2000)
    fit = fit_lognormal(np.minimum(true, seen), true <= seen)
    assert fit.mu == pytest.approx(4, abs=0.08)
    assert np.exp(fit.log_sigma) == pytest.approx(0.7, abs=0.05)


def test_constant_hazards_agree_with_aalen_and_johansen() -> None:
    rng = np.random.default_rng(3)
    started, worse = rng.exponential(10, 20_000), rng.exponential(40, 20_000)
    days = np.floor(np.minimum(started, worse)).astype(int)
    first = started < worse
    bins = 200
    picked = np.bincount(days[first], minlength=bins)[:bins]
    others = np.bincount(days[~first], minlength=bins)[:bins]
    share = cumulative_incidence(picked, others, np.zeros(bins))[-1]
    hazard = Hazard(int((~first).sum()), float(np.minimum(started, worse).sum()))
    assert share == pytest.approx(first.mean(), abs=1e-9)
    assert hazard.per_day == pytest.approx(1 / 40, rel=0.05)


def test_todays_caseload_and_queue_are_the_start_of_the_forecast() -> None:
    model, fit = learned(0)
    assert fit.counts["open"] >= len(fit.present) > 5
    drawn = draw(fit, fit.as_of + timedelta(days=1), 2)
    assert drawn[0].present == fit.present
    prepare(drawn[0])
    assert model.present == ()


def test_drawn_models_differ_and_the_same_seed_draws_the_same() -> None:
    _, fit = learned(1)
    one, two = draw(fit, fit.as_of, 2, seed=5), draw(fit, fit.as_of, 2, seed=5)
    assert one == two
    assert one[0].sites != one[1].sites
    assert point(fit, fit.as_of) == point(fit, fit.as_of)


def test_too_few_records_are_refused() -> None:
    model, _ = learned(0)
    records = records_of(true_prepared(0, years=2), 0)
    with pytest.raises(NotEnoughRecords, match="at least 30"):
        calibrate(model, Records(records.rows[:20], records.as_of))


def test_what_is_too_thin_keeps_the_scenarios_own_figure_and_is_named() -> None:
    truth = true_prepared(4, years=2)
    records = records_of(truth, 4)
    few = Records(tuple(replace(r, steps=()) for r in records.rows), records.as_of)
    fit = calibrate(truth.model, few)
    assert fit.durations == {}
    assert any("support" in line for line in fit.kept)


def test_months_are_forecast_with_what_was_known_and_compared() -> None:
    truth = true_prepared(5, years=2)
    records = records_of(truth, 5)
    hits = 0
    for day in month_starts(records)[2:6]:
        check = check_span(
            truth.model, records, day, day + timedelta(days=30), draws=10, runs_each=4, workers=2
        )
        assert check.requests > 5
        assert 0 <= check.forecast.low <= check.forecast.middle <= check.forecast.high <= 1
        hits += check.requests_forecast.low <= check.requests <= check.requests_forecast.high
    assert hits >= 3, "nine in ten; one month in four may fall outside"


def test_looking_back_needs_more_than_a_year() -> None:
    truth = true_prepared(5, years=1)
    with pytest.raises(NotEnoughRecords, match="a month more"):
        backtest(truth.model, records_of(truth, 5).until(truth.model.calendar.start + timedelta(days=300)))


@pytest.mark.slow
def test_nine_bands_in_ten_hold_what_happened() -> None:
    """Sixty houses here; the table of two hundred is in the docs, made by bench/waiting/coverage.py."""
    hits = []
    for seed in range(9000, 9060):
        truth = true_prepared(seed)
        start = truth.model.calendar.start
        records = records_of(truth, seed)
        day = start + timedelta(days=730)
        model = replace(truth.model, calendar=replace(truth.model.calendar, start=start))
        check = check_span(model, records, day, day + timedelta(days=365), workers=2)
        hits.append(check.inside)
    assert 0.8 <= np.mean(hits) <= 1.0
