"""Exemplar clips of each scale point, one key away for calibration.

What it is: which clips show raters what a value looks like.
What it is not: a label; an exemplar is left out of queues, since its value is shown.
Convention: kept by content hash, so that a moved or merged clip stays an exemplar. A clip stands
for one value alone.
"""

from __future__ import annotations

import json

from emo7_core.clips.clip import Clip
from emo7_core.errors import UsageError
from emo7_core.project import Project
from emo7_core.scale import K
from emo7_core.storage.facts import read_fact, write_fact

FACT = "exemplars"


def exemplars(project: Project) -> dict[int, list[Clip]]:
    """Return the exemplar clips by value 0..6, in the order in which they were chosen."""
    found: dict[int, list[Clip]] = {value: [] for value in range(K)}
    for value, keys in _read(project).items():
        clips = (project.catalog.by_key(key) for key in keys)
        found[value] = [clip for clip in clips if clip is not None]
    return found


def add_exemplar(project: Project, value: int, clip: Clip) -> None:
    """Let a clip stand for a value 0..6; where it stood for another one, it moves.

    Raises:
        UsageError: no such value, or the clip's file was not read yet.
    """
    if not 0 <= value < K:
        raise UsageError(f"value {value} is outside 0..{K - 1}")
    if clip.key is None:
        raise UsageError(f"the file of {clip.name} was not read yet")
    kept = _without(project, clip)
    kept.setdefault(value, []).append(clip.key)
    _write(project, kept)


def remove_exemplar(project: Project, clip: Clip) -> None:
    """Let a clip stand for nothing any more."""
    _write(project, _without(project, clip))


def _without(project: Project, clip: Clip) -> dict[int, list[str]]:
    return {v: [key for key in keys if key != clip.key] for v, keys in _read(project).items()}


def _read(project: Project) -> dict[int, list[str]]:
    stored = json.loads(read_fact(project.database, FACT) or "{}")
    return {int(value): list(keys) for value, keys in stored.items()}


def _write(project: Project, kept: dict[int, list[str]]) -> None:
    write_fact(project.database, FACT, json.dumps(kept))
