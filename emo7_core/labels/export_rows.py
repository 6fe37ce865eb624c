"""Gathers what a project's export holds: every entry, or one value per clip.

What it is: the query behind `emo7 export` and the window's export.
What it is not: the writing (export.py).
Convention: where several people decided a clip, the golden row takes the value of
snapshot.human_carriers and names the entry that carries it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from emo7_core.clips.clip import TRACK_ONLY, Clip
from emo7_core.errors import UsageError
from emo7_core.labels.decision import Decision
from emo7_core.labels.export import (
    ExportRow,
    decisions_csv,
    decisions_json,
    golden_csv,
    golden_json,
    write_atomically,
)
from emo7_core.labels.log import to_decision
from emo7_core.labels.silver import compound
from emo7_core.labels.snapshot import human_carriers
from emo7_core.labels.soft_labels import soft_csv
from emo7_core.labels.sources import HUMAN_KINDS, Source
from emo7_core.project import Project
from emo7_core.storage.tables import decision

FORMATS = ("golden", "golden-json", "csv", "json", "soft")


def export_project(project: Project, out: Path, form: str) -> int:
    """Write a project's labels and return how many rows were written.

    Args:
        project: Whose labels.
        out: The file; it is written whole or not at all.
        form: One of FORMATS: the golden set, every decision, or the raters' distribution.

    Raises:
        UsageError: no such form, or nothing to write.
        StorageError: the disk refused.
    """
    if form not in FORMATS:
        raise UsageError(f"no format “{form}”", remedy=f"Choose one of {', '.join(FORMATS)}.")
    if form == "soft":
        return _export_soft(project, out)
    is_golden = form.startswith("golden")
    rows = golden_rows(project) if is_golden else decision_rows(project)
    if not rows:
        raise UsageError("nobody has decided anything yet", where=project.root)
    if is_golden:
        text = golden_json(rows) if form.endswith("json") else golden_csv(rows)
    else:
        text = decisions_json(rows) if form == "json" else decisions_csv(rows)
    write_atomically(out, text)
    return len(rows)


def _export_soft(project: Project, out: Path) -> int:
    text, count = soft_csv(project)
    if not count:
        raise UsageError("no rater has decided anything yet", where=project.root)
    write_atomically(out, text)
    return count


def decision_rows(project: Project) -> list[ExportRow]:
    """Return every entry of every person, oldest first."""
    clips, captions, people = _facts(project)
    return [
        _row(one, clips[one.clip_id], captions.get(one.clip_id), people[one.source_id])
        for one in _entries(project)
        if one.source_id in people and one.clip_id in clips
    ]


def golden_rows(project: Project) -> list[ExportRow]:
    """Return one row per clip that has a human value and a picture, in the order of import."""
    clips, captions, people = _facts(project)
    carriers = {one.uuid for one in human_carriers(project).values()}
    by_clip = {one.clip_id: one for one in _entries(project) if one.uuid in carriers}
    return [
        _row(by_clip[clip_id], clip, captions.get(clip_id), people[by_clip[clip_id].source_id])
        for clip_id, clip in clips.items()
        if clip_id in by_clip and clip.state != TRACK_ONLY
    ]


def _facts(project: Project) -> tuple[dict[int, Clip], dict[int, list[str]], dict[int, Source]]:
    clips = {c.id: c for c in project.catalog.all()}
    people = {source.id: source for source in project.sources.all(*HUMAN_KINDS)}
    return clips, project.catalog.captions(), people


def _entries(project: Project) -> list[Decision]:
    with project.database.read() as connection:
        rows = connection.execute(select(decision).order_by(decision.c.id))
        return [to_decision(row) for row in rows]


def _row(one: Decision, clip: Clip, captions: list[str] | None, person: Source) -> ExportRow:
    caption = captions[0] if captions else None
    decided_at: datetime = one.created_at
    return ExportRow(
        name=clip.name,
        value=one.value,
        rater=person.name,
        decided_at=decided_at,
        kind=one.kind,
        source_kind=person.kind,
        is_unsure=one.is_unsure,
        stage=one.stage,
        caption=caption,
        compound=None if caption is None else compound(caption),
        clip_key=clip.key,
        corpus=clip.corpus,
        signer=clip.signer,
        session=clip.session,
        split=clip.split,
        cues=one.cues,
        note=one.note,
        visible=one.visible,
        decisive_frame=one.decisive_frame,
        decision_uuid=one.uuid,
        supersedes=one.supersedes,
        target=one.target,
        round=one.round,
    )
