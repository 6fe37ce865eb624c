"""One owner of the GPU at a time, for all emo7 windows and jobs of a person.

What it is: a lock that ends with its process, a note beside it that says who holds it, and a note
of each job that waits for it, so that live predictions can make room (GpuGuest).
What it is not: a guard against other programs.
Convention: jobs wait for the lock; a guest only takes it while nobody holds it or waits for it,
and gives it back when a job comes.
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
    return _owner(path.with_suffix(".json"))


def gpu_waiting(path: Path) -> tuple[GpuOwner, ...]:
    """Return the living jobs that wait for the GPU, in no order."""
    notes = (_owner(note) for note in path.parent.glob(f"{path.stem}.wait-*.json"))
    return tuple(one for one in notes if one is not None)


def _owner(note: Path) -> GpuOwner | None:
    try:
        owner = GpuOwner(**json.loads(note.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return owner if ProcessId(owner.pid, owner.create_time).is_alive() else None


def _note_of(name: str) -> dict[str, object]:
    me = this_process()
    since = datetime.now(UTC).isoformat(timespec="seconds")
    return asdict(GpuOwner(name, me.pid, me.create_time, since))


class GpuLock:
    """The right to use the GPU; a context manager.

    Args:
        path: The lock file, see `default_gpu_lock`.
        name: What others read as the owner.
        timeout: How long to wait for it, s; negative waits for ever.
    """

    def __init__(self, path: Path, name: str, timeout: float = -1) -> None:
        self._note = path.with_suffix(".json")
        self._wish = path.with_name(f"{path.stem}.wait-{os.getpid()}-{id(self)}.json")
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
        self._announce()
        try:
            self._lock.acquire(timeout=self._timeout)
        except Timeout:
            owner = gpu_owner(self._path)
            who = f"{owner.name} since {owner.since}" if owner else "another process"
            raise JobError(f"the GPU is used by {who}", remedy="Wait, or use the CPU.") from None
        finally:
            self._wish.unlink(missing_ok=True)
        write_json(self._note, _note_of(self._name))

    def _announce(self) -> None:
        """Let guests see that a job is coming."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_json(self._wish, _note_of(self._name))

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


class GpuGuest:
    """Uses the GPU only while no job wants it.

    Args:
        path: The lock file, see `default_gpu_lock`.
        name: What others read as the owner.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._note = path.with_suffix(".json")
        self._lock = FileLock(str(path))
        self._name = name

    @property
    def has_it(self) -> bool:
        """Whether the GPU is this guest's now."""
        return bool(self._lock.is_locked)

    def take(self) -> bool:
        """Take the GPU if nobody holds it or waits for it; return whether it is ours."""
        if self.has_it:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if gpu_waiting(self._path):
            return False
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        write_json(self._note, _note_of(self._name))
        return True

    def in_the_way_of(self) -> GpuOwner | None:
        """Return who holds the GPU or waits for it instead of us, None if nobody does."""
        if waiting := gpu_waiting(self._path):
            return waiting[0]
        return None if self.has_it else gpu_owner(self._path)

    def give_back(self) -> None:
        """Let the next one have it; giving it back twice does nothing."""
        if self.has_it:
            self._note.unlink(missing_ok=True)
            self._lock.release()
