"""Commands on jobs: list, show, stop, resume, retry, move, logs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from emo7_core.cli.following import follow, supervisor_of
from emo7_core.cli.options import Detach, ProjectFolder

jobs = typer.Typer(help="Look after the jobs of a project.", no_args_is_help=True)
JobId = Annotated[str, typer.Argument(help="The job, as `emo7 jobs list` names it.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.add_typer(jobs, name="jobs")


@jobs.command("list")
def list_jobs(project: ProjectFolder) -> None:
    """List all jobs, oldest first, tab separated."""
    for job in supervisor_of(project).refresh():
        status = job.status()
        message = status.message.splitlines()[0] if status.message else ""
        print("\t".join((job.id, status.state, f"{status.epoch}/{status.epochs}", message)))


@jobs.command("show")
def show(job_id: JobId, project: ProjectFolder) -> None:
    """Print what was asked and how it stands, as JSON."""
    job = supervisor_of(project).job(job_id)
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
    supervisor = supervisor_of(project)
    status = supervisor.cancel(job_id) if kill else supervisor.stop(job_id)
    print(status.state)


@jobs.command("resume")
def resume(job_id: JobId, project: ProjectFolder, detach: Detach = False) -> None:
    """Go on with a job that was stopped or failed, after its last whole epoch."""
    supervisor = supervisor_of(project)
    status = supervisor.resume(job_id)
    print(f"job {job_id} {status.state}")
    if not detach:
        follow(supervisor.job(job_id), supervisor)


@jobs.command("retry")
def retry(
    job_id: JobId,
    project: ProjectFolder,
    as_suggested: Annotated[
        bool, typer.Option("--as-suggested", help="With what its status suggests to change.")
    ] = False,
    detach: Detach = False,
) -> None:
    """Make a new job with the config of one that is over."""
    supervisor = supervisor_of(project)
    suggestion = supervisor.job(job_id).status().suggestion if as_suggested else {}
    made = supervisor.retry(job_id, suggestion)
    told = "".join(f", {name} {value}" for name, value in suggestion.items())
    print(f"job {made.id}{told}")
    if not detach:
        follow(made, supervisor)


@jobs.command("move")
def move(
    job_id: JobId,
    position: Annotated[int, typer.Argument(min=1, help="1 is the next one to start.")],
    project: ProjectFolder,
) -> None:
    """Move a waiting job to a place in the queue; prints the queue."""
    for place, job in enumerate(supervisor_of(project).move(job_id, position - 1), start=1):
        print(f"{place}\t{job.id}")


@jobs.command("logs")
def logs(
    job_id: JobId,
    project: ProjectFolder,
    lines: Annotated[int, typer.Option(min=1, help="How many.")] = 40,
) -> None:
    """Print the end of what a job wrote."""
    job = supervisor_of(project).job(job_id)
    for name in ("out.log", "err.log"):
        for line in job.log_tail(name, lines):
            print(line)
