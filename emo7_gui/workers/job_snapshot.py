"""A job as it was at one moment, read from its folder.

What it is: a frozen value that crosses from the jobs room to the window.
What it is not: the job; reading again may give another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emo7_core.jobs.spec import Job
from emo7_core.jobs.status import Status

LOG_LINES = 200
# Where a training, a cross-validation and a tuning keep what they go on from.
PARTS = ("resume.safetensors", "folds", "trials")


@dataclass(frozen=True, slots=True)
class JobSnapshot:
    """What the files of a job said.

    Attributes:
        job_id: Name of the folder; ids sort by when jobs were made.
        folder: The job's folder.
        kind: What it does, e.g. "train".
        config: The config as plain values; not to be changed.
        created: ISO 8601 in UTC.
        status: State, process, epochs, best score, message.
        has_model: Whether a best model was kept.
        log: Last lines of what the process printed, errors last.
        can_resume: Whether it is over, unfinished, and has something to go on from.
    """

    job_id: str
    folder: Path
    kind: str
    config: Mapping[str, Any]
    created: str
    status: Status
    has_model: bool
    log: tuple[str, ...] = ()
    can_resume: bool = False


def read_snapshot(job: Job) -> JobSnapshot:
    """Read a job.

    Raises:
        JobError: its files cannot be read.
    """
    spec, status = job.spec(), job.status()
    log = job.log_tail("out.log", LOG_LINES) + job.log_tail("err.log", LOG_LINES)
    return JobSnapshot(
        job_id=job.id,
        folder=job.folder,
        kind=spec.kind,
        config=spec.config,
        created=spec.created,
        status=status,
        has_model=job.has_model,
        log=tuple(log),
        can_resume=status.state in ("stopped", "failed") and _has_part(job),
    )


def _has_part(job: Job) -> bool:
    return any((job.folder / name).exists() for name in PARTS)
