"""Figures that others have published."""

from datetime import date

import numpy as np
import pytest

from schakel.analysis.value.discount import RATES, factors, rate_on
from schakel.analysis.value.errors import PriceError


def test_discounting_at_three_and_a_half_per_cent() -> None:
    """1,000 in years 0 to 9 (HM Treasury, The Green Book, discount table)."""
    published = [1000, 966, 934, 902, 871, 842, 814, 786, 759, 734]
    assert np.rint(1000 * factors(0.035, 10, first=0)).astype(int).tolist() == published


def test_year_five_at_the_dutch_rate() -> None:
    """1 / 1.0225 ** 5 with payments at the end of the year."""
    rate = rate_on(date(2026, 11, 21))
    assert rate.rate == 0.0225
    assert round(float(factors(rate.rate, 5)[-1]), 5) == 0.89471


def test_the_discount_table_is_dated() -> None:
    with pytest.raises(PriceError, match="does not reach back"):
        rate_on(date(1999, 1, 1))
    assert all(rate.source for rate in RATES)
