"""Takes OpenPose folders and .pose files into a project, beside what MediaPipe finds.

What it is: the step of an import after the videos were read, because times come from them.
What it is not: a reader (landmarks/openpose.py, pose_file.py) or the search (how2sign.py).
Convention: a folder or file that does not fit its clip is reported and stops nothing; a track
that is there already is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from emo7_core.clips.clip import OK, Clip
from emo7_core.clips.identify import Report
from emo7_core.corpora.how2sign import keypoints_of
from emo7_core.errors import LandmarkError, MediaError, UsageError
from emo7_core.landmarks.holistic import EXTRACTOR
from emo7_core.landmarks.openpose import EXTRACTORS, read_openpose
from emo7_core.landmarks.pose_file import EXTRACTORS as POSE_EXTRACTORS
from emo7_core.landmarks.pose_file import read_pose
from emo7_core.landmarks.quality import quality_of
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.project import Project

if TYPE_CHECKING:
    from emo7_core.video.info import VideoInfo


@dataclass(frozen=True, slots=True)
class KeypointReport:
    """What came of a keypoints folder.

    Attributes:
        stored: Clips that have a new track.
        without_folder: Names of clips that have no folder or file there.
        problems: Name and reason of all that does not fit its clip, or only in part.
    """

    stored: int = 0
    without_folder: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()


def take_keypoints(
    project: Project,
    clips: Iterable[Clip],
    root: Path,
    report: Report | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> KeypointReport:
    """Store the keypoints of these clips as tracks under their own extractor's name.

    Args:
        project: Where they go.
        clips: Clips of the project; those that cannot play are passed over.
        root: The keypoints folder: one folder, or one .pose file, per clip name.
        report: Called after each with done, total and the clip.
        should_stop: Asked between clips.

    Raises:
        UsageError: there is no such folder of keypoints.
    """
    check_keypoints(root)
    playable = [clip for clip in clips if clip.state == OK and clip.key]
    folders = {clip.id: keypoints_of(root, clip.name) for clip in playable}
    waiting = [(clip, folder) for clip in playable if (folder := folders[clip.id])]
    stored = 0
    problems: list[tuple[str, str]] = []
    for done, (clip, folder) in enumerate(waiting, start=1):
        if should_stop():
            break
        if not _is_here(project, clip):
            is_stored, reason = _take(project, clip, folder)
            stored += is_stored
            problems += [(clip.name, reason)] if reason else []
        if report is not None:
            report(done, len(waiting), clip)
    absent = tuple(clip.name for clip in playable if folders[clip.id] is None)
    return KeypointReport(stored, absent, tuple(problems))


def check_keypoints(root: Path) -> None:
    """Raise UsageError where there is no such folder."""
    if not root.is_dir():
        raise UsageError("there is no such folder of keypoints", where=root)


def _is_here(project: Project, clip: Clip) -> bool:
    names = (*EXTRACTORS.values(), *POSE_EXTRACTORS.values())
    return any(project.track_path(clip, name).is_file() for name in names)


def _take(project: Project, clip: Clip, folder: Path) -> tuple[bool, str]:
    """Return whether one clip's keypoints were stored, and what is wrong with them."""
    try:
        track = _read(clip, folder)
    except (LandmarkError, MediaError) as error:
        return False, error.what
    path = project.track_path(clip, track.extractor)
    path.parent.mkdir(exist_ok=True)
    track.save(path)
    if not project.track_path(clip, EXTRACTOR).is_file():
        found = quality_of(track)
        project.catalog.record(clip.id, face_share=found.face, hands_share=found.hands)
    if folder.is_file():
        return True, ""
    files = sum(1 for _ in folder.glob("*_keypoints.json"))
    is_whole = files == len(track)
    return True, "" if is_whole else f"stored, but {files} keypoint files for {len(track)} frames"


def _read(clip: Clip, folder: Path) -> LandmarkTrack:
    from emo7_core.video.reader import probe

    assert clip.path is not None
    info = probe(clip.path)
    if folder.is_file():
        return _of_pose(folder, info)
    return read_openpose(folder, width=info.width, height=info.height, times=info.times)


def _of_pose(file: Path, info: VideoInfo) -> LandmarkTrack:
    """Read a .pose file that must have the clip's frames and picture: its times are the clip's."""
    track = read_pose(file, info.times).track
    if len(track) != len(info.times):
        raise LandmarkError(f"the .pose file has {len(track)} frames, the clip {len(info.times)}")
    if (track.width, track.height) != (info.width, info.height):
        size, own = f"{track.width}x{track.height}", f"{info.width}x{info.height}"
        raise LandmarkError(f"the .pose file is of a picture of {size}, the clip of {own}")
    return track
