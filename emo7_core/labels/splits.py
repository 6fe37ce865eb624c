"""Splits of a project's clips into train, val and test that keep groups apart, stored.

What it is: seeded, named, hashed splits by signer, session or clip.
What it is not: the split that a single training draws for itself (training/split.py; both choose
with group_choice.py), or the corpora's own ones (clip.split).
Conventions: identified clips alone. A name is one group in every corpus, since clips of one signer
may come in by a sheet and by a folder. In a corpus whose signers nobody knows, sessions are kept
apart instead, and where these are not known either, clips; the split says so. Where only some of
a corpus are unknown, they stand together, since they may be one person's.
A stored split never changes: another one gets another name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

import numpy as np
from sqlalchemy import Connection, Row, insert, select

from emo7_core.clips.clip import Clip
from emo7_core.errors import UsageError
from emo7_core.labels.decision import now
from emo7_core.labels.group_choice import Table, choose
from emo7_core.labels.snapshot import human_values
from emo7_core.project import Project
from emo7_core.scale import K
from emo7_core.storage.tables import split as table
from emo7_core.storage.tables import split_member

By = Literal["signer", "session", "clip"]
KINDS: tuple[By, ...] = ("signer", "session", "clip")
TRAIN, VAL, TEST = PARTS = ("train", "val", "test")
SHARES = (0.8, 0.1, 0.1)
UNKNOWN = "(unknown)"


@dataclass(frozen=True, slots=True)
class StoredSplit:
    """A named split.

    Attributes:
        name: Unique within the project.
        by: What was asked to be kept apart.
        apart: What is kept apart in each corpus; may be finer than asked.
        shares: Of train, val and test, as asked.
        seed: Of the choice.
        hash: SHA-256 over content keys and parts.
        created_at: ISO 8601, UTC.
        parts: Part by clip id.
    """

    name: str
    by: str
    apart: dict[str, str]
    shares: tuple[float, float, float]
    seed: int
    hash: str
    created_at: str
    parts: dict[int, str] = field(repr=False)


def make_split(
    project: Project,
    name: str,
    by: str = "signer",
    shares: Sequence[float] = SHARES,
    seed: int = 42,
) -> StoredSplit:
    """Split the identified clips, store the split and return it.

    Args:
        project: Whose clips.
        name: A new name.
        by: One of KINDS.
        shares: Of train, val and test; they add to 1, val or test may be 0.
        seed: The same seed gives the same split of the same clips and labels.

    Raises:
        UsageError: the name is taken, the shares make no sense, or there are too few groups.
    """
    checked = _checked(name, by, shares)
    clips = sorted((c for c in project.catalog.all() if c.key), key=lambda c: c.key or "")
    if not clips:
        raise UsageError("no clip was read yet: there is nothing to split", where=project.root)
    groups, apart = groups_of(clips, cast("By", by))
    values = human_values(project)
    targets = np.array([values.get(clip.id, K) for clip in clips])
    parts = assign(np.array(groups), targets, checked, seed)
    details = {"by": by, "apart": apart, "shares": list(checked), "seed": seed}
    return _store(project, name, details, clips, parts)


def read_split(project: Project, name: str) -> StoredSplit:
    """Return a stored split.

    Raises:
        UsageError: there is none of this name.
    """
    with project.database.read() as connection:
        row = connection.execute(select(table).where(table.c.name == name)).first()
        if row is not None:
            return _read(connection, row)
        known = connection.execute(select(table.c.name).order_by(table.c.id)).scalars().all()
    raise UsageError(f"no split “{name}”", remedy=f"Known: {', '.join(known) or 'none yet'}.")


def split_names(project: Project) -> list[str]:
    """Return the names of all stored splits, oldest first."""
    with project.database.read() as connection:
        return list(connection.execute(select(table.c.name).order_by(table.c.id)).scalars())


def groups_of(clips: Sequence[Clip], by: By) -> tuple[list[str], dict[str, str]]:
    """Return the group of each clip, and what is kept apart in each corpus."""
    apart: dict[str, str] = {}
    for corpus in dict.fromkeys(clip.corpus for clip in clips):
        mine = [clip for clip in clips if clip.corpus == corpus]
        kinds = KINDS[KINDS.index(by) :]
        apart[corpus] = next(kind for kind in kinds if any(_named(c, kind) for c in mine))
    return [_group(clip, apart[clip.corpus]) for clip in clips], apart


def _group(clip: Clip, kind: str) -> str:
    name = _named(clip, kind)
    return f"{kind}\n{name}" if name else f"{kind}\n{UNKNOWN}\n{clip.corpus}"


def assign(groups: Table, targets: Table, shares: tuple[float, float, float], seed: int) -> Table:
    """Return (N,) parts, no group in two of them.

    Test is chosen first, then val from what is left, both by group_choice.choose.

    Args:
        groups: (N,) names.
        targets: (N,) classes from 0.
        shares: Of train, val and test.
        seed: Of the choice.

    Raises:
        UsageError: there are fewer groups than parts.
    """
    parts = np.full(len(groups), TRAIN, dtype="<U5")
    left = np.ones(len(groups), dtype=bool)
    for part, share in ((TEST, shares[2]), (VAL, shares[1])):
        if not share:
            continue
        if len(np.unique(groups[left])) < 2:
            raise UsageError(
                f"{_many(len(np.unique(groups)))} too few to fill every part at these shares",
                remedy="Split by something finer (session, clip), or set a share to 0.",
            )
        rest = 1.0 if part == TEST else shares[0] + shares[1]
        chosen = choose(groups[left], targets[left], share / rest, seed)
        parts[np.flatnonzero(left)[chosen]] = part
        left = parts == TRAIN
    return parts


def _named(clip: Clip, kind: str) -> str | None:
    return clip.key if kind == "clip" else getattr(clip, kind)


def _checked(name: str, by: str, shares: Sequence[float]) -> tuple[float, float, float]:
    if not name.strip():
        raise UsageError("a split needs a name")
    if by not in KINDS:
        raise UsageError(f"no kind of group “{by}”", remedy=f"Choose one of {', '.join(KINDS)}.")
    if len(shares) != len(PARTS) or abs(sum(shares) - 1) > 1e-6 or min(shares) < 0:
        raise UsageError(
            f"shares must be three numbers that add to 1, not {list(shares)}",
            remedy="For example .8,.1,.1 for train, val and test.",
        )
    if not shares[0] or shares[0] == 1:
        raise UsageError("a split needs clips to train on and clips that are held out")
    return float(shares[0]), float(shares[1]), float(shares[2])


def _store(
    project: Project, name: str, details: dict[str, Any], clips: Sequence[Clip], parts: Table
) -> StoredSplit:
    told = json.dumps([[clip.key, part] for clip, part in zip(clips, parts.tolist(), strict=True)])
    row = {
        "name": name,
        "details": details,
        "hash": hashlib.sha256(told.encode()).hexdigest(),
        "created_at": now().isoformat(),
    }
    with project.database.write() as connection:
        if connection.execute(select(table.c.id).where(table.c.name == name)).first():
            raise UsageError(f"there is a split “{name}” already", remedy="Choose another name.")
        connection.execute(insert(table).values(**row))
        stored = connection.execute(select(table).where(table.c.name == name)).one()
        connection.execute(
            insert(split_member),
            [
                {"split_id": stored.id, "clip_id": clip.id, "part": part}
                for clip, part in zip(clips, parts.tolist(), strict=True)
            ],
        )
        return _read(connection, stored)


def _read(connection: Connection, row: Row[Any]) -> StoredSplit:
    mine = select(split_member).where(split_member.c.split_id == row.id)
    details = row.details
    return StoredSplit(
        row.name,
        details["by"],
        dict(details["apart"]),
        cast("tuple[float, float, float]", tuple(details["shares"])),
        details["seed"],
        row.hash,
        row.created_at,
        {one.clip_id: one.part for one in connection.execute(mine)},
    )


def _many(groups: int) -> str:
    return "1 group is" if groups == 1 else f"{groups} groups are"
