"""Published values, reproduced to the printed digit."""

import numpy as np
import pytest

from schakel.analysis.effects.estimators.aggregate import Way, aggregate, event_study
from schakel.analysis.effects.estimators.group_time import group_time
from tests.analysis.effects.reference_data import mpdta_sums


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
