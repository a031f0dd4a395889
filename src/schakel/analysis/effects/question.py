"""The frozen question: what is asked, of whom, compared with whom, written down before the answer.

A question is a TOML file. Reading it gives a frozen `Question`; its `digest` covers every key that
can change an answer, so that a result can show that the question was not bent afterwards. Later
changes are allowed, listed under `[[change]]`, and shown with the result.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal

from schakel.analysis import plain_files
from schakel.analysis.effects.errors import QuestionError
from schakel.analysis.effects.keys import Table, one_of
from schakel.analysis.effects.months import month_text

Comparison = Literal["never", "not_yet"]
Chosen = Literal["lot", "lot_within_strata", "need", "volunteered", "capacity", "unknown"]

CHOSEN: tuple[Chosen, ...] = ("lot", "lot_within_strata", "need", "volunteered", "capacity", "unknown")
COMPARISONS: tuple[Comparison, ...] = ("never", "not_yet")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome column. `scale` is the value of one stored integer (0.01 turns cents into euros).

    `signed` allows values below zero: right for a score or a logarithm, wrong for a cost.
    """

    column: str
    unit: str
    scale: float = 1.0
    signed: bool = False


@dataclass(frozen=True, slots=True)
class SchoolExposure:
    """When one school first had a youth supporter (`start` None: never) and its stratum."""

    school: str
    start: int | None
    stratum: str = ""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One school, or months of one school or of all schools, left out, with the reason."""

    reason: str
    school: str | None = None
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A later change of the question: when, what, why."""

    on: date
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, frozen.

    Months are numbers (`year * 12 + month - 1`). `schools` lists every school of the study, treated
    or not, in the order of the file; a school that the panel knows and the question does not is a
    refusal, unless `others_are_never` says that unlisted schools never had a supporter.
    """

    title: str
    stored_on: date
    definition: str
    outcome: Outcome
    schools: tuple[SchoolExposure, ...]
    chosen: Chosen
    chosen_note: str
    first_month: int
    last_month: int
    others_are_never: bool = False
    comparison: Comparison = "never"
    period_months: int = 6
    period_anchor: int | None = None
    billing_cut_months: int = 0
    billing_note: str = ""
    covariates: tuple[str, ...] = ()
    placebo_outcomes: tuple[str, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    changes: tuple[Change, ...] = ()
    seed: int = 20260101
    draws: int = 999
    level: float = 0.95
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Return the sha256 of every key that can change an answer (not title, labels, changes)."""
        return _digest(self)

    @property
    def cut_month(self) -> int:
        """Return the last month that is counted: the window's end less the months still being billed."""
        return self.last_month - self.billing_cut_months

    @property
    def months(self) -> range:
        """Return the months of the window after the billing cut."""
        return range(self.first_month, self.cut_month + 1)

    @property
    def anchor(self) -> int:
        """Return the first month of period 0."""
        return self.first_month if self.period_anchor is None else self.period_anchor

    @property
    def starts(self) -> dict[str, int]:
        """Return the start month of each school that ever had a youth supporter."""
        return {row.school: row.start for row in self.schools if row.start is not None}

    def period(self, month: int) -> int:
        """Return the period that holds a month."""
        return (month - self.anchor) // self.period_months


_SILENT = ("title", "labels", "changes", "stored_on", "chosen_note", "billing_note")


