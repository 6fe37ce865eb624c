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


class JobsRoom(QObject):
    """The jobs of one project, followed elsewhere."""

    job_changed = Signal(object)  # JobSnapshot
    history_read = Signal(str, object)  # job id, tuple of the events before it was first seen
    event_told = Signal(str, object)  # job id, event
    submitted = Signal(str)  # job id
    scanned = Signal()  # all jobs of a folder that was just opened have been told
    failed = Signal(str, object)  # job id or "", exception

    _watch = Signal(object, bool)
    _submit = Signal(str, object)
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
            "scanned",
            "failed",
        ):
            getattr(self._worker, name).connect(getattr(self, name))
        self._thread = start_following(self._worker)
        for name in ("watch", "submit", "stop_early", "cancel", "refresh"):
            getattr(self, f"_{name}").connect(getattr(self._worker, name))

    def watch(self, runs: Path, may_start: bool = True) -> None:
        """Follow a runs folder; a read-only window starts and buries no job."""
        self._watch.emit(runs, may_start)

    def submit(self, kind: str, config: Mapping[str, Any]) -> None:
        """Add a job to the queue; `submitted` or `failed` follows."""
        self._submit.emit(kind, dict(config))

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
