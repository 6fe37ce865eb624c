"""The care for the jobs of a project: queue, start, stop, and telling when one died.

What it is: a reader of job folders that starts the next one, safe to use from several
windows and commands at once (each change is under a lock).
What it is not: a thread or a timer; whoever shows the jobs calls `refresh`.
Convention: one job runs at a time, in the order they were made unless somebody moved one
(queue_order.py). A held job is left to whoever starts it.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from emo7_core.errors import JobError
from emo7_core.jobs.executors import ProcessId, exit_code, start_detached, this_host
from emo7_core.jobs.queue_order import in_order, write_order
from emo7_core.jobs.spec import Job, create_job
from emo7_core.jobs.status import Status, change_status, reopen

Command = Callable[[Job], Sequence[str]]
QUEUE_SECONDS = 10.0


def child_command(job: Job) -> list[str]:
    """Return the command of a job's process."""
    kind = job.spec().kind
    # -P: what lies in the folder where somebody stands is no part of the program.
    return [sys.executable, "-P", "-m", "emo7_core.cli", kind, "--job", str(job.folder)]


class Supervisor:
    """Looks after the jobs of one `runs` folder.

    Args:
        runs: The folder of jobs; made when the first job is.
        command: Gives the command of a job's process.
    """

    def __init__(self, runs: Path, command: Command = child_command) -> None:
        self._runs = runs
        self._command = command

    def submit(self, kind: str, config: dict[str, Any], *, is_held: bool = False) -> Job:
        """Add a job to the queue; it starts at once if nothing else runs.

        Args:
            kind: What it does.
            config: The config as plain values.
            is_held: Whether the queue leaves its start to somebody else (torchrun, Slurm).

        Raises:
            JobError: its folder cannot be made.
        """
        job = create_job(self._runs, kind, self._runs.parent, config, is_held=is_held)
        self.refresh()
        return job

    def jobs(self) -> list[Job]:
        """Return all jobs, oldest first."""
        return [Job(path.parent) for path in sorted(self._runs.glob("*/job.json"))]

    def job(self, job_id: str) -> Job:
        """Return one job.

        Raises:
            JobError: there is none with this id.
        """
        for job in self.jobs():
            if job.id == job_id:
                return job
        raise JobError(f"there is no job {job_id}", where=self._runs)

    def refresh(self) -> list[Job]:
        """Mark dead jobs as failed, start the next one, and return all jobs."""
        jobs = self.jobs()
        for job in jobs:
            if job.status().is_active:
                self._bury(job)
        if jobs:
            self._start_next()
        return jobs

    def stop(self, job_id: str) -> Status:
        """Ask a job to stop early; a running one keeps its best model."""
        job = self.job(job_id)
        job.request_stop()
        return change_status(job.folder, _ask_to_stop)

    def queue(self) -> list[Job]:
        """Return the waiting jobs in the order they will start."""
        waiting = {job.id: job for job in self.jobs() if job.status().state == "waiting"}
        return [waiting[job_id] for job_id in in_order(self._runs, list(waiting))]

    def move(self, job_id: str, position: int) -> list[Job]:
        """Move a waiting job to a place in the queue and return the queue.

        Args:
            job_id: The job.
            position: From 0, the next one to start; what is too large means the end.

        Raises:
            JobError: it does not wait, or another window holds the queue too long.
        """
        with self._queue_lock():
            ids = [job.id for job in self.queue()]
            if job_id not in ids:
                state = self.job(job_id).status().state
                raise JobError(f"the job {job_id} is {state}: only a waiting one can be moved")
            ids.remove(job_id)
            ids.insert(max(0, position), job_id)
            write_order(self._runs, ids)
        return self.queue()

    def retry(self, job_id: str, changes: Mapping[str, Any] | None = None) -> Job:
        """Add a new job with the config of one that is over.

        Args:
            job_id: The job that is over; it stays as it is.
            changes: What is different this time, e.g. the `suggestion` of its status.

        Raises:
            JobError: it is not over.
        """
        job = self.job(job_id)
        if not job.status().is_over:
            raise JobError(f"the job {job_id} is {job.status().state}, not over")
        spec = job.spec()
        return self.submit(spec.kind, changed(spec.config, changes or {}))

    def resume(self, job_id: str) -> Status:
        """Let a job that was stopped or failed wait once more, at the end of the queue.

        A training goes on after its last whole epoch, as if it had never been interrupted;
        where it has none, it starts anew.

        Raises:
            JobError: it is not over, or it ended by itself.
        """
        job = self.job(job_id)
        with self._queue_lock():
            ids = [one.id for one in self.queue()]
            reopen(job.folder, job.forget_stop)
            write_order(self._runs, [*ids, job_id])
        self.refresh()
        return job.status()

    @contextmanager
    def _queue_lock(self) -> Iterator[None]:
        try:
            with FileLock(str(self._runs / "queue.lock"), timeout=QUEUE_SECONDS):
                yield
        except Timeout as error:
            raise JobError("another process holds the queue", where=self._runs) from error

    def cancel(self, job_id: str, grace_seconds: float = 5.0) -> Status:
        """End a job's process: asked, then terminated, then killed.

        Blocks for up to three times the grace. What was kept so far stays. A process on another
        computer can only be asked.
        """
        job = self.job(job_id)
        status = self.stop(job_id)
        if not is_here(status):
            return status
        process = process_of(status)
        for number in (None, signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
            if process is None or job.status().is_over:
                break
            if number is not None:
                process.signal(number)
            _wait_for_end(process, grace_seconds)
        return self._bury(job, because="cancelled", state_is_stopped=True)

    def _bury(self, job: Job, because: str = "", state_is_stopped: bool = False) -> Status:
        def change(status: Status) -> Status | None:
            process = process_of(status)
            if status.is_over or not is_here(status):
                return None
            if process is not None and process.is_alive():
                return None
            if state_is_stopped:
                return replace(status, state="stopped", message=because)
            if status.state == "waiting":
                return None
            return replace(status, state="failed", message=_last_words(job, status))

        return change_status(job.folder, change)

    def _start_next(self) -> None:
        try:
            with FileLock(str(self._runs / "queue.lock"), timeout=0):
                if any(job.status().is_active for job in self.jobs()):
                    return
                free = [job for job in self.queue() if not job.is_held]
                if free:
                    self._start(free[0])
        except Timeout:
            return  # Another window is just starting it.

    def _start(self, job: Job) -> None:
        def change(status: Status) -> Status | None:
            if status.state != "waiting":
                return None
            try:
                process = start_detached(self._command(job), job.folder)
            except JobError as error:
                return replace(status, state="failed", message=str(error))
            pid, begun = process.pid, process.create_time
            return replace(
                status, state="starting", pid=pid, pid_create_time=begun, host=this_host()
            )

        # The child's first word waits for this lock: it cannot be overwritten by "starting".
        change_status(job.folder, change)


def changed(config: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a job's config with changes; a study carries its training's config inside."""
    training = config.get("training")
    if isinstance(training, Mapping):
        return {**config, "training": {**training, **changes}}
    return {**config, **changes}


def _ask_to_stop(status: Status) -> Status:
    if status.state == "waiting":
        return replace(status, state="stopped", message="stopped before it started")
    return replace(status, state="stopping")


def is_here(status: Status) -> bool:
    """Whether the job's process, if there is one, runs on this computer."""
    return status.host in ("", this_host())


def process_of(status: Status) -> ProcessId | None:
    """Return the process of a job, None before it has one."""
    if status.pid is None or status.pid_create_time is None:
        return None
    return ProcessId(status.pid, status.pid_create_time)


def _wait_for_end(process: ProcessId, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while process.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)


def _last_words(job: Job, status: Status) -> str:
    code = exit_code(status.pid) if status.pid is not None else None
    how = "The process ended without a result"
    if code is not None and code < 0:
        how = f"The process was ended by {signal.Signals(-code).name}"
        if -code == getattr(signal, "SIGKILL", 9):
            how += " (by a person, or by the system for want of memory)"
    elif code:
        how = f"The process ended with code {code}"
    tail = [line for line in job.log_tail() if line.strip()]
    kept = "the best model so far was kept" if job.has_model else "no model was kept"
    return "\n".join([f"{how}; {kept}.", *tail])
