"""Follows a job on the command line: a line for each epoch, fold or trial, until it is over.

What it is: what `emo7 train`, `cross-validate`, `tune` and `jobs resume` share.
What it is not: the job, which lives on without it.
"""

from __future__ import annotations

import time

from emo7_core.errors import JobError
from emo7_core.jobs.spec import Job
from emo7_core.jobs.supervisor import Supervisor

POLL_SECONDS = 0.5
FIGURES = ("train_loss", "val_loss", "val_macro_f1", "val_kappa")


def follow(job: Job, supervisor: Supervisor) -> None:
    """Print a job's epochs until it is over; an interrupt asks it to stop early.

    Raises:
        JobError: it failed; the message holds its reason.
    """
    offset = 0
    while True:
        supervisor.refresh()
        status = job.status()
        events, offset = job.events(offset)
        for event in events:
            if line := _line(event):
                print(line, flush=True)
        if status.is_over:
            break
        try:
            time.sleep(POLL_SECONDS)
        except KeyboardInterrupt:
            print("asked to stop; the best model so far is kept")
            supervisor.stop(job.id)
    if status.state == "failed":
        raise JobError(status.message, where=job.folder)
    print(f"{status.state}: {status.message or job.model_folder}")


def _line(event: dict[str, object]) -> str:
    if event.get("event") != "epoch":
        return str(event.get("message", ""))
    told = "  ".join(f"{name} {event[name]:.3f}" for name in FIGURES if event.get(name) is not None)
    return f"epoch {event['epoch']}  {told}"
