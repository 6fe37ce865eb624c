"""The window's end of the jobs thread: asks the worker, and passes on what it says.

What it is: a QObject of the GUI thread that owns the thread; its signals arrive in the GUI
thread whatever they are connected to.
What it is not: the reading of job folders (jobs.py), or a view.
Convention: jobs are named by their ids.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from emo7_core.jobs.supervisor import Supervisor
from emo7_gui.workers.jobs import JobsWorker, start_following, stop_following

HEARD = ("watch", "submit", "stop_early", "cancel", "move", "retry", "resume", "refresh")


class JobsRoom(QObject):
    """The jobs of one project, followed elsewhere."""

    job_changed = Signal(object)  # JobSnapshot
    history_read = Signal(str, object)  # job id, tuple of the events before it was first seen
    event_told = Signal(str, object)  # job id, event
    submitted = Signal(str)  # job id
    queue_changed = Signal(object)  # ids of the waiting jobs, the next one first
    gpu_changed = Signal(object)  # GpuOwner, None where nobody has it
    scanned = Signal()  # all jobs of a folder that was just opened have been told
    failed = Signal(str, object)  # job id or "", exception

    _watch = Signal(object, bool)
    _submit = Signal(str, object, bool)
    _move = Signal(str, int)
    _retry = Signal(str, object)
    _resume = Signal(str)
    _stop_early = Signal(str)
    _cancel = Signal(str)
    _refresh = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        supervise: Callable[[Path], Supervisor] = Supervisor,
    ) -> None:
        super().__init__(parent)
        self._worker = JobsWorker(supervise)
        for name in (
            "job_changed",
            "history_read",
            "event_told",
            "submitted",
            "queue_changed",
            "gpu_changed",
            "scanned",
            "failed",
        ):
            getattr(self._worker, name).connect(getattr(self, name))
        self._thread = start_following(self._worker)
        for name in HEARD:
            getattr(self, f"_{name}").connect(getattr(self._worker, name))

    def watch(self, runs: Path, may_start: bool = True) -> None:
        """Follow a runs folder; a read-only window starts and buries no job."""
        self._watch.emit(runs, may_start)

    def submit(self, kind: str, config: Mapping[str, Any], is_next: bool = False) -> None:
        """Add a job to the queue; `submitted` or `failed` follows.

        Args:
            kind: What it does.
            config: The config as plain values.
            is_next: Whether it starts before the jobs that wait.
        """
        self._submit.emit(kind, dict(config), is_next)

    def move(self, job_id: str, position: int) -> None:
        """Move a waiting job; 0 is the next one to start. `queue_changed` follows."""
        self._move.emit(job_id, position)

    def retry(self, job_id: str, changes: Mapping[str, Any] | None = None) -> None:
        """Add a job like one that is over; `submitted` or `failed` follows."""
        self._retry.emit(job_id, dict(changes or {}))

    def resume(self, job_id: str) -> None:
        """Let a job that was stopped or failed go on."""
        self._resume.emit(job_id)

    def stop_early(self, job_id: str) -> None:
        """Ask a job to stop and keep its best model."""
        self._stop_early.emit(job_id)

    def cancel(self, job_id: str) -> None:
        """End a job's process, first asked, then forced."""
        self._cancel.emit(job_id)

    def refresh(self) -> None:
        """Look again now."""
        self._refresh.emit()

    def stop(self) -> None:
        """End the thread and wait for it; jobs go on."""
        stop_following(self._thread)

    @property
    def is_stopped(self) -> bool:
        """Whether the thread has ended."""
        return self._thread.isFinished()
