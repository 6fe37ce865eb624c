"""The earlier scripts' features, as old models saw them."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.landmarks import anatomy, legacy
from emo7_core.landmarks.layout import COMMON, HOLISTIC, OPENPOSE, Layout
from emo7_core.landmarks.track import LandmarkTrack


def track(layout: Layout, frames: int = 30, seed: int = 0) -> LandmarkTrack:
    """Return a track with every point seen, 1280 x 720."""
    rng = np.random.default_rng(seed)
    xyz = rng.uniform(0, 700, (frames, len(layout), 3)).astype(np.float32)
    confidence = rng.uniform(0.3, 1, (frames, len(layout))).astype(np.float32)
    return LandmarkTrack(layout, xyz, confidence, np.arange(frames) / 25, 1280, 720, "made-1")


def changed(made: LandmarkTrack, frames: slice, points: slice) -> LandmarkTrack:
    """Return a track in which some points were not seen."""
    xyz, confidence = made.xyz.copy(), made.confidence.copy()
    xyz[frames, points], confidence[frames, points] = np.nan, np.nan
    return LandmarkTrack(made.layout, xyz, confidence, made.times, 1280, 720, "made-1")


@pytest.mark.parametrize("layout", [HOLISTIC, OPENPOSE, COMMON], ids=lambda one: one.name)
def test_a_frame_has_the_two_numbers(layout: Layout) -> None:
    """Each frame's 75 values have How2Sign's mean and deviation; zeros follow to row 100."""
    values = legacy.features(track(layout), 12.5).values
    assert values.shape == (100, 25, 4)
    assert values[:30, :, :3].mean((1, 2)) == pytest.approx(159.878159, abs=1e-2)
    assert values[:30, :, :3].std((1, 2)) == pytest.approx(256.977173, abs=1e-2)
    assert (values[30:, :, :3] == 0).all()
    assert (values[..., 3] == 1).all()


def test_openpose_by_hand() -> None:
    """x, y and confidence of BODY_25 in its order, z-scored by frame."""
    made = track(OPENPOSE)
    frame = np.concatenate([made.xyz[4, :25, :2], made.confidence[4, :25, None]], -1)
    expected = (frame - frame.mean()) / frame.std() * 256.977173 + 159.878159
    found = legacy.features(made, 12.5).values[4, :, :3]
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-2)


def test_mediapipe_by_hand() -> None:
    """Fractions times 640 and 480, z in fractions of the width, the first 25 of 33 points."""
    made = track(HOLISTIC)
    frame = made.xyz[4, :25] * [640 / 1280, 480 / 720, 1 / 1280]
    expected = (frame - frame.mean()) / frame.std() * 256.977173 + 159.878159
    found = legacy.features(made, 12.5).values[4, :, :3]
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-2)


def test_only_the_body_counts() -> None:
    """Hands and face change nothing."""
    made = track(HOLISTIC)
    bare = changed(made, slice(None), slice(33, None))
    np.testing.assert_array_equal(legacy.features(bare, 1).values, legacy.features(made, 1).values)


def test_only_the_first_hundred_frames_count() -> None:
    """What comes later is cut."""
    long = track(OPENPOSE, 150)
    np.testing.assert_array_equal(
        legacy.features(long, 1).values, legacy.features(long.cut(0, 100), 1).values
    )


def test_frames_without_a_person_are_dropped() -> None:
    """Time shrinks, as it did: this fault belongs to the old features and to them alone."""
    made = track(OPENPOSE)
    holed = changed(made, slice(5, 9), slice(None))
    whole = legacy.features(made, 1).values
    found = legacy.features(holed, 1).values
    np.testing.assert_array_equal(found[:5], whole[:5])
    np.testing.assert_array_equal(found[5:26], whole[9:30])
    assert (found[26:, :, :3] == 0).all()


def test_a_missing_point_is_zero_before_the_score() -> None:
    """0, 0, 0 is what OpenPose writes where it saw nothing."""
    made = changed(track(OPENPOSE), slice(None), slice(3, 4))
    frame = np.concatenate([made.xyz[0, :25, :2], made.confidence[0, :25, None]], -1)
    frame[3] = 0
    expected = (0 - frame.mean()) / frame.std() * 256.977173 + 159.878159
    assert legacy.features(made, 1).values[0, 3, :3] == pytest.approx(expected, rel=1e-3)


def test_common_landmarks_stand_in_openposes_order() -> None:
    """Where COMMON has no neck, hips and legs, there are zeros."""
    made = track(COMMON)
    frame = np.zeros((25, 3))
    for number, name in enumerate(anatomy.BODY_25):
        if name in COMMON.points:
            point = COMMON.index(name)
            frame[number] = [*made.xyz[0, point, :2], made.confidence[0, point]]
    expected = (frame - frame.mean()) / frame.std() * 256.977173 + 159.878159
    found = legacy.features(made, 1).values[0, :, :3]
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-2)


def test_rows_span_their_frames() -> None:
    """The one window lies over the frames that are in it."""
    seen = legacy.features(track(OPENPOSE, 50), 12.5)
    assert len(seen) / seen.rate == pytest.approx(2.0)
    assert len(seen) == len(seen.times) == 100


def test_a_clip_without_a_person_shows_nothing() -> None:
    """It is told apart from one with padding by its presence."""
    nobody = changed(track(OPENPOSE), slice(None), slice(None))
    assert (legacy.features(nobody, 1).values == 0).all()
