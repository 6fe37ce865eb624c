"""The floors, against what was published for EmoSign."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.evaluation.floors import caption_vader, floors_of, majority, stratified_random

HUMAN = (29, 49, 43, 3, 12, 26, 38)  # EmoSign's annotators, FORMATS


def test_majority_of_emosign_is_as_published():
    """Balanced accuracy .143, weighted F1 .096; the class is named."""
    floor = majority(HUMAN)
    assert round(floor.scores["balanced_accuracy"], 3) == 0.143
    assert round(floor.scores["weighted_f1"], 3) == 0.096
    assert (floor.n, floor.note) == (200, "always Negative")


def test_stratified_random_of_emosign_is_near_the_published_draw():
    """Published .145 / .186 are one random draw; the expectation lies within .005."""
    scores = stratified_random(HUMAN).scores
    assert scores["balanced_accuracy"] == pytest.approx(0.145, abs=0.005)
    assert scores["weighted_f1"] == pytest.approx(0.186, abs=0.005)


def test_stratified_random_accuracy_is_the_sum_of_squared_shares():
    """Where the expectation has a closed form, the simulation meets it."""
    shares = np.array(HUMAN) / 200
    assert stratified_random(HUMAN).scores["accuracy"] == pytest.approx(
        float((shares**2).sum()), abs=0.002
    )
    assert stratified_random(HUMAN).scores["balanced_accuracy"] == pytest.approx(1 / 7, abs=0.003)


def test_floors_are_repeatable():
    """The same targets give the same floors."""
    assert stratified_random(HUMAN) == stratified_random(HUMAN)


def test_no_clips_have_no_floors():
    """Nothing is claimed about nothing."""
    assert floors_of([]) == ()


def test_three_classes_have_floors_too():
    """The 3-class view names its own classes."""
    floor, _ = floors_of([0, 0, 2], k=3)
    assert floor.note == "always Negative"
    assert floor.scores["accuracy"] == pytest.approx(2 / 3)


def test_caption_vader_leaves_out_clips_without_a_caption():
    """An empty caption is no Neutral."""
    assert caption_vader({1: "This is wonderful!", 2: "  ", 3: "I hate it."}) == {1: 5, 3: 1}
