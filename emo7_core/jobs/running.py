"""The inside of a job's process: claims the folder, does the work, says how it ended.

What it is: what every kind of job has in common.
What it is not: the queue (supervisor.py) or any work of its own.
Convention: the last word is in status.json; a traceback is in err.log.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from emo7_core.errors import Emo7Error, JobError
from emo7_core.jobs.events import append
from emo7_core.jobs.executors import this_host, this_process
from emo7_core.jobs.memory import OutOfMemoryError
from emo7_core.jobs.spec import Job
from emo7_core.jobs.status import State, Status, change_status, update_status
from emo7_core.jobs.supervisor import process_of


@dataclass(frozen=True, slots=True)
class Ending:
    """How a job's work ended.

    Attributes:
        state: "ended" or "stopped".
        message: What a person should know.
        facts: Further facts for the last event.
    """

    state: State
    message: str
    facts: dict[str, Any] = field(default_factory=dict)


def run_job(folder: Path, work: Callable[[Job], Ending]) -> Status:
    """Do a job's work in this process and return how it ended.

    Raises:
        JobError: another process runs it already.
    """
    job = Job(folder.absolute())
    if claim(job).is_over:
        return job.status()
    job.keep_reserve()
    try:
        ending = work(job)
    except Exception as error:
        return _fail(job, error)
    job.give_up_reserve()
    append(job.events_path, {"event": ending.state, "message": ending.message} | ending.facts)
    return update_status(job.folder, state=ending.state, message=ending.message)


def _fail(job: Job, error: Exception) -> Status:
    reason = str(error) if isinstance(error, Emo7Error) else f"{type(error).__name__}: {error}"
    remedy = (error.remedy or "") if isinstance(error, Emo7Error) else ""
    suggestion = error.suggestion if isinstance(error, OutOfMemoryError) else {}
    told = {"event": "failed", "message": reason, "remedy": remedy, "suggestion": suggestion}
    job.give_up_reserve()
    with suppress(OSError):
        with (job.folder / "err.log").open("a", encoding="utf-8") as log:
            traceback.print_exception(error, file=log)
        append(job.events_path, told)
    return update_status(
        job.folder, state="failed", message=reason, remedy=remedy, suggestion=suggestion
    )


def claim(job: Job) -> Status:
    """Make the job this process's own.

    Raises:
        JobError: another process runs it already.
    """
    me = this_process()

    def change(status: Status) -> Status | None:
        if status.is_over:
            return None
        other = process_of(status)
        if other is not None and other.pid != me.pid and other.is_alive():
            raise JobError(f"process {status.pid} runs this job already", where=job.folder)
        if job.is_stop_requested():
            return replace(status, state="stopped", message="stopped before it started")
        mine: dict[str, Any] = {
            "pid": me.pid,
            "pid_create_time": me.create_time,
            "host": this_host(),
        }
        return replace(status, state="running", **mine)

    return change_status(job.folder, change)
