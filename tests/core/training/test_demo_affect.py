"""The measure of the drawn affect itself, and the affect learned on signers that never trained.

The whole measure (five seeds, both networks, shuffled labels) is tests/benchmarks/demo_affect.py;
here is one seed of a small network on part of the clips.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from emo7_core.config import TrainConfig
from emo7_core.training.sample import Sample
from tests.benchmarks.demo_affect import (
    RECIPES,
    Answers,
    chance_band,
    drawn_samples,
    held_out_signers,
    mouth,
    network,
    shuffle,
)

CLIPS = 240


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    """Return drawn clips of eight signers."""
    return drawn_samples(CLIPS, small().rate)


def test_four_seeds_hold_out_every_signer(samples: list[Sample]) -> None:
    """Each of the eight signers is held out once in four seeds."""
    held_out = [signer for seed in range(4) for signer in held_out_signers(samples, seed)]
    assert sorted(held_out) == sorted({sample.signer for sample in samples})


def test_shuffling_deals_every_label_anew(samples: list[Sample]) -> None:
    """Labels are dealt out among all clips: as many of each class, on other clips."""
    dealt = shuffle(samples, 0)
    assert Counter(s.target for s in dealt) == Counter(s.target for s in samples)
    is_changed = [a.target != b.target for a, b in zip(samples, dealt, strict=True)]
    assert np.mean(is_changed) > 0.5


def test_the_chance_band_holds_chance() -> None:
    """Random answers lie inside the band; right answers far above it."""
    rng = np.random.default_rng(1)
    targets = rng.integers(0, 7, 300)
    names = ("S1",) * 300
    low, high = chance_band(Answers(targets, rng.integers(0, 7, 300), names))
    assert low < 1 / 7 < high < 0.25
    right = Answers(targets, targets, names)
    assert right.score > chance_band(right)[1]


def test_the_mouth_alone_is_not_enough(samples: list[Sample]) -> None:
    """A line through the mean mouth height stays below 0.8 on held-out signers."""
    assert mouth(samples, held_out_signers(samples, 0)).score < 0.8


def small(**changes: object) -> TrainConfig:
    """Return the recipe of a small LSTM and few epochs."""
    less = {"hidden_size": 32, "num_epochs": 12, "learning_rate": 3e-3, "seed": 0}
    return TrainConfig.model_validate(RECIPES["lstm"] | less | changes)


def test_the_affect_is_learned_on_new_signers(samples: list[Sample]) -> None:
    """A small LSTM is far above chance, and above what the mouth alone gives away."""
    held_out = held_out_signers(samples, 0)
    learned = network(samples, held_out, small())
    assert learned.score > 2 * chance_band(learned)[1]
    assert learned.score > mouth(samples, held_out).score


def test_shuffled_labels_are_not_learned(samples: list[Sample]) -> None:
    """The same network on shuffled labels stays inside the band of chance: nothing leaks."""
    held_out = held_out_signers(samples, 0)
    learned = network(shuffle(samples, 0), held_out, small(num_epochs=4))
    low, high = chance_band(learned)
    assert low <= learned.score <= high
