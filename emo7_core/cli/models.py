"""The command that lists models."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from emo7_core.cli.options import ProjectFolder
from emo7_core.models.choice import ModelChoice
from emo7_core.project import Project

SHOWN = ("val_macro_f1", "val_balanced_accuracy", "val_kappa")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("models")(models)


def models(
    project: ProjectFolder,
    is_json: Annotated[bool, typer.Option("--json", help="As the window reads it.")] = False,
    is_local: Annotated[
        bool, typer.Option("--local", help="Only the project's own jobs; MLflow is not asked.")
    ] = False,
    only: Annotated[
        str,
        typer.Option(
            "--only", help="One model, by address or path; fetched where a server has it."
        ),
    ] = "",
) -> None:
    """List the models of a project, of MLflow's runs and of its registry, tab separated."""
    from emo7_core.models.choice import to_json
    from emo7_core.models.choices import fetched_choice

    with Project.open(project) as opened:
        found = [fetched_choice(opened, only)] if only else _listed(opened, is_local)
    if is_json:
        print(to_json(found))
        return
    if not found:
        print("no model yet: emo7 train makes one")
    for one in found:
        told = [f"{name} {one.scores[name]:.3f}" for name in SHOWN if one.scores.get(name)]
        kind = f"{one.model_type} {one.num_classes}".strip(" 0")
        facts = (one.place, one.uri, kind, one.target, " ".join(told), one.leak)
        print("\t".join(facts) + (f"\trefused: {one.refused}" if one.refused else ""))


def _listed(project: Project, is_local: bool) -> list[ModelChoice]:
    from emo7_core.errors import ModelError
    from emo7_core.models.choices import project_choices, tracked_choices

    found = list(project_choices(project))
    try:
        found += [] if is_local else tracked_choices(project)
    except ModelError as error:  # A store that is away must not hide the project's own models.
        print(f"emo7: {error}", file=sys.stderr)
    return found
