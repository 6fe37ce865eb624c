"""Projects for live predictions: clips with and without landmarks, labels to train on.

What it is: what the tests and the benchmark of live predictions open.
What it is not: the window (demo_studio.py), or a model (tests/made_models.py).
Convention: drawn clips have the landmarks they were drawn from, unless they are to be found.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import psutil

from emo7_core.clips.clip import Clip
from emo7_core.corpora.folder import read_folder
from emo7_core.corpora.intake import take_in
from emo7_core.labels.decision import Draft
from emo7_core.labels.sources import RATER
from emo7_core.project import Project
from tests.gui.demo_studio import drawn_demo


def labelled_demo(folder: Path, count: int = 4, frames: int = 30, rater: str = "MK") -> Path:
    """Draw clips with landmarks and put them on the scale, two classes in turn."""
    drawn_demo(folder, count, frames)
    with Project.open(folder) as project:
        log = project.log(project.sources.ensure(RATER, rater))
        for clip in project.catalog.all():
            log.append(Draft(clip.id, (1, 5)[clip.id % 2]))
    return folder


def add_clip(folder: Path, video: Path) -> str:
    """Copy a video into a project, without landmarks; return the clip's name."""
    place = folder / "more"
    place.mkdir(exist_ok=True)
    shutil.copy(video, place)
    with Project.open(folder) as project:
        take_in(project, read_folder(place))
    return video.stem


def forget_landmarks(folder: Path, name: str) -> None:
    """Let a clip have no landmarks, as if nobody had looked for them yet."""
    with Project.open(folder) as project:
        clip = project.catalog.by_name(name)
        assert clip is not None
        found = project.find_track(clip)
        assert found is not None
        found.unlink()
        project.catalog.record(clip.id, face_share=None, hands_share=None)


def clip_named(clips: object, name: str) -> Clip:
    """Return a clip of a session by its name."""
    return next(one for one in clips.values() if one.name == name)  # type: ignore[attr-defined]


def processes_of_window() -> list[psutil.Process]:
    """Return what this process started and what still lives: engines, extraction, lists.

    Python's own resource tracker is not among them: it lives as long as the process.
    """
    found = []
    for child in psutil.Process().children(recursive=True):
        try:
            words = " ".join(child.cmdline())
        except psutil.NoSuchProcess:
            continue
        if words and "resource_tracker" not in words:
            found.append(child)
    return found
