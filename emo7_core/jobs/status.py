"""The state of a job: one small file that is always whole.

What it is: `status.json`, replaced atomically, changed only under the job's lock.
What it is not: the job's history (events.py).
Convention: a job goes waiting -> starting -> running -> stopping -> ended | stopped | failed,
may leave steps out, and never goes back; a change that would go back is not made. The one
exception is `reopen`: a job that was stopped or failed waits once more.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock

from emo7_core.errors import JobError

State = Literal["waiting", "starting", "running", "stopping", "ended", "stopped", "failed"]
ORDER: dict[str, int] = {"waiting": 0, "starting": 1, "running": 2, "stopping": 3}
FINAL = frozenset({"ended", "stopped", "failed"})
LOCK_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of a job now.

    Attributes:
        state: Where it stands.
        pid: Its process, None before it has one.
        pid_create_time: When that process began, s since 1970: a pid alone is used again.
        epoch: The last whole epoch, from 1; 0 before.
        epochs: At most this many.
        best: Best validation score so far, None before there is one.
        best_epoch: Its epoch.
        message: What a person should know: why it failed, what it does.
        updated: When this was written, ISO 8601 in UTC.
        remedy: What to do about a failure, a full sentence; "" if nobody knows.
        suggestion: What to change in the config for another try, e.g. {"batch_size": 16}.
        resumed: How often it was taken up again.
        host: The computer its process runs on, "" before it has one.
    """

    state: State = "waiting"
    pid: int | None = None
    pid_create_time: float | None = None
    epoch: int = 0
    epochs: int = 0
    best: float | None = None
    best_epoch: int | None = None
    message: str = ""
    updated: str = ""
    remedy: str = ""
    suggestion: dict[str, Any] = field(default_factory=dict)
    resumed: int = 0
    host: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in FINAL

    @property
    def is_active(self) -> bool:
        """Whether a process should be alive for it."""
        return not self.is_over and self.state != "waiting"


def read_status(folder: Path) -> Status:
    """Return the status of a job folder.

    Raises:
        JobError: there is none, or it cannot be read.
    """
    path = folder / "status.json"
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        known = {one.name for one in fields(Status)}
        return Status(**{name: value for name, value in values.items() if name in known})
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise JobError(f"the state of the job cannot be read: {error}", where=path) from error


def change_status(folder: Path, change: Callable[[Status], Status | None]) -> Status:
    """Change the status under the job's lock and return what now holds.

    Args:
        folder: The job folder.
        change: Gives the new status for the present one, or None to leave it.
    """
    with FileLock(str(folder / "status.lock"), timeout=LOCK_SECONDS):
        before = read_status(folder)
        after = change(before)
        if after is None or not _may_follow(before, after):
            return before
        return _write(folder, after)


def reopen(folder: Path, prepare: Callable[[], None] = lambda: None) -> Status:
    """Let a job that was stopped or failed wait once more and return its status.

    Args:
        folder: The job folder.
        prepare: Called under the lock before the job waits.

    Raises:
        JobError: it is not over, or it ended and has nothing left to do.
    """
    with FileLock(str(folder / "status.lock"), timeout=LOCK_SECONDS):
        before = read_status(folder)
        if not before.is_over:
            raise JobError(f"the job is {before.state}: only one that is over can be resumed")
        if before.state == "ended":
            raise JobError("the job did all it was asked to", remedy="Retry makes a new one of it.")
        prepare()
        again = replace(before, state="waiting", pid=None, pid_create_time=None, message="")
        return _write(folder, replace(again, remedy="", suggestion={}, resumed=before.resumed + 1))


def _write(folder: Path, status: Status) -> Status:
    status = replace(status, updated=datetime.now(UTC).isoformat(timespec="milliseconds"))
    write_json(folder / "status.json", asdict(status))
    return status


def update_status(folder: Path, **values: Any) -> Status:
    """Set fields of the status; nothing happens where the job is already over."""
    return change_status(folder, lambda status: replace(status, **values))


def _may_follow(before: Status, after: Status) -> bool:
    if before.is_over:
        return False
    return after.is_over or ORDER[after.state] >= ORDER[before.state]


def write_json(path: Path, values: object) -> None:
    """Replace a JSON file so that a reader sees the old or the new one, never a part."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("w", encoding="utf-8") as file:
            json.dump(values, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        # On a full disk the draft itself would be in the way of the next try.
        draft.unlink(missing_ok=True)
        raise
