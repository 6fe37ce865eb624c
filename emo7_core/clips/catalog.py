"""The clips of one project: what there is, where it lies, what its captions say.

What it is: the only writer of the clip, clip_file and caption tables.
What it is not: able to play a clip; identify.py reads files and reports back here.
Convention: importing stores rows at once and reads no file; identification follows, in the
background or when a clip is opened.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from stat import S_ISREG
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from emo7_core.bulk import without_collecting
from emo7_core.clips.clip import MISSING, NEW, TRACK_ONLY, Clip
from emo7_core.clips.rows import DESCRIBED, add_captions, complete_clips, facts_of, insert_clips
from emo7_core.clips.table import COLUMNS, ClipTable
from emo7_core.clips.views import FRONT, stored_path
from emo7_core.corpora.imported import ImportedClip
from emo7_core.errors import UsageError
from emo7_core.storage.database import Database
from emo7_core.storage.tables import (
    assignment,
    caption,
    clip,
    clip_file,
    decision,
    guess,
    reveal,
    tier,
)


@dataclass(frozen=True, slots=True)
class Added:
    """What one import did.

    Attributes:
        new: Keys of clips that were not known before.
        known: Keys of clips that were, by path.
        without_file: Names of rows whose clip is not on this disk.
        ids: Every clip of the import by name, new and known.
    """

    new: tuple[int, ...]
    known: tuple[int, ...]
    without_file: tuple[str, ...]
    ids: Mapping[str, int]


class Catalog:
    """The clips of one project.

    Args:
        database: The project's store.
        root: The project folder; files below it are stored relative to it.
    """

    def __init__(self, database: Database, root: Path) -> None:
        self._database = database
        self._root = root

    def add(self, clips: Iterable[ImportedClip]) -> Added:
        """Store what a corpus reading found, in one transaction."""
        given = [(one, self._file_of(one)) for one in clips]
        absent = tuple(one.name for one, file in given if file is None)
        found = [(file[0], one, file[1]) for one, file in given if file is not None]
        with self._database.write() as connection:
            paths = {row.path: row.clip_id for row in connection.execute(select(clip_file))}
            # One file may be named twice: its first row makes the clip.
            first = {file[0]: file for file in reversed(found)}
            fresh = [file for file in found if file[0] not in paths and first[file[0]] is file]
            new = insert_clips(connection, fresh)
            paths |= {file[0]: clip_id for file, clip_id in zip(fresh, new, strict=True)}
            told = [(paths[stored], one) for stored, one, _ in found]
            complete_clips(connection, told)
            add_captions(connection, told)
        ids = {one.name: clip_id for clip_id, one in told}
        known = dict.fromkeys(clip_id for clip_id, _ in told).keys() - set(new)
        return Added(tuple(new), tuple(sorted(known)), absent, ids)

    def complete(self, told: Iterable[tuple[int, ImportedClip]]) -> None:
        """Add what rows tell of clips that are here already, in one transaction.

        Captions are added; signer, session, split and corpus are filled in where they are
        unknown. Nothing known is overwritten.
        """
        rows = list(told)
        with self._database.write() as connection:
            complete_clips(connection, rows)
            add_captions(connection, rows)

    def add_track_only(self, one: ImportedClip, frame_count: int) -> Clip:
        """Store a clip that has landmarks but no picture; its key is made from its name."""
        key = hashlib.sha256(f"track only: {one.corpus} {one.name}".encode()).hexdigest()
        with self._database.write() as connection:
            facts = {"key": key, "state": TRACK_ONLY, "frame_count": frame_count}
            connection.execute(insert(clip).values(**facts_of(one) | facts))
        stored = self.by_key(key)
        assert stored is not None
        return stored

    def all(self) -> list[Clip]:
        """Return every clip in the order of import."""
        with self._database.read() as connection:
            return self._clips(connection, _SELECT.order_by(clip.c.id))

    def table(self) -> ClipTable:
        """Return what a list shows of every clip with a picture, without an object for each."""
        columns = [clip.c[name] for name in COLUMNS]
        shown = select(*columns).where(clip.c.state != TRACK_ONLY).order_by(clip.c.id)
        with self._database.read() as connection, without_collecting():
            return ClipTable(self._database.tuples(connection, shown), self.between)

    def between(self, first: int, last: int) -> list[Clip]:
        """Return the clips whose ids are between two, both included, in the order of import."""
        with self._database.read() as connection:
            some = _SELECT.where(clip.c.id.between(first, last)).order_by(clip.c.id)
            return self._clips(connection, some)

    def has_state(self, state: str) -> bool:
        """Return whether some clip is in a state."""
        with self._database.read() as connection:
            one = select(clip.c.id).where(clip.c.state == state).limit(1)
            return connection.execute(one).first() is not None

    def get(self, clip_id: int) -> Clip:
        """Return one clip.

        Raises:
            UsageError: this project has no such clip.
        """
        with self._database.read() as connection:
            found = self._clips(connection, _SELECT.where(clip.c.id == clip_id))
        if not found:
            raise UsageError(f"this project has no clip {clip_id}")
        return found[0]

    def by_name(self, name: str) -> Clip | None:
        """Return the clip of this name (with or without .mp4), None if there is none."""
        found = self.named(name)
        return found[0] if found else None

    def named(self, name: str) -> list[Clip]:
        """Return every clip of this name (with or without .mp4): files may share one."""
        names = {name, name.removesuffix(".mp4")}
        with self._database.read() as connection:
            return self._clips(connection, _SELECT.where(clip.c.name.in_(names)))

    def by_key_start(self, start: str) -> list[Clip]:
        """Return the clips whose content key begins so."""
        alike = clip.c.key.startswith(start, autoescape=True)
        with self._database.read() as connection:
            return self._clips(connection, _SELECT.where(alike))

    def files(self) -> dict[str, int]:
        """Return the clip of every file that was ever imported, by `views.stored_path`."""
        known = select(clip_file.c.path, clip_file.c.clip_id)
        with self._database.read() as connection, without_collecting():
            rows = self._database.tuples(connection, known)
            return {row[0]: row[1] for row in rows}

    def by_key(self, key: str) -> Clip | None:
        """Return the clip with this content, None if there is none."""
        with self._database.read() as connection:
            found = self._clips(connection, _SELECT.where(clip.c.key == key))
        return found[0] if found else None

    def unidentified(self) -> list[Clip]:
        """Return the clips whose file was not read yet."""
        with self._database.read() as connection:
            statement = _SELECT.where(clip.c.state == NEW).order_by(clip.c.id)
            return self._clips(connection, statement)

    def captions(self) -> dict[int, list[str]]:
        """Return the captions of every clip that has one."""
        found: dict[int, list[str]] = {}
        told = select(caption.c.clip_id, caption.c.text).order_by(caption.c.id)
        with self._database.read() as connection, without_collecting():
            for clip_id, text in self._database.tuples(connection, told):
                found.setdefault(clip_id, []).append(text)
        return found

    def captions_of(self, clip_id: int) -> list[str]:
        """Return the captions of one clip, oldest first."""
        mine = select(caption.c.text).where(caption.c.clip_id == clip_id).order_by(caption.c.id)
        with self._database.read() as connection:
            return [row.text for row in connection.execute(mine)]

    def record(self, clip_id: int, **facts: Any) -> None:
        """Store facts of a clip (state, message, duration, face_share, ...)."""
        with self._database.write() as connection:
            connection.execute(update(clip).where(clip.c.id == clip_id).values(**facts))

    def record_identity(self, clip_id: int, key: str, **facts: Any) -> int:
        """Store the content key of a clip and return its id.

        Where a clip with this content is known already (a moved or copied file), the file
        and its captions join that clip, whose id is returned.
        """
        with self._database.write() as connection:
            same = connection.execute(select(clip.c.id).where(clip.c.key == key)).scalar()
            if same is None or same == clip_id:
                connection.execute(
                    update(clip).where(clip.c.id == clip_id).values(key=key, **facts)
                )
                return clip_id
            _merge(connection, clip_id, int(same))
            connection.execute(update(clip).where(clip.c.id == same).values(**facts))
            return int(same)

    def mark_missing(self, clip_id: int) -> None:
        """Say that no known file of a clip exists any more."""
        self.record(clip_id, state=MISSING, message="the file is not where it was")

    def count(self) -> int:
        """Return the number of clips."""
        with self._database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(clip)).scalar_one())

    def _clips(self, connection: Connection, statement: Any) -> list[Clip]:
        rows = connection.execute(statement).all()
        files = select(clip_file.c.clip_id, clip_file.c.path, clip_file.c.view)
        files = files.order_by(clip_file.c.view != FRONT, clip_file.c.id)
        if len(rows) < 100:
            files = files.where(clip_file.c.clip_id.in_([row[0] for row in rows]))
        paths: dict[int, str] = {}
        several: dict[int, list[str]] = {}
        main: dict[int, str] = {}
        for clip_id, path, view in connection.execute(files):
            # Another view of a clip is never its picture, even where its own file is gone.
            if main.setdefault(clip_id, view) != view:
                continue
            if clip_id in paths:
                several.setdefault(clip_id, [paths[clip_id]]).append(path)
            paths[clip_id] = path
        for clip_id, candidates in several.items():
            paths[clip_id] = self._first_existing(candidates)
        root = f"{self._root}/"
        with without_collecting():
            return [_to_clip(row, _placed(root, paths.get(row[0]))) for row in rows]

    def _first_existing(self, candidates: list[str]) -> str:
        for path in reversed(candidates):
            if (self._root / path).exists():
                return path
        return candidates[-1]

    def _file_of(self, one: ImportedClip) -> tuple[str, os.stat_result] | None:
        """Return the stored path of a clip's file and its state, None where there is none."""
        if one.path is None:
            return None
        try:
            status = one.path.stat()
        except OSError:
            return None
        return (stored_path(one.path, self._root), status) if S_ISREG(status.st_mode) else None


