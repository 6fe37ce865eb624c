"""The planted affect: each cue follows the value, none gives it away."""

from dataclasses import astuple

import numpy as np

from emo7_core.demo.affect import planted_cues


def cues(value, count=200, signer=3):
    rng = np.random.default_rng(value)
    return np.array([astuple(planted_cues(value, signer, rng)) for _ in range(count)])


def test_every_cue_separates_the_extremes():
    """On average the ends of the scale differ in each of the cues but the jaw."""
    low, high = cues(0), cues(6)
    gap = np.abs(high.mean(axis=0) - low.mean(axis=0)) / low.std(axis=0)
    assert (np.delete(gap, 4) > 2.0).all()


def test_no_cue_separates_neighbours():
    """Even in one signer a step of the scale is less than three times the blur of a cue."""
    low, high = cues(3), cues(4)
    gap = np.abs(high.mean(axis=0) - low.mean(axis=0)) / high.std(axis=0)
    assert (gap < 3.0).all()


def test_both_extremes_open_the_jaw():
    """The jaw tells how strong the affect is, not which way."""
    jaw = [cues(value)[:, 4].mean() for value in (0, 3, 6)]
    assert jaw[0] > jaw[1] < jaw[2]


def test_signers_have_habits():
    """The same value looks different in two signers."""
    assert np.abs(cues(3, signer=1).mean(axis=0) - cues(3, signer=2).mean(axis=0)).max() > 0.1
