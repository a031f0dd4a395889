"""The power that is promised is the power that is got."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from schakel.analysis.panel.simulate import Town, simulate
from schakel.analysis.rollout.lot import Drawn, draw
from schakel.analysis.rollout.noise import Noise, estimate, noise_of
from schakel.analysis.rollout.plan import (
    Design,
    NoiseFrom,
    NoiseGiven,
    RolloutError,
    RolloutPlan,
    School,
    Wave,
)
from schakel.analysis.rollout.power import chance, imputation_weights, power
from schakel.analysis.rollout.run import roll_out

FIRST, LAST = 2018 * 12, 2018 * 12 + 59
SCHOOLS = tuple(School(f"S{n:02d}", "", 60 + 5 * n) for n in range(20))
DESIGN = Design("two waves", (Wave(FIRST + 24, 3), Wave(FIRST + 36, 3)))
NOISE = Noise(400.0, 0.4, 80.0, "given for this test")


def plan(**changes: object) -> RolloutPlan:
    """A plan of two waves of three."""
    fields: dict[str, object] = {
        "title": "test", "stored_on": date(2026, 11, 21), "chosen": "two waves", "number": "1", "drawn": "a lottery",
        "schools": SCHOOLS, "first": FIRST, "last": LAST, "period_months": 6, "column": "cost_cents",
        "unit": "euro", "scale": 0.01, "noise": NoiseGiven(400, 0.4, 80, "test"), "designs": (DESIGN,),
    }  # fmt: skip
    return RolloutPlan(**{**fields, **changes})  # type: ignore[arg-type]  # fields are mixed by design


def _judged(drawn: tuple[Drawn, ...], noise: Noise = NOISE) -> float:
    return power("d", drawn, noise, first=FIRST, last=LAST, period_months=6).standard_error


def test_a_clean_two_by_two_has_the_difference_in_differences_weights() -> None:
    weights, used = imputation_weights(np.array([[False, True], [False, False]]), np.array([10.0, 10.0]))
    assert weights == pytest.approx(np.array([[-1.0, 1.0], [1.0, -1.0]]))
    assert used == 1


def test_the_promised_standard_error_is_that_of_simulated_school_means() -> None:
    drawn = draw(SCHOOLS, DESIGN, "7")
    treated = np.array(
        [[one.start is not None and FIRST + 6 * t >= one.start for t in range(10)] for one in drawn]
    )
    children = np.array([one.children for one in drawn], dtype=float)
    weights, _used = imputation_weights(treated, children)
    rng = np.random.default_rng(1)
    roots = [np.linalg.cholesky(NOISE.covariance(one.children, 10)) for one in drawn]
    levels = rng.normal(0, 50, (20, 1)) + rng.normal(0, 50, (1, 10))
    estimates = [
        (weights * (levels + np.array([root @ rng.normal(size=10) for root in roots]))).sum()
        for _run in range(3000)
    ]
    assert np.mean(estimates) == pytest.approx(0, abs=0.6)
    assert np.std(estimates) == pytest.approx(_judged(drawn), rel=0.05)


def test_noise_is_learnt_back_from_school_means() -> None:
    rng = np.random.default_rng(2)
    children = rng.integers(50, 300, 200)
    rows = [np.linalg.cholesky(NOISE.covariance(int(size), 8)) @ rng.normal(size=8) for size in children]
    mean = 80 + rng.normal(0, 20, (200, 1)) + rng.normal(0, 5, (1, 8)) + np.array(rows)
    found = estimate(mean, np.repeat(children[:, None], 8, axis=1).astype(float), "made")
    assert found.sd == pytest.approx(400, rel=0.12)
    assert found.autocorrelation == pytest.approx(0.4, abs=0.12)


def test_more_schools_and_more_children_detect_more() -> None:
    few = _judged(draw(SCHOOLS, Design("few", (Wave(FIRST + 24, 2),)), "3"))
    many = _judged(draw(SCHOOLS, Design("many", (Wave(FIRST + 24, 10),)), "3"))
    assert many < few
    assert chance(0.0, 1.0, 8) == pytest.approx(0.05)
    assert chance(10.0, 1.0, 8) > 0.99


def test_periods_without_a_comparison_are_left_out_and_said() -> None:
    everyone = Design("all", (Wave(FIRST + 24, 10), Wave(FIRST + 36, 10)))
    found = power("all", draw(SCHOOLS, everyone, "3"), NOISE, first=FIRST, last=LAST, period_months=6)
    assert found.never == 0
    assert 0.1 < found.used < 0.5


def test_all_at_once_has_no_comparison() -> None:
    at_once = Design("all at once", (Wave(FIRST + 24, 20),))
    with pytest.raises(RolloutError, match="No treated period has an untreated school"):
        power("d", draw(SCHOOLS, at_once, "3"), NOISE, first=FIRST, last=LAST, period_months=6)


def test_one_school_is_refused() -> None:
    one = Design("one", (Wave(FIRST + 24, 1),))
    with pytest.raises(RolloutError, match="cannot be told apart"):
        power("d", draw(SCHOOLS, one, "3"), NOISE, first=FIRST, last=LAST, period_months=6)


def test_a_roll_out_compares_designs_and_can_be_repeated(tmp_path: Path) -> None:
    town = simulate(Town(schools=20, pupils=80, months=48, late=0, seed=3))
    pq.write_table(town.panel, tmp_path / "before.parquet")
    first = town.town.first_month
    both = plan(
        noise=NoiseFrom(tmp_path / "before.parquet", first, first + 47),
        designs=(DESIGN, replace(DESIGN, name="one wave", waves=(Wave(FIRST + 24, 6),))),
    )
    made = roll_out(both)
    assert made.to_json() == roll_out(both).to_json()
    assert 20 < made.noise.mean < 300
    assert {one.design for one in made.powers} == {"two waves", "one wave"}
    curve = made.power_of("two waves").curve
    assert curve[0] == pytest.approx((0.0, 0.05))
    assert [chance_ for _share, chance_ in curve] == sorted(chance_ for _share, chance_ in curve)
    assert 0 < made.power_of("one wave").detectable_share < 3


def test_a_panel_that_is_too_short_teaches_nothing(tmp_path: Path) -> None:
    town = simulate(Town(schools=6, pupils=20, months=18))
    pq.write_table(town.panel, tmp_path / "short.parquet")
    with pytest.raises(RolloutError, match="At least 4 whole periods"):
        noise_of(
            plan(
                noise=NoiseFrom(tmp_path / "short.parquet", town.town.first_month, town.town.first_month + 17)
            )
        )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"schools": (*SCHOOLS, SCHOOLS[0])}, "S00 are listed twice"),
        ({"chosen": "none"}, "'none' is not among the designs"),
        ({"designs": (replace(DESIGN, waves=(Wave(FIRST + 24, 21),)),)}, "starts 21 schools; there are 20"),
        (
            {"designs": (replace(DESIGN, waves=(Wave(FIRST, 2),)),)},
            "months before the first start are needed",
        ),
        ({"schools": ()}, "there must be schools"),
    ],
)
def test_an_impossible_plan_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(RolloutError, match=message):
        plan(**changes)
