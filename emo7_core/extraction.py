"""Landmarks for the clips of a project: what is to do, and what was found.

What it is: the step between the catalog and the extraction pool.
What it is not: the extraction (landmarks/extract.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from emo7_core.clips.clip import OK, Clip
from emo7_core.landmarks.extract import ExtractionPool
from emo7_core.landmarks.progress import ExtractionTask, Progress
from emo7_core.landmarks.quality import quality_of
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.project import Project


def tasks_of(project: Project, clips: Iterable[Clip] | None = None) -> list[ExtractionTask]:
    """Return what is to extract: playable clips without landmarks of this extractor."""
    wanted = project.catalog.all() if clips is None else clips
    return [
        ExtractionTask(clip.key, clip.path, project.track_path(clip), clip.frame_count)
        for clip in wanted
        if clip.key and clip.path and clip.state == OK and not project.track_path(clip).exists()
    ]


def extract_all(
    project: Project, pool: ExtractionPool, clips: Iterable[Clip] | None = None
) -> Iterator[Progress]:
    """Extract clips, storing each one's quality as it is finished; yields every step."""
    (project.root / "landmarks").mkdir(exist_ok=True)
    for progress in pool.run(tasks_of(project, clips)):
        if progress.state == "finished":
            record_quality(project, progress.clip_key)
        yield progress


def record_quality(project: Project, clip_key: str) -> None:
    """Store in how much of a clip face and hands were found."""
    clip = project.catalog.by_key(clip_key)
    track = None if clip is None else project.load_track(clip)
    if clip is not None and track is not None:
        quality = quality_of(track)
        project.catalog.record(clip.id, face_share=quality.face, hands_share=quality.hands)


def store_track(project: Project, clip: Clip, track: LandmarkTrack) -> None:
    """Store landmarks that are known already (drawn clips, imported keypoints)."""
    (project.root / "landmarks").mkdir(exist_ok=True)
    track.save(project.track_path(clip))
    quality = quality_of(track)
    project.catalog.record(clip.id, face_share=quality.face, hands_share=quality.hands)
