"""Who sits on which school in which month: seats that are filled again when a child turns 12."""

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

FIRST_AGE = 4 * 12
STAY = 8 * 12
_SIZE_SPREAD = 0.55
_SMALLEST = 25


@dataclass(frozen=True)
class Roll:
    """Child-months before drop-out, sorted by month within seat; all arrays (rows,), months as month numbers.

    `child` counts from 0, `school` counts from 0, `age` is in months. Rows are laid out as (seats, months).
    """

    child: Ints
    school: Ints
    month: Ints
    age: Ints
    seats: int
    months: int


def enrol(rng: np.random.Generator, schools: int, pupils: int, first_month: int, months: int) -> Roll:
    """Fill the seats. Sizes are log-normal around `pupils`, as widely spread as the size classes of DUO
    2022/23.
    """
    centred = rng.normal(-(_SIZE_SPREAD**2) / 2, _SIZE_SPREAD, schools)
    size = np.maximum(min(_SMALLEST, pupils), np.rint(pupils * np.exp(centred)).astype(np.int64))
    school_of_seat = np.repeat(np.arange(schools), size)
    seats = len(school_of_seat)
    clock = rng.integers(0, STAY, seats)[:, None] + np.arange(months)[None, :]
    turns = (months + STAY) // STAY + 1
    return Roll(
        child=(np.arange(seats)[:, None] * turns + clock // STAY).ravel(),
        school=np.repeat(school_of_seat, months),
        month=np.tile(np.arange(first_month, first_month + months), seats),
        age=(FIRST_AGE + clock % STAY).ravel(),
        seats=seats,
        months=months,
    )


def staying(rng: np.random.Generator, roll: Roll, share: float) -> Bools:
    """False for the months after a child left the municipality; `share` of the seats see one leave."""
    leaves = np.where(rng.random(roll.seats) < share, rng.integers(1, roll.months, roll.seats), roll.months)
    first_child = roll.child.reshape(roll.seats, roll.months)[:, :1]
    same = roll.child.reshape(roll.seats, roll.months) == first_child
    gone = same & (np.arange(roll.months)[None, :] >= leaves[:, None])
    stays: Bools = np.logical_not(gone).ravel()
    return stays


def current_school(rng: np.random.Generator, roll: Roll, share: float, schools: int) -> Ints:
    """School in the month itself: `share` of the seats see their first child move to another school."""
    moves = np.where(rng.random(roll.seats) < share, rng.integers(1, roll.months, roll.seats), roll.months)
    target = rng.integers(0, schools, roll.seats)
    child = roll.child.reshape(roll.seats, roll.months)
    moved = (child == child[:, :1]) & (np.arange(roll.months)[None, :] >= moves[:, None])
    return np.where(moved, target[:, None], roll.school.reshape(roll.seats, roll.months)).ravel()


def pseudonyms(child: Ints) -> pa.Array:
    """A name per child number 0..max that does not show the order of enrolment."""
    return pa.array(
        [hashlib.blake2b(b"%d" % number, digest_size=6).hexdigest() for number in range(child.max() + 1)]
    )
