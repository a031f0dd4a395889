"""Chance, seeded: the same seed gives the same town, on every machine.

Each purpose has a stream of its own, so that a change in one place of the model does not shuffle all others. Everything is made
from uniform numbers by inversion; these are drawn in blocks, because a call per number would take half the running time.
"""

import math
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Generic, TypeVar

import numpy as np

T = TypeVar("T")
_BLOCK = 8192


class Table(Generic[T]):
    """Values with their weights; weights need not add up to one."""

    def __init__(self, rows: Sequence[tuple[T, float]]) -> None:
        self.values = [value for value, _weight in rows]
        self.upto = list(accumulate(weight for _value, weight in rows))

    def at(self, share: float) -> T:
        """The value at this share (0 up to 1) of the total weight."""
        return self.values[min(bisect_right(self.upto, share * self.upto[-1]), len(self.values) - 1)]


class Draws:
    """One stream of chance."""

    def __init__(self, seed: int, *purpose: str | int) -> None:
        words = [zlib.crc32(str(word).encode()) for word in purpose]
        self._rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words])))
        self._block: list[float] = []

    def u(self) -> float:
        """Uniform in [0, 1)."""
        if not self._block:
            self._block = self._rng.random(_BLOCK).tolist()
        return self._block.pop()

    def chance(self, share: float) -> bool:
        return self.u() < share

    def below(self, number: int) -> int:
        """A whole number from 0 up to `number`, which is left out."""
        return int(self.u() * number)

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.u() * (high - low + 1))

    def pick(self, values: Sequence[T]) -> T:
        return values[int(self.u() * len(values))]

    def by(self, table: Table[T]) -> T:
        return table.at(self.u())

    def poisson(self, mean: float) -> int:
        """By multiplication of uniforms: meant for means below about ten."""
        limit, product, count = math.exp(-mean), self.u(), 0
        while product > limit:
            product *= self.u()
            count += 1
        return count

    def normal(self) -> float:
        """Standard normal, by Box and Muller."""
        return math.sqrt(-2 * math.log(1 - self.u())) * math.cos(2 * math.pi * self.u())

    def log_normal(self, median: float, spread: float) -> float:
        """`spread` is the standard deviation of the logarithm."""
        return median * math.exp(spread * self.normal())

    def gamma(self, shape: float) -> float:
        """Mean one, variance 1 / shape."""
        return float(self._rng.gamma(shape)) / shape

    def shuffled(self, values: Sequence[T]) -> list[T]:
        order = sorted(range(len(values)), key=[self.u() for _ in values].__getitem__)
        return [values[place] for place in order]

    def key(self) -> str:
        """A key as a version-4 UUID."""
        digits = (
            f"{int(self.u() * (1 << 52)):013x}{int(self.u() * (1 << 52)):013x}{int(self.u() * (1 << 24)):06x}"
        )
        variant = "89ab"[int(digits[15], 16) % 4]
        return f"{digits[:8]}-{digits[8:12]}-4{digits[12:15]}-{variant}{digits[16:19]}-{digits[19:31]}"
