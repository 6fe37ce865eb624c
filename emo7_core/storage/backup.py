"""A copy of a project's store that can be opened on its own, taken while it is in use.

What it is: SQLite's own online backup, checked before it counts, with the oldest removed.
What it is not: a copy of clips or landmarks; those can be found or made again.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from emo7_core.errors import StorageError
from emo7_core.storage.database import BUSY_SECONDS

KEPT = 20


def backup(database: Path, folder: Path, kept: int = KEPT, patience: float = BUSY_SECONDS) -> Path:
    """Copy the store and return the copy.

    Args:
        database: The project's emo7.db.
        folder: Where the copies lie; made if it is not there.
        kept: How many copies stay; the oldest go first.
        patience: How long another program may hold the store, s.

    Raises:
        StorageError: the copy cannot be written or is not whole, or another program holds the
            store; earlier copies stay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = _free_name(folder, database.stem)
    partial = target.with_suffix(".partial")
    try:
        with (
            closing(sqlite3.connect(database, timeout=patience)) as source,
            closing(sqlite3.connect(partial)) as copy,
        ):
            source.backup(copy, progress=_give_up_after(patience))
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise StorageError(f"the copy is not whole: {verdict}", where=partial)
        partial.replace(target)
    except (sqlite3.Error, OSError) as error:
        raise StorageError(
            f"the backup failed: {error}", where=folder, remedy="The project is untouched."
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    for old in sorted(folder.glob(f"{database.stem}-*.db"))[:-kept]:
        old.unlink()
    return target


def _give_up_after(seconds: float) -> Callable[[int, int, int], None]:
    """Return what ends a copying that SQLite would try for ever."""
    end = time.monotonic() + seconds

    def look(status: int, left: int, pages: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > end:
            raise sqlite3.OperationalError("another program holds the store")

    return look


def is_due(folder: Path, every: timedelta = timedelta(days=1)) -> bool:
    """Return whether the newest copy in a folder is older than this, or there is none."""
    newest = max((copy.stat().st_mtime for copy in folder.glob("*.db")), default=0.0)
    return datetime.now().timestamp() - newest > every.total_seconds()


def _free_name(folder: Path, stem: str) -> Path:
    stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S-%f")
    return folder / f"{stem}-{stamp}.db"
