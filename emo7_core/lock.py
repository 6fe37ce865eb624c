"""One writer per project: a lock that names who holds it.

What it is: an operating-system lock that ends with its process, and a note beside it.
What it is not: a guard of the database (SQLite guards itself); it keeps two people or two
windows from labelling as one rater at the same time.
"""

from __future__ import annotations

import getpass
import json
import os
import socket
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from emo7_core.errors import ProjectLockedError
from emo7_core.labels.decision import now


class ProjectLock:
    """The right to label in a project.

    Args:
        path: The lock file; a note with the holder stands beside it.
    """

    def __init__(self, path: Path) -> None:
        self._lock = FileLock(str(path))
        self._note = path.with_suffix(".json")

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            ProjectLockedError: somebody holds it; the message says who and since when.
        """
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise ProjectLockedError(
                f"this project is open in another window ({self._holder()})",
                where=self._note.parent,
                remedy="Close it there, or look at it read only here.",
            ) from None
        note = {"user": _user(), "host": socket.gethostname(), "process": os.getpid()}
        self._note.write_text(json.dumps(note | {"since": now().isoformat()}), encoding="utf-8")

    def release(self) -> None:
        """Give the lock back; giving it back twice does nothing."""
        if self._lock.is_locked:
            self._note.unlink(missing_ok=True)
            self._lock.release()

    def _holder(self) -> str:
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            since = datetime.fromisoformat(note["since"]).astimezone()
            return f"{note['user']} on {note['host']}, since {since:%d %b %H:%M}"
        except (OSError, ValueError, KeyError):
            return "holder unknown"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"
