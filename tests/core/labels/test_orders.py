"""Orders as pure functions: what comes first, what is mixed in."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.errors import UsageError
from emo7_core.labels import orders
from emo7_core.labels.orders import Shares

IDS = np.arange(1, 2001)
NAN = np.full(7, np.nan)


def one_hot(value: int) -> np.ndarray:
    return np.eye(7)[value]


def test_a_draw_is_of_the_clip_alone():
    """A clip keeps its lot whatever other clips there are; seed and purpose change it."""
    some, more = orders.draws(IDS[:10], 7, "a"), orders.draws(IDS, 7, "a")
    assert (some == more[:10]).all()
    assert not (some == orders.draws(IDS[:10], 8, "a")).any()
    assert not (some == orders.draws(IDS[:10], 7, "b")).any()


def test_draws_are_even():
    """Ten tenths hold a tenth each, within five standard errors."""
    counts = np.histogram(orders.draws(np.arange(100_000), 3, "even"), bins=10, range=(0, 1))[0]
    assert np.abs(counts - 10_000).max() < 5 * np.sqrt(100_000 * 0.1 * 0.9)


def test_unknown_scores_come_last_and_ties_are_drawn():
    """The highest first; equal ones in an order of the seed, not of the import."""
    score = np.array([np.nan, 1.0, 3.0, *[2.0] * 50])
    ids = np.arange(53)
    first = orders.by_score(score, ids, 7)
    assert first[0] == 2
    assert list(first[-2:]) == [1, 0]
    assert not (first == orders.by_score(score, ids, 8)).all()


def test_entropy_is_a_share_of_the_greatest():
    """0 for a sure answer, 1 for seven equal ones, NaN where there is none."""
    found = orders.entropy(np.array([one_hot(2), np.full(7, 1 / 7), NAN]))
    assert found[:2] == pytest.approx([0, 1])
    assert np.isnan(found[2])


def test_need_falls_with_the_clips_that_are_there():
    """A class without clips lacks all, a full one lacks nothing."""
    values = np.array([3] * 5 + [1] * 20 + [-1] * 9)
    assert orders.need(values, 10) == pytest.approx([1, 0, 1, 0.5, 1, 1, 1])


def test_rarity_prefers_what_a_short_class_likely_holds():
    """Likely members of an empty class come before those of a full one; labelled clips last."""
    values = np.array([1] * 30 + [-1, -1, -1])
    likely = np.array([one_hot(1)] * 30 + [one_hot(1), one_hot(3), NAN])
    score, best = orders.rarity(values, likely, 30)
    assert (score[30], score[31], best[31]) == (0, 1, 3)
    assert np.isnan(score[32])
    assert (score[:30] == -1).all()


def test_a_step_outweighs_every_deviation():
    """Clips three steps apart come before any two steps apart."""
    found = orders.disagreement(np.array([3.0, 2.0]), np.array([0.0, 3.0]))
    assert found[0] > found[1]


def test_every_clip_is_there_once_and_some_again():
    """Nothing is lost by mixing; a repeat is the same clip later, at least the gap away."""
    shares = Shares(random=0.1, repeats=0.1, control=0.2, gap=30)
    order = np.arange(len(IDS))
    found = orders.arrange(order, IDS, shares, 7, "MK")
    first = np.flatnonzero(~found.is_repeat)
    assert sorted(found.clips[first]) == list(order)
    place = {clip: i for i, clip in zip(first, found.clips[first], strict=True)}
    again = np.flatnonzero(found.is_repeat)
    assert 0.07 < len(again) / len(IDS) < 0.13
    gaps = [i - place[found.clips[i]] for i in again]
    assert min(gaps) >= 30
    assert again[0] < 250, "repeats come throughout, not at the end"


def test_both_showings_agree_on_the_model():
    """A control clip is one both times, and stays one under another seed."""
    shares = Shares(repeats=0.3, control=0.3)
    for seed in (7, 8):
        found = orders.arrange(np.arange(len(IDS)), IDS, shares, seed, "MK")
        of_clip = dict(zip(found.clips.tolist(), found.is_control.tolist(), strict=True))
        assert [of_clip[clip] for clip in found.clips.tolist()] == found.is_control.tolist()
        control = {clip for clip, is_in in of_clip.items() if is_in}
        assert 0.25 < len(control) / len(IDS) < 0.35
        if seed == 7:
            before = control
    assert control == before


def test_random_clips_are_spread_over_the_order():
    """Each quarter has its share of them, and the others keep their order."""
    order = np.arange(len(IDS))[::-1]
    found = orders.arrange(order, IDS, Shares(0.2, 0, 0), 7, "MK")
    quarters = found.is_random.reshape(4, -1).mean(axis=1)
    assert (np.abs(quarters - 0.2) < 0.08).all()
    assert (np.diff(found.clips[~found.is_random]) < 0).all()


def test_two_raters_get_different_repeats_and_controls():
    """What is mixed in depends on the rater."""
    order = np.arange(len(IDS))
    one, two = (orders.arrange(order, IDS, Shares(), 7, who) for who in ("a", "b"))
    assert set(one.clips[one.is_repeat]) != set(two.clips[two.is_repeat])
    assert set(one.clips[one.is_control]) != set(two.clips[two.is_control])


@pytest.mark.parametrize("n", [1, 2, 3])
def test_few_clips_are_no_trouble(n: int):
    """One to three clips with everything mixed in are still an order, never twice in a row."""
    found = orders.arrange(np.arange(n), IDS[:n], Shares(1, 1, 1, 40), 7)
    assert sorted(set(found.clips.tolist())) == list(range(n))
    assert (np.diff(found.clips) != 0).all()


def test_shares_outside_0_and_1_are_refused():
    """A share is a share."""
    with pytest.raises(UsageError, match="between 0 and 1"):
        Shares(repeats=1.5)
