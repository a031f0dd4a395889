"""Indicators by name and version: what is counted, of whom, without whom, after which source.

A published figure names its indicator and version. A definition never changes: it gets a new version beside
the old.
"""

from dataclasses import dataclass

EDITION = "2026-1"

CHILD_MONTHS = "child-months on the panel"


class UnknownIndicatorError(LookupError):
    """No indicator has this name and version."""


@dataclass(frozen=True)
class Indicator:
    """A figure per child-month (or per event): sum of `numerator` over the sum of `denominator`.

    `denominator_column` is None when the denominator is the number of child-months.
    """

    name: str
    version: int
    numerator: str
    numerator_column: str
    denominator: str
    denominator_column: str | None
    exclusions: str
    unit: str
    source: str


_CBS = "CBS 85098NED, Jeugdzorgtrajecten"
_BILLS = "municipal billing, iJw 3.2 declarations"
_LATE = "months cut by the late-billing rule; children after their 13th birthday"


def _per_month(name: str, column: str, what: str, unit: str, source: str = _BILLS) -> Indicator:
    return Indicator(name, 1, what, column, CHILD_MONTHS, None, _LATE, unit, source)


_DAY_CARE = "days with day treatment or residence"
_PLACED = "months with a place in a special school"
_TEAM = "contacts with the neighbourhood team"

INDICATORS: tuple[Indicator, ...] = (
    _per_month("light_care", "light_care_days", "days with ambulant youth help", "days", _CBS),
    _per_month("specialised_care", "specialised_care_days", _DAY_CARE, "days", _CBS),
    _per_month("youth_ggz", "youth_ggz_days", "days with youth mental health care", "days"),
    _per_month("residence", "residence_days", "days and nights in residence", "days", _CBS),
    _per_month("special_school", "special_school", _PLACED, "months", "DUO 1 October"),
    _per_month("neighbourhood_team", "neighbourhood_team_contacts", _TEAM, "contacts"),
    _per_month("cost", "cost_cents", "cost of youth care", "euro cents"),
    _per_month("inflow", "inflow", "trajectories started", "trajectories", _CBS),
    _per_month("absence", "absence_days", "school days missed", "days", "absence register of the school"),
    Indicator(
        "duration", 1, "days of the trajectories that ended", "duration_days",
        "trajectories that ended", "outflow",
        "trajectories still open: read beside inflow, they are the long ones", "days", _CBS,
    ),
    Indicator(
        "signal_to_care", 1, "days from first signal to fitting care", "signal_to_care_days",
        "signals that reached fitting care", "reached_care",
        "signals still waiting: read beside the Aalen-Johansen curve, which counts them", "days",
        "case records of the youth supporter",
    ),
)  # fmt: skip


def indicator(name: str, version: int = 1) -> Indicator:
    """The definition; raises UnknownIndicatorError with the names that exist."""
    for one in INDICATORS:
        if (one.name, one.version) == (name, version):
            return one
    known = ", ".join(f"{one.name} v{one.version}" for one in INDICATORS)
    raise UnknownIndicatorError(f"No indicator {name} v{version}. Choose one of: {known}")


def for_column(column: str) -> Indicator | None:
    """The per-child-month indicator of a panel column, if one is defined."""
    return next(
        (one for one in INDICATORS if one.numerator_column == column and one.denominator_column is None), None
    )
