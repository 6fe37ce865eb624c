"""Variations of training clips: what they may change, and what they never do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from emo7_core.config import TrainConfig
from emo7_core.errors import UsageError
from emo7_core.landmarks.layout import COMMON
from emo7_core.landmarks.normalize import CHANNELS, features
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.models.scaling import fit_scaling
from emo7_core.training.augment import (
    Augmenter,
    augmenter_of,
    jittered,
    mirrored,
    rare_chances,
    turned,
    warped,
    with_drops,
)
from emo7_core.training.dataset import RandomWindows
from emo7_core.training.sample import prepare
from tests.made_models import made_card
from tests.planted import examples, track

LEFT, RIGHT = (COMMON.parts[f"{side}_hand"] for side in ("left", "right"))


def values(seed: int = 3) -> np.ndarray:
    """Return features (T, V, C) with holes."""
    return features(track(3, seed, frames=60), 12.5).values


def augmenter(**changes: object) -> Augmenter:
    """Return one that varies everything."""
    return replace(Augmenter(COMMON, CHANNELS, seed=5, chances=np.ones(7), mirror=1.0), **changes)


def moved(made: LandmarkTrack, change: np.ndarray, swap: bool = False) -> LandmarkTrack:
    """Return a track whose x and y went through a matrix, its sides exchanged if asked for."""
    xyz = made.xyz[:, list(COMMON.mirror)] if swap else made.xyz
    xyz = xyz.copy()
    xyz[..., :2] = xyz[..., :2] @ change.T
    confidence = made.confidence[:, list(COMMON.mirror)] if swap else made.confidence
    return LandmarkTrack(COMMON, xyz, confidence, made.times, 640, 480, "made-1")


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_a_mirror_twice_is_nothing() -> None:
    """Mirroring is its own inverse."""
    seen = values()
    twice = mirrored(mirrored(seen, COMMON, CHANNELS), COMMON, CHANNELS)
    np.testing.assert_array_equal(twice, seen)


def test_a_left_hand_becomes_a_right_hand() -> None:
    """What the left hand does stands at the right hand's points, x turned round."""
    seen = values()
    found = mirrored(seen, COMMON, CHANNELS)[:, RIGHT.start : RIGHT.stop]
    expected = seen[:, LEFT.start : LEFT.stop] * [-1, 1, -1, 1, 1]
    np.testing.assert_array_equal(found, expected)


def test_a_mirror_is_the_features_of_the_mirrored_signer() -> None:
    """Varying features is what varying the clip itself would have given, local ones too."""
    made = track(3, 3, frames=60)
    other = moved(made, np.diag([-1.0, 1.0]), swap=True)
    expected = features(other, 12.5).values
    found = mirrored(features(made, 12.5).values, COMMON, CHANNELS)
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_a_turn_is_the_features_of_the_turned_signer() -> None:
    """About the signer's middle; the upright face stays as it is in its own frame."""
    made = track(3, 3, frames=60)
    angle = 0.3
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    holes = np.isnan(made.xyz).any(axis=(1, 2))
    whole = made.cut(0, len(made))
    assert holes.any()
    expected = features(moved(whole, matrix), 12.5).values
    found = turned(features(made, 12.5).values, angle, COMMON, CHANNELS)
    # The middle is a median by axis over the clip: turned, it is another by a hair.
    np.testing.assert_allclose(found, expected, atol=0.03)
    face = COMMON.parts["face"]
    np.testing.assert_allclose(
        found[:, face.start :, 2:4], expected[:, face.start :, 2:4], atol=1e-3
    )


@pytest.mark.parametrize("change", ["mirror", "turn", "jitter", "all"])
def test_missing_stays_missing(change: str) -> None:
    """Nothing invents a point: presence and NaN still say the same."""
    seen = values()
    varied = {
        "mirror": lambda: mirrored(seen, COMMON, CHANNELS),
        "turn": lambda: turned(seen, 0.2, COMMON, CHANNELS),
        "jitter": lambda: jittered(seen, rng(), 0.01, COMMON, CHANNELS),
        "all": lambda: augmenter().vary(seen, 3, 0, 0),
    }[change]()
    assert np.isnan(seen[..., 0]).any()
    np.testing.assert_array_equal(np.isfinite(varied[..., :2]).all(-1), varied[..., -1] == 1)
    assert set(np.unique(varied[..., -1])) <= {0.0, 1.0}
    if change in ("turn", "jitter"):
        np.testing.assert_array_equal(np.isnan(varied), np.isnan(seen))


def test_dropped_points_are_hidden_for_a_while() -> None:
    """Presence 0 and NaN, in one span of at most half the rows; the others are untouched."""
    seen = np.ones((20, 121, 5), np.float32)
    varied = with_drops(seen, rng(), 0.3)
    hidden = varied[..., -1] == 0
    assert 10 < hidden.any(0).sum() < 70
    assert np.isnan(varied[hidden][:, :-1]).all()
    assert (varied[~hidden] == 1).all()
    assert hidden.sum(0).max() <= 10
    assert (np.abs(np.diff(hidden.astype(int), axis=0)).sum(0) <= 2).all()


def test_jitter_is_in_shoulder_widths() -> None:
    """The deviation is what was asked for, and as large in the picture of each local frame."""
    seen = values()
    noise = jittered(seen, rng(), 0.02, COMMON, CHANNELS) - seen
    assert np.nanstd(noise[..., 0]) == pytest.approx(0.02, rel=0.05)
    hand = slice(LEFT.start, LEFT.stop)
    palm = np.linalg.norm(seen[:, LEFT.start + 9, :2] - seen[:, LEFT.start, :2], axis=-1)
    expected = 0.02 / np.nanmedian(palm)
    assert np.nanstd(noise[:, hand, 2]) == pytest.approx(expected, rel=0.1)


