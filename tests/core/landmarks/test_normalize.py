"""What models see does not depend on place, size or frame rate, and invents nothing."""

from __future__ import annotations

import numpy as np
import pytest
from walkers import changed, still_person, without

from emo7_core.errors import LandmarkError
from emo7_core.landmarks.layout import COMMON, HOLISTIC, OPENPOSE
from emo7_core.landmarks.normalize import CHANNELS, FROM_HOLISTIC, features, to_common
from emo7_core.landmarks.pose_file import read_pose

LEFT = COMMON.index("left_shoulder")
FACE = slice(COMMON.parts["face"].start, None)
HAND = slice(COMMON.parts["left_hand"].start, COMMON.parts["left_hand"].stop)
WRIST = HOLISTIC.index("left_wrist")


def same(one, other, atol=1e-4):
    """Assert that two features hold the same values, NaN included."""
    np.testing.assert_allclose(one.values, other.values, atol=atol, equal_nan=True)


def test_shapes_and_channels():
    """A second of 25 pictures at 12.5 rows a second gives 13 rows of 121 points."""
    made = features(still_person(26), 12.5)
    assert made.values.shape == (13, 121, len(CHANNELS)) == (13, 121, 5)
    np.testing.assert_allclose(made.times, np.arange(13) / 12.5)
    assert made.layout is COMMON


def test_shoulders_are_one_apart():
    """The unit is the shoulder width, the origin its middle; left is image right."""
    shoulder = features(still_person(), 25).values[0, LEFT]
    np.testing.assert_allclose(shoulder, [0.5, 0, 0.5, 0, 1], atol=1e-6)


def test_place_does_not_matter():
    """The same person elsewhere in the picture gives the same features."""
    same(features(still_person(), 25), features(still_person(shift=(80, -40)), 25))


def test_size_does_not_matter():
    """The same clip at double size gives the same features."""
    track = still_person()
    same(features(track, 25), features(changed(track, xyz=track.xyz * 2), 25))


def test_one_wild_frame_does_not_change_the_scale():
    """Origin and unit are medians of the clip."""
    track = still_person(21)
    xyz = track.xyz.copy()
    xyz[3] *= 5
    made = features(changed(track, xyz=xyz), 25)
    np.testing.assert_allclose(made.values[0, LEFT, :2], [0.5, 0], atol=1e-6)


def test_leaning_remains_visible():
    """A body that moves moves in x; in its local coordinates it does not."""
    track = still_person(21)
    xyz = track.xyz.copy()
    xyz[11:, :, 0] += 50
    made = features(changed(track, xyz=xyz), 25).values[:, LEFT]
    assert made[-1, 0] - made[0, 0] == pytest.approx(0.25, abs=1e-3)
    assert made[-1, 2] == pytest.approx(made[0, 2], abs=1e-5)


def test_a_tilted_head_has_the_same_local_face():
    """Local face coordinates know no turning in the picture and no head movement."""
    track = still_person(4)
    xyz, where = track.xyz.copy(), slice(HOLISTIC.parts["face"].start, None)
    turn = np.array([[0.8, -0.6], [0.6, 0.8]])
    xyz[2, where, :2] = (xyz[2, where, :2] - 300) @ turn + 320
    made = features(changed(track, xyz=xyz), 25).values[:, FACE]
    np.testing.assert_allclose(made[2, :, 2:4], made[0, :, 2:4], atol=1e-4)
    assert np.abs(made[2, :, :2] - made[0, :, :2]).max() > 0.1


def test_a_local_hand_starts_at_its_wrist():
    """The wrist is the origin, the palm of the clip is one unit."""
    hand = features(still_person(), 25).values[0, HAND]
    np.testing.assert_allclose(hand[0, 2:4], 0, atol=1e-6)
    assert np.hypot(*hand[9, 2:4]) == pytest.approx(1, abs=1e-5)


def test_missing_stays_missing():
    """A face that is not seen is NaN with presence 0, the rest is there."""
    made = features(without(still_person(), "face", [4]), 25).values
    assert np.isnan(made[4, FACE, :4]).all()
    assert (made[4, FACE, 4] == 0).all()
    assert (made[[3, 5], FACE, 4] == 1).all()


def test_no_presence_is_invented_between_frames():
    """At four times the rate, a row has the hand only where the nearest frame has it."""
    made = features(without(still_person(5), "left_hand", [2]), 100).values
    # Frame 2 is row 8; rows 6 and 10 lie in the middle of two frames.
    assert made[[4, 5, 7, 8, 9, 11, 12], HAND.start, 4].tolist() == [1, 1, 0, 0, 0, 1, 1]


