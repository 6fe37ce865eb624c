"""Shares of frames and wrist speed of tracks with a known answer."""

from __future__ import annotations

import numpy as np
from walkers import changed, still_person, without

from emo7_core.landmarks.layout import HOLISTIC
from emo7_core.landmarks.quality import Quality, quality_of, wrist_speed

LEFT_WRIST, RIGHT_WRIST = HOLISTIC.index("left_wrist"), HOLISTIC.index("right_wrist")


def moving(frames=5, speed=100.0, rate=25.0):
    """A person whose left wrist moves to the right at a known speed."""
    track = still_person(frames, rate)
    xyz = track.xyz.copy()
    xyz[:, LEFT_WRIST, 0] = 100 + speed * track.times
    return changed(track, xyz=xyz)


def test_everything_seen_is_one():
    """A clip in which all is seen has shares of 1."""
    assert quality_of(still_person()) == Quality(1.0, 1.0, 1.0, 1.0, 1.0)


def test_shares_count_frames():
    """Three of ten frames without a face leave 0.7."""
    assert quality_of(without(still_person(), "face", [1, 2, 3])).face == 0.7


def test_one_hand_is_enough_for_hands():
    """Hands are seen in a frame that shows either."""
    track = without(without(still_person(), "left_hand", [0, 1]), "right_hand", [1, 2])
    quality = quality_of(track)
    assert (quality.left_hand, quality.right_hand, quality.hands) == (0.8, 0.8, 0.9)


def test_a_clip_without_frames_has_share_zero():
    """No frame, no share, no warning."""
    assert quality_of(still_person().cut(0, 0)) == Quality(0.0, 0.0, 0.0, 0.0, 0.0)


def test_speed_is_pixels_per_second():
    """A wrist at 100 px/s is 100 px/s in every frame, also at the ends."""
    np.testing.assert_allclose(wrist_speed(moving()), 100, rtol=1e-4)


def test_speed_follows_real_times():
    """With uneven times the speed stays what it is."""
    track = moving()
    xyz, times = track.xyz.copy(), np.array([0.0, 0.04, 0.2, 0.25, 0.5])
    xyz[:, LEFT_WRIST, 0] = 100 * times
    np.testing.assert_allclose(wrist_speed(changed(track, xyz=xyz, times=times)), 100, rtol=1e-4)


def test_speed_is_unknown_where_no_wrist_is():
    """A frame without wrists has no speed; its neighbours use their other side."""
    track = moving()
    xyz = track.xyz.copy()
    xyz[2, [LEFT_WRIST, RIGHT_WRIST]] = np.nan
    speed = wrist_speed(changed(track, xyz=xyz))
    assert np.isnan(speed[2])
    np.testing.assert_allclose(speed[[0, 1, 3, 4]], 100, rtol=1e-4)


def test_a_guessed_wrist_is_not_known():
    """MediaPipe's guess at a wrist outside the picture is not movement."""
    track = moving()
    confidence = track.confidence.copy()
    confidence[:, [LEFT_WRIST, RIGHT_WRIST]] = 0.1
    assert np.isnan(wrist_speed(changed(track, confidence=confidence))).all()


def test_one_frame_has_no_speed():
    """A single picture does not move."""
    assert np.isnan(wrist_speed(still_person(1))).tolist() == [True]
