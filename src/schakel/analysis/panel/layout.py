"""The published column layout of a panel file, edition by edition.

One row is one child in one month. Amounts are whole numbers (cents, days, counts), so that a sum does not
depend on the order of the rows and a second run gives the same bytes.
"""

from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

EDITION = "2026-1"
Kind = Literal["key", "month", "amount", "covariate"]

FIRST_MONTH = 1990 * 12
LAST_MONTH = 2100 * 12 - 1
DAYS_IN_MONTH = 31


@dataclass(frozen=True)
class Column:
    """A column of the layout: what it means, its unit, and the values that can exist.

    `highest` is None where the world sets no bound. `required` columns must be in every file;
    every other amount may be left out, and at least one amount must be there.
    """

    name: str
    kind: Kind
    unit: str
    meaning: str
    lowest: int | None = None
    highest: int | None = None
    required: bool = False

    @property
    def arrow(self) -> pa.DataType:
        """Type in Parquet: text for keys and covariates, int32 for months, int64 for amounts."""
        return {"month": pa.int32(), "amount": pa.int64()}.get(self.kind, pa.string())


def _days(name: str, meaning: str) -> Column:
    return Column(name, "amount", "days", meaning, 0, DAYS_IN_MONTH)


def _count(name: str, meaning: str, highest: int | None = None) -> Column:
    return Column(name, "amount", "count", meaning, 0, highest)


COLUMNS: tuple[Column, ...] = (
    Column("pseudonym", "key", "text", "the child, under a pseudonym that stays the same", required=True),
    Column("school", "key", "text", "school at first exposure, the same in every month", required=True),
    Column("month", "month", "month", "year * 12 + month - 1", FIRST_MONTH, LAST_MONTH, required=True),
    Column("current_school", "key", "text", "school in this month; shows who moved"),
    Column("birth_month", "month", "month", "month of birth, year * 12 + month - 1", FIRST_MONTH, LAST_MONTH),
    _days("light_care_days", "days with ambulant youth help"),
    _days("specialised_care_days", "days with day treatment or residence"),
    _days("youth_ggz_days", "days with youth mental health care"),
    _days("residence_days", "days and nights away from home, in care"),
    _count("special_school", "1 when the child has a place in a special school this month", 1),
    _count("neighbourhood_team_contacts", "contacts with the neighbourhood team"),
    Column("cost_cents", "amount", "cents", "cost of youth care billed for this month", 0),
    _count("inflow", "trajectories of youth care that started this month"),
    _count("outflow", "trajectories of youth care that ended this month"),
    Column("duration_days", "amount", "days", "length of the trajectories that ended this month", 0),
    _count("reached_care", "first signals that reached fitting care this month"),
    Column("signal_to_care_days", "amount", "days", "days from first signal to fitting care, of those", 0),
    _days("absence_days", "school days missed"),
)
BY_NAME = {column.name: column for column in COLUMNS}
REQUIRED = tuple(column.name for column in COLUMNS if column.required)
AMOUNTS = tuple(column.name for column in COLUMNS if column.kind == "amount")
COVARIATE_PREFIX = "cov_"
OWN_PREFIX = "own_"


def column(name: str) -> Column | None:
    """The column of this name, else None.

    A name that starts with `cov_` is a discrete covariate; one with `own_` an outcome that the layout does
    not know, in whole numbers without bounds (the question says what one unit is worth).
    """
    if name.startswith(OWN_PREFIX) and len(name) > len(OWN_PREFIX):
        return Column(name, "amount", "units", "an outcome of your own")
    if name.startswith(COVARIATE_PREFIX) and len(name) > len(COVARIATE_PREFIX):
        return Column(name, "covariate", "text", "a discrete characteristic, fixed per child")
    return BY_NAME.get(name)


def amounts_in(names: list[str]) -> list[str]:
    """The amount columns among these names, in their order."""
    return [name for name in names if (known := column(name)) is not None and known.kind == "amount"]


def month_number(text: str) -> int:
    """`2021-09` -> 24260. Raises ValueError with the form that is asked."""
    try:
        year, month = (int(part) for part in text.split("-"))
    except ValueError as error:
        raise ValueError(f"{text!r} is not a month: write it as 2021-09") from error
    if not 1 <= month <= 12:
        raise ValueError(f"{text!r} is not a month: the month runs from 01 to 12")
    return year * 12 + month - 1


def month_text(month: int) -> str:
    """24260 -> `2021-09`."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"
