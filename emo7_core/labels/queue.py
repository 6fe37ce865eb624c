"""In which order a rater meets the clips, and why each is there.

What it is: a stable order: a clip that is added later does not move the others about; and the
queues that were stored for one rater, with seed, reasons, hidden repeats and control clips.
What it is not: a filter (that is the view's), who has labelled what (the log's), or the making of
a queue (queue_making.py).
Convention: a repeat is the same clip at a later place with a later `round`; its reason is that
of the first showing, so that nothing on the screen tells it. What the rater then decides belongs
to that round and is never the label (decision.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import Row, insert, select

from emo7_core.clips.clip import Clip
from emo7_core.labels.decision import now
from emo7_core.storage.database import Database
from emo7_core.storage.tables import assignment
from emo7_core.storage.tables import queue as table

MIXED, AS_IMPORTED = "mixed", "as imported"
ORDERS = (MIXED, AS_IMPORTED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of a stored queue.

    Attributes:
        position: From 0.
        clip_id: The clip.
        round: 0, or the number of the hidden repeat: what a decision made here belongs to.
        why: Why the clip is here; gives nothing away before the rater commits.
        detail: The figures behind it, for after the reveal; "" where there are none.
        is_control: No model is shown for this clip.
    """

    position: int
    clip_id: int
    round: int
    why: str
    detail: str
    is_control: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """An order that was stored for one rater.

    Attributes:
        id: Key within the project.
        source_id: The rater.
        order: One of queue_making.QUEUES.
        seed: Of all draws.
        details: Shares, target count, limit: with the seed and the same evidence they make
            the same queue again.
        hash: SHA-256 over the entries.
        created_at: ISO 8601, UTC.
        entries: In the order in which they are met.
    """

    id: int
    source_id: int
    order: str
    seed: int
    details: dict[str, Any]
    hash: str
    created_at: str
    entries: tuple[Entry, ...] = field(repr=False)

    @property
    def held_back(self) -> frozenset[int]:
        """Clips that come again: nothing is revealed of them before their repeat is decided.

        A repeat after a reveal would ask what the rater remembers of it.
        """
        return frozenset(one.clip_id for one in self.entries if one.round > 0)


def ordered(clips: Iterable[Clip], order: str = MIXED, seed: int = 7) -> list[Clip]:
    """Return the clips in the order in which they are to be seen.

    Args:
        clips: In the order of import.
        order: MIXED draws each clip's place from the seed and its id; AS_IMPORTED keeps it.
        seed: Recorded with the rater's work, so that the order can be made again.
    """
    if order == AS_IMPORTED:
        return list(clips)
    return sorted(clips, key=lambda clip: mixed_place(clip.id, seed))


def newest_queue(database: Database, source_id: int) -> Queue | None:
    """Return the queue that was made last for a rater, None if there is none."""
    mine = select(table).where(table.c.source_id == source_id).order_by(table.c.id.desc())
    with database.read() as connection:
        row = connection.execute(mine.limit(1)).first()
        if row is None:
            return None
        members = select(assignment).where(assignment.c.queue_id == row.id)
        rows = connection.execute(members.order_by(assignment.c.position))
        return _to_queue(row, tuple(_to_entry(one) for one in rows))


def control_clips(database: Database, source_id: int) -> frozenset[int]:
    """Return the clips of a rater's newest queue that are shown without any model."""
    found = newest_queue(database, source_id)
    return (
        frozenset(one.clip_id for one in found.entries if one.is_control) if found else frozenset()
    )


def store_queue(
    database: Database,
    source_id: int,
    order: str,
    seed: int,
    details: dict[str, Any],
    entries: Iterable[Entry],
) -> Queue:
    """Store an order for a rater in one transaction; earlier ones stay."""
    kept = tuple(entries)
    facts = {
        "source_id": source_id,
        "kind": order,
        "seed": seed,
        "details": details,
        "hash": entries_hash(kept),
        "created_at": now().isoformat(),
    }
    with database.write() as connection:
        connection.execute(insert(table).values(**facts))
        row = connection.execute(select(table).order_by(table.c.id.desc()).limit(1)).one()
        common = {"source_id": source_id, "seed": seed, "queue_id": row.id}
        connection.execute(insert(assignment), [common | _to_row(one) for one in kept])
    return _to_queue(row, kept)


def entries_hash(entries: Iterable[Entry]) -> str:
    """Return the SHA-256 of an order; the same queue made again has the same one."""
    told = [(one.clip_id, one.round, one.why, one.detail, one.is_control) for one in entries]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _to_row(one: Entry) -> dict[str, Any]:
    return {
        "position": one.position,
        "clip_id": one.clip_id,
        "round": one.round,
        "why": one.why,
        "detail": one.detail,
        "is_control": one.is_control,
    }


def _to_entry(row: Row[Any]) -> Entry:
    return Entry(
        row.position, row.clip_id, row.round, row.why, row.detail or "", bool(row.is_control)
    )


def _to_queue(row: Row[Any], entries: tuple[Entry, ...]) -> Queue:
    details = dict(row.details)
    return Queue(
        row.id, row.source_id, row.kind, row.seed, details, row.hash, row.created_at, entries
    )


def mixed_place(clip_id: int, seed: int) -> bytes:
    """Return a clip's place in the mixed order of a seed; smaller comes first."""
    return hashlib.blake2b(b"%d:%d" % (seed, clip_id), digest_size=8).digest()


def mixed(clip_ids: Sequence[int], seed: int) -> list[int]:
    """Return very many clips in the mixed order of a seed."""
    places = b"".join([mixed_place(one, seed) for one in clip_ids])
    # Eight bytes compare as the big-endian number that they are.
    order = np.argsort(np.frombuffer(places, dtype=">u8"), kind="stable")
    return np.asarray(clip_ids, dtype=np.int64)[order].tolist()
