"""Sentences that must not read as contradictions."""

from __future__ import annotations

import pytest

from emo7_core.evaluation.answers import Contender
from emo7_core.evaluation.compare import compare
from emo7_core.evaluation.comparison import Comparison
from emo7_core.evaluation.leaks import ClipFacts, TrainedOn
from emo7_core.evaluation.pairs import pair_tests
from emo7_core.evaluation.report_tables import unit_words
from emo7_core.evaluation.wording import sentence_of, span_words

LABELS = (0, 1, 2, 3, 4, 5, 6, 0)


def _right_but(wrong: set[int]) -> dict[int, int]:
    return {i: (v + 3) % 7 if i in wrong else v for i, v in enumerate(LABELS)}


def _compared(*wrong: set[int]) -> Comparison:
    """Models A, B, ... on eight clips of eight sessions; each is wrong on these clips."""
    facts = {i: ClipFacts(f"k{i}", f"p{i}", f"s{i}") for i in range(len(LABELS))}
    models = [
        Contender(letter, _right_but(missed), trained_on=TrainedOn())
        for letter, missed in zip("ABCDEF", wrong, strict=False)
    ]
    return compare(dict(enumerate(LABELS)), models, target="humans", facts=facts)


def test_a_test_that_cannot_show_a_difference_says_so():
    """Four of eight sessions differ: the interval leaves out 0, p cannot go below 2 / 2^4."""
    found = _compared(set(), {0, 2, 3, 5})
    test = found.test("A", "B", "accuracy")
    assert test.low > 0
    assert test.p_value == pytest.approx(0.125)
    assert (test.moving, test.least_p) == (4, 0.125)
    said = sentence_of(found, "A", "B", "accuracy")
    assert said.headline == "No difference shown between A and B"
    assert "A and B differ in only 4 sessions" in said.detail
    assert "cannot go below p = 2/2^4 = 0.125" in said.detail


def test_nothing_is_explained_where_the_interval_holds_zero():
    """One clip apart: interval and test agree, and the sentence stays short."""
    found = _compared({1}, {2})
    test = found.test("A", "B", "accuracy")
    assert test.low < 0 < test.high
    assert "leaves out 0" not in sentence_of(found, "A", "B", "accuracy").detail


def test_a_correction_for_several_pairs_is_named():
    """One pair alone would pass; after Holm it does not, and the sentence says which decides."""
    found = _compared(set(), {0, 1, 2, 3, 4, 5}, {0}, {1}, {2})
    tests = {(one.a, one.b): one for one in pair_tests(found, None, "accuracy")}
    one = tests["A", "B"]
    assert one.result.p_value < 0.05 < one.adjusted
    assert "the correction for several pairs decides" in one.sentence.detail


def test_limits_without_spread_say_that_they_say_nothing():
    """A perfect model on every session: 1.000 to 1.000 comes with its reason."""
    score = _compared(set()).result("A").scores["accuracy"]
    assert (score.low, score.high) == (1.0, 1.0)
    assert span_words(score) == "1.000 to 1.000 (all resamples are alike)"


def test_equal_models_have_a_difference_without_spread():
    """The same answers twice: no p below 1, and limits that are told to be no news."""
    found = _compared({1}, {1})
    said = sentence_of(found, "A", "B", "accuracy")
    assert "interval +0.000 to +0.000 (all resamples are alike)" in said.detail
    assert found.test("A", "B", "accuracy").least_p == 1.0


def test_swaps_count_the_units_that_differ():
    """Over clips, too: those with the same answer are swapped without effect."""
    facts = {i: ClipFacts(f"k{i}", f"p{i}", f"s{i}") for i in range(8)}
    models = [
        Contender("A", _right_but(set()), trained_on=TrainedOn()),
        Contender("B", _right_but({0, 3, 6}), trained_on=TrainedOn()),
    ]
    targets = dict(enumerate(LABELS))
    found = compare(targets, models, target="humans", facts=facts, cluster_by=None)
    test = found.test("A", "B", "accuracy")
    assert (test.unit, test.moving) == ("clip", 3)
    assert test.p_value == test.least_p == 0.25


def test_a_report_names_draws_only_where_something_was_drawn():
    """Five clips of five sessions are compared without intervals, and the head says so."""
    facts = {i: ClipFacts(f"k{i}", f"p{i}", f"s{i}") for i in range(5)}
    models = [Contender("A", _right_but(set()), trained_on=TrainedOn())]
    found = compare(dict(enumerate(LABELS[:5])), models, target="humans", facts=facts)
    assert unit_words(found) == "no intervals over so few sessions (5 of 6)"
    assert "draws" in unit_words(_compared(set()))
