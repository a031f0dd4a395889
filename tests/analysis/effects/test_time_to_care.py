"""Days to care with competing endings: children who still wait are counted, ties stay ties."""

import numpy as np
import pytest

from schakel.analysis.effects.errors import PanelError
from schakel.analysis.effects.estimators.time_to_care import aalen_johansen, cause_specific_cox

CARE, WITHDRAWN = 1, 2


def test_a_small_waiting_list_by_hand() -> None:
    """Six children: day 1 care, day 2 withdrawn, day 2 censored, day 3 care and care, day 4 censored."""
    days = np.array([1.0, 2, 2, 3, 3, 4])
    ending = np.array([CARE, WITHDRAWN, 0, CARE, CARE, 0])
    found = aalen_johansen(days, ending, CARE)

    assert found.days.tolist() == [1, 2, 3]
    assert found.at(0.5) == 0
    assert found.share == pytest.approx([1 / 6, 1 / 6, 1 / 6 + (5 / 6) * (4 / 5) * (2 / 3)])


def test_when_nobody_waits_at_the_end_it_is_the_plain_share_with_its_plain_error() -> None:
    random = np.random.default_rng(1)
    days, ending = (
        random.integers(1, 90, 400).astype(float),
        random.choice([CARE, WITHDRAWN], 400, p=[0.3, 0.7]),
    )
    found = aalen_johansen(days, ending, CARE)
    share = (ending == CARE).mean()

    assert found.share[-1] == pytest.approx(share)
    assert found.standard_error[-1] == pytest.approx(np.sqrt(share * (1 - share) / 400))


def test_dropping_those_who_wait_would_flatter_the_share() -> None:
    random = np.random.default_rng(2)
    truth = random.exponential(100, 2000)
    seen = np.minimum(truth, random.uniform(0, 120, 2000))
    ending = np.where(truth <= seen, CARE, 0)
    honest = aalen_johansen(seen, ending, CARE).at(60)
    finished = seen[ending == CARE]

    assert honest == pytest.approx(1 - np.exp(-0.6), abs=0.03)
    assert (finished <= 60).mean() > honest + 0.2


def test_the_interval_stays_between_nothing_and_everybody() -> None:
    random = np.random.default_rng(3)
    found = aalen_johansen(random.integers(1, 30, 40).astype(float), random.integers(0, 3, 40), CARE)
    low, high = found.interval()

    assert np.nanmin(low) > 0
    assert np.nanmax(high) < 1
    seen = found.share > 0
    assert (low[seen] < found.share[seen]).all()


def test_negative_days_and_an_ending_that_never_happened_are_refused() -> None:
    with pytest.raises(PanelError, match="zero or more"):
        aalen_johansen(np.array([-1.0]), np.array([CARE]), CARE)
    with pytest.raises(PanelError, match="nobody reached"):
        aalen_johansen(np.array([1.0]), np.array([0]), CARE)


def test_a_doubled_rate_is_found_with_errors_by_school() -> None:
    random = np.random.default_rng(4)
    treated = random.integers(0, 2, 3000).astype(float)
    days = random.exponential(60 / (1 + treated))
    ending = np.where(days < 90, CARE, 0)
    found = cause_specific_cox(
        np.minimum(days, 90), ending, CARE, {"supporter": treated}, random.integers(0, 60, 3000)
    )

    assert found[0].ratio == pytest.approx(2, rel=0.12)
    assert found[0].ratio_interval[0] > 1.5
