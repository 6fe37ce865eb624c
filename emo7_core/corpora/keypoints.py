"""Takes the OpenPose folders of a corpus into a project, beside what MediaPipe finds.

What it is: the step of an import after the videos were read, because times come from them.
What it is not: the reader of the files (landmarks/openpose.py) or the search (how2sign.py).
Convention: a folder that does not fit its clip is reported and stops nothing; a track that is
there already is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from emo7_core.clips.clip import OK, Clip
from emo7_core.clips.identify import Report
from emo7_core.corpora.how2sign import keypoint_folder
from emo7_core.errors import LandmarkError, MediaError, UsageError
from emo7_core.landmarks.holistic import EXTRACTOR
from emo7_core.landmarks.openpose import EXTRACTORS, read_openpose
from emo7_core.landmarks.quality import quality_of
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.project import Project


@dataclass(frozen=True, slots=True)
class KeypointReport:
    """What came of a keypoints folder.

    Attributes:
        stored: Clips that have a new track.
        without_folder: Names of clips that have no folder there.
        problems: Name and reason of every folder that does not fit its clip, or only in part.
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
    """Store the OpenPose keypoints of these clips as tracks under their own extractor's name.

    Args:
        project: Where they go.
        clips: Clips of the project; those that cannot play are passed over.
        root: The keypoints folder, with one folder per clip name somewhere in it.
        report: Called after each with done, total and the clip.
        should_stop: Asked between clips.

    Raises:
        UsageError: there is no such folder of keypoints.
    """
    check_keypoints(root)
    playable = [clip for clip in clips if clip.state == OK and clip.key]
    folders = {clip.id: keypoint_folder(root, clip.name) for clip in playable}
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
    return any(project.track_path(clip, name).is_file() for name in EXTRACTORS.values())


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
    files = sum(1 for _ in folder.glob("*_keypoints.json"))
    is_whole = files == len(track)
    return True, "" if is_whole else f"stored, but {files} keypoint files for {len(track)} frames"


def _read(clip: Clip, folder: Path) -> LandmarkTrack:
    from emo7_core.video.reader import probe

    assert clip.path is not None
    info = probe(clip.path)
    return read_openpose(folder, width=info.width, height=info.height, times=info.times)
