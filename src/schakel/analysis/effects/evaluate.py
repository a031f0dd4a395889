"""From a frozen question and cells (or pooled sums) to a frozen result: everything computed, everything shown.

1. Who takes part (`roster`), sums per school (`build`), the imputation fit.
2. Chance: permutation, wild bootstrap, jackknife; the largest p decides (`verdict`).
3. The other estimators, the event study with its band, the naive change.
4. What a policy user must see (`diagnose`).

Without a comparison only a before-after answer is left, labelled weak (`weak.py`).
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

import schakel.analysis.effects.words as words
from schakel.analysis.effects.build import build_sums
from schakel.analysis.effects.cells import Cells
from schakel.analysis.effects.diagnose import Evidence, before_of, diagnostics_of
from schakel.analysis.effects.errors import Cancelled, DesignError, NoComparisonError
from schakel.analysis.effects.estimators.imputation import Imputation, Weighted, fit, weighted
from schakel.analysis.effects.inference.jackknife import jackknife
from schakel.analysis.effects.inference.permutation import Permutation, permutation
from schakel.analysis.effects.inference.wild import wild_restricted
from schakel.analysis.effects.others import beside, curves_of, estimates_of, naive_of, two_by_two
from schakel.analysis.effects.parts import (
    baseline_of,
    design_of,
    frame_of,
    left_of,
    weights_of,
)
from schakel.analysis.effects.question import Question
from schakel.analysis.effects.result import Estimate, Result, Text, Verdict
from schakel.analysis.effects.roster import Roster, make_roster
from schakel.analysis.effects.school_sums import SchoolSums
from schakel.analysis.effects.sums import Pooled
from schakel.analysis.effects.threads import one_heap, one_thread
from schakel.analysis.effects.verdict import blocked_texts, decide, published, tests_of
from schakel.analysis.effects.weak import before_after_result

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Watch:
    """Reports progress (step, share done) and stops when the user asked to."""

    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None

    def step(self, name: str, share: float) -> None:
        """Report, and stop when asked."""
        if self.cancelled is not None and self.cancelled():
            raise Cancelled("stopped by the user; nothing was written")
        if self.progress is not None:
            self.progress(name, share)


def evaluate(
    question: Question,
    data: Cells | Pooled,
    *,
    placebo_outcomes: Mapping[str, Cells] | None = None,
    engine: str = "duckdb",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Result:
    """Answer a frozen question.

    Parameters
    ----------
    question : the frozen question.
    data : cells of one panel, or the pooled sums of several municipalities.
    placebo_outcomes : cells of outcomes that a supporter cannot change, by column name.
    engine : the name of what made the cells, for the record.
    progress, cancelled : called between steps; `cancelled` returning true raises `Cancelled`.

    Raises
    ------
    DesignError
        These data cannot carry the question, not even weakly; the message says what is needed.
    """
    one_heap()
    with one_thread():
        return _answer(question, data, dict(placebo_outcomes or {}), engine, Watch(progress, cancelled))


def _answer(
    question: Question, data: Cells | Pooled, placebos: dict[str, Cells], engine: str, watch: Watch
) -> Result:
    watch.step("estimate", 0.0)
    if isinstance(data, Pooled):
        roster, sums = data.roster, data.sums
    else:
        roster = make_roster(question, data.schools)
        sums = build_sums(data, question, roster)
    try:
        found = fit(sums)
    except NoComparisonError:
        return before_after_result(question, data, roster, sums, engine)
    return _compare(question, data, roster, found, placebos, engine, watch)


def _compare(
    question: Question,
    data: Cells | Pooled,
    roster: Roster,
    found: Imputation,
    placebos: dict[str, Cells],
    engine: str,
    watch: Watch,
) -> Result:
    sums = found.sums
    headline = weighted(found, found.overall)
    watch.step("estimate", 1.0)
    with ThreadPoolExecutor(1) as second:  # half the work of chance needs nothing of the other half
        before = second.submit(before_of, question, data, roster)
        permuted, verdict = _judge(question, found, headline, watch)
    without, other = jackknife(found), beside(question, sums)
    watch.step("inference", 1.0)
    evidence = Evidence(
        question, data, roster, found, headline, permuted, without, placebos, other.usual, before.result()
    )
    curves, study = curves_of(question, other.groups, found)
    watch.step("diagnostics", 0.3)
    diagnostics = diagnostics_of(evidence, study)
    watch.step("diagnostics", 0.9)
    return Result(
        **frame_of(question, sums, design_of(question, roster), engine),
        headline=_headline(question, headline, permuted, verdict),
        effect_df=float(max(roster.treated - 1, 1)),
        verdict=verdict,
        baseline=baseline_of(found, data),
        naive=naive_of(question, sums, headline.value),
        estimates=estimates_of(question, other, headline.value, without.standard_error, roster),
        curves=curves,
        diagnostics=diagnostics,
        schools=weights_of(found, without.effects),
        two_by_two=two_by_two(sums),
        left_out=left_of(data, sums, found, roster),
        assumptions=tuple(words.ASSUMPTIONS[k] for k in _ASSUMED),
    )


_ASSUMED = ("parallel", "no_anticipation", "no_spill", "first_exposure", "attendance")


def _judge(
    question: Question, found: Imputation, headline: Weighted, watch: Watch
) -> tuple[Permutation, Verdict]:
    permuted = permutation(found.sums, found.known, question.draws, question.seed, question.level)
    watch.step("inference", 0.5)
    wild = wild_restricted(found, question.draws, question.seed + 1)
    watch.step("inference", 0.8)
    tests = tests_of(headline, permuted, wild, len(found.sums.treated), question.level)
    if published(tests) is None:
        raise DesignError(
            f"{len(found.sums.treated)} treated school among {len(found.sums.schools)}: no interval can be given. At"
            " least two treated schools are needed, or one treated and twenty comparison schools"
        )
    return permuted, decide(tests, question.level, blocked_texts(found))


def _headline(question: Question, headline: Weighted, permuted: Permutation, verdict: Verdict) -> Estimate:
    error = headline.standard_error
    if error is None:
        error = float(np.std(permuted.effects[1:], ddof=1))
    method, interval = published(verdict.tests) or ("none", None)
    notes: list[Text] = []
    if not np.isfinite(permuted.interval).all():
        notes.append(words.NO_BOUND)
    if interval is not None and not verdict.shown and (interval[0] > 0 or interval[1] < 0):
        notes.append(words.NOT_CONFIRMED)
    return Estimate(
        key="imputation",
        value=headline.value,
        unit=question.outcome.unit,
        method=method,
        standard_error=error,
        interval=interval,
        p_value=verdict.p_value,
        level=question.level,
        notes=tuple(notes),
    )


def study_sums(question: Question, data: Cells | Pooled) -> SchoolSums:
    """Return the sums per school that `evaluate` works from, for use in a notebook."""
    if isinstance(data, Pooled):
        return data.sums
    return build_sums(data, question, make_roster(question, data.schools))
