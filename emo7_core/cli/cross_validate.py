"""The command cross-validate: every clip answered by a model that did not see its signer."""

from __future__ import annotations

from typing import Annotated

import typer

from emo7_core.cli.following import start
from emo7_core.cli.options import Detach
from emo7_core.cli.train import (
    FREE_FLAGS,
    ConfigFile,
    JobFolder,
    ProjectOption,
    config_of,
    flags_help,
    needed,
)
from emo7_core.config.studies import CrossValidation, study_from


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    epilog = f"Each fold is a training. {flags_help()}"
    app.command("cross-validate", context_settings=FREE_FLAGS, epilog=epilog)(cross_validate)


def cross_validate(
    context: typer.Context,
    project: ProjectOption = None,
    job: JobFolder = None,
    config_file: ConfigFile = None,
    by: Annotated[str, typer.Option(help="Held out together: signer, session or clip.")] = "signer",
    folds: Annotated[int, typer.Option(min=0, help="0 holds out one of them at a time.")] = 0,
    detach: Detach = False,
) -> None:
    """Train once per held-out signer and score all answers together, as one job."""
    if job is not None:
        from emo7_core.training.cross_validate_job import cross_validate_job

        cross_validate_job(job)
        return
    folder = needed(project)
    training = config_of(context, config_file)
    study = study_from(CrossValidation, {"by": by, "folds": folds, "training": training})
    start(folder, "cross-validate", study, detach)
