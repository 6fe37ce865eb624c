"""Clips as a network is trained on them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from emo7_core.landmarks.normalize import features
from emo7_core.training.dataset import RandomWindows, SlidingWindows, Window, collate
from emo7_core.training.sample import Example, Sample, mass_of, prepare
from tests.planted import empty_track, examples, track


def sample(rows: int, target: int = 0) -> Sample:
    values = np.zeros((rows, 2, 3), np.float32)
    values[:, 0, 0] = np.arange(rows)
    return Sample("a", "a", values, target, None, None, "made")


def test_a_clip_without_landmarks_is_listed() -> None:
    """It is neither used nor replaced by another clip."""
    made = examples(1)
    clips = [*made[:3], Example("gone.mp4", None, 3), *made[3:]]
    samples, skipped = prepare(clips, 12.5)
    assert [(one.name, one.reason) for one in skipped] == [("gone.mp4", "no landmarks yet")]
    assert len(samples) == 7
    assert len({one.identity for one in samples}) == 7


def test_a_broken_clip_says_why() -> None:
    """The reason that the reader gave is the reason that is listed."""
    _, skipped = prepare([Example("bad.mp4", None, 3, problem="the file is cut")], 12.5)
    assert skipped[0].reason == "the file is cut"


def test_a_clip_in_which_nothing_was_found_is_listed() -> None:
    """A track of nothing but missing points teaches nothing."""
    samples, skipped = prepare([Example("dark.mp4", empty_track(), 3)], 12.5)
    assert not samples
    assert "no landmark" in skipped[0].reason


def test_a_label_off_the_scale_is_listed() -> None:
    """A value that is no class is never clipped to one."""
    _, skipped = prepare([Example("odd.mp4", track(3, 0), 9)], 12.5)
    assert "9" in skipped[0].reason


def test_frames_without_a_signer_are_kept() -> None:
    """Time does not shrink: there is a row for every moment, NaN where nothing was seen."""
    made = track(3, 0, frames=50)
    xyz = made.xyz.copy()
    xyz[10:30] = np.nan
    holed = type(made)(made.layout, xyz, xyz[..., 0] * 0 + 1, made.times, 640, 480, "made-1")
    samples, _ = prepare([Example("a", holed, 3)], 12.5)
    assert len(samples[0].values) == len(features(made, 12.5).values)
    assert np.isnan(samples[0].values[6:13, :, :2]).all()


@pytest.mark.parametrize(("value", "sign"), [(0, 0), (2, 0), (3, 1), (4, 2), (6, 2)])
def test_three_classes_are_the_sign(value: int, sign: int) -> None:
    """With three classes the target is the sign of the value."""
    samples, _ = prepare([Example("a", track(value, 0), value)], 12.5, num_classes=3)
    assert samples[0].target == sign


def test_lengths_travel_with_the_batch() -> None:
    """Each window's own length is in the batch, and what is beyond it is padding."""
    windows = [Window(torch.ones(rows, 2, 3), 4, rows) for rows in (2, 5)]
    batch = collate(windows)
    assert batch.lengths.tolist() == [2, 5]
    assert batch.values[0, 2:].abs().sum() == 0
    assert (batch.targets.tolist(), batch.clips.tolist()) == ([4, 4], [2, 5])


def test_missing_stays_missing_in_a_batch() -> None:
    """NaN reaches the network as NaN."""
    batch = collate([Window(torch.full((2, 2, 3), torch.nan), 0, 0)])
    assert batch.values.isnan().all()


def test_a_random_window_is_a_piece_of_its_clip() -> None:
    """It has the asked length, is unbroken, and over time comes from everywhere."""
    windows = RandomWindows([sample(20, target=5)], size=6)
    torch.manual_seed(0)
    firsts = set()
    for _ in range(200):
        values, target, clip, _ = windows[0]
        rows = values[:, 0, 0].int().tolist()
        assert rows == list(range(rows[0], rows[0] + 6))
        assert (target, clip) == (5, 0)
        firsts.add(rows[0])
    assert firsts == set(range(15))


def test_a_short_clip_is_one_short_window() -> None:
    """A clip shorter than a window is used as long as it is."""
    assert len(RandomWindows([sample(3)], size=6)[0].values) == 3
    assert len(SlidingWindows([sample(3)], size=6, step=2)) == 1


def test_sliding_windows_cover_each_clip() -> None:
    """Each row of each clip is in some window, the last one too."""
    windows = SlidingWindows([sample(20), sample(7)], size=6, step=4)
    seen: dict[int, set[int]] = {0: set(), 1: set()}
    for index in range(len(windows)):
        values, _, clip, _ = windows[index]
        seen[clip] |= set(values[:, 0, 0].int().tolist())
    assert seen == {0: set(range(20)), 1: set(range(7))}


def test_soft_labels_count_by_their_shares() -> None:
    """A class that is nobody's settled value, but some raters', is not weighed away."""
    shares = np.array([0.25, 0.75, 0, 0, 0, 0, 0], np.float32)
    soft = [replace(sample(4, 1), shares=shares), replace(sample(4, 1), shares=shares)]
    assert mass_of(soft, 7).tolist() == [0.5, 1.5, 0, 0, 0, 0, 0]
    assert mass_of([sample(4, 1), sample(4, 6)], 7).tolist() == [0, 1, 0, 0, 0, 0, 1]


def test_windows_in_which_nothing_is_seen_are_left_out() -> None:
    """They say nothing of their clip, live and in validation."""
    values = sample(20).values.copy()
    values[:8, ..., -1], values[8:, ..., -1] = 0, 1
    holed = replace(sample(20), values=values)
    assert len(SlidingWindows([holed], 4, 4, has_presence=True)) == 3
