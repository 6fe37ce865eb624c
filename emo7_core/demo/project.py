"""The demo project: a newcomer's first look, made on this computer, labelled by nobody yet.

What it is: drawn clips with captions and known landmarks in an ordinary project.
What it is not: evidence; what a model scores here says nothing about real signing.
Convention: making it again completes what is missing and keeps every decision.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from emo7_core import paths
from emo7_core.clips.identify import identify_all
from emo7_core.corpora.imported import ImportedClip
from emo7_core.demo.clips import DemoClip, demo_clips, render_clip
from emo7_core.extraction import store_track
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.project import Project

Advance = Callable[[int, int, str], None]


def make_demo(
    folder: Path, count: int, advance: Advance = lambda done, total, note: None
) -> Project:
    """Make or complete the demo project and return it open.

    Args:
        folder: Where it lies.
        count: How many clips it has at least.
        advance: Called after each clip with done, total and its name.
    """
    is_new = not (folder / paths.DATABASE).exists()
    project = Project.create(folder, "Demo project") if is_new else Project.open(folder)
    (folder / paths.CLIPS).mkdir(exist_ok=True)
    clips = demo_clips(count)
    for done, clip in enumerate(clips, start=1):
        add_clip(project, clip)
        advance(done, len(clips), clip.name)
    return project


def add_clip(project: Project, clip: DemoClip) -> None:
    """Draw one clip, unless it is there, and store it with caption and landmarks."""
    path = project.root / paths.CLIPS / f"{clip.name}.mp4"
    known = project.catalog.by_name(clip.name)
    if known is not None and known.key is not None and project.track_path(known).exists():
        return
    track: LandmarkTrack = render_clip(clip, path)
    imported = ImportedClip(path, clip.name, "demo", clip.signer, clip.session, clip.caption)
    project.catalog.add([imported])
    identify_all(project.catalog)
    stored = project.catalog.by_name(clip.name)
    if stored is not None and stored.key is not None:
        store_track(project, stored, track)
