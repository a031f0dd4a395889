"""The frozen plan of a roll-out, read from TOML.

title, stored_on, chosen = "name of a design"
[lot]      number, drawn (how and when the public number comes about)
[schools]  file = "schools.csv" with the columns school, stratum, children
[window]   first, last (months), months (length of a period, 6 when left out)
[outcome]  column, unit, scale
[noise]    panel + first + last, or sd + autocorrelation + mean + source
[[design]] name, note; [[design.wave]] start, schools
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from schakel.analysis import plain_files
from schakel.analysis.effects.errors import QuestionError
from schakel.analysis.effects.keys import Table
from schakel.analysis.panel.layout import month_text


class RolloutError(ValueError):
    """The roll-out cannot be drawn or judged as it is planned."""


@dataclass(frozen=True, slots=True)
class School:
    """A school that can take part; `children` at one moment."""

    name: str
    stratum: str
    children: int


@dataclass(frozen=True, slots=True)
class Wave:
    """So many schools start in this month (month number)."""

    start: int
    schools: int


@dataclass(frozen=True, slots=True)
class Design:
    """A way to roll out: waves in order of time."""

    name: str
    waves: tuple[Wave, ...]
    note: str = ""

    @property
    def schools(self) -> int:
        """Schools that start in all."""
        return sum(wave.schools for wave in self.waves)


@dataclass(frozen=True, slots=True)
class NoiseGiven:
    """Chance differences as they were given: see `noise.Noise`."""

    sd: float
    autocorrelation: float
    mean: float
    source: str


@dataclass(frozen=True, slots=True)
class NoiseFrom:
    """Chance differences are to be learnt from these months of a panel."""

    panel: Path
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class RolloutPlan:
    """Everything that is fixed before the lot is drawn."""

    title: str
    stored_on: date
    chosen: str
    number: str
    drawn: str
    schools: tuple[School, ...]
    first: int
    last: int
    period_months: int
    column: str
    unit: str
    scale: float
    noise: NoiseGiven | NoiseFrom
    designs: tuple[Design, ...]

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        names = [school.name for school in self.schools]
        if len(set(names)) < len(names):
            twice = sorted({name for name in names if names.count(name) > 1})
            raise RolloutError(f"Schools {', '.join(twice)} are listed twice: each has one chance.")
        if min((school.children for school in self.schools), default=0) < 1:
            raise RolloutError("Every school needs at least one child, and there must be schools.")
        if self.chosen not in {design.name for design in self.designs}:
            raise RolloutError(f"The chosen design '{self.chosen}' is not among the designs.")
        for design in self.designs:
            _check(design, len(names), self.first, self.last)

    @property
    def digest(self) -> str:
        """Hash of everything that decides the draw, to be published before the public number is known."""
        content = {
            "schools": sorted([s.name, s.stratum, s.children] for s in self.schools),
            "design": asdict(self.design),
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    @property
    def design(self) -> Design:
        """The chosen design."""
        return next(design for design in self.designs if design.name == self.chosen)


def _check(design: Design, schools: int, first: int, last: int) -> None:
    if not design.waves or min(wave.schools for wave in design.waves) < 1:
        raise RolloutError(f"Design '{design.name}' needs waves of at least one school.")
    if design.schools > schools:
        raise RolloutError(f"Design '{design.name}' starts {design.schools} schools; there are {schools}.")
    outside = [month_text(wave.start) for wave in design.waves if not first < wave.start <= last]
    if outside:
        raise RolloutError(
            f"Design '{design.name}' starts in {', '.join(outside)}: months before the first start are needed, so "
            f"between {month_text(first)} and {month_text(last)}."
        )


def read_plan(path: Path) -> RolloutPlan:
    """Read and check a plan; raises RolloutError or QuestionError."""
    try:
        content = tomllib.loads(plain_files.text(path))
    except FileNotFoundError as error:
        raise RolloutError(f"{path.name} does not exist; give the path of a roll-out plan") from error
    except plain_files.UNREADABLE as error:
        raise RolloutError(f"{path.name} is not valid TOML: {error}") from error
    return plan_from(content, path.parent)


def plan_from(content: Mapping[str, object], folder: Path) -> RolloutPlan:
    """Build a plan from parsed TOML; files are looked for in `folder`."""
    top = Table(content, "")
    lot, window, outcome = top.table("lot"), top.table("window"), top.table("outcome")
    schools = top.table("schools")
    plan = RolloutPlan(
        title=top.text("title"),
        stored_on=top.day("stored_on"),
        chosen=top.text("chosen"),
        number=lot.text("number"),
        drawn=lot.text("drawn"),
        schools=_schools(folder / schools.text("file")),
        first=window.month("first"),
        last=window.month("last"),
        period_months=window.whole("months", 6),
        column=outcome.text("column"),
        unit=outcome.text("unit"),
        scale=outcome.number("scale", 1.0),
        noise=_noise(top.table("noise"), folder),
        designs=tuple(_design(row) for row in top.tables("design")),
    )
    for table in (top, lot, window, outcome, schools):
        table.refuse_unknown()
    return plan


def _design(row: Table) -> Design:
    waves = [Wave(wave.month("start"), wave.whole("schools", 0)) for wave in row.tables("wave")]
    design = Design(row.text("name"), tuple(sorted(waves, key=lambda wave: wave.start)), row.text("note", ""))
    row.refuse_unknown()
    return design


def _noise(row: Table, folder: Path) -> NoiseGiven | NoiseFrom:
    found: NoiseGiven | NoiseFrom
    if "panel" in row.rows:
        found = NoiseFrom(folder / row.text("panel"), row.month("first"), row.month("last"))
    else:
        absent = [key for key in ("sd", "autocorrelation", "mean") if key not in row.rows]
        if absent:
            raise QuestionError(
                row.path(absent[0]), "is missing; name a panel of the years before, or give it with a source"
            )
        sd, autocorrelation, mean = (row.number(key, 0.0) for key in ("sd", "autocorrelation", "mean"))
        found = NoiseGiven(sd, autocorrelation, mean, row.text("source"))
    row.refuse_unknown()
    return found


def _schools(path: Path) -> tuple[School, ...]:
    try:
        rows = list(plain_files.records(path, "utf-8-sig"))
    except FileNotFoundError as error:
        raise RolloutError(f"{path.name} does not exist beside the plan") from error
    except plain_files.UNREADABLE as error:
        raise RolloutError(f"{path.name} is no CSV in UTF-8: {error}") from error
    found = []
    for line, row in enumerate(rows, start=2):
        try:
            found.append(School(row["school"], row.get("stratum") or "", int(row["children"])))
        except (KeyError, TypeError, ValueError) as error:
            raise RolloutError(
                f"{path.name}, line {line}: the columns school, stratum and children (a number) are needed"
            ) from error
    return tuple(found)
