"""Follows the jobs of a project, starts, stops and cancels them, off the GUI thread.

Runs in: QThread "jobs", made by `start_following`.
Owns: a Supervisor of the runs folder, a file watcher, and how far each events.jsonl was read.
Hears: watch, submit, stop_early, cancel, move, retry, resume, refresh (queued).
Says: job_changed, history_read (once a job), event_told, submitted, queue_changed, gpu_changed,
scanned, failed.
Stops when: the thread quits. Jobs live on; a cancel under way is left to its own thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFileSystemWatcher, QObject, QThread, QTimer, Signal, Slot

from emo7_core.errors import Emo7Error
from emo7_core.jobs.gpu import GpuOwner, default_gpu_lock, gpu_owner
from emo7_core.jobs.spec import Job
from emo7_core.jobs.supervisor import Supervisor
from emo7_gui.workers.job_snapshot import JobSnapshot, read_snapshot

SETTLE_MS = 60
# Watchers miss network folders and deaths of processes.
REFRESH_MS = 1000


class JobsWorker(QObject):
    """The window's eye on the runs folder."""

    job_changed = Signal(object)  # JobSnapshot
    history_read = Signal(str, object)  # job id, tuple of the events before it was first seen
    event_told = Signal(str, object)  # job id, event (a dict, see jobs/events.py)
    submitted = Signal(str)  # job id
    queue_changed = Signal(object)  # ids of the waiting jobs, the next one first
    gpu_changed = Signal(object)  # GpuOwner, None where nobody has it
    scanned = Signal()  # all jobs of a folder that was just opened have been told
    failed = Signal(str, object)  # job id or "", exception

    def __init__(
        self,
        supervise: Callable[[Path], Supervisor] = Supervisor,
        gpu_lock: Callable[[], Path] = default_gpu_lock,
    ) -> None:
        super().__init__()
        self._gpu_lock = gpu_lock
        self._owner: GpuOwner | None = None
        self._queue: tuple[str, ...] = ()
        self._supervise = supervise
        self._supervisor: Supervisor | None = None
        self._runs: Path | None = None
        self._may_start = True
        self._known: dict[str, JobSnapshot] = {}
        self._read: dict[str, int] = {}
        self._broken: set[str] = set()
        self._watcher: QFileSystemWatcher | None = None
        self._settle: QTimer | None = None
        self._clock: QTimer | None = None

    @Slot(object, bool)
    def watch(self, runs: Path, may_start: bool = True) -> None:
        """Follow the jobs of a runs folder; a read-only window starts and buries none."""
        self._prepare()
        self._runs, self._may_start = runs, may_start
        self._supervisor = self._supervise(runs)
        self._known, self._read, self._broken, self._queue = {}, {}, set(), ()
        self.refresh()
        self.scanned.emit()

    @Slot(str, object, bool)
    def submit(self, kind: str, config: Mapping[str, Any], is_next: bool = False) -> None:
        """Add a job to the queue, before those that wait if it shall be the next."""

        def work(supervisor: Supervisor) -> None:
            job = supervisor.submit(kind, dict(config))
            if is_next and job.status().state == "waiting":
                supervisor.move(job.id, 0)
            self.submitted.emit(job.id)

        self._attempt("", work)
        self.refresh()

    @Slot(str, int)
    def move(self, job_id: str, position: int) -> None:
        """Move a waiting job to a place in the queue, 0 is the next one to start."""
        self._attempt(job_id, lambda supervisor: supervisor.move(job_id, position))
        self.refresh()

    @Slot(str, object)
    def retry(self, job_id: str, changes: Mapping[str, Any]) -> None:
        """Add a job like one that is over, with changes."""

        def work(supervisor: Supervisor) -> None:
            self.submitted.emit(supervisor.retry(job_id, changes).id)

        self._attempt(job_id, work)
        self.refresh()

    @Slot(str)
    def resume(self, job_id: str) -> None:
        """Let a job that was stopped or failed go on."""
        self._attempt(job_id, lambda supervisor: supervisor.resume(job_id))
        self.refresh()

    @Slot(str)
    def stop_early(self, job_id: str) -> None:
        """Ask a job to stop and keep its best model."""
        self._attempt(job_id, lambda supervisor: supervisor.stop(job_id))
        self.refresh()

    @Slot(str)
    def cancel(self, job_id: str) -> None:
        """End a job's process, first asked, then forced."""
        # Waits for seconds, and must not hold up the window's end: the stop file is written at
        # once, so the job also ends when this thread dies with the window.
        work = threading.Thread(
            target=self._attempt,
            args=(job_id, lambda supervisor: supervisor.cancel(job_id)),
            name=f"cancel {job_id}",
            daemon=True,
        )
        work.start()

    @Slot()
    def refresh(self) -> None:
        """Read what is new; dead jobs become failed, the next one is started."""
        if self._supervisor is None:
            return
        jobs = self._jobs(self._supervisor)
        for job in jobs:
            self._look_at(job)
        self._look_at_queue(self._supervisor)
        self._look_at_gpu()
        self._watch_files(jobs)

    def _look_at_queue(self, supervisor: Supervisor) -> None:
        try:
            queue = tuple(job.id for job in supervisor.queue())
        except (Emo7Error, OSError):
            return  # A job that is just being made is there at the next look.
        if queue != self._queue:
            self._queue = queue
            self.queue_changed.emit(queue)

    def _look_at_gpu(self) -> None:
        owner = gpu_owner(self._gpu_lock())
        if owner != self._owner:
            self._owner = owner
            self.gpu_changed.emit(owner)

    def _jobs(self, supervisor: Supervisor) -> list[Job]:
        try:
            return supervisor.refresh() if self._may_start else supervisor.jobs()
        except (Emo7Error, OSError) as error:
            self.failed.emit("", error)
            return []

    def _look_at(self, job: Job) -> None:
        try:
            snapshot = read_snapshot(job)
            self._read_events(job)
        except (Emo7Error, OSError) as error:
            # A file that is just being replaced is read again; a broken job is told once.
            if job.id not in self._known and job.id not in self._broken:
                self._broken.add(job.id)
                self.failed.emit(job.id, error)
            return
        if self._known.get(job.id) != snapshot:
            self._known[job.id] = snapshot
            self.job_changed.emit(snapshot)

    def _read_events(self, job: Job) -> None:
        is_first = job.id not in self._read
        events, self._read[job.id] = job.events(self._read.get(job.id, 0))
        if is_first:
            self.history_read.emit(job.id, tuple(events))
        else:
            for event in events:
                self.event_told.emit(job.id, event)

    def _attempt(self, job_id: str, work: Callable[[Supervisor], object]) -> None:
        if self._supervisor is None:
            return
        try:
            work(self._supervisor)
        except (Emo7Error, OSError) as error:
            self.failed.emit(job_id, error)

    def _prepare(self) -> None:
        """Make watcher and timers in the thread that uses them."""
        if self._watcher is not None:
            self._watcher.removePaths(self._watcher.files() + self._watcher.directories())
            return
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        self._watcher.fileChanged.connect(self._on_something_changed)
        self._watcher.directoryChanged.connect(self._on_something_changed)
        self._clock = QTimer(self)
        self._clock.setInterval(REFRESH_MS)
        self._clock.timeout.connect(self.refresh)
        self._clock.start()

    def _watch_files(self, jobs: list[Job]) -> None:
        assert self._watcher is not None
        assert self._runs is not None
        active = [job for job in jobs if job.id in self._known and self._is_open(job)]
        wanted = [self._runs, *(job.folder for job in active), *(j.events_path for j in active)]
        watched = set(self._watcher.files() + self._watcher.directories())
        missing = [str(path) for path in wanted if str(path) not in watched and path.exists()]
        if missing:
            self._watcher.addPaths(missing)
        over = watched - {str(path) for path in wanted}
        if over:
            self._watcher.removePaths(list(over))

    def _is_open(self, job: Job) -> bool:
        return not self._known[job.id].status.is_over

    def _on_something_changed(self, path: str) -> None:
        assert self._settle is not None
        if not self._settle.isActive():
            self._settle.start()


def start_following(worker: JobsWorker, parent: QObject | None = None) -> QThread:
    """Move the worker to a new thread named "jobs", start it and return the thread."""
    thread = QThread(parent)
    thread.setObjectName("jobs")
    worker.moveToThread(thread)
    thread.finished.connect(worker.deleteLater)
    thread.start()
    return thread


def stop_following(thread: QThread) -> None:
    """End the jobs room and wait for it; jobs go on."""
    thread.quit()
    thread.wait()
