"""Reads clip files once: content key, facts of the video, or why it cannot play.

What it is: the background step after an import; it may be stopped and started at any time.
What it is not: a decoder; video/reader.py reads the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from emo7_core.clips.catalog import Catalog
from emo7_core.clips.clip import BAD, MISSING, OK, Clip, content_key
from emo7_core.errors import MediaError

Report = Callable[[int, int, Clip], None]


def identify(catalog: Catalog, clip: Clip) -> Clip:
    """Read one clip's file and return the clip as it is known afterwards."""
    if clip.path is None or not clip.path.exists():
        catalog.mark_missing(clip.id)
        return catalog.get(clip.id)
    try:
        key = content_key(clip.path)
    except OSError as error:
        catalog.record(clip.id, state=MISSING, message=error.strerror or str(error))
        return catalog.get(clip.id)
    return catalog.get(catalog.record_identity(clip.id, key, **_facts(clip)))


def identify_all(
    catalog: Catalog,
    clips: Iterable[Clip] | None = None,
    report: Report | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> list[Clip]:
    """Read every clip not read yet and return those that cannot play.

    Args:
        catalog: The project's clips.
        clips: Which ones; by default all that were not read yet.
        report: Called after each with done, total and the clip.
        should_stop: Asked between clips.
    """
    waiting = list(catalog.unidentified() if clips is None else clips)
    unplayable = []
    for done, clip in enumerate(waiting, start=1):
        if should_stop():
            break
        known = identify(catalog, clip)
        if known.state != OK:
            unplayable.append(known)
        if report is not None:
            report(done, len(waiting), known)
    return unplayable


def _facts(clip: Clip) -> dict[str, Any]:
    from emo7_core.video.reader import probe

    assert clip.path is not None
    try:
        info = probe(clip.path)
    except MediaError as error:
        return {"state": BAD, "message": error.what}
    return {
        "state": OK,
        "message": "; ".join(info.warnings),
        "duration": info.duration,
        "frame_count": info.frame_count,
        "width": info.width,
        "height": info.height,
        "rate": info.rate,
        "rotation": info.rotation,
    }
