"""What a run has to tell a store, kept on disk until it is told.

What it is: `tracking.jsonl` of a folder, lines that are only ever added, and beside it
`tracking.json`, how far they were sent and to which run.
What it is not: the sending (tracking_replay.py).
Convention: paths inside the folder are written relative to it, so that a project can be moved.
Another store than the one before is told everything; a run that it knows already is told by the
spool's own id.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emo7_core.jobs.events import Event, append
from emo7_core.jobs.status import write_json

SPOOL = "tracking.jsonl"
PROGRESS = "tracking.json"
LOCK = "tracking.lock"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a spool was sent.

    Attributes:
        uri: To which store; "" for none yet.
        run_id: The run there, None before it was made.
        offset: Bytes of the spool that were sent.
    """

    uri: str = ""
    run_id: str | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Spool:
    """The records of one folder."""

    folder: Path

    @property
    def path(self) -> Path:
        """The file of records."""
        return self.folder / SPOOL

    def say(self, record: Event) -> None:
        """Add a record; its time is added."""
        append(self.path, record)

    def inside(self, path: Path) -> str:
        """Return how a path is written down."""
        one = path.absolute()
        root = self.folder.absolute()
        return one.relative_to(root).as_posix() if one.is_relative_to(root) else str(one)

    def progress(self, uri: str) -> Progress:
        """Return how far it was sent to a store, from the start where it never was."""
        path = self.folder / PROGRESS
        try:
            known = json.loads(path.read_text(encoding="utf-8"))
            found = Progress(str(known["uri"]), known["run_id"], int(known["offset"]))
        except (OSError, ValueError, KeyError, TypeError):
            return Progress(uri)
        return found if found.uri == uri else Progress(uri)

    def run_id(self) -> str | None:
        """Return the run that it was sent to last, None before that."""
        path = self.folder / PROGRESS
        try:
            found = json.loads(path.read_text(encoding="utf-8")).get("run_id")
        except (OSError, ValueError, AttributeError):
            return None
        return found if isinstance(found, str) else None

    def keep(self, progress: Progress) -> None:
        """Write down how far it was sent."""
        values: dict[str, Any] = {
            "run_id": progress.run_id,
            "offset": progress.offset,
            "uri": progress.uri,
        }
        write_json(self.folder / PROGRESS, values)

    def pending(self, offset: int) -> list[tuple[Event, int]]:
        """Return the whole records after an offset, each with the offset after it.

        A line that a full disk cut is passed over; those after it are not.
        """
        if not self.path.exists():
            return []
        found = []
        with self.path.open("rb") as file:
            file.seek(offset)
            for line in file:
                offset += len(line)
                record = _record(line)
                if record is not None:
                    found.append((record, offset))
        return found


def _record(line: bytes) -> Event | None:
    if not line.endswith(b"\n"):
        return None
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "do" in found else None
