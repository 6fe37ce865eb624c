"""The decision log of one rater: append-only, durable, with undo as further entries.

What it is: the only writer of human statements. Each call is one transaction.
What it is not: shared between threads; its owner is one writer.
Convention: undo, redo and revert append an entry that restores an earlier state; nothing is
ever changed or removed, so the undo stack is read back from the log after a restart.
A hidden repeat is an entry of a later round: undo reaches it, the label of round 0 never feels it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from emo7_core.errors import StorageError
from emo7_core.labels.decision import Decision, Draft
from emo7_core.labels.undo import UndoStack
from emo7_core.storage.database import Database
from emo7_core.storage.tables import decision as table


class DecisionLog:
    """What one source states, entry by entry.

    Args:
        database: The project's store.
        source_id: The rater (or consensus, or adjudication) who speaks.
    """

    def __init__(self, database: Database, source_id: int) -> None:
        self._database = database
        self.source_id = source_id
        self._stack = UndoStack()
        self._read_until = 0

    def append(self, draft: Draft) -> Decision:
        """Store a draft durably and return the entry; the same draft again changes nothing.

        Raises:
            StorageError: the store refused; nothing was kept, the draft can be tried again.
        """
        with self._database.write() as connection:
            known = self._find(connection, draft.uuid)
            if known is not None:
                return known
            before = self._newest(connection, draft.clip_id, draft.stage, draft.round)
            supersedes = None if before is None else before.uuid
            connection.execute(insert(table).values(**self._row(draft), supersedes=supersedes))
            stored = self._find(connection, draft.uuid)
        if stored is None:
            raise StorageError("the decision could not be read back", where=self._database.name)
        return stored

    def current(self, clip_id: int, stage: str, round: int = 0) -> Decision | None:
        """Return the entry that counts for a clip and stage, None if there never was one."""
        with self._database.read() as connection:
            return self._newest(connection, clip_id, stage, round)

    def currents(self, round: int = 0) -> list[Decision]:
        """Return the entry that counts for every clip and stage of this source, in one round."""
        newest = (
            select(func.max(table.c.id))
            .where(table.c.source_id == self.source_id, table.c.round == round)
            .group_by(table.c.clip_id, table.c.stage)
        )
        with self._database.read() as connection:
            rows = connection.execute(
                select(table).where(table.c.id.in_(newest)).order_by(table.c.id)
            )
            return [to_decision(row) for row in rows]

    def said(self) -> frozenset[tuple[int, int]]:
        """Return every clip with every value that this source ever stated of it, repeats not."""
        mine = (table.c.source_id == self.source_id) & (table.c.round == 0)
        stated = select(table.c.clip_id, table.c.value).where(mine, table.c.value.is_not(None))
        with self._database.read() as connection:
            rows = connection.execute(stated.distinct())
            return frozenset((row.clip_id, row.value) for row in rows)

    def history(self, clip_id: int) -> list[Decision]:
        """Return every entry of this source about a clip, oldest first."""
        mine = (table.c.source_id == self.source_id) & (table.c.clip_id == clip_id)
        with self._database.read() as connection:
            rows = connection.execute(select(table).where(mine).order_by(table.c.id))
            return [to_decision(row) for row in rows]

    def undo_target(self) -> Decision | None:
        """Return the action that undo would take back, None if there is none left."""
        return self._by_uuid(self._updated_stack().undoable)

    def redo_target(self) -> Decision | None:
        """Return the action that redo would bring back, None if there is none."""
        return self._by_uuid(self._updated_stack().redoable)

    def undo_draft(self) -> Draft | None:
        """Return the entry that takes the latest action back, ready to append."""
        target = self.undo_target()
        if target is None:
            return None
        before = self._by_uuid(target.supersedes)
        return _restoring(target, before, "undo", target.uuid)

    def redo_draft(self) -> Draft | None:
        """Return the entry that brings the last undone action back, ready to append."""
        target = self.redo_target()
        return None if target is None else _restoring(target, target, "redo", target.uuid)

    def revert_draft(self, uuid: str) -> Draft:
        """Return the entry that makes an earlier entry count again.

        Raises:
            StorageError: this source never made such an entry.
        """
        target = self._by_uuid(uuid)
        if target is None or target.source_id != self.source_id:
            raise StorageError(f"no entry {uuid} of this rater", where=self._database.name)
        return _restoring(target, target, "revert", uuid)

    def _updated_stack(self) -> UndoStack:
        columns = select(table.c.id, table.c.uuid, table.c.kind, table.c.target)
        mine = (table.c.source_id == self.source_id) & (table.c.id > self._read_until)
        with self._database.read() as connection:
            for row in connection.execute(columns.where(mine).order_by(table.c.id)):
                self._stack.add(row.uuid, row.kind, row.target)
                self._read_until = row.id
        return self._stack

    def _by_uuid(self, uuid: str | None) -> Decision | None:
        if uuid is None:
            return None
        with self._database.read() as connection:
            return self._find(connection, uuid)

    def _find(self, connection: Connection, uuid: str) -> Decision | None:
        row = connection.execute(select(table).where(table.c.uuid == uuid)).first()
        return None if row is None else to_decision(row)

    def _newest(
        self, connection: Connection, clip_id: int, stage: str, round: int
    ) -> Decision | None:
        mine = (
            (table.c.source_id == self.source_id)
            & (table.c.clip_id == clip_id)
            & (table.c.stage == stage)
            & (table.c.round == round)
        )
        newest = select(table).where(mine).order_by(table.c.id.desc()).limit(1)
        row = connection.execute(newest).first()
        return None if row is None else to_decision(row)

    def _row(self, draft: Draft) -> dict[str, Any]:
        return {
            "uuid": draft.uuid,
            "clip_id": draft.clip_id,
            "source_id": self.source_id,
            "kind": draft.kind,
            "value": draft.value,
            "is_unsure": draft.is_unsure,
            "cues": list(draft.cues),
            "note": draft.note,
            "decisive_frame": draft.decisive_frame,
            "stage": draft.stage,
            "visible": list(draft.visible),
            "created_at": draft.created_at.isoformat(),
            "target": draft.target,
            "round": draft.round,
        }


def _restoring(target: Decision, state: Decision | None, kind: str, uuid: str) -> Draft:
    empty = Draft(clip_id=target.clip_id, value=None, stage=target.stage, round=target.round)
    if state is not None:
        empty = replace(
            empty,
            value=state.value,
            is_unsure=state.is_unsure,
            cues=state.cues,
            note=state.note,
            decisive_frame=state.decisive_frame,
            visible=state.visible,
        )
    return replace(empty, kind=kind, target=uuid)


def to_decision(row: Row[Any]) -> Decision:
    """Make the frozen value of a row of the decision table."""
    return Decision(
        id=row.id,
        uuid=row.uuid,
        clip_id=row.clip_id,
        source_id=row.source_id,
        kind=row.kind,
        value=row.value,
        is_unsure=row.is_unsure,
        cues=tuple(row.cues),
        note=row.note,
        decisive_frame=row.decisive_frame,
        stage=row.stage,
        visible=tuple(row.visible),
        created_at=datetime.fromisoformat(row.created_at),
        supersedes=row.supersedes,
        target=row.target,
        round=row.round,
    )