# The fields of Clip in their order; `file` stands between session and state.
_BEFORE_FILE = 6
_COLUMNS = [clip.c[field.name] for field in fields(Clip) if field.name != "file"]
_SELECT = select(*_COLUMNS)


def _to_clip(row: Sequence[Any], file: str | None) -> Clip:
    return Clip(*row[:_BEFORE_FILE], file, *row[_BEFORE_FILE:])  # type: ignore[call-arg]


def _placed(root: str, path: str | None) -> str | None:
    return path if path is None or path.startswith("/") or ":" in path[:3] else root + path


def _described(*ids: int) -> Select[Any]:
    return select(clip).where(clip.c.id.in_(ids))


def _merge(connection: Connection, provisional: int, known: int) -> None:
    """Move all that points at a provisional clip, and what it knew, to the known clip."""
    rows = {row.id: row for row in connection.execute(_described(provisional, known))}
    told, mine = rows[provisional], rows[known]
    facts = {name: getattr(told, name) for name in DESCRIBED if getattr(mine, name) is None}
    if facts:
        connection.execute(update(clip).where(clip.c.id == known).values(**facts))
    moved = caption.c.text.in_(select(caption.c.text).where(caption.c.clip_id == known))
    connection.execute(delete(caption).where(caption.c.clip_id == provisional, moved))
    for table in (clip_file, caption, decision, guess, reveal, tier, assignment):
        connection.execute(
            update(table).where(table.c.clip_id == provisional).values(clip_id=known)
        )
    connection.execute(delete(clip).where(clip.c.id == provisional))
