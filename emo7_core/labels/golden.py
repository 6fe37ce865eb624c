"""Golden versions: frozen, numbered, hashed snapshots of labels, with where each is from.

What it is: the only writer of the golden tables; a promotion is explicit and stays told.
What it is not: a live view of the labels (snapshot.py); a version never changes. To take a
promotion back, an earlier version is promoted again under a new number.
Convention: numbers count from 1. The hash is that of the label snapshot: target, content keys and
values; the same labels have the same hash whatever their number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from emo7_core.errors import UsageError
from emo7_core.labels.decision import now
from emo7_core.labels.snapshot import KINDS, TARGETS, human_carriers, labels_hash, take_snapshot
from emo7_core.project import Project
from emo7_core.storage.tables import clip, golden_member, golden_version


@dataclass(frozen=True, slots=True)
class Member:
    """One clip of a golden version.

    Attributes:
        clip_id: Key within the project.
        clip_key: Content hash.
        name: The clip's name.
        value: Index 0..6.
        signer: None where unknown.
        session: None where unknown.
        decision_uuid: The entry of the log that says so; None for a caption's class.
    """

    clip_id: int
    clip_key: str
    name: str
    value: int
    signer: str | None
    session: str | None
    decision_uuid: str | None


@dataclass(frozen=True, slots=True)
class GoldenVersion:
    """A frozen set of labels.

    Attributes:
        number: From 1.
        target: One of snapshot.TARGETS.
        hash: SHA-256 over target, keys and values, as it was promoted.
        note: Why it was promoted.
        created_at: ISO 8601, UTC.
        by: Who promoted it, "" where nobody said.
        restored: The number of the version that it brings back, None for a new snapshot.
        members: By clip id.
    """

    number: int
    target: str
    hash: str
    note: str
    created_at: str
    by: str
    restored: int | None
    members: tuple[Member, ...] = field(repr=False)

    @property
    def is_intact(self) -> bool:
        """Whether the members still give the hash of the promotion."""
        return labels_hash(self.target, {m.clip_key: m.value for m in self.members}) == self.hash


def promote(project: Project, target: str, note: str = "", by: str = "") -> GoldenVersion:
    """Freeze the labels of a target under the next number.

    Args:
        project: Whose labels.
        target: One of snapshot.TARGETS.
        note: Why.
        by: Who.

    Raises:
        UsageError: no such target, no label of it, or the newest version is the same already.
    """
    if target not in TARGETS:
        raise UsageError(f"no target “{target}”", remedy=f"Choose one of {', '.join(TARGETS)}.")
    snapshot = take_snapshot(project, target, has_pictures_only=True)
    if not snapshot.rows:
        raise UsageError(f"no clip has a label of the target {target} yet", where=project.root)
    uuids = _uuids(project, target)
    rows = [
        {"clip_id": row.clip_id, "value": row.value, "decision_uuid": uuids.get(row.clip_id)}
        for row in snapshot.rows
    ]
    return _store(project, target, snapshot.hash, note, {"by": by}, rows)


def promote_from(project: Project, number: int, note: str = "", by: str = "") -> GoldenVersion:
    """Bring an earlier version back, under the next number.

    Raises:
        UsageError: no such version, or it is the newest one.
    """
    earlier = read_version(project, number)
    rows = [
        {"clip_id": one.clip_id, "value": one.value, "decision_uuid": one.decision_uuid}
        for one in earlier.members
    ]
    details = {"by": by, "restored": number}
    return _store(project, earlier.target, earlier.hash, note, details, rows)


def versions(project: Project) -> list[GoldenVersion]:
    """Return every golden version, oldest first."""
    with project.database.read() as connection:
        statement = select(golden_version).order_by(golden_version.c.number)
        return [_read(connection, row) for row in connection.execute(statement).all()]


def read_version(project: Project, number: int | None = None) -> GoldenVersion:
    """Return one version, the newest one without a number.

    Raises:
        UsageError: there is none.
    """
    found = newest_version(project, number)
    if found is None:
        what = "no golden version yet" if number is None else f"no golden version {number}"
        raise UsageError(what, where=project.root, remedy="List them with: emo7 golden list")
    return found


def newest_version(project: Project, number: int | None = None) -> GoldenVersion | None:
    """Return the newest version, or the one of a number; None where there is none."""
    statement = select(golden_version).order_by(golden_version.c.number.desc()).limit(1)
    if number is not None:
        statement = statement.where(golden_version.c.number == number)
    with project.database.read() as connection:
        row = connection.execute(statement).first()
        return None if row is None else _read(connection, row)


def _uuids(project: Project, target: str) -> dict[int, str]:
    if target not in KINDS:
        return {}
    return {clip_id: one.uuid for clip_id, one in human_carriers(project, *KINDS[target]).items()}


def _store(
    project: Project,
    target: str,
    digest: str,
    note: str,
    details: Mapping[str, Any],
    rows: list[dict[str, Any]],
) -> GoldenVersion:
    newest_first = select(golden_version).order_by(golden_version.c.number.desc())
    with project.database.write() as connection:
        last = connection.execute(newest_first.limit(1)).first()
        if last is not None and last.hash == digest:
            raise UsageError(f"golden version {last.number} holds exactly these labels already")
        number = 1 if last is None else last.number + 1
        connection.execute(
            insert(golden_version).values(
                number=number,
                target=target,
                hash=digest,
                note=note,
                created_at=now().isoformat(),
                details=dict(details),
            )
        )
        row = connection.execute(newest_first.limit(1)).one()
        common = {"golden_version_id": row.id}
        connection.execute(insert(golden_member), [common | one for one in rows])
        return _read(connection, row)


def _read(connection: Connection, row: Row[Any]) -> GoldenVersion:
    facts = [clip.c[name] for name in ("key", "name", "signer", "session")]
    columns = select(golden_member, *facts).join(clip, clip.c.id == golden_member.c.clip_id)
    mine = columns.where(golden_member.c.golden_version_id == row.id)
    members = tuple(
        Member(
            one.clip_id, one.key, one.name, one.value, one.signer, one.session, one.decision_uuid
        )
        for one in connection.execute(mine.order_by(golden_member.c.clip_id))
    )
    details = row.details or {}
    return GoldenVersion(
        row.number,
        row.target,
        row.hash,
        row.note,
        row.created_at,
        str(details.get("by") or ""),
        details.get("restored"),
        members,
    )
