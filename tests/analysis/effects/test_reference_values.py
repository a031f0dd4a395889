"""Published values, reproduced to the printed digit."""

import numpy as np
import pytest
from lifelines.datasets import load_rossi

from schakel.analysis.effects.estimators.aggregate import Way, aggregate, event_study
from schakel.analysis.effects.estimators.group_time import group_time
from schakel.analysis.effects.estimators.imputation import fit, weighted
from schakel.analysis.effects.estimators.time_to_care import cause_specific_cox
from tests.analysis.effects import twin
from tests.analysis.effects.reference_data import columns, lalonde_sums, mpdta_sums


def printed(value: float) -> object:
    return pytest.approx(value, abs=5.1e-11)


@pytest.mark.parametrize(
    ("group", "year", "value", "error"),
    [
        (2004, 2004, -0.0105032462, 0.0232510364),
        (2004, 2005, -0.0704231581, 0.0309847668),
        (2004, 2006, -0.1372587389, 0.0364356643),
        (2004, 2007, -0.1008113631, 0.0343592258),
        (2006, 2006, -0.0045946070, None),
        (2007, 2007, -0.0260544107, 0.0166554353),
    ],
)
def test_mpdta_group_time_effects_as_r_did(group: int, year: int, value: float, error: float | None) -> None:
    found = group_time(mpdta_sums())
    k = int(np.flatnonzero((found.group == group - 2003) & (found.period == year - 2003))[0])

    assert found.value[k] == printed(value)
    assert error is None or found.standard_error[k] == printed(error)


@pytest.mark.parametrize(
    ("way", "value", "error"),
    [
        ("simple", -0.0399512752, 0.0120340128),
        ("dynamic", -0.0772398215, 0.0199649891),
        ("group", -0.0310182822, 0.0124460593),
        ("calendar", -0.0417004321, 0.0159718519),
    ],
)
def test_mpdta_averages_as_r_did(way: Way, value: float, error: float) -> None:
    found = aggregate(group_time(mpdta_sums()), way)

    assert found.value == printed(value)
    assert found.standard_error == printed(error)


def test_the_dynamic_average_of_mpdta_is_not_the_simple_one() -> None:
    found = group_time(mpdta_sums())

    assert aggregate(found, "dynamic").value / aggregate(found, "simple").value > 1.9
    assert event_study(found).horizon.tolist() == [-4, -3, -2, 0, 1, 2, 3]


def test_lalonde_earnings_by_imputation_and_by_group_time() -> None:
    sums = lalonde_sums()
    found = fit(sums)

    assert weighted(found, found.overall).value == pytest.approx(1794.342, abs=5e-4)
    assert aggregate(group_time(sums), "simple").value == pytest.approx(1794.342, abs=5e-4)


def test_the_twin_that_judges_the_engine_reproduces_grunfeld() -> None:
    data = columns("grunfeld.csv")
    firm = data["firm"].astype(np.int64) - 1

    value, error = twin.within(firm, np.column_stack([data["value"], data["capital"]]), data["inv"])

    assert value == pytest.approx([0.110124, 0.310065], abs=5e-7)
    assert error == pytest.approx([0.011857, 0.017355], abs=5e-7)


def test_rossi_cox_as_published() -> None:
    data = load_rossi()
    names = ["fin", "age", "race", "wexp", "mar", "paro", "prio"]
    found = cause_specific_cox(
        data["week"].to_numpy(),
        data["arrest"].to_numpy(),
        1,
        {name: data[name].to_numpy() for name in names},
    )
    by_name = {row.name: (row.value, row.standard_error) for row in found}

    assert by_name["fin"] == pytest.approx((-0.3794, 0.1914), abs=5e-5)
    assert by_name["age"] == pytest.approx((-0.0574, 0.0220), abs=5e-5)
    assert by_name["prio"] == pytest.approx((0.0915, 0.0286), abs=5e-5)
