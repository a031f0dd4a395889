"""The descriptive parts of a result: design, baseline, what was left out, weights of schools, provenance."""

from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

import schakel.analysis.effects.words as words
from schakel.analysis.effects.cells import Cells
from schakel.analysis.effects.estimators.imputation import Imputation
from schakel.analysis.effects.months import month_text
from schakel.analysis.effects.question import Question
from schakel.analysis.effects.result import Baseline, Design, Left, Provenance, SchoolWeight
from schakel.analysis.effects.roster import Roster
from schakel.analysis.effects.school_sums import SchoolSums
from schakel.analysis.effects.sums import Pooled
from schakel.analysis.panel.provenance import code_version

Floats = NDArray[np.float64]


def period_of(question: Question) -> tuple[str, str]:
    """Return first and last counted month."""
    return (month_text(question.first_month), month_text(question.cut_month))


def design_of(question: Question, roster: Roster) -> Design:
    """Return how much this comparison can carry."""
    key = "comparison"
    if roster.treated == 1:
        key = "one_school"
    elif question.chosen in {"lot", "lot_within_strata"}:
        key = "lottery"
    elif question.chosen == "need":
        key = "comparison_need"
    return named_design(key)


def named_design(key: str) -> Design:
    """Return a design by its key."""
    label, strength = words.DESIGNS[key]
    return Design(key, strength, label)  # type: ignore[arg-type]  # the table holds only the three words


def baseline_of(found: Imputation, data: Cells | Pooled) -> Baseline:
    """Return what treated child-months would have been, and the size of the study."""
    sums = found.sums
    number = float(found.number.sum())
    seen = (found.number > 0) * sums.total[sums.treated, :, sums.option[sums.treated]]
    return Baseline(
        mean=float((seen.sum() - found.excess.sum()) / number),
        treated_child_months=number,
        treated_schools=len(sums.treated),
        comparison_schools=int((sums.option == 0).sum()),
        children=int(np.rint(sums.children.sum())),
        child_months=float(sums.count[:, :, 0].sum()),
    )


def weights_of(found: Imputation, without: Floats) -> tuple[SchoolWeight, ...]:
    """Return the share of each treated school and the effect without it."""
    share = found.number.sum(axis=(1, 2)) / found.number.sum()
    rows = zip(found.sums.treated.tolist(), share.tolist(), strict=True)
    return tuple(SchoolWeight(found.sums.schools[s], part, _number(without[s])) for s, part in rows)


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def left_of(
    data: Cells | Pooled, sums: SchoolSums, found: Imputation | None, roster: Roster
) -> tuple[Left, ...]:
    """Return everything that was left out, with how much and why; nothing disappears silently."""
    rows: list[Left] = []
    if isinstance(data, Pooled):
        rows += [Left("withheld", data.withheld_months, data.withheld_children, words.LEFT["withheld"])]
    else:
        counts = data.counts
        for key in ("outside_window", "being_billed", "missing"):
            rows.append(Left(key, getattr(counts, key), float("nan"), words.LEFT[key]))
        there = np.isin(np.array(data.schools)[data.school], roster.always)
        months = float((data.attendance[there].sum(axis=1) * data.children[there]).sum())
        rows.append(Left("always", months, float(data.children[there].sum()), words.LEFT["always"]))
    if found is not None:
        rows += _not_imputed(sums, found)
    return tuple(row for row in rows if row.child_months > 0)


def _not_imputed(sums: SchoolSums, found: Imputation) -> list[Left]:
    treated = sums.treated
    late = sums.late[sums.option[treated]][:, None, :]
    everybody = sums.count[treated, :, 0] * late
    with_past = sums.count[treated, :, sums.option[treated]] * late
    unknown = with_past * ~found.known
    return [
        Left("no_before", float((everybody - with_past).sum()), float("nan"), words.LEFT["no_before"]),
        Left("no_comparison", float(unknown.sum()), float("nan"), words.LEFT["no_comparison"]),
    ]


class Frame(TypedDict):
    """What every result carries, whatever was estimated."""

    title: str
    outcome: str
    unit: str
    period: tuple[str, str]
    design: Design
    changes: tuple[str, ...]
    provenance: Provenance


def frame_of(question: Question, sums: SchoolSums, design: Design, engine: str) -> Frame:
    """Return the question, the design and what the figures rest on."""
    return Frame(
        title=question.title,
        outcome=question.outcome.column,
        unit=question.outcome.unit,
        period=period_of(question),
        design=design,
        changes=tuple(f"{change.on}: {change.what} ({change.why})" for change in question.changes),
        provenance=provenance_of(question, sums.data_hash, engine),
    )


def provenance_of(question: Question, data_hash: str, engine: str) -> Provenance:
    """Return what the figures rest on."""
    return Provenance(
        question_digest=question.digest,
        question_stored_on=question.stored_on.isoformat(),
        definition=question.definition,
        data_hash=data_hash,
        code_version=code_version(),
        seed=question.seed,
        engine=engine,
        draws=question.draws,
    )
