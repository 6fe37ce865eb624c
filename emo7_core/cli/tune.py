"""The command tune: many trainings that look for good settings, as one job."""

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
from emo7_core.config.studies import Tuning, study_from


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    epilog = f"What is not tuned stays as asked. {flags_help()}"
    app.command("tune", context_settings=FREE_FLAGS, epilog=epilog)(tune)


def tune(
    context: typer.Context,
    project: ProjectOption = None,
    job: JobFolder = None,
    config_file: ConfigFile = None,
    trials: Annotated[int, typer.Option(min=1, help="How many settings are tried.")] = 30,
    workers: Annotated[int, typer.Option(min=1, help="How many are tried at once.")] = 1,
    prune: Annotated[bool, typer.Option(help="End trials early that are worse than most.")] = True,
    detach: Detach = False,
    worker: Annotated[
        int, typer.Option("--worker", hidden=True, help="Be this worker of the job.")
    ] = -1,
) -> None:
    """Look for good settings of a network, with Optuna, as one job that can be resumed."""
    if job is not None:
        from emo7_core.training.tune_job import tune_job, tune_worker

        if worker >= 0:
            tune_worker(job, worker)
        else:
            tune_job(job)
        return
    folder = needed(project)
    values = {"trials": trials, "workers": workers, "is_pruned": prune}
    training = config_of(context, config_file)
    study = study_from(Tuning, values | {"training": training})
    start(folder, "tune", study, detach)
