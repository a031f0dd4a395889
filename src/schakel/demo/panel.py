"""The pseudonymous child-months of the town, in the published column layout, and the truth beside it.

What the file shows is what a municipality would have: bills that come late, children that move or leave. What would have happened
without supporters stands in the truth only.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from schakel.analysis.panel import layout
from schakel.demo import care, truth
from schakel.demo.care import Bools, Ints, Roll, Spells
from schakel.demo.make import Town

LATE_MONTHS = 3
_MOVES, _LEAVES = 0.05, 0.03
# Cents: ambulant hour hbo, day-treatment part-day (middle of the range), family home per day. Pgb maxima Holland
# Rijnland/Bollenstreek 2024. How many hours and parts of a day there are in a month is not published.
HOUR, PART_DAY, HOME_DAY = 7800, 7160, 16359
_AMBULANT, _NETWORK, _TEAM, _DAY_HELP, _RESIDENCE = (1 << place for place in range(len(truth.FORMS)))
_CHANGED = ("light_care_days", "specialised_care_days", "residence_days", "cost_cents", "inflow", "outflow")


@dataclass(frozen=True)
class Panel:
    """The table, when each school got its supporter (a month, or None), and the planted effect per treated child-month."""

    table: pa.Table
    starts: dict[str, int | None]
    effect: dict[str, float]
    treated: int


@dataclass(frozen=True)
class _Grid:
    """Child-months: row numbers by child and month."""

    child: Ints
    month: Ints
    first: Ints
    offset: Ints

    def rows(self, child: Ints, month: Ints) -> Ints:
        return self.offset[child] + month - self.first[child]


def school_key(site: int) -> str:
    """A school in the panel: its number in the town, not its name."""
    return f"S{site:03d}"


def make_panel(town: Town) -> Panel:
    """Child-months of the years of the town, up to the last whole month before today."""
    last = care.month_of(town.plan.today) - 1
    first = last - 12 * town.plan.years + 1
    roll, spells = care.simulate(town, first, last)
    grid = _grid(roll, first, last)
    rng = np.random.default_rng([town.plan.seed, 10])
    use = _use(rng, len(spells.child))
    without = _amounts(roll, spells, grid, np.ones(len(spells.child), dtype=bool), use)
    observed = _amounts(roll, spells, grid, ~spells.avoided, use)
    treated = grid.month >= roll.supported[grid.child]
    effect = {
        name: float((observed[name][treated] - without[name][treated]).mean()) if treated.any() else 0.0
        for name in _CHANGED
    }
    observed |= _untouched(rng, len(grid.child))
    _bill_late(rng, observed, grid, last)
    starts = {
        school_key(int(site)): None if start > last else int(start)
        for site, start in zip(*_first_of_each(roll), strict=True)
    }
    return Panel(_table(town, rng, roll, grid, observed), starts, effect, int(treated.sum()))


def _first_of_each(roll: Roll) -> tuple[Ints, Ints]:
    sites, places = np.unique(roll.site, return_index=True)
    return sites, roll.supported[places]


def _grid(roll: Roll, first: int, last: int) -> _Grid:
    begins, ends = np.maximum(roll.from_month, first), np.minimum(roll.until_month, last + 1)
    months = np.maximum(ends - begins, 0)
    child = np.repeat(np.arange(len(months)), months)
    offset = np.concatenate([[0], np.cumsum(months)[:-1]])
    month = np.arange(len(child)) - offset[child] + begins[child]
    return _Grid(child, month, begins, offset)


def _use(rng: np.random.Generator, spells: int) -> dict[str, Ints]:
    """Hours and parts of a day in a month of each trajectory."""
    return {
        "hours": 1 + rng.poisson(6.0, spells).astype(np.int64),
        "parts": 1 + rng.poisson(11.0, spells).astype(np.int64),
        "contacts": 1 + rng.poisson(1.0, spells).astype(np.int64),
    }


def _amounts(
    roll: Roll, spells: Spells, grid: _Grid, counted: Bools, use: dict[str, Ints]
) -> dict[str, Ints]:
    """Every amount that care makes, per row, of the trajectories that count."""
    size = len(grid.child)
    rows, spell = _rows_of(roll, spells, grid, counted)
    found = {name: np.zeros(size, dtype=np.int64) for name in (*_CHANGED, "duration_days", "reached_care")}
    found["signal_to_care_days"] = np.zeros(size, dtype=np.int64)
    found["neighbourhood_team_contacts"] = np.zeros(size, dtype=np.int64)
    _add_use(found, rows, spells.form[spell], {name: values[spell] for name, values in use.items()})
    starts, ends = spells.start[spell] == grid.month[rows], spells.end[spell] - 1 == grid.month[rows]
    np.add.at(found["inflow"], rows[starts], 1)
    np.add.at(found["reached_care"], rows[starts], 1)
    np.add.at(found["signal_to_care_days"], rows[starts], spells.wait_days[spell[starts]])
    np.add.at(found["outflow"], rows[ends], 1)
    length = np.rint(spells.months[spell[ends]] * 30.4).astype(np.int64)
    np.add.at(found["duration_days"], rows[ends], length)
    return found


def _rows_of(roll: Roll, spells: Spells, grid: _Grid, counted: Bools) -> tuple[Ints, Ints]:
    """The rows that each trajectory covers, and which trajectory that is."""
    ends = np.concatenate([grid.offset[1:], [len(grid.child)]]) - grid.offset + grid.first
    first = np.maximum(spells.start, grid.first[spells.child])
    last = np.minimum(spells.end, ends[spells.child])
    months = np.where(counted, np.maximum(last - first, 0), 0)
    spell = np.repeat(np.arange(len(months)), months)
    before = np.cumsum(months) - months
    month = np.arange(len(spell)) - before[spell] + first[spell]
    return grid.rows(spells.child[spell], month), spell


def _add_use(found: dict[str, Ints], rows: Ints, form: Ints, use: dict[str, Ints]) -> None:
    """Days and cents. A child has one trajectory at a time, so no row is met twice."""
    ambulant, day, home = ((form & bit > 0).astype(np.int64) for bit in (_AMBULANT, _DAY_HELP, _RESIDENCE))
    days = np.minimum(-(-use["parts"] // 2), 22) * day * (1 - home)
    found["light_care_days"][rows] = np.minimum(use["hours"], 22) * ambulant
    found["residence_days"][rows] = 30 * home
    found["specialised_care_days"][rows] = days + 30 * home
    found["neighbourhood_team_contacts"][rows] = use["contacts"] * (form & _TEAM > 0)
    cents = HOUR * use["hours"] * ambulant + PART_DAY * use["parts"] * day + HOME_DAY * 30 * home
    found["cost_cents"][rows] = cents


def _untouched(rng: np.random.Generator, size: int) -> dict[str, Ints]:
    """Outcomes that a supporter does not change in this town: for placebo."""
    return {"absence_days": np.minimum(rng.poisson(0.8, size), 20).astype(np.int64)}


def _bill_late(rng: np.random.Generator, found: dict[str, Ints], grid: _Grid, last: int) -> None:
    """Of the last months a growing share of the bills has not come in."""
    back = last - grid.month
    absent = np.where(back < LATE_MONTHS, 0.6 ** (back + 1.0), 0.0)
    found["cost_cents"] *= rng.random(len(back)) >= absent


def _table(town: Town, rng: np.random.Generator, roll: Roll, grid: _Grid, found: dict[str, Ints]) -> pa.Table:
    salt = b"%d:" % town.plan.seed
    names = [hashlib.blake2b(salt + b"%d" % child.number, digest_size=8).hexdigest() for child in roll.child]
    schools = np.array([school_key(number) for number in range(len(town.schools) + 1)])
    columns: dict[str, pa.Array] = {
        "pseudonym": pa.array(names).take(pa.array(grid.child)),
        "school": pa.array(schools[roll.site[grid.child]]),
        "month": pa.array(grid.month, pa.int32()),
        "current_school": pa.array(schools[_current(rng, roll, grid)]),
        "birth_month": pa.array(roll.birth[grid.child], pa.int32()),
        **{name: pa.array(found[name], pa.int64()) for name in layout.AMOUNTS if name in found},
    }
    return pa.table(columns).filter(pa.array(_stays(rng, roll, grid)))


def _changes(rng: np.random.Generator, roll: Roll, share: float) -> Ints:
    """The month in which a child moves or leaves; far away for most."""
    months = roll.from_month + rng.integers(1, 96, len(roll.site))
    return np.where(rng.random(len(roll.site)) < share, months, 1 << 30)


def _current(rng: np.random.Generator, roll: Roll, grid: _Grid) -> Ints:
    """The school in the month itself."""
    other = roll.site[rng.integers(0, len(roll.site), len(roll.site))]
    moved = grid.month >= _changes(rng, roll, _MOVES)[grid.child]
    return np.where(moved, other[grid.child], roll.site[grid.child])


def _stays(rng: np.random.Generator, roll: Roll, grid: _Grid) -> Bools:
    """False from the month in which a child left the municipality."""
    stays: Bools = grid.month < _changes(rng, roll, _LEAVES)[grid.child]
    return stays