@pytest.mark.parametrize("seed", range(5))
def test_a_warp_is_smooth_and_forward(seed: int) -> None:
    """A clip that counts its rows still rises, by no more and no less than the speed allows."""
    rows = np.arange(60, dtype=np.float32)[:, None, None] * np.ones((1, 3, 5), np.float32)
    read = warped(rows, np.random.default_rng(seed), 0.3)
    steps = np.diff(read[:, 0, 0])
    assert read[0, 0, 0] == 0
    assert read[-1, 0, 0] <= 59
    assert (steps >= 0.7 - 1e-4).all()
    assert (steps <= 1.3 + 1e-4).all()
    assert np.abs(np.diff(steps)).max() < 0.06
    assert len(read) <= 60


def test_a_warp_invents_nothing() -> None:
    """Between a seen and a missing row the nearer one counts, in presence too."""
    seen = values()
    varied = warped(seen, rng(), 0.3)
    np.testing.assert_array_equal(np.isfinite(varied[..., :2]).all(-1), varied[..., -1] == 1)
    assert set(np.unique(varied[..., -1])) == {0.0, 1.0}


def test_the_same_epoch_gives_the_same_clip() -> None:
    """Seed, epoch, clip and window decide, nothing that came before."""
    seen, made = values(), augmenter(mirror=0.5)
    first = made.vary(seen, 3, epoch=4, clip=9, start=2)
    made.vary(seen, 3, epoch=5, clip=9, start=2)
    np.testing.assert_array_equal(made.vary(seen, 3, epoch=4, clip=9, start=2), first)
    for other in ((5, 9, 2), (4, 8, 2), (4, 9, 3)):
        varied = made.vary(seen, 3, *other)
        assert varied.shape != first.shape or not np.array_equal(varied, first, equal_nan=True)


def test_the_clip_itself_is_not_changed() -> None:
    """Each epoch starts from the clip as it is."""
    seen = values()
    before = seen.copy()
    augmenter().vary(seen, 3, 0, 0)
    np.testing.assert_array_equal(seen, before)


def test_rare_classes_are_varied_most() -> None:
    """The rarest class always, one of five times the clips a fifth as often."""
    assert rare_chances(np.array([50, 10, 0, 100])).tolist() == [0.2, 1.0, 1.0, 0.1]
    seen = values()
    made = augmenter(chances=np.array([0.2, 1.0]))
    often = [
        sum(made.vary(seen, target, epoch, 0) is not seen for epoch in range(200))
        for target in (0, 1)
    ]
    assert often[1] == 200
    assert 20 <= often[0] <= 60


def test_the_config_decides() -> None:
    """Every knob reaches the augmenter; without the first there is none."""
    counts = np.array([1, 2, 3, 4, 5, 6, 7])
    assert augmenter_of(TrainConfig(), counts, made_card()) is None
    config = TrainConfig(
        augment=True,
        augment_rare=True,
        augment_mirror=0.1,
        augment_warp=0.3,
        augment_drop=0.4,
        augment_jitter=0.5,
        augment_rotation=6,
        seed=11,
    )
    made = augmenter_of(config, counts, made_card())
    assert made is not None
    assert (made.seed, made.mirror, made.warp, made.drop) == (11, 0.1, 0.3, 0.4)
    assert (made.jitter, made.rotation, made.chances[6]) == (0.5, 6, pytest.approx(1 / 7))


def test_the_earlier_features_cannot_be_varied() -> None:
    """Values without a middle or a unit have no mirror."""
    card = made_card().model_copy(update={"channels": ("first", "second", "presence")})
    with pytest.raises(UsageError, match="landmarks"):
        augmenter_of(TrainConfig(augment=True), np.ones(7, np.int64), card)


def test_windows_are_varied_before_they_are_scaled() -> None:
    """A mirror has its middle at the signer's, wherever the scaling puts it."""
    samples, _ = prepare(examples(1), 12.5)
    scaling = fit_scaling("minmax", [sample.values for sample in samples])
    only_mirror = augmenter(warp=0.0, drop=0.0, jitter=0.0, rotation=0.0)
    windows = RandomWindows(samples, 200, only_mirror, scaling)
    expected = scaling.apply(mirrored(samples[0].values, COMMON, CHANNELS))
    np.testing.assert_allclose(windows[0].values.numpy(), expected, atol=1e-6)


def test_windows_keep_their_length() -> None:
    """Warped windows are as long as the others where the clip has the rows."""
    samples, _ = prepare(examples(2), 12.5)
    long = [sample for sample in samples if len(sample.values) > 13]
    windows = RandomWindows(long, 10, augmenter())
    torch.manual_seed(0)
    assert {len(windows[index].values) for index in range(len(long))} == {10}


def test_each_epoch_is_another() -> None:
    """The epoch is told to the windows; with the same one they are the same."""
    samples, _ = prepare(examples(1), 12.5)
    windows = RandomWindows(samples, 200, augmenter())
    seen = []
    for epoch in (0, 1, 0):
        windows.set_epoch(epoch)
        seen.append(windows[2].values)
    assert torch.equal(seen[0].nan_to_num(9), seen[2].nan_to_num(9))
    assert seen[0].shape != seen[1].shape or not torch.equal(
        seen[0].nan_to_num(9), seen[1].nan_to_num(9)
    )
