"""Everything that stands beside the headline: other estimators, curves with their band, the naive change."""

from dataclasses import dataclass

import numpy as np

import schakel.analysis.effects.words as words
from schakel.analysis.effects.errors import DesignError
from schakel.analysis.effects.estimators.aggregate import EventStudy, Way, aggregate, event_study
from schakel.analysis.effects.estimators.group_time import GroupTime, group_time
from schakel.analysis.effects.estimators.imputation import Imputation, weighted
from schakel.analysis.effects.estimators.naive import before_after
from schakel.analysis.effects.estimators.synthetic import Synthetic, synthetic
from schakel.analysis.effects.estimators.two_way import TwoWay, bacon, two_way
from schakel.analysis.effects.inference.bands import critical_value
from schakel.analysis.effects.months import month_text
from schakel.analysis.effects.question import Question
from schakel.analysis.effects.result import Curve, CurvePoint, Estimate, Naive, TwoByTwo
from schakel.analysis.effects.roster import Roster
from schakel.analysis.effects.school_sums import SchoolSums
from schakel.analysis.effects.verdict import t_interval, t_test

WAYS: tuple[Way, ...] = ("simple", "dynamic", "group", "calendar")
SYNTHETIC_DRAWS = 40


@dataclass(frozen=True)
class Beside:
    """The estimators beside the headline, each fitted once; `groups` None when no group has a whole period before."""

    usual: TwoWay
    groups: GroupTime | None
    fake: Synthetic | None


def beside(question: Question, sums: SchoolSums) -> Beside:
    """Fit them."""
    try:
        groups = group_time(sums, question.comparison)
    except DesignError:
        groups = None
    fake = synthetic(sums, min(question.draws, SYNTHETIC_DRAWS), question.seed + 2)
    return Beside(two_way(sums), groups, fake)


def estimates_of(
    question: Question, other: Beside, headline: float, jackknife_error: float | None, roster: Roster
) -> tuple[Estimate, ...]:
    """Return the other estimators, each with t(treated - 1) where it has an error; those not possible are absent."""
    df, usual, fake = max(roster.treated - 1, 1), other.usual, other.fake
    found = [_with_t(question, "two_way", usual.value, usual.standard_error, df, "clustered")]
    if other.groups is not None:
        parts = {f"group_time_{way}": aggregate(other.groups, way) for way in WAYS}
        found += [
            _with_t(question, key, part.value, part.standard_error, df, "clustered")
            for key, part in parts.items()
        ]
    if fake is not None:
        found.append(_with_t(question, "synthetic", fake.value, fake.standard_error, df, fake.method))
    if jackknife_error is not None and roster.treated > 1:
        found.append(_with_t(question, "imputation_jackknife", headline, jackknife_error, df, "jackknife"))
    return tuple(found)


def _with_t(
    question: Question, key: str, value: float, error: float | None, df: int, method: str
) -> Estimate:
    notes = {"two_way": (words.WARNING_ONLY,), "synthetic": (words.PER_SCHOOL,)}.get(key, ())
    if key == "group_time_dynamic":
        notes = (words.DYNAMIC_IS_OTHER,)
    known = error is not None and error > 0
    return Estimate(
        key=key,
        value=value,
        unit=question.outcome.unit,
        method=f"{method}_t_{df}",
        standard_error=error,
        interval=t_interval(value, error, df, question.level) if known and error is not None else None,
        p_value=t_test(value, error, df) if known and error is not None else None,
        level=question.level,
        notes=notes,
    )


def curves_of(
    question: Question, groups: GroupTime | None, found: Imputation
) -> tuple[tuple[Curve, ...], EventStudy | None]:
    """Return the event studies: group-time (before and after) and imputation (after), with bands."""
    curves = [imputation_curve(question, found)]
    if groups is None:
        return tuple(curves), None
    study = event_study(groups)
    factor = critical_value(study.influence, question.draws, question.seed + 3, question.level)
    df = max(len(found.sums.treated) - 1, 1)
    rows = zip(study.horizon, study.value, study.standard_error, study.schools, study.children, strict=True)
    points = tuple(_point(question, *map(float, row), factor=factor, df=df) for row in rows)
    unit, months = question.outcome.unit, question.period_months
    curves.insert(0, Curve("group_time", unit, months, points, question.level, factor))
    return tuple(curves), study


def _point(
    question: Question,
    horizon: float,
    value: float,
    error: float,
    schools: float,
    children: float,
    *,
    factor: float,
    df: int,
) -> CurvePoint:
    known = error > 0
    return CurvePoint(
        horizon=int(horizon),
        value=value,
        standard_error=error if known else None,
        interval=t_interval(value, error, df, question.level) if known else None,
        band=(value - factor * error, value + factor * error) if known else None,
        schools=int(schools),
        children=children,
    )


def imputation_curve(question: Question, found: Imputation) -> Curve:
    """Return the imputation effect by periods since the start of the supporter (not of the calendar period)."""
    since = found.since_start() // question.period_months
    horizons = [
        h for h in np.unique(since[since >= 0]).tolist() if (found.number * (since == h)[:, None]).sum() > 0
    ]
    parts, sizes = [], []
    for h in horizons:
        here = found.number * (since == h)[:, None, :]
        parts.append(weighted(found, (here > 0) / here.sum()))
        sizes.append((float(here.sum()), int((here.sum(axis=(1, 2)) > 0).sum())))
    kept = [part.influence for part in parts if part.influence is not None]
    factor = (
        critical_value(np.stack(kept), question.draws, question.seed + 4, question.level) if kept else None
    )
    df = max(len(found.sums.treated) - 1, 1)
    points = tuple(
        _point(
            question,
            h,
            part.value,
            part.standard_error or 0.0,
            schools,
            months,
            factor=factor or float("nan"),
            df=df,
        )
        for h, part, (months, schools) in zip(horizons, parts, sizes, strict=True)
    )
    return Curve("imputation", question.outcome.unit, question.period_months, points, question.level, factor)


def naive_of(question: Question, sums: SchoolSums, headline: float) -> Naive:
    """Return the before-after change and why it differs."""
    change = before_after(sums)
    unit = question.outcome.unit
    return Naive(
        after_minus_before=change.treated,
        same_in_comparison=change.comparison,
        difference=change.treated - headline,
        unit=unit,
        reason=words.naive_reason(question.chosen, change.comparison, unit),
    )


def two_by_two(sums: SchoolSums) -> tuple[TwoByTwo, ...]:
    """Return the two-by-two comparisons inside the two-way estimate, start months as names."""

    def name(option: int) -> str:
        return month_text(int(sums.begin[option])) if option else "never"

    return tuple(TwoByTwo(r.kind, name(r.treated), name(r.control), r.weight, r.value) for r in bacon(sums))
