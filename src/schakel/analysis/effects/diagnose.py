"""The checks beside the headline, each one figure and one sentence; the detectable effect comes first."""

from dataclasses import dataclass

import numpy as np

import schakel.analysis.effects.words as words
from schakel.analysis.effects.build import build_sums
from schakel.analysis.effects.cells import Cells
from schakel.analysis.effects.diagnostics.before import BeforePeriod, before_period, detectable, empty_months
from schakel.analysis.effects.diagnostics.honest import (
    honest_study,
    relative_breakdown,
    relative_interval,
    smooth_breakdown,
)
from schakel.analysis.effects.errors import DesignError
from schakel.analysis.effects.estimators.aggregate import EventStudy
from schakel.analysis.effects.estimators.imputation import Imputation, Weighted, fit
from schakel.analysis.effects.estimators.two_way import TwoWay
from schakel.analysis.effects.inference.bands import critical_value
from schakel.analysis.effects.inference.jackknife import Jackknife
from schakel.analysis.effects.inference.permutation import Permutation, permutation
from schakel.analysis.effects.question import Question
from schakel.analysis.effects.result import Diagnostic, Level
from schakel.analysis.effects.roster import Roster
from schakel.analysis.effects.sums import Pooled

SUSPECT = 0.10


@dataclass(frozen=True)
class Evidence:
    """Everything the checks look at."""

    question: Question
    data: Cells | Pooled
    roster: Roster
    found: Imputation
    headline: Weighted
    permuted: Permutation
    without: Jackknife
    placebos: dict[str, Cells]
    usual: TwoWay
    before: BeforePeriod | None

    @property
    def mean(self) -> float:
        """Return the mean outcome of treated schools before their start, for a share."""
        sums = self.found.sums
        early = ~sums.late[sums.option[sums.treated]][:, None, :]
        number = (sums.count[sums.treated, :, 0] * early).sum()
        return float((sums.total[sums.treated, :, 0] * early).sum() / number)


def before_of(question: Question, data: Cells | Pooled, roster: Roster) -> BeforePeriod | None:
    """Return what the time before the first start tells; None when it is too short, or only sums are known."""
    if isinstance(data, Pooled):
        return None
    try:
        return before_period(data, question, roster, question.draws, question.seed + 5)
    except DesignError:
        return None


def diagnostics_of(evidence: Evidence, study: EventStudy | None) -> tuple[Diagnostic, ...]:
    """Return the checks in the order in which they should be read."""
    found = [
        Diagnostic("chosen", _chosen_level(evidence.question), words.chosen_schools(evidence.question.chosen))
    ]
    found += _before(evidence)
    found += [_picture(evidence, study), *_sensitivity(evidence, study)]
    found += [_outcome(evidence, name, cells) for name, cells in evidence.placebos.items()]
    found += [*_one_out(evidence), _two_way(evidence), *_schools(evidence)]
    return tuple(found)


def _chosen_level(question: Question) -> Level:
    if question.chosen in {"lot", "lot_within_strata"}:
        return "good"
    return "warning" if question.chosen in {"need", "unknown"} else "attention"


def _before(evidence: Evidence) -> list[Diagnostic]:
    question, unit = evidence.question, evidence.question.outcome.unit
    own = _detectable(evidence, detectable(_spread(evidence), evidence.roster.treated, question.level), True)
    if isinstance(evidence.data, Pooled):
        return [own]
    before = evidence.before
    if before is None:
        return [own, Diagnostic("placebo_dates", "warning", words.too_little_before())]
    p_value = before.placebo.p_value
    dates = Diagnostic(
        "placebo_dates",
        "warning" if p_value <= SUSPECT else "good",
        words.placebo_dates(p_value, before.months),
        value=float(before.placebo.effects[0]),
        unit=unit,
        details={"p_value": p_value, "months": before.months},
    )
    return [_detectable(evidence, before.detectable, False), dates]


def _spread(evidence: Evidence) -> float:
    error = evidence.headline.standard_error
    return float(np.std(evidence.permuted.effects[1:], ddof=1)) if error is None else error


