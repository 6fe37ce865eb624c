"""A comparison of two models in plain words.

What it is: one headline and one line of figures from a paired test.
What it is not: the test (statistics/paired.py).
Conventions: "no difference shown" is a result, and does not mean that two models are equal. Below
six clusters the single differences stand where a p-value would. True minus sign; thin space
before the percent sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from emo7_core.evaluation.comparison import Comparison
from emo7_core.statistics.intervals import FEWEST_CLUSTERS, FLAT, Interval, is_flat, too_few
from emo7_core.statistics.metrics import METRICS
from emo7_core.statistics.paired import PairedResult

ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a comparison of two says.

    Attributes:
        headline: The finding.
        detail: The figures behind it.
        verdict: "better" (one is), "same" (no difference shown) or "too few".
    """

    headline: str
    detail: str
    verdict: Literal["better", "same", "too few"]


def sentence_of(
    comparison: Comparison, a: str, b: str, metric: str = "macro_f1", alpha: float = ALPHA
) -> Sentence:
    """Return the comparison of A with B on one metric in words.

    Args:
        comparison: Both must be part of it.
        a: Name of A.
        b: Name of B.
        metric: Key of the metric.
        alpha: Level below which a p-value counts as a difference.
    """
    return sentence_of_test(comparison, comparison.test(a, b, metric), a, b, metric, alpha)


def sentence_of_test(
    comparison: Comparison,
    test: PairedResult,
    a: str,
    b: str,
    metric: str,
    alpha: float = ALPHA,
    adjusted: float | None = None,
) -> Sentence:
    """Return a test that was made already in words.

    Args:
        comparison: What it was made on.
        test: A against B.
        a: Name of A.
        b: Name of B.
        metric: Key of the metric.
        alpha: Level below which a p-value counts as a difference.
        adjusted: The p-value that decides, where several pairs were tested; None takes the
            test's own.
    """
    if not comparison.clips:
        text = f"{a} and {b} have no clip in common: nothing can be compared"
        return Sentence(text, "", "too few")
    if all(comparison.result(name).kind == "rater" for name in (a, b)):
        text = f"{a} and {b} are not ranked"
        reason = "Each is part of what the other is judged by: their agreement says more."
        return Sentence(text, reason, "too few")
    detail = _detail(comparison, test, a, b, metric, alpha, adjusted)
    if not np.isfinite(test.difference):
        reason = _reason(comparison, a, b, metric)
        text = f"{METRICS[metric].title} is not defined for {a} or {b}"
        return Sentence(text, reason, "too few")
    if test.has_too_few_units:
        return Sentence(f"Too few {_plural(test.unit)} to generalise", detail, "too few")
    decides = test.p_value if adjusted is None else adjusted
    if decides is None or decides >= alpha:
        return Sentence(f"No difference shown between {a} and {b}", detail, "same")
    is_a_better = (test.difference > 0) == METRICS[metric].is_higher_better
    better, worse = (a, b) if is_a_better else (b, a)
    return Sentence(f"{better} is better than {worse}", detail, "better")


def number(value: float, has_sign: bool = False) -> str:
    """Return a score as people read it: three decimals, a true minus sign, "–" for NaN."""
    if not np.isfinite(value):
        return "–"
    text = f"{value:+.3f}" if has_sign else f"{value:.3f}"
    return text.replace("-", "−")


def span_words(interval: Interval) -> str:
    """Return the limits of an interval, and that they say nothing where no resample differs."""
    words = f"{number(interval.low)} to {number(interval.high)}"
    return f"{words} ({FLAT})" if interval.is_flat else words


def no_intervals(unit: str, units: int) -> str:
    """Return that nothing was resampled because the units are so few, "" where it was."""
    if not too_few(unit, units):
        return ""
    return f"no intervals over so few {_plural(unit)} ({units} of {FEWEST_CLUSTERS})"


def _detail(
    comparison: Comparison,
    test: PairedResult,
    a: str,
    b: str,
    metric: str,
    alpha: float,
    adjusted: float | None,
) -> str:
    scores = comparison.scores_beside(a, b, metric)
    parts = [
        f"{METRICS[metric].title}: {a} {number(scores[0])}, {b} {number(scores[1])}, "
        f"difference {number(test.difference, has_sign=True)}"
    ]
    if np.isfinite(test.low):
        low, high = number(test.low, has_sign=True), number(test.high, has_sign=True)
        flat = f" ({FLAT})" if is_flat(test.low, test.high) else ""
        parts.append(f"{test.level * 100:g}\u2009% interval {low} to {high}{flat}")
    parts += [_evidence(test), _why_not(test, alpha, adjusted)]
    parts.append(f"{_counted(comparison)}; target: {_target(comparison, a, b)}")
    parts += [f"{name} {comparison.result(name).leak.mark}" for name in _leaky(comparison, a, b)]
    return "; ".join(part for part in parts if part) + "."


def _evidence(test: PairedResult) -> str:
    if test.has_too_few_units and test.names:
        pairs = zip(test.names, test.differences, strict=True)
        return (
            "A minus B by "
            + test.unit
            + ": "
            + ", ".join(f"{name} {number(value, has_sign=True)}" for name, value in pairs)
        )
    if test.p_value is None:
        return ""
    return p_words(test.p_value)


def _why_not(test: PairedResult, alpha: float, adjusted: float | None) -> str:
    """Return why there is no difference shown although the interval leaves out 0, else ""."""
    decides = test.p_value if adjusted is None else adjusted
    leaves_out_zero = test.low > 0 or test.high < 0
    if decides is None or test.p_value is None or decides < alpha or not leaves_out_zero:
        return ""
    if test.least_p >= alpha:
        few = f"{test.moving} {test.unit if test.moving == 1 else _plural(test.unit)}"
        least = f"2/2^{test.moving} = {number(test.least_p)}"
        return (
            f"the interval leaves out 0, but A and B differ in only {few}, where this exact test "
            f"cannot go below p = {least}: too few to show a difference, not a sign of equality"
        )
    if test.p_value < alpha:
        return (
            "the interval is of this pair alone and leaves out 0; the correction for several "
            "pairs decides"
        )
    return (
        "the interval leaves out 0, the test does not agree: with so few "
        f"{_plural(test.unit)} they may part, and the test decides"
    )


def p_words(p_value: float) -> str:
    """Return a p-value as people read it."""
    return "p < 0.001" if p_value < 0.001 else f"p = {p_value:.3f}"


def _counted(comparison: Comparison) -> str:
    clips = f"{len(comparison.clips)} clips"
    if comparison.clusters is None:
        return clips
    unit = comparison.unit if comparison.units == 1 else _plural(comparison.unit)
    return f"{clips} of {comparison.units} {unit}"


def _target(comparison: Comparison, a: str, b: str) -> str:
    words = dict.fromkeys(comparison.result(name).judged_by for name in (a, b))
    judges = [word for word in words if word]
    return " and ".join(judges) if judges else comparison.target


def _plural(unit: str) -> str:
    return f"{unit}s"


def _leaky(comparison: Comparison, a: str, b: str) -> list[str]:
    return [name for name in (a, b) if comparison.result(name).leak.mark]


def _reason(comparison: Comparison, a: str, b: str, metric: str) -> str:
    for name in (a, b):
        reason = comparison.result(name).undefined.get(metric)
        if reason:
            return f"{name}: {reason}"
    return ""
