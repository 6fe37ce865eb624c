"""The real window on a small demo project: short clips, settings of its own.

What it is: what the tests of screens, keys and kills open.
What it is not: a fake; the Studio is the one that `emo7` opens.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSettings

from emo7_core.clips.identify import identify_all
from emo7_core.corpora.imported import ImportedClip
from emo7_core.demo.clips import demo_clips, render_clip
from emo7_core.extraction import store_track
from emo7_core.paths import CLIPS
from emo7_core.project import Project
from emo7_gui.app import Studio
from emo7_gui.settings import Settings

RATER = "Robin Marsh"


def drawn_demo(folder: Path, count: int = 3, frames: int = 30) -> Path:
    """Draw a few short clips with captions and landmarks into a new project."""
    with Project.create(folder, "Demo project") as project:
        (folder / CLIPS).mkdir()
        for clip in demo_clips(count):
            path = folder / CLIPS / f"{clip.name}.mp4"
            track = render_clip(replace(clip, frame_count=frames), path)
            project.catalog.add(
                [ImportedClip(path, clip.name, "demo", clip.signer, clip.session, clip.caption)]
            )
            identify_all(project.catalog)
            stored = project.catalog.by_name(clip.name)
            assert stored is not None
            store_track(project, stored, track)
    return folder


def studio_on(settings_file: Path, rater: str = RATER) -> Studio:
    """Return a Studio that remembers nothing of other starts."""
    settings = Settings(QSettings(str(settings_file), QSettings.Format.IniFormat))
    settings.rater = rater
    return Studio(settings)
