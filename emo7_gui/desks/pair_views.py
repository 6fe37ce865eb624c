"""Pairs and suspected labels of Compare, made from a comparison; runs in a worker.

What it is: every tested pair as a row with its sentence, or its single differences where there
are too few clusters; how many labels models contradict.
What it is not: the tests (evaluation/pairs.py), or the names of suspected clips: those are looked
at blind, so nothing here tells which they are.
Convention: a difference is A minus B; all pairs at once only up to MOST_PAIRS.
"""

from __future__ import annotations

import math

from emo7_core.evaluation.comparison import Comparison
from emo7_core.evaluation.pairs import PairTest, all_pairs, pair_test, pair_tests
from emo7_core.evaluation.suspects import suspects_of
from emo7_core.statistics.metrics import METRICS
from emo7_gui.compare.comparison_view import Choice, Metric, ModelRow, Score, TestSentence
from emo7_gui.compare.lower_view import Dot, TabView
from emo7_gui.desks.tab_views import interval_words

WITH_A, ALL = "with a", "all"
MOST_PAIRS = 45


def sentence_view(found: Comparison, a: str, b: str, metric: str) -> TestSentence:
    """Return the test of A against B in words, with McNemar."""
    test = pair_test(found, a, b, metric)
    said = test.sentence
    parts = [said.detail.removesuffix("."), _mcnemar(test)]
    return TestSentence(said.headline, "; ".join(p for p in parts if p) + ".", said.verdict)


def pairs_tab(found: Comparison, a: str | None, metric: str, which: str) -> TabView:
    """Return tested pairs with Holm over them.

    Args:
        found: The comparison.
        a: Who is A.
        metric: Key of the metric.
        which: WITH_A or ALL.
    """
    everyone = all_pairs(found)
    few = [pair for pair in everyone if a in pair]
    choices = [Choice(WITH_A, f"A with each ({len(few)})")]
    if len(everyone) <= MOST_PAIRS:
        choices.append(Choice(ALL, f"All pairs ({len(everyone)})"))
    is_all = which == ALL and len(choices) > 1
    wanted = everyone if is_all else [_from_a(pair, a) for pair in few]
    if not wanted or not found.clips:
        return TabView(note="There is no pair to test.", choices=tuple(choices), choice=WITH_A)
    tests = pair_tests(found, wanted, metric)
    keys = [f"{one.a}\n{one.b}" for one in tests]
    words = [METRICS[metric].title, "a difference is A minus B", interval_words(found)]
    if len(choices) < 2:
        words.append(f"all {len(everyone)} pairs are in the report")
    return TabView(
        "A with B",
        tuple(_row(key, one) for key, one in zip(keys, tests, strict=True)),
        _columns(tests),
        note="  ·  ".join(words),
        choices=tuple(choices),
        choice=ALL if is_all else WITH_A,
        sentences={k: _said(one) for k, one in zip(keys, tests, strict=True)},
        dots={k: _dots(one) for k, one in zip(keys, tests, strict=True)},
        pairs={k: (one.a, one.b) for k, one in zip(keys, tests, strict=True)},
        unit=found.unit,
    )


def _from_a(pair: tuple[str, str], a: str | None) -> tuple[str, str]:
    return pair if pair[0] == a else (pair[1], pair[0])


def _columns(tests: tuple[PairTest, ...]) -> tuple[Metric, ...]:
    columns = [Metric("difference", "Difference", 3, has_sign=True)]
    if any(one.result.p_value is not None for one in tests):
        columns += [
            Metric("p", "p", 3, False, has_bar=False, least=0.001),
            Metric(
                "holm",
                "Holm",
                3,
                False,
                has_bar=False,
                least=0.001,
                whole="p after Holm over these pairs",
            ),
        ]
    columns += [
        Metric("wins", "Only A right", 0, has_bar=False),
        Metric("losses", "Only B right", 0, has_bar=False),
    ]
    if any(one.mcnemar.p_value is not None for one in tests):
        columns.append(Metric("mcnemar", "McNemar p", 3, False, has_bar=False, least=0.001))
    return tuple(columns)


def _row(key: str, one: PairTest) -> ModelRow:
    result = one.result
    scores = {
        "difference": Score(result.difference, result.low, result.high),
        "wins": Score(one.mcnemar.wins),
        "losses": Score(one.mcnemar.losses),
    }
    for name, value in (
        ("p", result.p_value),
        ("holm", one.adjusted),
        ("mcnemar", one.mcnemar.p_value),
    ):
        scores[name] = Score(math.nan if value is None else value, reason=result.too_few)
    return ModelRow(key, f"{one.a}  –  {one.b}", one.sentence.headline, scores=scores)


def _said(one: PairTest) -> TestSentence:
    said = one.sentence
    parts = [said.detail.removesuffix("."), _mcnemar(one)]
    return TestSentence(said.headline, "; ".join(p for p in parts if p) + ".", said.verdict)


def _mcnemar(one: PairTest) -> str:
    found = one.mcnemar
    words = f"only A right {found.wins}, only B right {found.losses}"
    if found.p_value is None:
        return words
    p = "p < 0.001" if found.p_value < 0.001 else f"p = {found.p_value:.3f}"
    note = ", takes clips as independent" if found.note else ""
    return f"{words} (McNemar on accuracy {p}{note})"


def _dots(one: PairTest) -> tuple[Dot, ...]:
    if not one.result.has_too_few_units:
        return ()
    pairs = zip(one.result.names, one.result.differences, strict=True)
    return tuple(Dot(str(name), value) for name, value in pairs)


def checks_tab(found: Comparison) -> TabView:
    """Return how many labels models contradict, never which."""
    suspects = suspects_of(found)
    lines = list(suspects.notes)
    if suspects.models:
        lines.insert(0, f"Asked: {', '.join(suspects.models)}, on {suspects.n} clips.")
    return TabView(note="\n".join(lines), count=len(suspects.rows))
