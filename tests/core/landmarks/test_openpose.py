"""Keypoint folders become tracks in which no frame is lost."""

from __future__ import annotations

import json

import numpy as np
import pytest

from emo7_core.errors import LandmarkError
from emo7_core.landmarks.layout import HOLISTIC, OPENPOSE
from emo7_core.landmarks.openpose import read_openpose

CLIP = "-abc_1-5-rgb_front"


def person(left=100.0, size=50.0, confidence=0.8):
    """One person of OpenPose's 137 points on a small grid."""

    def points(count):
        steps = np.arange(count)
        rows = np.stack([left + steps % 5 * size, 50 + steps // 5 * size], axis=1)
        return np.column_stack([rows, np.full(count, confidence)]).ravel().tolist()

    return {
        "person_id": [-1],
        "pose_keypoints_2d": points(25),
        "face_keypoints_2d": points(70),
        "hand_left_keypoints_2d": points(21),
        "hand_right_keypoints_2d": points(21),
        "pose_keypoints_3d": [],
    }


@pytest.fixture
def folder(tmp_path):
    """A keypoint folder that can be written to."""
    path = tmp_path / CLIP
    path.mkdir()
    return path


def write(folder, number, people):
    """Write one frame's file as OpenPose does."""
    path = folder / f"{CLIP}_{number:012d}_keypoints.json"
    path.write_text(json.dumps({"version": 1.3, "people": people}))
    return path


def read(folder, **given):
    """Read with a picture size and, unless given, a rate."""
    given = given if "times" in given else {"rate": 24.0} | given
    return read_openpose(folder, width=1280, height=720, **given)


def test_points_are_where_the_file_says(folder):
    """Pixels and confidence arrive as they are; there is no depth."""
    write(folder, 0, [person(left=100)])
    track = read(folder)
    assert track.layout is OPENPOSE
    assert track.xyz[0, OPENPOSE.index("nose"), :2].tolist() == [100, 50]
    assert np.isnan(track.xyz[..., 2]).all()
    np.testing.assert_allclose(track.confidence, 0.8)


def test_a_frame_with_nobody_stays(folder):
    """`people: []` is a frame in which nobody was seen, not a frame that goes away."""
    write(folder, 0, [person()])
    write(folder, 1, [])
    write(folder, 2, [person()])
    assert read(folder).presence("body").tolist() == [True, False, True]


def test_a_frame_without_a_file_stays(folder):
    """A number that is missing among the files is a missing frame."""
    write(folder, 0, [person()])
    write(folder, 3, [person()])
    assert read(folder).presence("face").tolist() == [True, False, False, True]


def test_zeros_are_undetected(folder):
    """0, 0, 0 is not a point in the corner of the picture."""
    someone = person()
    someone["pose_keypoints_2d"][:3] = 0, 0, 0
    write(folder, 0, [someone])
    track = read(folder)
    nose = OPENPOSE.index("nose")
    assert np.isnan(track.xyz[0, nose]).all()
    assert np.isnan(track.confidence[0, nose])


def test_the_larger_person_is_the_signer(folder):
    """A passer-by in the background does not become the signer, whatever the order."""
    near, far = person(left=300, size=80), person(left=900, size=10)
    write(folder, 0, [near, far])
    write(folder, 1, [far, near])
    assert read(folder).xyz[:, OPENPOSE.index("nose"), 0].tolist() == [300, 300]


def test_a_large_ghost_is_not_the_signer(folder):
    """Points that OpenPose hardly believes in lose against a person it is sure of."""
    write(folder, 0, [person(left=5, size=100, confidence=0.05), person(left=300, size=80)])
    assert read(folder).xyz[0, OPENPOSE.index("nose"), 0] == 300


def test_times_of_the_clip_are_kept(folder):
    """With the clip's times, the track has its frames and its times."""
    write(folder, 0, [person()])
    times = np.array([0.0, 0.03, 0.1])
    track = read(folder, times=times)
    np.testing.assert_array_equal(track.times, times)
    assert track.presence("body").tolist() == [True, False, False]


def test_one_frame_more_than_the_clip_is_left_out(folder):
    """OpenPose may count one frame more than the clip shows."""
    for number in range(4):
        write(folder, number, [person()])
    assert len(read(folder, times=np.arange(3) / 24)) == 3


def test_another_clips_keypoints_are_refused(folder):
    """Far more frames than the clip has are those of another clip."""
    write(folder, 90, [person()])
    with pytest.raises(LandmarkError, match="91 frames, the clip has 3"):
        read(folder, times=np.arange(3) / 24)


def test_neither_times_nor_rate_is_refused(folder):
    """Times are never invented."""
    write(folder, 0, [person()])
    with pytest.raises(LandmarkError, match="hold no times"):
        read_openpose(folder, width=1280, height=720)


def test_a_broken_file_is_named(folder):
    """The error says which frame's file cannot be read."""
    path = write(folder, 0, [])
    path.write_text('{"people": [')
    with pytest.raises(LandmarkError, match=r"000000000000_keypoints\.json"):
        read(folder)


def test_an_empty_folder_says_what_was_expected(folder):
    """A folder without keypoints names the pattern."""
    with pytest.raises(LandmarkError, match=r"<clip>_000000000000_keypoints\.json"):
        read(folder)


def test_an_absent_folder_is_named(tmp_path):
    """No folder is a clear message."""
    with pytest.raises(LandmarkError, match="no keypoint folder"):
        read(tmp_path / "none")


def test_hands_may_be_absent(folder):
    """A run without the hand model leaves the hands missing."""
    someone = person()
    someone["hand_left_keypoints_2d"] = []
    write(folder, 0, [someone])
    track = read(folder)
    assert not track.presence("left_hand").any()
    assert track.presence("right_hand").all()


def test_a_model_of_another_size_is_refused(folder):
    """COCO's 18 body points are not silently read as something else."""
    someone = person()
    someone["pose_keypoints_2d"] = [1.0, 2.0, 0.5] * 18
    write(folder, 0, [someone])
    with pytest.raises(LandmarkError, match=r"\[18\] body points"):
        read(folder)


def test_the_earlier_works_mediapipe_files_are_scaled(folder):
    """33 body points are MediaPipe's in fractions with depth: they become pixels."""
    someone = {
        "pose_keypoints_2d": [0.5, 0.25, -0.1] * 33,
        "face_keypoints_2d": [],
        "hand_left_keypoints_2d": [0.0, 0.0, 0.0] * 21,
        "hand_right_keypoints_2d": [0.1, 0.1, 0.1] * 21,
    }
    write(folder, 0, [someone])
    track = read(folder)
    assert track.layout is HOLISTIC
    np.testing.assert_allclose(track.xyz[0, 0], [640, 180, -128], rtol=1e-5)
    assert not track.presence("left_hand").any()
    assert np.isnan(track.confidence).all()
