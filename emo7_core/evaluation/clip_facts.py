"""What is known of a project's clips, for slices, clusters and the leak guard.

What it is: a few whole-table reads, joined by clip.
What it is not: a judgement of clips (leaks.py, slices.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select

from emo7_core.bulk import without_collecting
from emo7_core.clips.clip import Clip
from emo7_core.clips.views import FRONT
from emo7_core.evaluation.leaks import ClipFacts
from emo7_core.project import Project
from emo7_core.storage.tables import clip_file, tier


def facts_of(
    project: Project,
    clips: Iterable[Clip],
    captioned: Collection[int],
    said: Mapping[str, Mapping[int, int]],
) -> dict[int, ClipFacts]:
    """Return the facts of clips by their ids.

    Args:
        project: Whose clips.
        clips: Which.
        captioned: Ids of the clips with a caption.
        said: What each rater said, by name and clip id.
    """
    views, markers, spreads = _views(project), _markers(project), _spreads(said)
    with without_collecting():
        return {
            clip.id: ClipFacts(
                clip.key,
                clip.signer,
                clip.session,
                clip.name,
                clip.corpus,
                views.get(clip.id),
                clip.duration,
                _quality(clip),
                markers.get(clip.id, ()),
                clip.id in captioned,
                spreads.get(clip.id),
            )
            for clip in clips
        }


def _quality(clip: Clip) -> float | None:
    if clip.face_share is None or clip.hands_share is None:
        return None
    return min(clip.face_share, clip.hands_share)


def _views(project: Project) -> dict[int, str]:
    """Return the camera of each clip's own picture: the front where there is one."""
    columns = select(clip_file.c.clip_id, clip_file.c.view)
    order = columns.order_by(clip_file.c.view != FRONT, clip_file.c.id)
    found: dict[int, str] = {}
    with project.database.read() as connection:
        for clip_id, view in connection.execute(order):
            found.setdefault(clip_id, view)
    return found


def _markers(project: Project) -> dict[int, tuple[str, ...]]:
    found: dict[int, set[str]] = {}
    with project.database.read() as connection:
        rows = connection.execute(select(tier.c.clip_id, tier.c.name).distinct())
        for clip_id, name in rows:
            found.setdefault(clip_id, set()).add(name)
    return {clip_id: tuple(sorted(names)) for clip_id, names in found.items()}


def _spreads(said: Mapping[str, Mapping[int, int]]) -> dict[int, int]:
    by_clip: dict[int, list[int]] = {}
    for values in said.values():
        for clip_id, value in values.items():
            by_clip.setdefault(clip_id, []).append(value)
    several = {clip: values for clip, values in by_clip.items() if len(values) > 1}
    return {clip: max(values) - min(values) for clip, values in several.items()}
