"""Predicting a project's clips as a job: what the job's own process runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from emo7_core import telemetry
from emo7_core.inference.likelihood_predictor import Asking
from emo7_core.inference.predict import (
    PRETRAINED,
    OnStep,
    Outcome,
    predict_pretrained,
    predict_project,
)
from emo7_core.jobs.running import Ending, run_job
from emo7_core.jobs.spec import Job
from emo7_core.jobs.status import Status, update_status
from emo7_core.models.devices import leave_one_core
from emo7_core.models.resolve import resolve
from emo7_core.project import Project

SAID_EVERY = 10


def predict_job(folder: Path) -> Status:
    """Run the prediction of a job folder and return how it ended.

    Raises:
        JobError: another process runs it already.
    """
    telemetry.switch_off()
    return run_job(folder, _work)


def _work(job: Job) -> Ending:
    spec = job.spec()
    leave_one_core()

    def on_step(done: int, total: int, name: str) -> None:
        if done % SAID_EVERY == 0 or done == total:
            update_status(job.folder, epoch=done, epochs=total, message=f"{done} of {total} clips")

    with Project.open(spec.project) as project:
        source, count, problems = _outcome(project, spec.config, on_step, job.is_stop_requested)
    for problem in problems:
        print(problem)
    told = f"{source.name} answered {count} clips, {len(problems)} have no answer"
    return Ending("stopped" if job.is_stop_requested() else "ended", told)


def _outcome(
    project: Project,
    config: Mapping[str, object],
    on_step: OnStep,
    should_stop: Callable[[], bool],
) -> Outcome:
    model, device = str(config["model"]), str(config.get("device", "auto"))
    name = str(config.get("name", ""))
    if not model.startswith(PRETRAINED):
        folder = resolve(model, project.root).folder
        return predict_project(project, folder, device, on_step, should_stop, name)
    asking = Asking(
        frames=int(str(config.get("frames", Asking().frames))),
        with_caption=bool(config.get("with_caption", False)),
    )
    pretrained = model.removeprefix(PRETRAINED)
    return predict_pretrained(project, pretrained, asking, device, on_step, should_stop, name)
