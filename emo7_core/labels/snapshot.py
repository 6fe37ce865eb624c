"""The labels that a training or an evaluation used, frozen and hashed.

What it is: one value per clip for one target, in a stable order, with who signs.
What it is not: a golden version (those are numbered and kept in the store).
Convention: "human" takes a rater's value with the caption seen where there is one, else the
value from signing only; several raters' values are combined by their median, the lower
middle one where two stand in the middle. "caption" takes VADER's class of the caption.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from sqlalchemy import func, select

from emo7_core.clips.clip import Clip
from emo7_core.errors import UsageError
from emo7_core.labels.decision import STAGES
from emo7_core.labels.sources import ADJUDICATION, CONSENSUS, RATER
from emo7_core.project import Project
from emo7_core.storage.tables import decision, source

TARGETS = ("human", "caption")


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """One clip and its label.

    Attributes:
        clip_id: Key within the project.
        clip_key: Content hash.
        name: The clip's name.
        value: Index 0..6.
        signer: None where unknown.
        session: None where unknown.
        split: The corpus's own split, None where it has none.
    """

    clip_id: int
    clip_key: str
    name: str
    value: int
    signer: str | None
    session: str | None
    split: str | None


@dataclass(frozen=True, slots=True)
class LabelSnapshot:
    """All labels of one target at one moment.

    Attributes:
        target: One of TARGETS.
        rows: By clip key.
        hash: SHA-256 over target, keys and values.
    """

    target: str
    rows: tuple[SnapshotRow, ...]
    hash: str

    def to_json(self) -> str:
        """Return the snapshot as it is stored beside a run."""
        return json.dumps(asdict(self), indent=1)


def take_snapshot(project: Project, target: str) -> LabelSnapshot:
    """Freeze the labels of every identified clip that has one.

    Raises:
        UsageError: no such target.
    """
    if target not in TARGETS:
        raise UsageError(f"no target “{target}”", remedy=f"Choose one of {', '.join(TARGETS)}.")
    values = human_values(project) if target == "human" else caption_values(project)
    clips = [clip for clip in project.catalog.all() if clip.key and clip.id in values]
    rows = sorted((_row(clip, values[clip.id]) for clip in clips), key=lambda row: row.clip_key)
    text = json.dumps([target, [(row.clip_key, row.value) for row in rows]])
    return LabelSnapshot(target, tuple(rows), hashlib.sha256(text.encode()).hexdigest())


def human_values(project: Project, *kinds: str) -> dict[int, int]:
    """Return the human value 0..6 of every clip that has one.

    An adjudicated value counts before a consensus, a consensus before raters.
    """
    found: dict[int, int] = {}
    for kind in kinds or (RATER, CONSENSUS, ADJUDICATION):
        found |= {clip: _middle(values) for clip, values in _by_clip(project, kind).items()}
    return found


def caption_values(project: Project) -> dict[int, int]:
    """Return VADER's class 0..6 of the first caption of every clip that has one."""
    from emo7_core.labels.silver import label

    return {clip: label(texts[0])[1] for clip, texts in project.catalog.captions().items()}


def _by_clip(project: Project, kind: str) -> dict[int, list[int]]:
    newest = select(func.max(decision.c.id)).group_by(
        decision.c.source_id, decision.c.clip_id, decision.c.stage
    )
    statement = (
        select(decision.c.clip_id, decision.c.source_id, decision.c.stage, decision.c.value)
        .join(source, source.c.id == decision.c.source_id)
        .where(decision.c.id.in_(newest), source.c.kind == kind, decision.c.value.is_not(None))
    )
    latest: dict[tuple[int, int], tuple[int, int]] = {}
    with project.database.read() as connection:
        for clip_id, source_id, stage, value in connection.execute(statement):
            known = latest.get((clip_id, source_id), (-1, 0))
            latest[clip_id, source_id] = max(known, (STAGES.index(stage), value))
    found: dict[int, list[int]] = {}
    for (clip_id, _), (_, value) in latest.items():
        found.setdefault(clip_id, []).append(value)
    return found


def _middle(values: list[int]) -> int:
    return sorted(values)[(len(values) - 1) // 2]


def _row(clip: Clip, value: int) -> SnapshotRow:
    return SnapshotRow(
        clip.id, clip.key or "", clip.name, value, clip.signer, clip.session, clip.split
    )
