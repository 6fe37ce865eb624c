"""The command of a finished model that lets it answer a project's clips."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emo7_core.cli.progress import bar
from emo7_core.errors import UsageError
from emo7_core.project import Project


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("predict")(predict)


def predict(
    model: Annotated[
        str | None,
        typer.Option("--model", "--model-uri", help="A folder, job, name, models:/ or runs:/."),
    ] = None,
    project: Annotated[Path | None, typer.Option("--project", "-p", help="Whose clips.")] = None,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "auto",
    name: Annotated[str, typer.Option(help="What people call the model, e.g. LSTM #1.")] = "",
    trust_pickle: Annotated[
        bool, typer.Option("--trust-pickle", help="Convert a pickled model that you made yourself.")
    ] = False,
    job: Annotated[
        Path | None, typer.Option("--job", help="Run this job folder here (used by the queue).")
    ] = None,
) -> None:
    """Let a model answer every clip that has landmarks; its answers are guesses, never labels."""
    if job is not None:
        from emo7_core.inference.predict_job import predict_job

        predict_job(job)
        return
    if model is None or project is None:
        raise UsageError("say which model and which project: --model FOLDER --project FOLDER")
    from emo7_core.inference.predict import predict_project
    from emo7_core.models.resolve import resolve

    folder = resolve(model, project, trust_pickle=trust_pickle).folder
    with Project.open(project) as opened, bar("predicting") as advance:
        source, count, problems = predict_project(opened, folder, device, advance, name=name)
    print(f"{source.name}: {count} clips answered")
    for problem in problems:
        print(f"no answer: {problem}")
