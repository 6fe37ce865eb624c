"""Commands on models: train (as a job of its own), and the job's own process."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emo7_core.cli.following import follow
from emo7_core.errors import UsageError
from emo7_core.jobs.supervisor import Supervisor
from emo7_core.knobs import KNOBS, Knob, config_from_flags
from emo7_core.project import Project

FREE_FLAGS = {"allow_extra_args": True, "ignore_unknown_options": True}


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


def _flag_help(knob: Knob) -> str:
    choices = f" {'|'.join(map(str, knob.choices))}" if knob.choices else ""
    return f"{knob.flags[0]}{choices} ({knob.default})"
