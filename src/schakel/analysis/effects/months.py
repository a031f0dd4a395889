"""Months as numbers, so that a difference is a number of months.

A month is `year * 12 + month - 1`: January 2019 is 24228. The panel stores months this way.
"""

import re

_MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$")


def month_number(text: str) -> int:
    """Return the number of a month written as `2021-08`; raise ValueError for anything else."""
    match = _MONTH.match(text)
    if match is None:
        raise ValueError(f"'{text}' is not a month; write a year and a month such as 2021-08")
    return int(match[1]) * 12 + int(match[2]) - 1


def month_text(number: int) -> str:
    """Return a month number as `2021-08`."""
    year, month = divmod(int(number), 12)
    return f"{year:04d}-{month + 1:02d}"
