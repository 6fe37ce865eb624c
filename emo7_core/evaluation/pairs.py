"""Two contenders beside each other, or several pairs at once: the tests and their words.

What it is: the paired test on a metric, McNemar on accuracy, Holm over all pairs that are asked
for, each in one plain sentence.
What it is not: the tests' formulas (statistics/paired.py).
Conventions: a difference is A minus B. Below six clusters there is no p-value: the differences
of the single clusters stand in its place. McNemar takes clips as independent; where they are not
(there are clusters) it is given for readers who expect it, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from emo7_core.evaluation.comparison import Comparison
from emo7_core.evaluation.wording import ALPHA, Sentence, p_words, sentence_of_test
from emo7_core.statistics.paired import PairedResult, holm, mcnemar


@dataclass(frozen=True, slots=True)
class McNemar:
    """McNemar's exact test on accuracy.

    Attributes:
        wins: Clips on which A alone is right.
        losses: Clips on which B alone is right.
        p_value: Two-sided; None where both are right on the same clips, or the clusters are
            too few.
        note: What a reader must know, "" where there is nothing.
    """

    wins: int
    losses: int
    p_value: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PairTest:
    """A against B on one metric.

    Attributes:
        a: Name of A.
        b: Name of B.
        metric: Key of the metric.
        result: Difference, interval, p-value, differences by cluster.
        mcnemar: On accuracy, whatever the metric.
        adjusted: Holm's p-value over the pairs that were asked for together; None without one.
        among: How many p-values Holm corrected for.
        sentence: What it says, after the correction.
    """

    a: str
    b: str
    metric: str
    result: PairedResult
    mcnemar: McNemar
    adjusted: float | None
    among: int
    sentence: Sentence


def pair_test(
    comparison: Comparison, a: str, b: str, metric: str = "macro_f1", alpha: float = ALPHA
) -> PairTest:
    """Return one test in figures and words.

    Args:
        comparison: Both must be part of it.
        a: Name of A.
        b: Name of B.
        metric: Key of the metric.
        alpha: Level below which a p-value counts as a difference.

    Raises:
        UsageError: one is not part of the comparison.
    """
    return pair_tests(comparison, [(a, b)], metric, alpha)[0]


def pair_tests(
    comparison: Comparison,
    pairs: Sequence[tuple[str, str]] | None = None,
    metric: str = "macro_f1",
    alpha: float = ALPHA,
) -> tuple[PairTest, ...]:
    """Return several tests, corrected for their number (Holm 1979).

    Args:
        comparison: All must be part of it.
        pairs: A and B of each; None takes `all_pairs`.
        metric: Key of the metric.
        alpha: Level below which an adjusted p-value counts as a difference.
    """
    wanted = all_pairs(comparison) if pairs is None else pairs
    tests = [_tested(comparison, a, b, metric) for a, b in wanted]
    known = [one.result.p_value for one in tests if one.result.p_value is not None]
    lifted = iter(holm(known))
    found = []
    for one in tests:
        adjusted = None if one.result.p_value is None else next(lifted)
        corrected = replace(one, adjusted=adjusted, among=len(known))
        found.append(replace(corrected, sentence=_said(comparison, corrected, alpha)))
    return tuple(found)


def all_pairs(comparison: Comparison) -> list[tuple[str, str]]:
    """Return every pair worth a test: of models, and each model with each of the others."""
    models = [one.name for one in comparison.results if one.kind == "model"]
    others = [one.name for one in comparison.results if one.kind != "model"]
    return [*combinations(models, 2), *((one, other) for one in models for other in others)]


def _tested(comparison: Comparison, a: str, b: str, metric: str) -> PairTest:
    result = comparison.test(a, b, metric)
    nothing = Sentence("", "", "same")
    return PairTest(a, b, metric, result, _mcnemar(comparison, a, b, result), None, 0, nothing)


def _mcnemar(comparison: Comparison, a: str, b: str, result: PairedResult) -> McNemar:
    of_a, of_b = comparison.truths(a, b)
    right_a = comparison.result(a).values == of_a
    right_b = comparison.result(b).values == of_b
    wins, losses = int(np.sum(right_a & ~right_b)), int(np.sum(right_b & ~right_a))
    if result.too_few:
        return McNemar(wins, losses, None, result.too_few)
    note = ""
    if comparison.clusters is not None:
        note = f"takes clips as independent; those of one {comparison.unit} are not"
    return McNemar(wins, losses, mcnemar(np.ones(right_a.size), right_a, right_b), note)


def _said(comparison: Comparison, test: PairTest, alpha: float) -> Sentence:
    said = sentence_of_test(
        comparison, test.result, test.a, test.b, test.metric, alpha, test.adjusted
    )
    if test.adjusted is None or test.among < 2:
        return said
    words = f"after Holm over {test.among} pairs {p_words(test.adjusted)}"
    return replace(said, detail=f"{said.detail.removesuffix('.')}; {words}.")
