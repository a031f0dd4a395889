"""Prices: low, middle, high; of a year; from a source; paid by someone. Refused without any of these."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from schakel.analysis.value.errors import PriceError

Case = Literal["low", "mid", "high"]
CASES: tuple[Case, ...] = ("low", "mid", "high")


@dataclass(frozen=True, slots=True)
class Range:
    """Low, middle and high, in this order of size."""

    low: float
    mid: float
    high: float

    def at(self, case: Case) -> float:
        """The value of a case."""
        return {"low": self.low, "mid": self.mid, "high": self.high}[case]

    @property
    def ordered(self) -> bool:
        """Low is at most mid, mid at most high."""
        return self.low <= self.mid <= self.high


@dataclass(frozen=True, slots=True)
class Price:
    """Euro per `unit` at the price level of `year`; `source` says where it was published."""

    item: str
    unit: str
    amount: Range
    year: int
    source: str
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a price that nobody can trace."""
        for name, text in (("source", self.source), ("unit", self.unit)):
            if not text.strip():
                raise PriceError(f"The price of '{self.item}' has no {name}: no price without it.")
        if not 1990 <= self.year <= 2100:
            raise PriceError(
                f"The price of '{self.item}' needs the year of its price level, not {self.year}."
            )
        if not self.amount.ordered:
            raise PriceError(f"The price of '{self.item}': low, mid and high must not fall.")


@dataclass(frozen=True, slots=True)
class PriceIndex:
    """Price level per year (any base) and where it was published."""

    levels: Mapping[int, float]
    source: str

    def factor(self, item: str, of: int, to: int) -> float:
        """What an amount of year `of` is multiplied by to stand at the level of year `to`."""
        if of == to:
            return 1.0
        absent = [year for year in (of, to) if year not in self.levels]
        if absent or not self.source.strip():
            raise PriceError(
                f"'{item}' is at the price level of {of}, the result at that of {to}. Give an index with its source "
                f"for {', '.join(map(str, absent)) or 'both years'}."
            )
        return self.levels[to] / self.levels[of]


# Published maxima and averages; more precise than this they are not known.
_PGB = "pgb-maxima Holland Rijnland/Bollenstreek 2024"


def _one(item: str, unit: str, amount: float, year: int, source: str) -> Price:
    return Price(item, unit, Range(amount, amount, amount), year, source)


PUBLISHED: tuple[Price, ...] = (
    _one("ambulant_hbo", "hour", 78.00, 2024, _PGB),
    _one("ambulant_mbo", "hour", 51.00, 2024, _PGB),
    _one("youth_ggz_hbo", "hour", 75.60, 2024, _PGB),
    _one("youth_ggz_wo", "hour", 111.60, 2024, _PGB),
    Price("day_treatment", "part-day of 4 hours", Range(68.82, (68.82 + 74.37) / 2, 74.37), 2024, _PGB,
          "the middle is the middle of the published range"),
    _one("family_home", "day", 163.59, 2024, _PGB),
    Price("respite_care", "day", Range(83.55, (83.55 + 195.91) / 2, 195.91), 2024, _PGB,
          "the middle is the middle of the published range"),
    _one("pupil_regular", "year", 8011, 2020, "CPB 2023"),
    Price("pupil_special", "year", Range(23000, 23000, 23000), 2020, "CPB 2023", "published as 'about'"),
    _one("gp_consult", "consult under 20 minutes", 12.21, 2024, "NZa 2024"),
)  # fmt: skip


def published(item: str) -> Price:
    """A price of the list; raises PriceError with the items that are there."""
    for price in PUBLISHED:
        if price.item == item:
            return price
    known = ", ".join(price.item for price in PUBLISHED)
    raise PriceError(
        f"No published price is known for '{item}'. Give one with year and source, or one of: {known}"
    )