def test_rows_between_frames_are_interpolated():
    """Half way between two frames a moving wrist is half way."""
    track = still_person(3)
    xyz = track.xyz.copy()
    xyz[:, WRIST, 0] = 320, 340, 360
    made = features(changed(track, xyz=xyz), 50).values[:, COMMON.index("left_wrist"), 0]
    np.testing.assert_allclose(made, [0, 0.05, 0.1, 0.15, 0.2], atol=1e-6)


def test_rows_follow_time_and_not_frames():
    """With uneven times a steady movement stays steady."""
    times = np.array([0.0, 0.03, 0.1, 0.16, 0.2])
    track = changed(still_person(5), times=times)
    xyz = track.xyz.copy()
    xyz[:, WRIST, 0] = 320 + 200 * times
    made = features(changed(track, xyz=xyz), 25)
    values = made.values[:, COMMON.index("left_wrist"), 0]
    np.testing.assert_allclose(values, made.times, atol=1e-5)


def test_frame_rates_agree():
    """24, 25 and 50 pictures a second of one movement give the same rows."""

    def waving(rate):
        track = still_person(int(rate) + 1, rate)
        xyz = track.xyz.copy()
        xyz[:, WRIST, 1] += 30 * np.sin(2 * track.times)
        return features(changed(track, xyz=xyz), 12.5)

    same(waving(24), waving(50), atol=0.002)
    same(waving(25), waving(50), atol=0.002)


def test_a_long_hole_in_time_is_not_bridged():
    """Where a second of pictures is missing, the rows inside are missing too."""
    track = changed(still_person(4), times=np.array([0.0, 0.04, 1.04, 1.08]))
    present = features(track, 25).values[:, LEFT, 4]
    assert present[[0, 1, 2, 25, 26, 27]].tolist() == [1, 1, 1, 1, 1, 1]
    assert not present[6:23].any()


def test_a_doubtful_point_is_not_seen():
    """A body point under the least confidence is missing."""
    track = still_person()
    confidence = track.confidence.copy()
    confidence[:, WRIST] = 0.1
    made = features(changed(track, confidence=confidence), 25).values
    assert (made[:, COMMON.index("left_wrist"), 4] == 0).all()


def test_a_face_close_up_is_scaled_by_its_eyes():
    """Without shoulders the face still has finite features."""
    made = features(without(still_person(), "body", slice(None)), 25).values
    assert np.isfinite(made[:, FACE, :4]).all()


def test_nobody_gives_nothing():
    """A clip without a person is NaN and presence 0 throughout."""
    track = still_person()
    made = features(changed(track, xyz=np.full_like(track.xyz, np.nan)), 25).values
    assert np.isnan(made[..., :4]).all()
    assert (made[..., 4] == 0).all()


def test_no_frames_give_no_rows():
    """An empty track has empty features."""
    assert features(still_person().cut(0, 0), 25).values.shape == (0, 121, 5)


def test_one_frame_gives_one_row():
    """A single picture has one row."""
    assert features(still_person(1), 25).values.shape == (1, 121, 5)


def test_a_rate_of_zero_is_refused():
    """There is no row every infinity."""
    with pytest.raises(LandmarkError, match="not above 0"):
        features(still_person(), 0)


def test_openpose_and_holistic_meet():
    """The same named points at the same places are the same features."""
    openpose = still_person(layout=OPENPOSE)
    common = to_common(openpose)
    holistic = still_person()
    xyz = holistic.xyz.copy()
    xyz[:] = np.nan
    xyz[:, list(FROM_HOLISTIC)] = common.xyz
    same(features(openpose, 25), features(changed(holistic, xyz=xyz), 25))


def test_common_keeps_pixels_and_confidence():
    """The way to COMMON chooses points, it changes none."""
    track = still_person()
    common = to_common(track)
    index = COMMON.index("right_elbow"), HOLISTIC.index("right_elbow")
    np.testing.assert_array_equal(common.xyz[:, index[0]], track.xyz[:, index[1]])
    np.testing.assert_array_equal(common.confidence[:, index[0]], track.confidence[:, index[1]])
    assert to_common(common) is common


def test_faces_of_both_sources_look_alike(shared_data):
    """Brows, eyes, nose and lips lie alike in real Holistic and OpenPose faces.

    Different people and head turns; half a step along the lips would be more than this.
    """
    faces = [
        np.nanmedian(
            features(read_pose(shared_data / "poses" / name).track, 12.5).values[:, FACE, 2:4], 0
        )
        for name in ("example.pose", "openpose.pose")
    ]
    without_jaw = np.hypot(*(faces[0] - faces[1])[17:].T)
    assert np.median(without_jaw) < 0.12
    assert without_jaw.max() < 0.3
