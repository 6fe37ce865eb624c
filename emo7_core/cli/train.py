"""Commands on models: train (as a job of its own), and the job's own process."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from emo7_core.errors import JobError, UsageError
from emo7_core.jobs.spec import Job
from emo7_core.jobs.supervisor import Supervisor
from emo7_core.knobs import KNOBS, Knob, config_from_flags
from emo7_core.project import Project

FREE_FLAGS = {"allow_extra_args": True, "ignore_unknown_options": True}
POLL_SECONDS = 0.5


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    flags = "  ".join(_flag_help(knob) for knob in KNOBS)
    app.command("train", context_settings=FREE_FLAGS, epilog=f"Flags: {flags}")(train)


def train(
    context: typer.Context,
    project: Annotated[
        Path | None, typer.Option("--project", "-p", help="The project folder.")
    ] = None,
    job: Annotated[
        Path | None, typer.Option("--job", help="Run this job folder here (used by the queue).")
    ] = None,
    detach: Annotated[
        bool, typer.Option("--detach", help="Return at once; the job goes on.")
    ] = False,
) -> None:
    """Train a model on a project's labels, as a job that outlives this command."""
    if job is not None:
        from emo7_core.training.job import train_job

        train_job(job)
        return
    if project is None:
        raise UsageError("say which project: --project FOLDER")
    config = config_from_flags(context.args)
    with Project.open(project) as opened:
        runs = opened.runs
    made = Supervisor(runs).submit("train", config.model_dump())
    print(f"job {made.id}")
    if not detach:
        follow(made, Supervisor(runs))


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
    figures = ("train_loss", "val_loss", "val_macro_f1", "val_kappa")
    told = "  ".join(f"{name} {event[name]:.3f}" for name in figures if event.get(name) is not None)
    return f"epoch {event['epoch']}  {told}"


def _flag_help(knob: Knob) -> str:
    choices = f" {'|'.join(map(str, knob.choices))}" if knob.choices else ""
    return f"{knob.flags[0]}{choices} ({knob.default})"