def _detectable(evidence: Evidence, value: float, after: bool) -> Diagnostic:
    unit, mean = evidence.question.outcome.unit, evidence.mean
    share = abs(value / mean) if mean else float("nan")
    said = words.detectable_after if after else words.detectable
    return Diagnostic(
        "detectable",
        "attention",
        said(value, share, unit),
        value=value,
        unit=unit,
        details={"share_of_mean": share},
    )


def _picture(evidence: Evidence, study: EventStudy | None) -> Diagnostic:
    before = np.zeros(0, bool) if study is None else study.horizon < 0
    if study is None or not before.any():
        return Diagnostic("before_picture", "warning", words.before_picture(0, 0))
    question = evidence.question
    factor = critical_value(study.influence[before], question.draws, question.seed + 6, question.level)
    outside = int((np.abs(study.value[before]) > factor * study.standard_error[before]).sum())
    worst = float(study.value[before][np.abs(study.value[before]).argmax()])
    level: Level = "warning" if outside else "good"
    sentence = words.before_picture(outside, int(before.sum()))
    return Diagnostic("before_picture", level, sentence, worst, question.outcome.unit, {"outside": outside})


def _sensitivity(evidence: Evidence, study: EventStudy | None) -> list[Diagnostic]:
    """How far trends may differ: intervals at relative bounds 0, 1 and 2, and both breakdown values."""
    ready = None if study is None else honest_study(study)
    if ready is None:
        return []
    question = evidence.question
    alpha, seed = 1 - question.level, question.seed + 8
    details: dict[str, float] = {}
    for bound in (0, 1, 2):
        low, high = relative_interval(ready, float(bound), alpha, seed)
        details |= {f"relative_{bound}_low": low, f"relative_{bound}_high": high}
    relative, bend = relative_breakdown(ready, alpha, seed), smooth_breakdown(ready, alpha)
    if bend is not None:
        details["smooth_breakdown"] = bend
    strong: Level = "good" if relative is not None and relative >= 1 else "attention"
    return [Diagnostic("breakdown", strong, words.breakdown(relative), relative, "", details)]


def _outcome(evidence: Evidence, name: str, cells: Cells) -> Diagnostic:
    question = evidence.question
    sums = build_sums(cells, question, evidence.roster)
    test = permutation(sums, fit(sums).known, question.draws, question.seed + 7, question.level)
    level: Level = "warning" if test.p_value <= SUSPECT else "good"
    sentence = words.placebo_outcome(name, test.p_value)
    return Diagnostic(
        f"placebo_outcome_{name}", level, sentence, float(test.effects[0]), "", {"p_value": test.p_value}
    )


def _one_out(evidence: Evidence) -> list[Diagnostic]:
    values = evidence.without.effects[evidence.found.sums.treated]
    values = values[np.isfinite(values)]
    if len(values) == 0:
        return []
    low, high, unit = float(values.min()), float(values.max()), evidence.question.outcome.unit
    turns = bool((np.sign(values) != np.sign(evidence.headline.value)).any())
    level: Level = "warning" if turns else "good"
    sentence = words.one_school_out(low, high, unit, turns)
    return [Diagnostic("one_school_out", level, sentence, None, unit, {"low": low, "high": high})]


def _two_way(evidence: Evidence) -> Diagnostic:
    usual = evidence.usual
    level: Level = "attention" if usual.negative_share > 0 else "good"
    unit = evidence.question.outcome.unit
    details = {"negative_share": usual.negative_share}
    return Diagnostic(
        "two_way", level, words.two_way_warning(usual.negative_share), usual.value, unit, details
    )


def _schools(evidence: Evidence) -> list[Diagnostic]:
    data = evidence.data
    if isinstance(data, Pooled):
        return []
    gaps, closed = empty_months(data)
    found = []
    if gaps.any() or closed.any():
        sentence = words.school_gaps(int(gaps.sum()), int(closed.sum()))
        details = {"gaps": float(gaps.sum()), "closed": float(closed.sum())}
        found.append(Diagnostic("school_gaps", "attention", sentence, None, "", details))
    if data.counts.movers:
        sentence = words.movers(data.counts.movers)
        found.append(Diagnostic("movers", "attention", sentence, float(data.counts.movers)))
    return found
