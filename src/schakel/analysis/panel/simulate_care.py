"""Care that a simulated child would have used without a supporter, month by month.

A trajectory starts with a chance that depends on age, child, school and school year, and lasts as long as the
published lengths say; three years before the panel are run first, so that the first month is no beginning.
"""

import numpy as np
import numpy.typing as npt

from schakel.analysis.panel.children import FIRST_AGE, STAY, Roll

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Care = dict[str, Ints]

CARE = ("light_care_days", "specialised_care_days", "youth_ggz_days", "residence_days", "cost_cents")
"""Columns that a planted effect changes; the others are untouched and serve as placebo outcomes."""

# Children in youth care by age 4..11 (CBS 03753) over 1,367,485 pupils in eight ages.
_BY_AGE = np.array([8480, 9355, 11315, 14630, 20980, 26025, 25510, 24260]) / (1_367_485 / 8)
# Lengths of ended trajectories (CBS 85098NED), in months: from, up to, share.
_LENGTHS = ((1, 3, 0.16), (3, 6, 0.17), (6, 12, 0.30), (12, 24, 0.23), (24, 36, 0.07), (36, 60, 0.07))
_MEAN_LENGTH = sum(share * (low + high - 1) / 2 for low, high, share in _LENGTHS)
_WARM_UP = 36
_CHILD_SHAPE = 0.5
_WAIT_DAYS = 98  # about 14 weeks (Rijnmond 2022)

# Cents: ambulant hour hbo, youth GGZ hour wo, day-treatment part-day (middle of the range), family home per
# day. Pgb maxima Holland Rijnland/Bollenstreek 2024.
_HOUR, _GGZ_HOUR, _PART_DAY, _HOME_DAY = 7800, 11160, 7160, 16359
# Light, GGZ, day treatment, residence: ambulant 70 %, day help 7 %, residence 5-9 % (CBS 85098NED), the rest
# GGZ.
_FORMS = np.array([0.70, 0.16, 0.07, 0.07])


def without_supporter(rng: np.random.Generator, roll: Roll, school_spread: float, year_spread: float) -> Care:
    """Every amount column for every row of `roll`, whole numbers, shape (rows,)."""
    starts, ends, form, length = _trajectories(rng, *_chance(rng, roll, school_spread, year_spread))
    inflow, outflow = starts.ravel().astype(np.int64), ends.ravel().astype(np.int64)
    rows = len(inflow)
    waited = np.rint(rng.lognormal(np.log(_WAIT_DAYS) - 0.18, 0.6, rows)).astype(np.int64)
    return {
        **_use(rng, form.ravel()),
        "inflow": inflow,
        "outflow": outflow,
        "duration_days": np.rint(outflow * length.ravel() * 30.4).astype(np.int64),
        "reached_care": inflow,
        "signal_to_care_days": inflow * waited,
        "special_school": _placed(rng, roll),
        "neighbourhood_team_contacts": rng.poisson(0.1, rows).astype(np.int64),
        "absence_days": np.minimum(rng.poisson(0.8, rows), 23).astype(np.int64),
    }


def _chance(
    rng: np.random.Generator, roll: Roll, school_spread: float, year_spread: float
) -> tuple[Floats, Bools]:
    """Chance that a trajectory starts, for a child without one, and whether a new child takes the seat.

    Both (seats, warm-up + months). A child that comes may be in care already: then the chance is the share.
    """
    shape = (roll.seats, roll.months)
    schools = int(roll.school.max()) + 1
    school = roll.school.reshape(shape)[:, 0]
    month = np.arange(int(roll.month[0]) - _WARM_UP, int(roll.month[0]) + roll.months)
    year = (month + 5) // 12
    between = rng.normal(-(school_spread**2) / 2, school_spread, schools)
    within = rng.normal(-(year_spread**2) / 2, year_spread, (schools, int(year[-1] - year[0]) + 1))
    need = np.exp(between[:, None] + within)[school][:, year - year[0]]
    first_age = roll.age.reshape(shape)[:, 0]
    age = FIRST_AGE + (first_age[:, None] - FIRST_AGE + np.arange(-_WARM_UP, roll.months)) % STAY
    share = _BY_AGE[age // 12 - FIRST_AGE // 12] * need * _child_need(rng, roll)
    share = np.minimum(share, 0.9)
    comes = age == FIRST_AGE
    return np.where(comes, share, share / (1 - share) / _MEAN_LENGTH), comes


def _child_need(rng: np.random.Generator, roll: Roll) -> Floats:
    """Gamma factor of mean 1 per child, for every month of its seat; warm-up months have the first
    child's.
    """
    child = roll.child.reshape(roll.seats, roll.months)
    numbers = rng.gamma(_CHILD_SHAPE, 1 / _CHILD_SHAPE, int(child.max()) + 1)[child]
    return np.concatenate([np.repeat(numbers[:, :1], _WARM_UP, axis=1), numbers], axis=1)


def _trajectories(rng: np.random.Generator, chance: Floats, comes: Bools) -> tuple[Ints, Ints, Ints, Ints]:
    """Starts, ends, form (-1 without care) and length in months, each (seats, months)."""
    seats, months = chance.shape
    left, form, length = (np.zeros(seats, dtype=np.int64) for _ in range(3))
    starts, ends, forms, lengths = (np.zeros((seats, months), dtype=np.int64) for _ in range(4))
    for month in range(months):
        left[comes[:, month]] = 0
        new = (left == 0) & (rng.random(seats) < chance[:, month])
        drawn = _length(rng, int(new.sum()))
        left[new], length[new] = drawn, drawn
        form[new] = rng.choice(len(_FORMS), len(drawn), p=_FORMS)
        starts[:, month] = new & ~comes[:, month]
        forms[:, month] = np.where(left > 0, form, -1)
        ends[:, month] = left == 1
        lengths[:, month] = length
        left = np.maximum(left - 1, 0)
    shown = slice(_WARM_UP, None)
    return starts[:, shown], ends[:, shown], forms[:, shown], lengths[:, shown]


def _length(rng: np.random.Generator, number: int) -> Ints:
    low, high, share = (np.array(part) for part in zip(*_LENGTHS, strict=True))
    bin_ = rng.choice(len(share), number, p=share / share.sum())
    return rng.integers(low[bin_].astype(np.int64), high[bin_].astype(np.int64))


def _use(rng: np.random.Generator, form: Ints) -> Care:
    """Days and cents of the months with care."""
    rows = np.flatnonzero(form >= 0)
    hours = 1 + rng.poisson(np.array([6.0, 4.0, 12.0, 0.0])[form[rows]])
    days = np.zeros((4, len(form)), dtype=np.int64)
    days[form[rows], rows] = np.where(form[rows] == 3, 30, np.minimum(hours, 31))
    days[2] = -(-days[2] // 2)
    cents = np.zeros(len(form), dtype=np.int64)
    units = np.where(form[rows] == 3, 30, hours)
    cents[rows] = units * np.array([_HOUR, _GGZ_HOUR, _PART_DAY, _HOME_DAY])[form[rows]]
    return {
        "light_care_days": days[0],
        "specialised_care_days": days[2] + days[3],
        "youth_ggz_days": days[1],
        "residence_days": days[3],
        "cost_cents": cents,
    }


def _placed(rng: np.random.Generator, roll: Roll) -> Ints:
    """A place in a special school, for about one child in fifty, all the time."""
    return (rng.random(int(roll.child.max()) + 1) < 0.02).astype(np.int64)[roll.child]
