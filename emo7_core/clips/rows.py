"""The rows that an import writes, many at a time.

What it is: the catalog's statements for new clips, for what is told of known ones, and for
captions; 30,000 clips are one short transaction, because people label meanwhile.
What it is not: a transaction; the catalog opens it (catalog.py).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from emo7_core.clips.clip import NEW
from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.decision import now
from emo7_core.storage.tables import caption, clip, clip_file

DESCRIBED = ("signer", "session", "split")
Told = tuple[int, ImportedClip]


def insert_clips(
    connection: Connection, found: Sequence[tuple[str, ImportedClip, os.stat_result]]
) -> list[int]:
    """Store new clips with their files and return their keys in the order given.

    Args:
        connection: An open transaction.
        found: Per clip its stored path, what is told of it, and the state of its file.
    """
    if not found:
        return []
    ids = connection.scalars(
        insert(clip).returning(clip.c.id, sort_by_parameter_order=True),
        [facts_of(one) for _, one, _ in found],
    ).all()
    files = [_file_row(clip_id, *file) for clip_id, file in zip(ids, found, strict=True)]
    connection.execute(insert(clip_file), files)
    return list(ids)


def facts_of(one: ImportedClip) -> dict[str, Any]:
    """Return the row of a new clip whose file was not read yet."""
    return {
        "name": one.name,
        "corpus": one.corpus,
        "signer": one.signer,
        "session": one.session,
        "split": one.split,
        "state": NEW,
        "message": "",
        "added_at": now().isoformat(),
    }


def complete_clips(connection: Connection, told: Iterable[Told]) -> None:
    """Fill in what an earlier import did not know; nothing known is overwritten."""
    pairs = list(told)
    known = _described(connection, {clip_id for clip_id, _ in pairs})
    for clip_id, one in pairs:
        facts = _missing_facts(known[clip_id], one)
        if facts:
            connection.execute(update(clip).where(clip.c.id == clip_id).values(**facts))
            known[clip_id] |= facts


def add_captions(connection: Connection, told: Iterable[Told]) -> None:
    """Add the captions that a clip does not have yet."""
    rows = [
        {"clip_id": clip_id, "text": one.caption, "corpus": one.corpus}
        for clip_id, one in told
        if one.caption
    ]
    if rows:
        connection.execute(insert_or(caption).on_conflict_do_nothing(), rows)


def _file_row(clip_id: int, path: str, one: ImportedClip, status: os.stat_result) -> dict[str, Any]:
    return {
        "clip_id": clip_id,
        "path": path,
        "size": status.st_size,
        "modified": status.st_mtime_ns,
        "view": one.view,
    }


def _described(connection: Connection, ids: set[int]) -> dict[int, dict[str, Any]]:
    columns = [clip.c[name] for name in ("id", "corpus", "name", *DESCRIBED)]
    rows = connection.execute(select(*columns)).mappings()
    return {row["id"]: dict(row) for row in rows if row["id"] in ids}


def _missing_facts(known: dict[str, Any], one: ImportedClip) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in DESCRIBED}
    facts = {k: v for k, v in told.items() if v is not None and known[k] is None}
    if known["corpus"] == "folder" and one.corpus != "folder":
        facts |= {"corpus": one.corpus, "name": one.name}
    return facts
