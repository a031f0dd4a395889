"""Facts from outside as plain values, on their way from a file to the tables, and what storing them changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from schakel.rules.errors import EndBeforeStartError


@dataclass(frozen=True)
class EditionFacts:
    """One publication: by whom, called what, of which day."""

    source: str
    name: str
    published_on: date
    note: str = ""


@dataclass(frozen=True)
class HolidayFacts:
    """One holiday of one region (`noord`, `midden`, `zuid`), first and last day included."""

    region: str
    school_year: str
    name: str
    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise EndBeforeStartError(f"{self.name} {self.school_year}")

    @property
    def identity(self) -> tuple[str, str, str]:
        return self.region, self.school_year, self.name


@dataclass(frozen=True)
class CodeFacts:
    """One code of one list, with its label in both languages."""

    list: str
    code: str
    label_nl: str
    label_en: str


@dataclass(frozen=True)
class SiteFacts:
    """One location of a school as a register publishes it. `brin` and `site_number` together are its
    identity.
    """

    brin: str
    site_number: str
    name: str
    street: str
    house_number: str
    postcode: str
    city: str
    municipality_code: str
    municipality: str
    denomination: str
    phone: str
    website: str
    region: str = ""

    @property
    def identity(self) -> tuple[str, str]:
        return self.brin, self.site_number


@dataclass(frozen=True)
class Changed:
    """A site that a new edition describes differently: field by field what it was and what it is."""

    label: str
    fields: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class SiteChanges:
    """What an edition changed, as labels a person recognises."""

    added: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()
    closed: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    unchanged: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """Numbers only: what the log may hold."""
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "closed": len(self.closed),
            "reopened": len(self.reopened),
            "unchanged": self.unchanged,
        }


@dataclass
class Counts:
    """How many rows of a list were new, different, or the same."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
