"""Commands on jobs: list, show, stop, logs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from emo7_core.cli.options import ProjectFolder
from emo7_core.jobs.supervisor import Supervisor
from emo7_core.project import Project

jobs = typer.Typer(help="Look after the jobs of a project.", no_args_is_help=True)
JobId = Annotated[str, typer.Argument(help="The job, as `emo7 jobs list` names it.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.add_typer(jobs, name="jobs")


@jobs.command("list")
def list_jobs(project: ProjectFolder) -> None:
    """List all jobs, oldest first, tab separated."""
    for job in _supervisor(project).refresh():
        status = job.status()
        message = status.message.splitlines()[0] if status.message else ""
        print("\t".join((job.id, status.state, f"{status.epoch}/{status.epochs}", message)))


@jobs.command("show")
def show(job_id: JobId, project: ProjectFolder) -> None:
    """Print what was asked and how it stands, as JSON."""
    job = _supervisor(project).job(job_id)
    print(json.dumps({"asked": asdict(job.spec()), "status": asdict(job.status())}, indent=1))


@jobs.command("stop")
def stop(
    job_id: JobId,
    project: ProjectFolder,
    kill: Annotated[
        bool, typer.Option("--cancel", help="End it even if it does not listen.")
    ] = False,
) -> None:
    """Ask a job to stop early; it keeps its best model."""
    supervisor = _supervisor(project)
    status = supervisor.cancel(job_id) if kill else supervisor.stop(job_id)
    print(status.state)


@jobs.command("logs")
def logs(
    job_id: JobId,
    project: ProjectFolder,
    lines: Annotated[int, typer.Option(min=1, help="How many.")] = 40,
) -> None:
    """Print the end of what a job wrote."""
    job = _supervisor(project).job(job_id)
    for name in ("out.log", "err.log"):
        for line in job.log_tail(name, lines):
            print(line)


def _supervisor(project: ProjectFolder) -> Supervisor:
    with Project.open(project) as opened:
        return Supervisor(opened.runs)
