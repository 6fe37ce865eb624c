"""Joints: arms of fixed length, hands off the face, the picture's left and right."""

import numpy as np
import pytest

from emo7_core.demo import body
from emo7_core.demo.clips import demo_clips, known_track
from emo7_core.demo.hands import HAND_LENGTH, SHAPE_NAMES, hand_joints, hand_shape
from emo7_core.landmarks.layout import HOLISTIC

UP, TO_VIEWER = np.array([[0.0, -1.0, 0.0]]), np.array([[0.0, 0.0, -1.0]])


def joints(name, side=1):
    return hand_joints(np.zeros((1, 3)), UP, TO_VIEWER, hand_shape(name)[None], side)[0]


def test_a_flat_hand_is_as_long_as_a_hand():
    """From the wrist to the tip of the middle finger."""
    assert np.linalg.norm(joints("flat")[12]) == pytest.approx(HAND_LENGTH, rel=0.03)


def test_thumbs_point_to_the_middle_of_the_body():
    """With palms to the viewer the right thumb points right in the picture, the left one left."""
    assert joints("five", 1)[4, 0] > 0.3
    assert joints("five", -1)[4, 0] < -0.3


@pytest.mark.parametrize("name", SHAPE_NAMES)
def test_bones_keep_their_length(name):
    """Bending moves a fingertip and stretches no bone."""
    flat, bent = joints("flat"), joints(name)
    for finger in (5, 9, 13, 17):
        for bone in range(finger, finger + 3):
            length = np.linalg.norm(bent[bone + 1] - bent[bone])
            assert length == pytest.approx(np.linalg.norm(flat[bone + 1] - flat[bone]))


def test_a_fist_is_shorter_than_a_flat_hand():
    """Closed fingers stay near the palm."""
    assert -joints("fist")[8:21:4, 1].min() < 0.75 * -joints("flat")[8:21:4, 1].min()


def test_arms_reach_what_is_in_reach():
    """The wrist is at its target, and both bones keep their length."""
    shoulder = body.shoulders(1.0, np.zeros((1, 3)))
    target = np.array([[[0.6, 1.9, -1.3], [-0.9, 1.4, -1.0]]])
    elbow, wrist = body.arms(shoulder, target)
    np.testing.assert_allclose(wrist, target)
    lengths = np.linalg.norm(elbow - shoulder, axis=-1), np.linalg.norm(wrist - elbow, axis=-1)
    np.testing.assert_allclose(lengths[0], body.UPPER_ARM)
    np.testing.assert_allclose(lengths[1], body.FOREARM)


def test_elbows_hang():
    """The elbow is below the line from shoulder to wrist."""
    shoulder = body.shoulders(1.0, np.zeros((1, 3)))
    elbow, _ = body.arms(shoulder, np.array([[[0.6, 1.6, -1.3], [-0.6, 1.6, -1.3]]]))
    assert (elbow[..., 1] > 1.7).all()


def test_left_is_the_signers_left():
    """The left shoulder is on the right of the picture."""
    track = known_track(demo_clips()[0])
    left, right = HOLISTIC.index("left_shoulder"), HOLISTIC.index("right_shoulder")
    assert (track.xyz[:, left, 0] > track.xyz[:, right, 0]).all()


def test_hands_stay_off_the_face():
    """No joint of a hand comes to the middle of the face."""
    for clip in demo_clips(8):
        track = known_track(clip)
        face = track.xyz[:, HOLISTIC.part("face").start :, :2]
        middle, half = face.mean(axis=1)[:, None], np.ptp(face, axis=1)[:, None] / 2
        hands = track.xyz[:, 33:75, :2]
        distance = np.linalg.norm((hands - middle) / half, axis=2)
        assert np.nanmin(distance) > 0.85


def test_nothing_jumps():
    """Between two frames no wrist moves more than a face and a half."""
    for clip in demo_clips(8):
        wrists = known_track(clip).xyz[:, [33, 54], :2]
        assert np.nanmax(np.linalg.norm(np.diff(wrists, axis=0), axis=2)) < 120
