"""The discount rate by date, and what a later euro is worth now."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from schakel.analysis.value.errors import PriceError


@dataclass(frozen=True, slots=True)
class DiscountRate:
    """A real rate (0.0225 is 2.25 % per year) that holds from a day on, until the next one."""

    since: date
    rate: float
    source: str


RATES: tuple[DiscountRate, ...] = (
    DiscountRate(
        date(2021, 1, 1), 0.0225, "Werkgroep discontovoet 2020, standard real rate of the Netherlands"
    ),
)


def rate_on(day: date, rates: tuple[DiscountRate, ...] = RATES) -> DiscountRate:
    """The rate that holds on a day; PriceError when the table does not reach back so far."""
    known = [rate for rate in rates if rate.since <= day]
    if not known:
        raise PriceError(
            f"The discount table does not reach back to {day}: add the rate of that time with its source."
        )
    return max(known, key=lambda rate: rate.since)


def factors(rate: float, years: int, first: int = 1) -> npt.NDArray[np.float64]:
    """Worth now of one euro in each year, shape (years,): (1 + rate) ** -t for t = first, first + 1, ...

    `first` is 1 for payments at the end of the year, 0 when the first payment is now.
    """
    worth: npt.NDArray[np.float64] = (1.0 + rate) ** -np.arange(first, first + years, dtype=np.float64)
    return worth
