"""Municipalities whose truth is known: what would have happened without a supporter is simulated too.

Seats are filled by children of 4 to 12 who come, grow older and leave (`children`). Each has a need of its
own, on top of that of the school and the school year, and trajectories of care of published lengths (`care`).
A supporter cancels (or, with a positive effect, adds) a share of the months of care: the same draws with and
without give the planted effect exactly. Movers, drop-outs and bills that come late then spoil the panel as in
life.

Shares and lengths are those of CBS 03753 and 85098NED; prices are the published maxima of 2024 (see `Town`).
What is not published (spread between schools, hours per month) is an assumption of this simulator, not a
fact.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from schakel.analysis.panel import children, layout, simulate_care
from schakel.analysis.panel.children import Roll
from schakel.analysis.panel.simulate_care import CARE, Care

Choice = Literal["lot", "high_cost"]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Town:
    """A municipality to simulate.

    `waves` are (month, number of schools) of the starts. `effect` is relative: -0.15 cancels 15 % of the
    months of care from the start on. `choice`: by lot, or the schools with the highest cost in the year
    before the first start. `movers` and `dropouts` are shares of the children; `late` is how many last months
    are billed in part. `school_spread` and `year_spread` are the standard deviations of the logarithm of need
    between schools, and between school years within a school.
    """

    schools: int = 63
    pupils: int = 226
    first_month: int = 2018 * 12 + 7
    months: int = 60
    waves: tuple[tuple[int, int], ...] = ()
    effect: float = 0.0
    choice: Choice = "lot"
    movers: float = 0.05
    dropouts: float = 0.03
    late: int = 3
    school_spread: float = 0.25
    year_spread: float = 0.08
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if sum(number for _month, number in self.waves) >= self.schools:
            raise ValueError("At least one school must stay without a supporter: take smaller waves.")
        last = self.first_month + self.months
        if any(not self.first_month < month < last for month, _number in self.waves):
            raise ValueError("Every wave must start after the first and before the last month of the panel.")
        if not -1 <= self.effect <= 1:
            raise ValueError("The effect is a share of the months of care: between -1 and 1.")


@dataclass(frozen=True)
class Truth:
    """The planted effect on the treated child-months of this municipality.

    `per_child_month` and `without` are per amount column: mean difference, and mean without a supporter, in
    the unit of the column, over `treated_child_months` rows (before drop-out, moving and late billing).
    """

    per_child_month: dict[str, float]
    without: dict[str, float]
    treated_child_months: int


@dataclass(frozen=True)
class Simulated:
    """A panel (columns of the layout), who started when, and the truth."""

    town: Town
    panel: pa.Table
    starts: tuple[tuple[str, int], ...]
    truth: Truth


def leeuwarden(
    *, effect: float = -0.15, choice: Choice = "lot", seed: int = 1, pupils: int = 226
) -> Simulated:
    """63 schools, 9 of them with a supporter, in three waves of three (September 2020, 2021, 2022)."""
    waves = tuple((year * 12 + 8, 3) for year in (2020, 2021, 2022))
    return simulate(Town(pupils=pupils, waves=waves, effect=effect, choice=choice, seed=seed))


def simulate(town: Town) -> Simulated:
    """Simulate a municipality; the same town gives the same bytes."""
    rng = np.random.default_rng(town.seed)
    roll = children.enrol(rng, town.schools, town.pupils, town.first_month, town.months)
    care = simulate_care.without_supporter(rng, roll, town.school_spread, town.year_spread)
    start = _starts(rng, town, roll, care)
    treated = roll.month >= start[roll.school]
    with_supporter = _planted(rng, town.effect, treated, care)
    truth = _truth(treated, care, with_supporter)
    keep = children.staying(rng, roll, town.dropouts)
    current = children.current_school(rng, roll, town.movers, town.schools)
    billed = _billed_late(rng, town, roll.month, with_supporter)
    table = _table(roll, current, billed).filter(pa.array(keep))
    first = [(school_name(int(school)), int(start[school])) for school in np.flatnonzero(start < _NEVER)]
    return Simulated(town, table, tuple(sorted(first, key=lambda pair: (pair[1], pair[0]))), truth)


_NEVER = 1 << 30


def school_name(school: int) -> str:
    """Name of a simulated school: S01, S02, ..."""
    return f"S{school + 1:02d}"


def _starts(rng: np.random.Generator, town: Town, roll: Roll, care: Care) -> Ints:
    """Start month per school; `_NEVER` for those without."""
    start = np.full(town.schools, _NEVER, dtype=np.int64)
    order = rng.permutation(town.schools)
    if town.choice == "high_cost" and town.waves:
        order = _costliest(town, roll, care)
    used = 0
    for month, number in sorted(town.waves):
        start[order[used : used + number]] = month
        used += number
    return start


def _costliest(town: Town, roll: Roll, care: Care) -> Ints:
    """Schools by cost per child in the year before the first wave, highest first."""
    first = min(month for month, _number in town.waves)
    year = (roll.month >= first - 12) & (roll.month < first)
    cost = np.bincount(roll.school[year], weights=care["cost_cents"][year], minlength=town.schools)
    return np.argsort(-cost / np.bincount(roll.school[year], minlength=town.schools), kind="stable")


def _planted(rng: np.random.Generator, effect: float, treated: npt.NDArray[np.bool_], care: Care) -> Care:
    """Cancel or double the use and cost of a share |effect| of the treated child-months."""
    hit = treated & (rng.random(len(treated)) < abs(effect))
    factor = np.where(hit, 0 if effect < 0 else 2, 1)
    changed = {name: care[name] * factor for name in CARE}
    days = {name: np.minimum(changed[name], layout.DAYS_IN_MONTH) for name in CARE if name.endswith("_days")}
    return {**care, **changed, **days}


def _truth(treated: npt.NDArray[np.bool_], care: Care, with_supporter: Care) -> Truth:
    if not treated.any():
        return Truth({}, {}, 0)
    return Truth(
        {name: float((with_supporter[name][treated] - care[name][treated]).mean()) for name in care},
        {name: float(care[name][treated].mean()) for name in care},
        int(treated.sum()),
    )


def _billed_late(rng: np.random.Generator, town: Town, month: Ints, care: Care) -> Care:
    """Of the last `late` months a growing share of the bills has not come in."""
    back = town.first_month + town.months - 1 - month
    absent = np.where(back < town.late, 0.6 ** (back + 1.0), 0.0)
    arrived = rng.random(len(month)) >= absent
    return {**care, "cost_cents": care["cost_cents"] * arrived}


def _table(roll: Roll, current: Ints, care: Care) -> pa.Table:
    names = pa.array([school_name(school) for school in range(int(roll.school.max()) + 1)])
    columns: dict[str, pa.Array] = {
        "pseudonym": children.pseudonyms(roll.child).take(pa.array(roll.child)),
        "school": names.take(pa.array(roll.school)),
        "month": pa.array(roll.month, pa.int32()),
        "current_school": names.take(pa.array(current)),
        "birth_month": pa.array(roll.month - roll.age, pa.int32()),
        **{name: pa.array(care[name], pa.int64()) for name in layout.AMOUNTS if name in care},
    }
    return pa.table(columns)
