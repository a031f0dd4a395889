"""The frozen result: every figure with its interval, its design, and what it rests on.

Nothing here computes. A `Result` carries the question's digest, the definition version, the hash of
the data, the code version and the seed, so that a figure can be traced and repeated. Whatever a
person reads is a `Text` in Dutch and English; whatever a program reads is a number with a unit.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.errors import EffectError

Interval = tuple[float, float]
Strength = Literal["strong", "moderate", "weak"]
Level = Literal["good", "attention", "warning"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in plain Dutch and in English."""

    nl: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the sentence in `nl` or `en`."""
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True, slots=True)
class Estimate:
    """One estimate in the unit of the outcome, per child and month unless `unit` says otherwise.

    `key` names the estimator (`imputation`, `group_time_simple`, ...), `method` the inference that
    gave interval and p-value. `standard_error`, `interval` and `p_value` are None where that method
    gives none: an estimate without an interval is never a headline.
    """

    key: str
    value: float
    unit: str
    method: str
    standard_error: float | None = None
    interval: Interval | None = None
    p_value: float | None = None
    level: float = 0.95
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One point of an event study: `horizon` in periods since the start (negative: before)."""

    horizon: int
    value: float
    standard_error: float | None
    interval: Interval | None
    band: Interval | None
    schools: int
    children: float


@dataclass(frozen=True, slots=True)
class Curve:
    """An event study. `months` is the length of one period; `band_level` holds for all points at once."""

    key: str
    unit: str
    months: int
    points: tuple[CurvePoint, ...]
    band_level: float = 0.95
    critical_value: float | None = None


@dataclass(frozen=True, slots=True)
class Test:
    """One p-value of the null of no effect, and how it was made."""

    key: str
    p_value: float
    draws: int | None = None
    enumerated: bool = False
    interval: Interval | None = None

    __test__ = False  # the name is a statistician's, not pytest's


@dataclass(frozen=True, slots=True)
class Verdict:
    """The largest of several p-values decides, which errs on the side of "not shown"."""

    p_value: float
    decided_by: str
    shown: bool
    tests: tuple[Test, ...]
    blocked: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Naive:
    """The before-after change of treated schools, beside the headline, and why they differ.

    `after_minus_before` is the change in treated schools; `same_in_comparison` what happened in that
    time without a supporter; `difference` is naive minus headline.
    """

    after_minus_before: float
    same_in_comparison: float | None
    difference: float
    unit: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One check that a policy user sees: a figure and one sentence on what it means."""

    key: str
    level: Level
    sentence: Text
    value: float | None = None
    unit: str = ""
    details: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Design:
    """How much the comparison can carry. `label` stands beside every figure."""

    key: str
    strength: Strength
    label: Text


@dataclass(frozen=True, slots=True)
class Baseline:
    """What treated child-months would have cost without a supporter (the imputed mean)."""

    mean: float
    treated_child_months: float
    treated_schools: int
    comparison_schools: int
    children: int
    child_months: float


@dataclass(frozen=True, slots=True)
class Left:
    """Something that was left out, how much, and why."""

    key: str
    child_months: float
    children: float
    why: Text


@dataclass(frozen=True, slots=True)
class SchoolWeight:
    """What one treated school contributes, and the estimate without it."""

    school: str
    share: float
    without: float | None


@dataclass(frozen=True, slots=True)
class TwoByTwo:
    """One two-by-two comparison inside the two-way estimate (Goodman-Bacon)."""

    kind: str
    treated: str
    control: str
    weight: float
    value: float


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the figures rest on, enough to make them again."""

    question_digest: str
    question_stored_on: str
    definition: str
    data_hash: str
    code_version: str
    seed: int
    engine: str
    draws: int


@dataclass(frozen=True, slots=True)
class Result:
    """The frozen answer to one question.

    `headline` is the imputation estimate (or the interrupted time series, labelled weak, where there
    is no comparison). `effect_df` is the degrees of freedom of its t distribution, from which
    `draws` samples for the value engine.
    """

    title: str
    outcome: str
    unit: str
    period: tuple[str, str]
    design: Design
    headline: Estimate
    effect_df: float
    verdict: Verdict
    baseline: Baseline
    naive: Naive | None
    estimates: tuple[Estimate, ...]
    curves: tuple[Curve, ...]
    diagnostics: tuple[Diagnostic, ...]
    schools: tuple[SchoolWeight, ...]
    two_by_two: tuple[TwoByTwo, ...]
    left_out: tuple[Left, ...]
    assumptions: tuple[Text, ...]
    changes: tuple[str, ...]
    provenance: Provenance

    def to_json(self) -> str:
        """Return the whole result as JSON: the same bytes for the same result; nan becomes null."""
        return json.dumps(_plain(asdict(self)), ensure_ascii=False, indent=1, sort_keys=True)

    def estimate(self, key: str) -> Estimate:
        """Return one estimate by its key; raise when this result does not hold it."""
        for row in (self.headline, *self.estimates):
            if row.key == key:
                return row
        raise EffectError(
            f"this result holds no estimate '{key}'; it holds {[e.key for e in self.estimates]}"
        )

    def diagnostic(self, key: str) -> Diagnostic | None:
        """Return one diagnostic by its key, or None when it was not possible here."""
        return next((row for row in self.diagnostics if row.key == key), None)

    def draws(self, number: int, seed: int) -> NDArray[np.float64]:
        """Return draws of the headline effect from its own distribution (scaled t), shape (number,).

        Raises
        ------
        EffectError
            When the headline has no standard error: then no distribution may be made up.
        """
        error = self.headline.standard_error
        if error is None:
            raise EffectError(
                "the headline has no standard error; no distribution of the effect can be drawn"
            )
        noise = np.random.default_rng(seed).standard_t(self.effect_df, number)
        return self.headline.value + error * noise


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float | np.floating):
        return float(value) if np.isfinite(value) else None
    return int(value) if isinstance(value, np.integer) else value
