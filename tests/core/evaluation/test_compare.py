"""The comparison: what is compared, what is left out, and what is said."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.errors import UsageError
from emo7_core.evaluation.answers import Contender, values_of
from emo7_core.evaluation.compare import compare
from emo7_core.evaluation.leaks import ClipFacts, TrainedOn
from emo7_core.evaluation.wording import sentence_of
from emo7_core.statistics.metrics import METRICS, confusion

TARGETS = {1: 0, 2: 1, 3: 1, 4: 5, 5: 6, 6: 3}
GOOD = Contender("good", dict(TARGETS), trained_on=TrainedOn())
BAD = Contender("bad", {1: 6, 2: 5, 3: 1, 4: 1, 5: 0, 6: 3}, trained_on=TrainedOn())


def _study(n: int, sessions: int, right_a: float, right_b: float, seed: int = 0):
    rng = np.random.default_rng(seed)
    targets = {i: int(v) for i, v in enumerate(rng.integers(0, 7, n))}
    facts = {i: ClipFacts(f"k{i}", f"signer {i % 4}", f"s{i % sessions}") for i in targets}

    def answers(right: float) -> dict[int, int]:
        return {i: v if rng.random() < right else (v + 3) % 7 for i, v in targets.items()}

    models = [
        Contender("A", answers(right_a), trained_on=TrainedOn()),
        Contender("B", answers(right_b), trained_on=TrainedOn()),
    ]
    return targets, models, facts


def test_only_the_common_set_is_compared():
    """A clip that one model lacks counts for none, and who lacks it is said."""
    partial = Contender("partial", {k: v for k, v in TARGETS.items() if k != 4})
    found = compare(TARGETS, [GOOD, partial], target="humans")
    assert found.clips == (1, 2, 3, 5, 6)
    assert found.result("partial").missing == (4,)
    assert found.result("good").missing == ()
    assert "5 of 6 clips are compared: the others lack answers." in found.notes
    assert "partial has no output for 1 clips." in found.notes


def test_every_metric_is_that_of_the_common_set():
    """Scores are those of the matrix, with limits around them."""
    found = compare(TARGETS, [BAD], target="humans", cluster_by=None)
    matrix = confusion(list(TARGETS.values()), list(BAD.answers.values()))
    np.testing.assert_array_equal(found.result("bad").matrix, matrix)
    for key, score in found.result("bad").scores.items():
        assert score.value == pytest.approx(float(METRICS[key].function(matrix)))
        assert (score.unit, score.units) == ("clip", 6)


def test_a_cell_opens_its_clips():
    """Row target, column answer: the clips behind the number."""
    found = compare(TARGETS, [BAD], target="humans")
    assert found.cell("bad", 1, 5) == (2,)
    assert found.cell("bad", 0, 0) == ()
    counts = found.result("bad").matrix
    for row in range(7):
        for column in range(7):
            assert len(found.cell("bad", row, column)) == counts[row, column]


def test_wins_and_difference():
    """A right and B wrong, and the matrix of A minus B."""
    found = compare(TARGETS, [GOOD, BAD], target="humans")
    assert found.wins("good", "bad") == (1, 2, 4, 5)
    assert found.wins("bad", "good") == ()
    assert found.difference("good", "bad").sum() == 0
    assert found.difference("good", "bad")[1, 1] == 1


def test_probabilities_answer_their_greatest():
    """A distribution answers its most probable class; one with NaN is missing, never a class."""
    sure, unknown = np.eye(7)[2], np.full(7, np.nan)
    model = Contender("m", {1: sure, 2: unknown, 3: None, 4: 5, 5: [0.5, 0.5, 0, 0, 0, 0, 0]})
    assert values_of(model) == {1: 2, 4: 5, 5: 0}
    found = compare(TARGETS, [model], target="humans")
    assert found.result("m").missing == (2, 3, 6)


@pytest.mark.parametrize("answer", [7, -1, 0.5, [0.2, 0.8]])
def test_answers_off_the_scale_are_refused(answer):
    """They name model and clip, and are not clipped onto the scale."""
    with pytest.raises(ValueError, match=r"m: .*clip 1"):
        compare({1: 0}, [Contender("m", {1: answer})], target="humans")


def test_floors_stand_beside():
    """Majority and stratified random of the common set; caption-VADER comes as a contender."""
    rule = Contender("caption-VADER", dict.fromkeys(TARGETS, 1), kind="floor")
    found = compare(TARGETS, [GOOD, rule], target="humans")
    assert [floor.key for floor in found.floors] == ["majority", "stratified_random"]
    assert {floor.n for floor in found.floors} == {6}
    assert found.result("caption-VADER").leak.mark == ""


def test_intervals_are_over_sessions_where_there_are_any():
    """The unit and its number are named."""
    targets, models, facts = _study(60, 10, 0.6, 0.5)
    found = compare(targets, models, target="humans", facts=facts)
    score = found.result("A").scores["macro_f1"]
    assert (found.unit, found.units) == ("session", 10)
    assert (score.unit, score.units) == ("session", 10)
    assert score.low < score.value < score.high


def test_four_signers_are_too_few():
    """Below six clusters: the single differences, no p-value, and the words."""
    targets, models, facts = _study(80, 10, 0.9, 0.2)
    found = compare(targets, models, target="humans", facts=facts, cluster_by="signer")
    said = sentence_of(found, "A", "B")
    assert (said.headline, said.verdict) == ("Too few signers to generalise", "too few")
    assert "signer 0 +" in said.detail
    assert "p =" not in said.detail
    assert "p <" not in said.detail


def test_a_difference_is_said_with_its_figures():
    """Better model, both scores, difference, interval, p, clips, sessions and target."""
    targets, models, facts = _study(200, 20, 0.8, 0.3)
    found = compare(targets, models, target="Deaf annotators", facts=facts)
    said = sentence_of(found, "A", "B")
    assert (said.headline, said.verdict) == ("A is better than B", "better")
    for part in ("95\u2009% interval +", "p < 0.001", "200 clips of 20 sessions", "Deaf annota"):
        assert part in said.detail
    assert sentence_of(found, "B", "A").headline == "A is better than B"


def test_for_errors_less_is_better():
    """The model with the smaller distance is called better."""
    targets, models, facts = _study(200, 20, 0.8, 0.3)
    found = compare(targets, models, target="humans", facts=facts)
    said = sentence_of(found, "B", "A", "macro_mae")
    assert said.headline == "A is better than B"


def test_no_difference_is_a_result():
    """Two models that answer alike: no difference shown."""
    targets, models, facts = _study(100, 12, 0.5, 0.5, seed=3)
    found = compare(targets, models, target="humans", facts=facts)
    said = sentence_of(found, "A", "B")
    assert (said.headline, said.verdict) == ("No difference shown between A and B", "same")


def test_a_leak_is_marked_and_said():
    """A model trained on a test clip carries the mark into the sentence."""
    targets, models, facts = _study(100, 12, 0.9, 0.2)
    leaky = Contender("A", models[0].answers, trained_on=TrainedOn(clips=frozenset({"k3"})))
    found = compare(targets, [leaky, models[1]], target="humans", facts=facts)
    assert found.result("A").leak.clips == ("k3",)
    assert "A saw 1 test clip" in sentence_of(found, "A", "B").detail


def test_a_model_without_any_output_does_not_empty_the_set():
    """It is left out and named; the others are compared."""
    found = compare(TARGETS, [GOOD, Contender("empty", {})], target="humans")
    assert found.clips == tuple(TARGETS)
    assert [result.name for result in found.results] == ["good"]
    assert "empty has no output for any of these clips: it is left out." in found.notes


def test_models_on_different_clips_are_explained():
    """Two models that share no clip: words, no scores, no crash."""
    a, b = Contender("a", {1: 0, 2: 1}), Contender("b", {3: 1, 4: 5})
    found = compare(TARGETS, [a, b], target="humans")
    assert found.clips == ()
    assert found.floors == ()
    assert np.isnan(found.result("a").scores["accuracy"].value)
    assert sentence_of(found, "a", "b").headline.startswith("a and b have no clip in common")


def test_one_class_only_is_explained():
    """Kappa of a single class is NaN with its reason, in the table and in the sentence."""
    targets = dict.fromkeys(range(10), 5)
    models = [Contender(name, dict(targets)) for name in ("a", "b")]
    found = compare(targets, models, target="humans")
    assert "one and the same class" in found.result("a").undefined["quadratic_kappa"]
    said = sentence_of(found, "a", "b", "quadratic_kappa")
    assert said.headline == "Quadratic kappa is not defined for a or b"
    assert any(note.startswith("No clip has the target Extremely Negative") for note in found.notes)


def test_a_single_signer_is_explained():
    """One cluster: no limits, and the words."""
    targets, models, _ = _study(20, 4, 0.6, 0.5)
    facts = {clip: ClipFacts(signer="Ann") for clip in targets}
    found = compare(targets, models, target="humans", facts=facts, cluster_by="signer")
    assert np.isnan(found.result("A").scores["accuracy"].low)
    assert sentence_of(found, "A", "B").verdict == "too few"


def test_clips_without_a_session_count_as_their_own():
    """Unknown sessions are named in a note."""
    targets, models, facts = _study(20, 8, 0.6, 0.5)
    facts[0] = ClipFacts()
    found = compare(targets, models, target="humans", facts=facts)
    assert found.units == 9
    assert "1 clips have no session: each counts as one of its own." in found.notes


def test_the_three_class_view_collapses_sevens_and_takes_threes():
    """7-class answers become their sign; a 3-class baseline stands beside them."""
    baseline = Contender("three", dict.fromkeys(TARGETS, 0), k=3)
    found = compare(TARGETS, [GOOD, baseline], target="humans", k=3)
    assert found.result("good").matrix.tolist() == [[3, 0, 0], [0, 1, 0], [0, 0, 2]]
    seven = compare(TARGETS, [GOOD, baseline], target="humans")
    assert [result.name for result in seven.results] == ["good"]
    assert "three answers 3 classes: it is left out of the 7-class view." in seven.notes


def test_no_models_at_all():
    """Nothing chosen is a state, not an error."""
    found = compare(TARGETS, [], target="humans")
    assert (found.clips, found.results) == ((), ())


def test_two_models_of_one_name_are_refused():
    """Their scores could not be told apart."""
    with pytest.raises(UsageError, match="same name"):
        compare(TARGETS, [GOOD, GOOD], target="humans")


def test_the_same_call_gives_the_same_figures():
    """Intervals and tests are seeded."""
    targets, models, facts = _study(60, 10, 0.6, 0.5)
    first, second = (compare(targets, models, target="humans", facts=facts) for _ in range(2))
    assert first.result("A").scores == second.result("A").scores
    assert first.test("A", "B") == second.test("A", "B")
