"""OpenPose folders and .pose files become tracks; what does not fit is reported."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from emo7_core.corpora.folder import read_folder
from emo7_core.corpora.intake import take_in
from emo7_core.corpora.keypoints import take_keypoints
from emo7_core.errors import UsageError
from emo7_core.extraction import store_track, tasks_of
from emo7_core.landmarks.layout import HOLISTIC, OPENPOSE
from emo7_core.landmarks.pose_file import write_pose
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.project import Project
from emo7_core.video.reader import probe
from tests.core.landmarks.test_openpose import person
from tests.planted import empty_track
from tests.synth import write_clip

NAME = "-06_nJnhORg_1-5-rgb_front"


@pytest.fixture
def project(tmp_path: Path):
    """A project with one clip, and keypoints/ made to fit it."""
    (tmp_path / "clips").mkdir()
    write_clip(tmp_path / "clips" / f"{NAME}.mp4")
    with Project.create(tmp_path / "p") as made:
        take_in(made, read_folder(tmp_path / "clips"))
        write(tmp_path, clip_of(made).frame_count)
        yield made


def clip_of(project: Project):
    (clip,) = project.catalog.all()
    return clip


def write(root: Path, frames: int) -> Path:
    folder = root / "keypoints" / NAME
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"people": [person(left=10, size=5)]})
    for number in range(frames):
        (folder / f"{NAME}_{number:012d}_keypoints.json").write_text(text)
    return folder


def take(project: Project, root: Path):
    return take_keypoints(project, project.catalog.all(), root / "keypoints")


def test_keypoints_stand_in_until_mediapipe_has_run(project, tmp_path):
    """The track has the video's times and frames, and its quality is stored."""
    assert take(project, tmp_path).stored == 1
    clip = clip_of(project)
    track = project.load_track(clip)
    assert (track.layout, len(track)) == (OPENPOSE, clip.frame_count)
    assert np.isclose(track.times[-1], clip.duration, atol=2 / clip.rate)
    assert (clip.face_share, clip.hands_share) == (1.0, 1.0)


def test_mediapipe_is_preferred_and_still_to_be_done(project, tmp_path):
    """Imported keypoints do not keep the extraction from running."""
    take(project, tmp_path)
    clip = clip_of(project)
    assert len(tasks_of(project)) == 1
    store_track(project, clip, empty_track(clip.frame_count))
    assert project.load_track(clip).extractor == "made-1"
    assert tasks_of(project) == []


def test_keypoints_of_a_longer_cut_are_refused_but_not_fatal(project, tmp_path):
    """The clip is named with the reason; no track is stored."""
    frames = clip_of(project).frame_count
    write(tmp_path, frames + 30)
    report = take(project, tmp_path)
    assert (report.stored, report.problems[0][0]) == (0, NAME)
    assert f"{frames + 30} frames, the clip has {frames}" in report.problems[0][1]
    assert project.load_track(clip_of(project)) is None


def test_missing_keypoint_files_are_reported_and_stay_missing(project, tmp_path):
    """A frame without a file is a frame without points, never a shorter track."""
    folder = tmp_path / "keypoints" / NAME
    (folder / f"{NAME}_{3:012d}_keypoints.json").unlink()
    report = take(project, tmp_path)
    assert report.stored == 1
    assert "keypoint files for" in report.problems[0][1]
    track = project.load_track(clip_of(project))
    assert np.isnan(track.xyz[3]).all()
    assert len(track) == clip_of(project).frame_count


def test_a_damaged_file_is_reported_and_the_import_goes_on(project, tmp_path):
    """One bad JSON costs one track."""
    (tmp_path / "keypoints" / NAME / f"{NAME}_{1:012d}_keypoints.json").write_text("{")
    report = take(project, tmp_path)
    assert report.problems == ((NAME, "the keypoints cannot be read"),)


def test_clips_without_a_folder_are_named(project, tmp_path):
    """How2Sign has clips without keypoints."""
    (tmp_path / "keypoints" / NAME).rename(tmp_path / "keypoints" / "other")
    assert take(project, tmp_path).without_folder == (NAME,)


def test_a_second_import_reads_no_keypoints_again(project, tmp_path):
    """A track that is here is left as it is."""
    take(project, tmp_path)
    assert take(project, tmp_path).stored == 0


def test_no_folder_is_an_error(project, tmp_path):
    """Before anything is stored."""
    with pytest.raises(UsageError, match="no such folder of keypoints"):
        take_keypoints(project, [], tmp_path / "gone")


def write_pose_of(project: Project, root: Path, frames: int, width: int | None = None) -> None:
    """A .pose file beside the OpenPose folders, which are taken away."""
    clip = clip_of(project)
    (root / "keypoints" / NAME).rename(root / "elsewhere")
    xyz = np.full((frames, len(HOLISTIC), 3), 5.0, np.float32)
    times = np.arange(frames) / clip.rate
    size = (width or clip.width, clip.height)
    track = LandmarkTrack(HOLISTIC, xyz, np.ones(xyz.shape[:2], np.float32), times, *size, "made-1")
    write_pose(track, root / "keypoints" / f"{NAME}.pose")


def test_a_pose_file_becomes_a_track_with_the_times_of_its_clip(project, tmp_path):
    """It stands in until MediaPipe has run, as OpenPose folders do, and is read once."""
    write_pose_of(project, tmp_path, clip_of(project).frame_count)
    assert take(project, tmp_path).stored == 1
    track = project.load_track(clip_of(project))
    assert (track.layout, track.extractor) == (HOLISTIC, "pose-file-holistic")
    assert np.allclose(track.times, probe(clip_of(project).path).times)
    assert take(project, tmp_path).stored == 0


@pytest.mark.parametrize(
    ("more", "width", "says"), [(3, None, "frames, the clip"), (0, 9, "of a picture of 9x")]
)
def test_a_pose_file_of_another_clip_is_refused(project, tmp_path, more, width, says):
    """Other frames or another picture: the reason is told, nothing is stored."""
    write_pose_of(project, tmp_path, clip_of(project).frame_count + more, width)
    report = take(project, tmp_path)
    assert report.stored == 0
    assert says in report.problems[0][1]
