"""The command that evaluates one model on one target."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emo7_core.cli.options import Device, ProjectFolder, ThreeClass
from emo7_core.cli.progress import bar
from emo7_core.errors import UsageError
from emo7_core.project import Project

if TYPE_CHECKING:
    from emo7_core.evaluation.evaluate import Evaluation
    from emo7_core.models.resolve import ResolvedModel


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("evaluate")(evaluate)


def evaluate(
    project: ProjectFolder,
    model: Annotated[
        str, typer.Option("--model-uri", "--model", help="A folder, job, name, models:/ or runs:/.")
    ],
    target: Annotated[
        str, typer.Option(help="human, caption, adjudicated, consensus or raters.")
    ] = "human",
    golden: Annotated[
        int | None, typer.Option(help="A golden version; without one, the labels of today.")
    ] = None,
    three_class: ThreeClass = False,
    save_results: Annotated[
        bool, typer.Option("--save-results", help="Write tables, and log them to the model's run.")
    ] = False,
    cluster: Annotated[
        str, typer.Option(help="Intervals over session, signer or none (clips).")
    ] = "session",
    device: Device = "auto",
    batch_size: Annotated[
        int, typer.Option(min=1, help="Windows of landmarks judged at once; changes no answer.")
    ] = 32,
    trust_pickle: Annotated[
        bool, typer.Option("--trust-pickle", help="Convert a pickled model that you made yourself.")
    ] = False,
    class_order: Annotated[
        str, typer.Option(help="Of a pickled model: alphabetical, scale, or names and commas.")
    ] = "",
) -> None:
    """Score a model beside its floors; clips that it did not answer yet are predicted first."""
    from emo7_core.evaluation.contenders import TARGET_WORDS
    from emo7_core.evaluation.evaluate import evaluate as evaluated
    from emo7_core.evaluation.evaluation_text import lines_of
    from emo7_core.models.resolve import resolve
    from emo7_core.scale import THREE, K

    _check(target, tuple(TARGET_WORDS), "target")
    _check(cluster, ("session", "signer", "none"), "cluster")
    found = resolve(model, project, trust_pickle=trust_pickle, class_order=class_order)
    with Project.open(project) as opened:
        name = _answered(opened, found, device, batch_size)
        by = None if cluster == "none" else cluster
        evaluation = evaluated(opened, name, target, golden, len(THREE) if three_class else K, by)
        root = opened.root
    for line in lines_of(evaluation):
        print(line)
    if save_results:
        _save(evaluation, root, found)


def _check(word: str, known: tuple[str, ...], what: str) -> None:
    if word not in known:
        raise UsageError(f"no {what} “{word}”", remedy=f"Choose one of {', '.join(known)}.")


def _answered(project: Project, found: ResolvedModel, device: str, batch_size: int) -> str:
    """Predict what was not predicted yet and return the model's name."""
    from emo7_core.inference.predict import predict_project

    with bar("predicting") as advance:
        source, _, problems = predict_project(
            project, found.folder, device, advance, batch_size=batch_size
        )
    for problem in problems:
        print(f"no answer: {problem}")
    return source.name


def _save(evaluation: Evaluation, root: Path, found: ResolvedModel) -> None:
    from emo7_core import paths
    from emo7_core.evaluation.evaluation_files import metrics_of, write_results
    from emo7_core.training.tracking_results import track_results

    folder = write_results(evaluation, root / paths.RESULTS)
    print(f"results {folder}")
    print(track_results(root, folder, metrics_of(evaluation), found.run_id, found.job))
