"""`.pose` files of others are read, and ours come back as they were."""

from __future__ import annotations

import numpy as np
import pytest
from walkers import changed, still_person, without

from emo7_core.errors import LandmarkError
from emo7_core.landmarks.layout import COMMON, HOLISTIC, OPENPOSE
from emo7_core.landmarks.pose_file import read_pose, times_beside, write_pose
from emo7_core.landmarks.quality import quality_of

STEADY = "they drift where the clip's rate varies"


def flat(track):
    """The same track without depth, as OpenPose has none."""
    xyz = track.xyz.copy()
    xyz[..., 2] = np.nan
    return changed(track, xyz=xyz)


def test_a_holistic_file_of_others(shared_data):
    """pose-format's own example: 97 frames, a face in all, hands in about half."""
    read = read_pose(shared_data / "poses" / "example.pose")
    track, quality = read.track, quality_of(read.track)
    assert (track.layout, len(track), track.width, track.height) == (HOLISTIC, 97, 320, 240)
    assert quality.face == 1.0
    assert 0.4 < quality.hands < 0.55
    assert track.times[25] == pytest.approx(1.0)
    assert read.warnings == (f"times are frame / 25 per second; {STEADY}",)


def test_left_is_left_in_a_file_of_others(shared_data):
    """The signer's left shoulder is at the right of the picture."""
    track = read_pose(shared_data / "poses" / "example.pose").track
    left, right = HOLISTIC.index("left_shoulder"), HOLISTIC.index("right_shoulder")
    assert (track.xyz[:, left, 0] > track.xyz[:, right, 0]).all()


def test_depth_is_in_the_unit_of_x(shared_data):
    """A nose is nearer than the shoulders by about half their distance, in pixels."""
    track = read_pose(shared_data / "poses" / "example.pose").track
    left, right = HOLISTIC.index("left_shoulder"), HOLISTIC.index("right_shoulder")
    nearer = np.median(track.xyz[:, [left, right], 2].mean(axis=1) - track.xyz[:, 0, 2])
    apart = np.median(track.xyz[:, left, 0] - track.xyz[:, right, 0])
    assert 0.3 < nearer / apart < 3


def test_a_reduced_file_fills_what_it_has(shared_data):
    """8 body and 128 face points find their places by name; the rest is missing, and said."""
    read = read_pose(shared_data / "poses" / "mediapipe.pose")
    assert read.warnings[0] == "365 of 543 points are not in the file"
    seen = np.isfinite(read.track.xyz[..., 0]).any(axis=0)
    assert seen[HOLISTIC.index("left_elbow")]
    assert not seen[HOLISTIC.index("nose")]


def test_an_openpose_file_of_others(shared_data):
    """137 points in OpenPose's layout, the face above the wrists."""
    track = read_pose(shared_data / "poses" / "openpose.pose").track
    assert (track.layout, len(track)) == (OPENPOSE, 93)
    face = track.xyz[:, OPENPOSE.parts["face"].start :, 1]
    assert np.nanmedian(face) < np.nanmedian(track.xyz[:, OPENPOSE.index("left_wrist"), 1])


@pytest.mark.parametrize("layout", [HOLISTIC, OPENPOSE])
def test_a_track_comes_back(tmp_path, layout):
    """Written and read, points, gaps, confidences, size and times are the same."""
    track = without(still_person(layout=layout), "left_hand", [2, 5])
    track = track if layout is HOLISTIC else flat(track)
    write_pose(track, tmp_path / "a.pose")
    again = read_pose(tmp_path / "a.pose").track
    np.testing.assert_allclose(again.xyz, track.xyz, rtol=1e-5)
    seen = np.isfinite(track.xyz[..., 0])
    np.testing.assert_allclose(
        again.confidence, np.where(seen, track.confidence, np.nan), rtol=1e-6
    )
    np.testing.assert_allclose(again.times, track.times, atol=1e-5)
    assert (again.width, again.height) == (640, 480)


def test_names_are_those_of_pose_format(tmp_path):
    """Other programs find our points: components and names are pose-format's own."""
    from pose_format import Pose

    write_pose(still_person(), tmp_path / "a.pose")
    header = Pose.read((tmp_path / "a.pose").read_bytes()).header
    assert header.get_point_index("POSE_LANDMARKS", "LEFT_SHOULDER") == 11
    assert header.get_point_index("FACE_LANDMARKS", "467") == 33 + 467
    assert header.get_point_index("LEFT_HAND_LANDMARKS", "INDEX_FINGER_MCP") == 33 + 468 + 5


def test_varying_times_stand_beside_the_file(tmp_path):
    """A clip of variable rate keeps its times in the sidecar, without a warning."""
    times = np.array([0.0, 0.03, 0.1, 0.5])
    track = changed(still_person(4), times=times)
    write_pose(track, tmp_path / "a.pose")
    read = read_pose(tmp_path / "a.pose")
    np.testing.assert_array_equal(read.track.times, times)
    assert read.warnings == ()


def test_steady_times_leave_no_sidecar(tmp_path):
    """One rate needs no second file, and an old one is taken away."""
    path = tmp_path / "a.pose"
    write_pose(changed(still_person(3), times=np.array([0.0, 0.03, 0.1])), path)
    assert times_beside(path).exists()
    write_pose(still_person(), path)
    assert not times_beside(path).exists()


def test_times_of_the_clip_come_first(tmp_path):
    """The clip's own times are taken, without a warning."""
    write_pose(still_person(3), tmp_path / "a.pose")
    times = np.array([0.0, 0.05, 0.2])
    read = read_pose(tmp_path / "a.pose", times)
    np.testing.assert_array_equal(read.track.times, times)
    assert read.warnings == ()


def test_times_of_another_clip_are_not_taken(tmp_path):
    """A clip with more frames than the file is named, and the file's rate is used."""
    write_pose(still_person(3), tmp_path / "a.pose")
    read = read_pose(tmp_path / "a.pose", np.arange(9) / 25)
    assert read.warnings[0].startswith("the file has 3 frames, its clip has 9")
    assert len(read.track) == 3


def test_a_broken_sidecar_is_named(tmp_path):
    """Times that cannot be read are an error, not a guess."""
    path = tmp_path / "a.pose"
    write_pose(still_person(3), path)
    times_beside(path).write_text("{")
    with pytest.raises(LandmarkError, match=r"a\.pose\.times\.json"):
        read_pose(path)


@pytest.mark.parametrize("size", [0, 3, 60, 5000, -100])
def test_a_cut_file_is_named(tmp_path, size):
    """A file cut anywhere is a clear error."""
    path = tmp_path / "a.pose"
    write_pose(still_person(), path)
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(LandmarkError, match=r"a\.pose"):
        read_pose(path)


def test_an_absent_file_is_named(tmp_path):
    """No file is a clear error."""
    with pytest.raises(LandmarkError, match=r"no such \.pose file"):
        read_pose(tmp_path / "none.pose")


def test_common_cannot_be_written(tmp_path):
    """The models' layout is not one that others know."""
    with pytest.raises(LandmarkError, match=r"common track cannot be written"):
        write_pose(still_person(layout=COMMON), tmp_path / "a.pose")
