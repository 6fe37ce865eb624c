"""One owner of the GPU at a time, for all emo7 windows and jobs of a person.

What it is: a lock that ends with its process, and a note beside it that says who holds it.
What it is not: a guard against other programs.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from emo7_core.errors import JobError
from emo7_core.jobs.executors import ProcessId, this_process
from emo7_core.jobs.status import write_json


@dataclass(frozen=True, slots=True)
class GpuOwner:
    """Who holds the GPU.

    Attributes:
        name: What people read, e.g. a job's id.
        pid: Its process.
        create_time: When that process began, s since 1970.
        since: When it took the GPU, ISO 8601 in UTC.
    """

    name: str
    pid: int
    create_time: float
    since: str


def default_gpu_lock() -> Path:
    """Return the lock's place: one per person, not per project."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "emo7" / "gpu.lock"


def gpu_owner(path: Path) -> GpuOwner | None:
    """Return who holds the GPU, None if nobody living does."""
    try:
        owner = GpuOwner(**json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return owner if ProcessId(owner.pid, owner.create_time).is_alive() else None


class GpuLock:
    """The right to use the GPU; a context manager.

    Args:
        path: The lock file, see `default_gpu_lock`.
        name: What others read as the owner.
        timeout: How long to wait for it, s; negative waits for ever.
    """

    def __init__(self, path: Path, name: str, timeout: float = -1) -> None:
        self._note = path.with_suffix(".json")
        self._path = path
        self._lock = FileLock(str(path))
        self._name = name
        self._timeout = timeout

    def acquire(self) -> None:
        """Take it.

        Raises:
            JobError: another held it all the time; the message names the owner.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=self._timeout)
        except Timeout:
            owner = gpu_owner(self._path)
            who = f"{owner.name} since {owner.since}" if owner else "another process"
            raise JobError(f"the GPU is used by {who}", remedy="Wait, or use the CPU.") from None
        me = this_process()
        since = datetime.now(UTC).isoformat(timespec="seconds")
        write_json(self._note, asdict(GpuOwner(self._name, me.pid, me.create_time, since)))

    def release(self) -> None:
        """Give it back; giving it back twice does nothing."""
        if self._lock.is_locked:
            self._note.unlink(missing_ok=True)
            self._lock.release()

    def __enter__(self) -> GpuLock:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()
