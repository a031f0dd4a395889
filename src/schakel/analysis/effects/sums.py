"""Pool a national estimate without exchanging children.

`write_sums` runs inside a municipality: from child rows to sums per school, rules applied before anything
leaves. `pool` joins such files; the estimators run on them as on cells, and give the child-level answer to
ten digits where nothing was withheld. The loss is reported where something was.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from ibis.expr.types import Table
from numpy.typing import NDArray

from schakel.analysis.effects.basis import DenseBasis
from schakel.analysis.effects.cells import attendance, child_rows, patterns
from schakel.analysis.effects.checks import check_counts, check_patterns, month_columns
from schakel.analysis.effects.errors import SumsError
from schakel.analysis.effects.months import month_text
from schakel.analysis.effects.question import Question
from schakel.analysis.effects.roster import Roster, make_roster
from schakel.analysis.effects.school_months import movers, school_months
from schakel.analysis.effects.school_sums import PeriodPairs, SchoolSums
from schakel.analysis.effects.source import fetched
from schakel.analysis.effects.sums_file import COLUMNS, EDITION, read_file, write_file
from schakel.analysis.effects.sums_rules import Kept, Rules, protect, thin_steps

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bits = NDArray[np.bool_]

DEFAULT_RULES = Rules()
NEVER = -1
"""Start month of the option "never" in a sums file."""


@dataclass(frozen=True)
class Pooled:
    """Sums of several municipalities, ready for the estimators, with what was withheld."""

    sums: SchoolSums
    roster: Roster
    withheld_months: float
    withheld_children: float
    manifests: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class _Frame:
    """What every school is summed against: `before` (G, T), start month per option, periods (T,)."""

    before: Bits
    starts: tuple[int, ...]
    period: Ints

    @property
    def member(self) -> Floats:
        """Return which month lies in which period, (T, P)."""
        periods = np.arange(int(self.period.max()) + 1)
        return np.asarray(self.period[:, None] == periods, dtype=np.float64)


def _frame(question: Question, start: Ints) -> _Frame:
    months = np.array(question.months)
    before = np.arange(len(months)) < start[:, None]
    starts = (NEVER, *(int(question.first_month + place) for place in start[1:]))
    return _Frame(before, starts, np.array([question.period(int(month)) for month in months]))


def write_sums(
    panel: Table, question: Question, path: Path, sender: str, rules: Rules = DEFAULT_RULES
) -> dict[str, Any]:
    """Write what may leave the house; return the manifest.

    Parameters
    ----------
    panel : Ibis table of child rows, which stay where they are.
    question : the shared frozen question, equal in every municipality.
    path : the sums file; `path.manifest.json` and `path.txt` are written beside it.
    sender : who made it, as the receiver should read it.
    rules : threshold and dominance.

    Raises
    ------
    PanelError
        As in `build_cells`: duplicates, negative outcomes, contradictory schools.
    SumsError
        Nothing may leave: every school is too small for the rules.
    """
    column = question.outcome.column
    month_columns(panel, question, column)
    counts = school_months(panel, question, column).counted(question, movers(panel, question))
    check_counts(counts, question, column)
    rows = child_rows(panel, question, column)
    words = [name for name in attendance(rows, question).columns if name.startswith("word")]
    check_patterns(fetched(patterns(attendance(rows, question), question)), words)
    table = fetched(rows.order_by(["school", "level", "pseudonym", "place"]))
    present = tuple(sorted(set(table["school"].unique().to_pylist())))
    roster = make_roster(question, present, federated=True)
    return _write(table, question, roster, path, sender, rules)


def _write(
    table: pa.Table, question: Question, roster: Roster, path: Path, sender: str, rules: Rules
) -> dict[str, Any]:
    frame = _frame(question, roster.start)
    parts: list[pa.Table] = []
    told = _Told()
    for school, level, present, outcome in _schools(table, len(frame.period), set(roster.schools)):
        kept = protect(present, outcome * question.outcome.scale, frame.before, frame.member, rules)
        told.add(school, kept, rules)
        if len(kept.present):
            parts.append(_entries(school, level, kept, frame))
    if not parts:
        raise SumsError(
            f"nothing may leave: no school has {rules.threshold} children whose months and amounts satisfy the rules."
            " Use longer windows, fewer covariates, or estimate inside the municipality"
        )
    numbers = pa.concat_tables(parts)
    return write_file(path, numbers, _manifest(question, sender, rules, told, numbers.num_rows))


class _Told:
    """Counts for the manifest."""

    def __init__(self) -> None:
        self.shared: set[str] = set()
        self.seen: set[str] = set()
        self.children = self.lost_children = self.months = self.lost_months = self.thin = self.steps = 0

    def add(self, school: str, kept: Kept, rules: Rules) -> None:
        """Count one school and level."""
        self.seen.add(school)
        if len(kept.present):
            self.shared.add(school)
        self.children += len(kept.present)
        self.months += int(kept.present.sum())
        self.lost_children += kept.lost_children
        self.lost_months += kept.lost_months
        thin, steps = thin_steps(kept.present, rules)
        self.thin, self.steps = self.thin + thin, self.steps + steps


def _manifest(question: Question, sender: str, rules: Rules, told: _Told, entries: int) -> dict[str, Any]:
    return {
        "edition": EDITION,
        "title": question.title,
        "question": question.digest,
        "definition": question.definition,
        "sender": sender,
        "outcome": question.outcome.column,
        "unit": question.outcome.unit,
        "first": month_text(question.first_month),
        "last": month_text(question.cut_month),
        "threshold": rules.threshold,
        "dominant": rules.dominant,
        "share": rules.share,
        "schools": len(told.shared),
        "schools_withheld": len(told.seen - told.shared),
        "children": told.children,
        "children_withheld": told.lost_children,
        "child_months": told.months,
        "child_months_withheld": told.lost_months,
        "thin_steps": told.thin,
        "steps": told.steps,
        "entries": entries,
        "columns": {
            "school, level, start": "school, covariate level, and the start month the sums are made for (-1: never)",
            "cross": "children in both months a and b, each weighted by 1 / own months before the start",
            "total": "sum of the outcome in month a of children with a month before the start",
            "mean": "sum over children present in month a of their own mean before the start",
            "pair_count, pair_total": "children in both periods a and b; sum of their mean outcome in period a",
            "children": "number of children",
        },
    }


def _schools(table: pa.Table, months: int, wanted: set[str]) -> Any:
    """Yield school, level, presence (n, T) and outcome (n, T)."""
    school, level = np.array(table["school"].to_pylist()), np.array(table["level"].to_pylist())
    child = np.array(table["pseudonym"].to_pylist())
    place = table["place"].to_numpy().astype(np.int64)
    value = table["outcome"].to_numpy().astype(float)
    key = np.char.add(np.char.add(school, "\x00"), level)
    for one in np.unique(key):
        here = np.flatnonzero(key == one)
        if school[here[0]] not in wanted:
            continue
        names, row = np.unique(child[here], return_inverse=True)
        present, outcome = np.zeros((len(names), months), bool), np.zeros((len(names), months))
        present[row, place[here]] = True
        outcome[row, place[here]] = value[here]
        yield str(school[here[0]]), str(level[here[0]]).removeprefix("|"), present, outcome


def _entries(school: str, level: str, kept: Kept, frame: _Frame) -> pa.Table:
    rows: list[tuple[int, str, Ints, Ints, Floats]] = []
    seen = kept.present.astype(float)
    for start, months in zip(frame.starts, frame.before, strict=True):
        own = (kept.present & months).sum(axis=1)
        share = np.divide(1.0, own, out=np.zeros(len(own)), where=own > 0)
        mean = (kept.outcome * months).sum(axis=1) * share
        cross = seen.T @ ((kept.present & months) * share[:, None])
        a, b = np.nonzero(cross)
        rows.append((start, "cross", a, b, cross[a, b]))
        each = np.arange(len(months))
        rows.append((start, "total", each, each * 0, (kept.outcome * (own > 0)[:, None]).sum(axis=0)))
        rows.append((start, "mean", each, each * 0, mean @ seen))
    rows += _pair_rows(kept, frame)
    return _long(school, level, rows)


def _pair_rows(kept: Kept, frame: _Frame) -> list[tuple[int, str, Ints, Ints, Floats]]:
    attended = kept.present @ frame.member
    there = (attended > 0).astype(float)
    value = np.divide(kept.outcome @ frame.member, attended, out=np.zeros_like(attended), where=attended > 0)
    count, total = there.T @ there, value.T @ there
    a, b = np.nonzero(count)
    children = np.array([float(len(kept.present))])
    zero = np.zeros(1, np.int64)
    return [
        (NEVER, "pair_count", a, b, count[a, b]),
        (NEVER, "pair_total", a, b, total[a, b]),
        (NEVER, "children", zero, zero, children),
    ]


def _long(school: str, level: str, rows: list[tuple[int, str, Ints, Ints, Floats]]) -> pa.Table:
    sizes = [len(row[4]) for row in rows]
    columns: dict[str, Any] = {
        "school": pa.array([school] * sum(sizes)),
        "level": pa.array([level] * sum(sizes)),
        "start": pa.array(np.repeat([row[0] for row in rows], sizes).astype(np.int32)),
        "kind": pa.array(np.repeat([row[1] for row in rows], sizes).tolist()),
        "a": pa.array(np.concatenate([row[2] for row in rows]).astype(np.int32)),
        "b": pa.array(np.concatenate([row[3] for row in rows]).astype(np.int32)),
        "value": pa.array(np.concatenate([row[4] for row in rows])),
    }
    return pa.table({name: columns[name] for name in COLUMNS})


def pool(question: Question, paths: list[Path]) -> Pooled:
    """Join sums files of municipalities.

    Raises
    ------
    SumsError
        A file was edited, answers another question, or holds a school that another file holds too.
    """
    read = [read_file(path) for path in paths]
    if not read:
        raise SumsError("no sums file was given; name at least one")
    for path, (_, manifest) in zip(paths, read, strict=True):
        if manifest["question"] != question.digest:
            raise SumsError(
                f"{path.name} answers another question; let the sender run `schakel sums` with this one"
            )
    _refuse_overlap(paths, [table for table, _ in read])
    table = pa.concat_tables([table for table, _ in read])
    schools = tuple(sorted(table["school"].unique().to_pylist()))
    roster = make_roster(question, schools, federated=True)
    manifests = tuple(manifest for _, manifest in read)
    seals = "+".join(sorted(str(manifest["seal"]) for manifest in manifests))
    return Pooled(
        sums=_assemble(table, question, roster, seals),
        roster=roster,
        withheld_months=float(sum(m["child_months_withheld"] for m in manifests)),
        withheld_children=float(sum(m["children_withheld"] for m in manifests)),
        manifests=manifests,
    )


def _refuse_overlap(paths: list[Path], tables: list[pa.Table]) -> None:
    owner: dict[str, str] = {}
    for path, table in zip(paths, tables, strict=True):
        for school in table["school"].unique().to_pylist():
            if school in owner:
                raise SumsError(
                    f"school {school} stands in {owner[school]} and in {path.name}; keep it in one file"
                )
            owner[school] = path.name


def _assemble(table: pa.Table, question: Question, roster: Roster, seals: str) -> SchoolSums:
    frame = _frame(question, roster.start)
    levels = tuple(sorted(table["level"].unique().to_pylist()))
    S, L, G, T = len(roster.schools), len(levels), *frame.before.shape
    P = int(frame.period.max()) + 1
    found = {
        "cross": np.zeros((S, L, G, T, T)),
        "total": np.zeros((S, L, G, T)),
        "mean": np.zeros((S, L, G, T)),
        "pair_count": np.zeros((S, L, P, P)),
        "pair_total": np.zeros((S, L, P, P)),
        "children": np.zeros((S, L)),
    }
    _fill(found, table, roster.schools, levels, frame.starts)
    begin = question.first_month + roster.start
    return SchoolSums(
        schools=roster.schools,
        levels=levels,
        months=np.array(question.months),
        start=roster.start,
        begin=begin,
        start_period=np.array([P, *(question.period(int(month)) for month in begin[1:])]),
        option=roster.option,
        stratum=roster.stratum,
        count=found["cross"].sum(axis=-1),
        total=found["total"],
        mean=found["mean"],
        basis=DenseBasis(found["cross"]),
        pairs=PeriodPairs(found["pair_count"], found["pair_total"]),
        period=frame.period,
        children=found["children"],
        data_hash=seals,
    )


def _fill(
    found: dict[str, Floats],
    table: pa.Table,
    schools: tuple[str, ...],
    levels: tuple[str, ...],
    starts: tuple[int, ...],
) -> None:
    s = _index(table["school"], schools)
    level = _index(table["level"], levels)
    g = np.searchsorted(np.array(starts), table["start"].to_numpy())
    a, b = table["a"].to_numpy(), table["b"].to_numpy()
    value, kind = table["value"].to_numpy(), np.array(table["kind"].to_pylist())
    for name, target in found.items():
        here = kind == name
        place = {5: (s, level, g, a, b), 2: (s, level)}.get(target.ndim)
        if place is None:
            place = (s, level, a, b) if name.startswith("pair") else (s, level, g, a)
        target[tuple(part[here] for part in place)] = value[here]


def _index(column: Any, names: tuple[str, ...]) -> Ints:
    return np.searchsorted(np.array(names), np.array(column.to_pylist())).astype(np.int64)