def _digest(question: Question) -> str:
    content = {key: value for key, value in _fields(question).items() if key not in _SILENT}
    content["schools"] = sorted(question.schools, key=lambda row: row.school)
    text = json.dumps(content, sort_keys=True, default=_fields, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _fields(row: Any) -> dict[str, object]:
    """Return the fields of a dataclass, those inside as they are: `asdict` would copy every school twice."""
    return {each.name: getattr(row, each.name) for each in fields(row)}


def read_question(path: Path) -> Question:
    """Read a question from TOML.

    Raises
    ------
    QuestionError
        Names the key that is missing, misspelt or contradictory, and what to write there.
    """
    try:
        content = tomllib.loads(plain_files.text(path))
    except FileNotFoundError as error:
        raise QuestionError(
            "file", f"{path.name} does not exist; give the path of a question file"
        ) from error
    except plain_files.UNREADABLE as error:
        raise QuestionError("file", f"{path.name} is not valid TOML: {error}") from error
    return question_from(content, folder=path.parent)


def question_from(content: Mapping[str, object], folder: Path | None = None) -> Question:
    """Build a question from parsed TOML; `folder` is where an exposure file is looked for."""
    top = Table(content, "")
    outcome, window = top.table("outcome"), top.table("window")
    exposure, periods = top.table("exposure"), top.table("periods", {})
    billing, inference = top.table("billing", {}), top.table("inference", {})
    question = Question(
        title=top.text("title"),
        stored_on=top.day("stored_on"),
        definition=top.text("definition"),
        outcome=_outcome(outcome),
        schools=_schools(exposure, folder),
        chosen=one_of(exposure, "chosen", CHOSEN),
        chosen_note=exposure.text("note", ""),
        others_are_never=exposure.flag("others_are_never", False),
        comparison=one_of(top, "comparison", COMPARISONS, "never"),
        first_month=window.month("first"),
        last_month=window.month("last"),
        period_months=periods.whole("months", 6),
        period_anchor=periods.month_or_none("first"),
        billing_cut_months=billing.whole("cut_months", 0),
        billing_note=billing.text("note", ""),
        covariates=top.texts("covariates"),
        placebo_outcomes=outcome.texts("placebo"),
        exclusions=tuple(_exclusion(row) for row in top.tables("exclusion")),
        changes=tuple(
            Change(row.day("on"), row.text("what"), row.text("why")) for row in top.tables("change")
        ),
        seed=inference.whole("seed", 20260101),
        draws=inference.whole("draws", 999),
        level=inference.number("level", 0.95),
        labels={key: str(value) for key, value in top.table("labels", {}).rows.items()},
    )
    for part in (top, outcome, window, exposure, periods, billing, inference):
        part.refuse_unknown()
    check(question)
    return question


def _outcome(table: Table) -> Outcome:
    scale, signed = table.number("scale", 1.0), table.flag("signed", False)
    return Outcome(table.text("column"), table.text("unit"), scale, signed)


def _exclusion(row: Table) -> Exclusion:
    exclusion = Exclusion(
        reason=row.text("reason"),
        school=row.text("school", "") or None,
        first=row.month_or_none("first"),
        last=row.month_or_none("last"),
    )
    row.refuse_unknown()
    if exclusion.school is None and exclusion.first is None and exclusion.last is None:
        raise QuestionError("exclusion", "name a school, a first or a last month, or both")
    return exclusion


def _schools(exposure: Table, folder: Path | None) -> tuple[SchoolExposure, ...]:
    rows = [_school(row) for row in exposure.tables("school")]
    rows += [SchoolExposure(name, None) for name in exposure.texts("never")]
    file = exposure.text("file", "")
    if file:
        rows += _schools_from_file((folder or Path()) / file)
    return tuple(rows)


def _school(row: Table) -> SchoolExposure:
    school = SchoolExposure(row.text("school"), row.month_or_none("start"), row.text("stratum", ""))
    row.refuse_unknown()
    return school


def _schools_from_file(path: Path) -> list[SchoolExposure]:
    try:
        rows = list(plain_files.records(path))
    except FileNotFoundError as error:
        raise QuestionError("exposure.file", f"{path.name} does not exist beside the question") from error
    except plain_files.UNREADABLE as error:
        raise QuestionError("exposure.file", f"{path.name} is no CSV in UTF-8: {error}") from error
    if not rows or "school" not in rows[0] or "start" not in rows[0]:
        raise QuestionError(
            "exposure.file", f"{path.name} needs the columns school, start and optionally stratum"
        )
    tables = [
        Table({k: v for k, v in row.items() if v}, f"exposure.file line {i}") for i, row in enumerate(rows, 2)
    ]
    return [_school(table) for table in tables]


def check(question: Question) -> None:
    """Refuse a question that contradicts itself; data are checked later."""
    _check_window(question)
    _check_schools(question)
    if not 0.5 < question.level < 1:
        raise QuestionError("inference.level", "write the level of the interval as a share such as 0.95")
    if question.draws < 99:
        raise QuestionError("inference.draws", "at least 99 draws are needed; 999 is usual")
    if question.outcome.scale <= 0:
        raise QuestionError("outcome.scale", "the value of one stored unit must be above zero")


def _check_window(question: Question) -> None:
    if question.last_month < question.first_month:
        raise QuestionError("window.last", "the last month lies before the first")
    if question.billing_cut_months < 0 or question.cut_month <= question.first_month:
        raise QuestionError("billing.cut_months", "the cut leaves no months; shorten it or widen the window")
    if question.period_months < 1:
        raise QuestionError("periods.months", "a period has at least one month; half a year is 6")
    if question.anchor > question.first_month:
        raise QuestionError("periods.first", "the first period must begin at or before the window")


def _check_schools(question: Question) -> None:
    names = [row.school for row in question.schools]
    twice = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    if twice:
        raise QuestionError(
            "exposure.school", f"{', '.join(twice)} stand there twice; keep one row per school"
        )
    if not question.starts:
        raise QuestionError(
            "exposure.school", "no school has a start month; nothing was done that can be evaluated"
        )
    late = sorted(s for s, start in question.starts.items() if start > question.cut_month)
    if late:
        raise QuestionError(
            "exposure.school.start",
            f"{', '.join(late)} start after the last counted month {month_text(question.cut_month)};"
            " leave start out (never yet treated in this window) or wait for later data",
        )
