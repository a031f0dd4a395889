"""Several tests, one verdict: the largest p decides, and what may not be a headline is blocked in words."""

import numpy as np
from scipy.special import stdtr, stdtrit

from schakel.analysis.effects import words
from schakel.analysis.effects.estimators.imputation import Imputation, Weighted
from schakel.analysis.effects.inference.permutation import Permutation
from schakel.analysis.effects.inference.wild import Wild
from schakel.analysis.effects.result import Interval, Test, Text, Verdict

FEW_TREATED = 20


def t_test(value: float, error: float, df: float) -> float:
    """Return the two-sided p-value of a t distribution."""
    return float(2 * stdtr(df, -abs(value) / error)) if error > 0 else float(value == 0)


def t_interval(value: float, error: float, df: float, level: float) -> Interval:
    """Return the two-sided interval of a t distribution."""
    half = float(stdtrit(df, (1 + level) / 2)) * error
    return (value - half, value + half)


def tests_of(
    headline: Weighted, permuted: Permutation, wild: Wild | None, treated: int, level: float
) -> tuple[Test, ...]:
    """Return the tests that were possible, permutation first."""
    found = [
        Test(
            "permutation",
            permuted.p_value,
            len(permuted.effects),
            permuted.enumerated,
            _finite(permuted.interval),
        )
    ]
    if wild is not None:
        found.append(Test("wild_restricted", wild.p_value, len(wild.statistics), wild.enumerated))
    error = headline.standard_error
    if error is not None and treated > 1:
        interval = t_interval(headline.value, error, treated - 1, level)
        found.append(Test("leave_one_out", t_test(headline.value, error, treated - 1), interval=interval))
    return tuple(found)


def _finite(interval: Interval) -> Interval | None:
    return interval if np.isfinite(interval).all() else None


def decide(tests: tuple[Test, ...], level: float, blocked: tuple[Text, ...]) -> Verdict:
    """Let the largest p decide."""
    worst = max(tests, key=lambda test: test.p_value)
    return Verdict(worst.p_value, worst.key, worst.p_value <= 1 - level + 1e-12, tests, blocked)


def blocked_texts(found: Imputation) -> tuple[Text, ...]:
    """Return what may not be a headline here, and what was pooled."""
    treated = len(found.sums.treated)
    texts = [words.few_treated(treated)] if treated < FEW_TREATED else []
    sizes = np.unique(found.sums.option[found.sums.treated], return_counts=True)[1]
    if (sizes == 1).any() and len(sizes) > 1:
        texts.append(words.pooled(int((sizes == 1).sum())))
    return tuple(texts)


def published(tests: tuple[Test, ...]) -> tuple[str, Interval] | None:
    """Return the interval that is published, with the test that gives it; the others stand beside it.

    The permutation interval: it holds the truth as often as it says (measured in `docs/performance-effects.md`),
    where the hull of several intervals would be too wide. With too few deals to bound anything, leave-one-out.
    """
    found = {test.key: test.interval for test in tests}
    for key in ("permutation", "leave_one_out"):
        interval = found.get(key)
        if interval is not None:
            return key, interval
    return None
