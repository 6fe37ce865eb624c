"""The demo project: a newcomer's first look, made on this computer, labelled by nobody yet.

What it is: drawn clips with captions and known landmarks in an ordinary project, and further
landmarks without pictures to train on, labelled with the affect they were drawn with.
What it is not: evidence; what a model scores here says nothing about real signing.
Convention: making it again completes what is missing and keeps every decision.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from emo7_core import paths
from emo7_core.clips.identify import identify_all
from emo7_core.corpora.imported import ImportedClip
from emo7_core.demo.clips import DemoClip, demo_clips, demo_tracks
from emo7_core.demo.painters import painted
from emo7_core.extraction import store_track
from emo7_core.labels.decision import Draft
from emo7_core.labels.sources import CONSENSUS
from emo7_core.landmarks.normalize import to_common
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.project import Project

Advance = Callable[[int, int, str], None]
DRAWN_AFFECT = "Drawn affect"
TRACKS = 704


def make_demo(
    folder: Path,
    count: int,
    advance: Advance = lambda done, total, note: None,
    look: Callable[[], object] = lambda: None,
) -> Project:
    """Make or complete the demo project and return it open.

    Args:
        folder: Where it lies.
        count: How many clips it has at least.
        advance: Called after each clip with done, total and its name; what it raises ends the
            drawing, what was drawn is kept.
        look: Called a few times a second; what it raises ends the drawing at once.
    """
    is_new = not (folder / paths.DATABASE).exists()
    project = Project.create(folder, "Demo project") if is_new else Project.open(folder)
    try:
        _complete(project, count, advance, look)
    except BaseException:
        project.close()
        raise
    return project


def _complete(project: Project, count: int, advance: Advance, look: Callable[[], object]) -> None:
    (project.root / paths.CLIPS).mkdir(exist_ok=True)
    clips = demo_clips(count)
    missing = {clip: _path(project, clip) for clip in clips if not _is_there(project, clip)}
    first = len(clips) - len(missing) + 1
    with closing(painted(missing, look)) as painting:
        for done, (clip, track) in enumerate(painting, first):
            _store(project, clip, track)
            advance(done, len(clips), clip.name)


def add_tracks(
    project: Project, count: int = TRACKS, advance: Advance = lambda done, total, note: None
) -> int:
    """Add landmarks without pictures to train on; return how many are new."""
    source = project.sources.ensure(CONSENSUS, DRAWN_AFFECT)
    log = project.log(source)
    known = {clip.name for clip in project.catalog.all()}
    new = 0
    for done, (clip, track) in enumerate(demo_tracks(count), start=1):
        if clip.name not in known:
            stored = project.catalog.add_track_only(
                ImportedClip(None, clip.name, "demo", clip.signer, clip.session), len(track)
            )
            store_track(project, stored, to_common(track))
            log.append(Draft(stored.id, clip.value))
            new += 1
        advance(done, count, clip.name)
    return new


def _path(project: Project, clip: DemoClip) -> Path:
    return project.root / paths.CLIPS / f"{clip.name}.mp4"


def _is_there(project: Project, clip: DemoClip) -> bool:
    known = project.catalog.by_name(clip.name)
    return known is not None and known.key is not None and project.track_path(known).exists()


def _store(project: Project, clip: DemoClip, track: LandmarkTrack) -> None:
    imported = ImportedClip(
        _path(project, clip), clip.name, "demo", clip.signer, clip.session, clip.caption
    )
    project.catalog.add([imported])
    identify_all(project.catalog)
    stored = project.catalog.by_name(clip.name)
    if stored is not None and stored.key is not None:
        store_track(project, stored, track)
