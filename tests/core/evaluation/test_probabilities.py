"""Reliability, soft labels and the ceiling of raters, from stored answers."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import f1_score

from emo7_core.evaluation.answers import Contender
from emo7_core.evaluation.compare import compare
from emo7_core.evaluation.contenders import gather
from emo7_core.evaluation.rater_ceiling import rater_ceiling
from emo7_core.evaluation.reliability import reliability_of
from emo7_core.evaluation.soft import FLOOR, soft_scores
from emo7_core.labels.soft_labels import soft_labels
from emo7_core.project import Project
from tests.compared import add_model, add_rater, answers, truth


def test_bins_hold_every_answer(study: Project):
    """Counts add to n; the error lies within its interval."""
    found = gather(study, "consensus").compare()
    one = reliability_of(found, "good")
    assert sum(bin.n for bin in one.bins) == one.n == 120
    assert (one.bins[0].low, one.bins[-1].high) == (0.0, 1.0)
    for interval in (one.ece, one.brier, one.nll):
        assert interval.low < interval.value < interval.high
        assert (interval.unit, interval.units) == ("session", 12)


def test_honest_probabilities_have_a_small_error():
    """Targets drawn from the answers themselves, against the same answers made too sure."""
    rng = np.random.default_rng(0)
    p = rng.dirichlet(np.ones(7), 4000)
    y = (p.cumsum(1) > rng.random((4000, 1))).argmax(1)
    sure = p**3 / (p**3).sum(1, keepdims=True)
    targets = dict(enumerate(y.tolist()))
    models = [Contender("honest", dict(enumerate(p))), Contender("sure", dict(enumerate(sure)))]
    found = compare(targets, models, target="t")
    honest, too_sure = (reliability_of(found, name) for name in ("honest", "sure"))
    assert honest.ece.value < 0.04 < 0.2 < too_sure.ece.value
    assert honest.nll.value < too_sure.nll.value


def test_values_without_probabilities_have_no_curve(study: Project):
    """In words."""
    found = gather(study, "consensus").compare()
    one = reliability_of(found, "caption-VADER")
    assert (one.n, one.bins, one.ece) == (0, (), None)
    assert one.note == "gives values without probabilities"


def test_answers_that_do_not_add_to_one_are_left_out(study: Project):
    """They are counted and named; their class still counts as an answer."""
    table = answers(truth(120), 1.0, 5)
    table[:4] *= 3
    add_model(study, "loud", table)
    found = gather(study, "consensus").compare()
    one = reliability_of(found, "loud")
    assert one.n == 116
    assert one.note == "4 answers are no distributions and are left out"
    assert len(found.clips) == 120


def test_a_label_that_got_no_probability_is_told():
    """Its loss is that of 1e-12."""
    model = Contender("m", {0: [1.0, 0, 0, 0, 0, 0, 0], 1: [1.0, 0, 0, 0, 0, 0, 0]})
    one = reliability_of(compare({0: 0, 1: 1}, [model], target="t"), "m")
    assert one.note == "1 labels got the probability 0, counted as 1e-12"
    assert one.nll.value == pytest.approx(-np.log(1e-12) / 2)


def test_soft_scores_are_against_the_shares_of_raters(study: Project):
    """By hand, from the stored soft labels."""
    found = gather(study, "consensus").compare()
    shares = np.stack([soft_labels(study)[clip] for clip in found.clips])
    p = found.result("good").probabilities
    good = soft_scores(found)[0]
    assert (good.name, good.n, good.votes) == ("good", 120, 2.0)
    assert good.cross_entropy.value == pytest.approx(-(shares * np.log(p)).sum(1).mean())
    apart = np.cumsum(p - shares, axis=1)[:, :-1]
    assert good.ranked.value == pytest.approx((apart**2).mean())
    assert good.entropy < good.cross_entropy.value


def test_a_better_model_is_nearer_to_the_raters(study: Project):
    """In the order of skill, and the floor behind the best."""
    scores = {
        one.name: one.ranked.value for one in soft_scores(gather(study, "consensus").compare())
    }
    assert scores["good"] < scores["fair"] < scores["poor"]
    assert scores["good"] < scores[FLOOR]


def test_a_rater_is_compared_with_the_others_alone(study: Project):
    """Not with a distribution that holds their own vote."""
    found = gather(study, "raters").compare(names=["good", "MK"])
    own = next(one for one in soft_scores(found) if one.name == "MK")
    apart = np.abs(found.result("MK").values - found.raters.codes[:, 1])
    assert own.votes == 1.0
    assert own.ranked.value == pytest.approx(float(apart.mean()) / 6)
    assert own.cross_entropy is None


def test_without_raters_there_are_no_soft_scores():
    """An empty answer, and a ceiling with its reason."""
    found = compare({0: 1}, [Contender("m", {0: 1})], target="t")
    assert soft_scores(found) == ()
    assert rater_ceiling(found).reason == "There are fewer than two raters."


def test_the_ceiling_is_the_mean_of_each_rater_against_the_others(study: Project):
    """Two raters: the mean of both directions, by scikit-learn."""
    found = gather(study, "consensus").compare()
    mk, jb = found.raters.codes.T
    both = [
        f1_score(a, b, labels=range(7), average="macro", zero_division=0)
        for a, b in ((mk, jb), (jb, mk))
    ]
    one = rater_ceiling(found, "macro_f1")
    assert one.score.value == pytest.approx(np.mean(both))
    assert (one.n, one.raters) == (120, 2)
    assert one.score.low < one.score.value < one.score.high


def test_the_ceiling_has_every_metric_and_three_classes(study: Project):
    """Errors, too; and the collapsed scale."""
    add_rater(study, truth(120), "AL")
    material = gather(study, "consensus")
    steps = rater_ceiling(material.compare(), "macro_mae").score
    assert 0 < steps.value < 1.5
    three = rater_ceiling(material.compare(k=3), "accuracy").score
    seven = rater_ceiling(material.compare(), "accuracy").score
    assert three.value > seven.value


def test_clips_with_one_rater_set_no_ceiling():
    """Said in words."""
    found = compare({0: 1, 1: 2}, [Contender("m", {0: 1, 1: 2})], target="t",
                    raters={"A": {0: 1}, "B": {1: 2}})  # fmt: skip
    assert rater_ceiling(found).reason == "No clip has two raters."
