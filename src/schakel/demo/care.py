"""Youth care that the children of the town use: trajectories, month by month, with and without supporters.

First everything happens as if nobody had a supporter. The chance that a trajectory starts follows from age, from the need of
the child and its site, and from care it had before; chances are scaled so that each age has the published share of children in
care, given the published lengths. Then the planted truth: at a site with a supporter a share of what would have started does
not start. So what would have happened without is known for every child and month.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from schakel.demo import truth
from schakel.demo.clock import Day
from schakel.demo.make import Town
from schakel.demo.town import OLDEST_GROUP, Child, School

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

FIRST_AGE, LAST_AGE = 4, 12
_WARM_UP_YEARS = 9
_LONGEST = 72
_BEFORE_SCHOOL = 0.012  # share in care at birth: the published figures start at four
# Fitted to the published repeat use: how far need in general becomes need of care, and how likely care is for who had it before.
_WEIGHT_OF_NEED, _AGAIN = 0.3, 0.43


@dataclass(frozen=True)
class Spells:
    """Trajectories, one element each; months are `year * 12 + month - 1`. `avoided` ones start only without a supporter."""

    child: Ints
    start: Ints
    months: Ints
    form: Ints
    referrer: npt.NDArray[np.str_]
    repeat: Bools
    wait_days: Ints
    avoided: Bools

    @property
    def end(self) -> Ints:
        """The first month after."""
        return self.start + self.months


@dataclass(frozen=True)
class Roll:
    """The children as columns, in the order of their numbers; `from_month` and `until_month` are the months at school."""

    child: list[Child]
    site: Ints
    birth: Ints
    need: Floats
    from_month: Ints
    until_month: Ints
    supported: Ints


def month_of(day: Day) -> int:
    """`year * 12 + month - 1`."""
    found = date.fromordinal(day)
    return found.year * 12 + found.month - 1


def roll_of(town: Town) -> Roll:
    """Every pupil of the town, with the months from four years old to the end of group eight."""
    pairs = [(school, child) for school in town.schools if school.size for child in school.children]
    birth = np.array([month_of(child.born) for _school, child in pairs], dtype=np.int64)
    leaves = np.array([_last_month(child.born) for _school, child in pairs], dtype=np.int64)
    return Roll(
        child=[child for _school, child in pairs],
        site=np.array([school.number for school, _child in pairs], dtype=np.int64),
        birth=birth,
        need=np.array([(child.need * school.need) ** _WEIGHT_OF_NEED for school, child in pairs]),
        from_month=birth + FIRST_AGE * 12,
        until_month=leaves,
        supported=np.array([_supported(school) for school, _child in pairs], dtype=np.int64),
    )


def _last_month(born: Day) -> int:
    """July of the year in which group eight ends."""
    year = date.fromordinal(born + 92).year
    return (year + FIRST_AGE + OLDEST_GROUP) * 12 + 6


def _supported(school: School) -> int:
    return 1 << 30 if school.supported_from is None else month_of(school.supported_from)


def simulate(town: Town, first: int, last: int) -> tuple[Roll, Spells]:
    """Every trajectory that starts up to `last`, with years before `first` so that nothing begins at once."""
    roll = roll_of(town)
    rng = np.random.default_rng([town.plan.seed, 9])
    count = len(roll.child)
    left, had = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=bool)
    wanted = _starts_by_age()
    parts: list[tuple[Ints, Ints, Ints, Bools]] = []
    for month in range(first - 12 * _WARM_UP_YEARS, last + 1):
        age = month - roll.birth
        there = (age >= 0) & (age < len(wanted)) & (month < roll.until_month)
        new = _new(rng, wanted, np.where(there, age, 0), there, left, roll.need * np.where(had, _AGAIN, 1.0))
        months = _lengths(rng, len(new))
        parts.append((new, np.full(len(new), month), months, had[new]))
        left = np.maximum(left - 1, 0)
        left[new] = months - 1
        had[new] = True
    return roll, _spells(rng, roll, parts)


def _new(rng: np.random.Generator, wanted: Floats, age: Ints, there: Bools, left: Ints, need: Floats) -> Ints:
    """Whose trajectory starts this month. Scaled per year of age, so that who is in care already is made up for by others."""
    free = there & (left == 0)
    year = age // 12
    number = np.bincount(year[there], minlength=20)
    weight = np.bincount(year[free], weights=need[free], minlength=20)
    scale = number / np.maximum(weight, 1e-9)
    chance = wanted[age] * need * scale[year]
    return np.flatnonzero(free & (rng.random(len(age)) < chance))


def _starts_by_age() -> Floats:
    """Starts per child and month of age that give the published shares in care, given how long care lasts."""
    stays = _survival()
    known_ages = np.array([0, *(12 * (FIRST_AGE + year) + 6 for year in range(len(truth.IN_CARE_BY_AGE)))])
    shares = np.array([_BEFORE_SCHOOL, *(number / truth.PUPILS_OF_AN_AGE for number in truth.IN_CARE_BY_AGE)])
    in_care = np.interp(np.arange((LAST_AGE + 1) * 12), known_ages, shares)
    starts = np.zeros(len(in_care))
    for age in range(len(in_care)):
        back = np.arange(1, min(age, _LONGEST - 1) + 1)
        starts[age] = max(in_care[age] - float(starts[age - back] @ stays[back]), 0.0)
    return starts


def _survival() -> Floats:
    """Share of trajectories that still run after so many months."""
    stays = np.zeros(_LONGEST + 1)
    for months, share in _length_shares():
        stays[:months] += share
    return stays


def _length_shares() -> list[tuple[int, float]]:
    """Whole months with their share: even within each published class."""
    total = sum(share for _low, _high, share in truth.DURATIONS)
    return [
        (month, share / total / (high - max(low, 1) if low == 0 else high - low))
        for low, high, share in truth.DURATIONS
        for month in range(max(low, 1), high)
    ]


def _lengths(rng: np.random.Generator, number: int) -> Ints:
    months, shares = (np.array(part) for part in zip(*_length_shares(), strict=True))
    return rng.choice(months.astype(np.int64), number, p=shares / shares.sum())


def _spells(rng: np.random.Generator, roll: Roll, parts: list[tuple[Ints, Ints, Ints, Bools]]) -> Spells:
    child, start, months, repeat = (np.concatenate(column) for column in zip(*parts, strict=True))
    number = len(child)
    codes, shares = zip(*truth.REFERRERS, strict=True)
    waits = rng.lognormal(np.log(truth.PLANTED.care_wait), truth.PLANTED.care_wait_spread, number)
    treated = start >= roll.supported[child]
    return Spells(
        child=child,
        start=start,
        months=months,
        form=_forms(rng, number),
        referrer=rng.choice(np.array(codes), number, p=np.array(shares) / sum(shares)),
        repeat=repeat,
        wait_days=np.rint(waits).astype(np.int64),
        avoided=treated & (rng.random(number) < truth.PLANTED.care_avoided),
    )


def _forms(rng: np.random.Generator, number: int) -> Ints:
    """A set of forms as bits, in the order of `truth.FORMS`: at least one, and each as often as published."""
    sets = np.arange(1, 1 << len(truth.FORMS))
    has = sets[:, None] >> np.arange(len(truth.FORMS)) & 1
    shares = np.array([share for _name, share in truth.FORMS])
    each = shares
    for _ in range(200):
        each = shares * (1 - np.prod(1 - each))
    weight = np.prod(np.where(has == 1, each, 1 - each), axis=1)
    return rng.choice(sets, number, p=weight / weight.sum())
