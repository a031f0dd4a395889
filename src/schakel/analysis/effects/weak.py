"""Without a comparison: an interrupted time series, labelled weak in every place where it is read."""

import numpy as np

import schakel.analysis.effects.words as words
from schakel.analysis.effects.cells import Cells
from schakel.analysis.effects.estimators.interrupted import Interrupted, interrupted
from schakel.analysis.effects.estimators.naive import before_after
from schakel.analysis.effects.parts import frame_of, left_of, named_design
from schakel.analysis.effects.question import Question
from schakel.analysis.effects.result import Baseline, Diagnostic, Estimate, Naive, Result, Test, Verdict
from schakel.analysis.effects.roster import Roster
from schakel.analysis.effects.school_sums import SchoolSums
from schakel.analysis.effects.sums import Pooled
from schakel.analysis.effects.verdict import t_interval, t_test


def before_after_result(
    question: Question, data: Cells | Pooled, roster: Roster, sums: SchoolSums, engine: str
) -> Result:
    """Return the weak answer; its verdict is never "shown", whatever the p-value.

    Raises
    ------
    DesignError
        Fewer than twelve months before the first start.
    """
    found, unit = interrupted(sums), question.outcome.unit
    headline = _headline(question, found)
    change = before_after(sums)
    reason = words.naive_reason(question.chosen, None, unit)
    return Result(
        **frame_of(question, sums, named_design("before_after"), engine),
        headline=headline,
        effect_df=float(found.df),
        verdict=_verdict(headline),
        baseline=_baseline(sums, found.value),
        naive=Naive(change.treated, None, change.treated - found.value, unit, reason),
        estimates=(),
        curves=(),
        diagnostics=(
            Diagnostic("no_comparison", "warning", words.CANNOT_SHOW),
            Diagnostic("chosen", "attention", words.chosen_schools(question.chosen)),
        ),
        schools=(),
        two_by_two=(),
        left_out=left_of(data, sums, None, roster),
        assumptions=(words.ASSUMPTIONS["trend"], words.ASSUMPTIONS["first_exposure"]),
    )


def _headline(question: Question, found: Interrupted) -> Estimate:
    return Estimate(
        key="interrupted_time_series",
        value=found.value,
        unit=question.outcome.unit,
        method="driscoll_kraay",
        standard_error=found.standard_error,
        interval=t_interval(found.value, found.standard_error, found.df, question.level),
        p_value=t_test(found.value, found.standard_error, found.df),
        level=question.level,
        notes=(words.CANNOT_SHOW,),
    )


def _verdict(headline: Estimate) -> Verdict:
    p_value = 1.0 if headline.p_value is None else headline.p_value
    test = Test(headline.key, p_value, interval=headline.interval)
    return Verdict(p_value, test.key, False, (test,), (words.CANNOT_SHOW,))


def _baseline(sums: SchoolSums, effect: float) -> Baseline:
    late = sums.late[sums.option][:, None, :]
    number = float((sums.count[:, :, 0] * late).sum())
    mean = float((sums.total[:, :, 0] * late).sum() / number) - effect
    return Baseline(
        mean=mean,
        treated_child_months=number,
        treated_schools=len(sums.treated),
        comparison_schools=0,
        children=int(np.rint(sums.children.sum())),
        child_months=float(sums.count[:, :, 0].sum()),
    )
