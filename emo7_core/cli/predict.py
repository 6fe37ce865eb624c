"""The command of a finished model that lets it answer a project's clips."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from emo7_core.cli.options import Device
from emo7_core.cli.progress import bar
from emo7_core.errors import UsageError
from emo7_core.labels.sources import Source
from emo7_core.project import Project

QWEN = "qwen:"


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("predict")(predict)


def predict(
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            "--model-uri",
            help="A folder, job, name, models:/ or runs:/; or qwen:FOLDER, qwen:HUB_ID.",
        ),
    ] = None,
    project: Annotated[Path | None, typer.Option("--project", "-p", help="Whose clips.")] = None,
    device: Device = "auto",
    name: Annotated[str, typer.Option(help="What people call the model, e.g. LSTM #1.")] = "",
    trust_pickle: Annotated[
        bool, typer.Option("--trust-pickle", help="Convert a pickled model that you made yourself.")
    ] = False,
    class_order: Annotated[
        str, typer.Option(help="Of a pickled model: alphabetical, scale, or names and commas.")
    ] = "",
    with_caption: Annotated[
        bool, typer.Option("--with-caption", help="qwen: read the caption, too; another source.")
    ] = False,
    frames: Annotated[int, typer.Option(help="qwen: pictures of a clip.")] = 8,
    scoring: Annotated[
        str, typer.Option(help="qwen: sum, or mean over the tokens of an answer.")
    ] = "sum",
    calibrated: Annotated[
        bool, typer.Option("--calibrated", help="qwen: take away what it says of grey pictures.")
    ] = False,
    job: Annotated[
        Path | None, typer.Option("--job", help="Run this job folder here (used by the queue).")
    ] = None,
) -> None:
    """Let a model answer every clip that it can see; its answers are guesses, never labels."""
    if job is not None:
        from emo7_core.inference.predict_job import predict_job

        predict_job(job)
        return
    if model is None or project is None:
        raise UsageError("say which model and which project: --model FOLDER --project FOLDER")
    from emo7_core import telemetry

    telemetry.switch_off()
    if model.startswith(QWEN):
        asked = {"frames": frames, "with_caption": with_caption, "scoring": scoring}
        source, count, problems = _ask(
            project, model, asked | {"is_calibrated": calibrated}, device, name
        )
    else:
        source, count, problems = _predict(project, model, device, name, trust_pickle, class_order)
    with Project.open(project) as opened:
        known = len(opened.guesses.of_source(source.id)) - count
    before = f", {known} were before" if known else ""
    print(f"{source.name}: {count} clips answered{before}")
    for problem in problems:
        print(f"no answer: {problem}")


def _predict(
    project: Path, model: str, device: str, name: str, trust_pickle: bool, class_order: str
) -> tuple[Source, int, tuple[str, ...]]:
    from emo7_core.inference.predict import predict_project
    from emo7_core.models.resolve import resolve

    folder = resolve(model, project, trust_pickle=trust_pickle, class_order=class_order).folder
    with Project.open(project) as opened, bar("predicting") as advance:
        return predict_project(opened, folder, device, advance, name=name)


def _ask(
    project: Path, model: str, asked: dict[str, Any], device: str, name: str
) -> tuple[Source, int, tuple[str, ...]]:
    from emo7_core.inference.likelihood_predictor import Asking
    from emo7_core.inference.predict import predict_pretrained

    asking = Asking(**asked)
    with Project.open(project) as opened, bar("asking") as advance:
        return predict_pretrained(
            opened, model.removeprefix(QWEN), asking, device, advance, name=name
        )
