"""The cameras of one clip: front, side and face close-up files, linked to the same clip.

What it is: the further files of a clip in clip_file, by their view.
What it is not: the clip's own picture: what is labelled, hashed and extracted is the view that
came first (catalog.py), which is the front wherever there is one.
Convention: a missing view is normal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert as insert_or

from emo7_core.storage.database import Database
from emo7_core.storage.tables import clip_file

FRONT, SIDE, FACE = VIEWS = ("front", "side", "face")


class Views:
    """The views of one project's clips.

    Args:
        database: The project's store.
        root: The project folder; files below it are stored relative to it.
    """

    def __init__(self, database: Database, root: Path) -> None:
        self._database = database
        self._root = root

    def add(self, told: Mapping[int, Iterable[tuple[str, Path]]]) -> int:
        """Link further files to clips in one transaction and return how many are new.

        A file that is not there, or belongs to a clip already, is passed over.

        Args:
            told: View and file, by clip id.
        """
        rows = [
            {
                "clip_id": clip_id,
                "path": stored_path(path, self._root),
                "size": path.stat().st_size,
                "modified": path.stat().st_mtime_ns,
                "view": view,
            }
            for clip_id, views in told.items()
            for view, path in views
            if path.is_file()
        ]
        with self._database.write() as connection:
            known = set(connection.scalars(select(clip_file.c.path)))
            fresh = [row for row in rows if row["path"] not in known]
            if fresh:
                connection.execute(insert_or(clip_file).on_conflict_do_nothing(), fresh)
        return len(fresh)

    def of_clip(self, clip_id: int) -> dict[str, Path]:
        """Return the newest file of each view of a clip, the front first."""
        mine = select(clip_file).where(clip_file.c.clip_id == clip_id).order_by(clip_file.c.id)
        with self._database.read() as connection:
            found = {row.view: self._root / row.path for row in connection.execute(mine)}
        return {view: found[view] for view in sorted(found, key=_place)}


def stored_path(path: Path, root: Path) -> str:
    """Return a file as the store names it: relative to the project folder where it is below."""
    absolute = path.absolute()
    if absolute.is_relative_to(root):
        return absolute.relative_to(root).as_posix()
    return absolute.as_posix()


def _place(view: str) -> tuple[int, str]:
    return (VIEWS.index(view) if view in VIEWS else len(VIEWS), view)
