"""A training as a job: from a job folder to its end, whatever happens.

What it is: what the job's own process runs.
What it is not: the queue (jobs/supervisor.py) or the training itself (train.py).
Convention: the last word is in status.json; a traceback is in err.log. SIGTERM is heard as
a wish to stop early. Of several processes (torchrun, Slurm, several devices) only the first one
speaks for the job; the others compute.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from emo7_core import telemetry
from emo7_core.config import TrainConfig, config_from
from emo7_core.errors import Emo7Error
from emo7_core.jobs.gpu import GpuLock, default_gpu_lock
from emo7_core.jobs.running import Ending, run_job
from emo7_core.jobs.spec import Job
from emo7_core.jobs.status import Status, update_status
from emo7_core.models.devices import leave_one_core, resolve_device
from emo7_core.project import Project
from emo7_core.training.feature_store import FOLDER
from emo7_core.training.material import frozen_material, material_of_follower
from emo7_core.training.train import TrainResult, train
from emo7_core.training.trainer import is_follower
from emo7_core.training.voice import Voice


def train_job(folder: Path) -> Status:
    """Run the training of a job folder and return how it ended.

    Raises:
        JobError: another process runs it already.
    """
    telemetry.switch_off()
    job = Job(folder.absolute())
    config = _config_or_none(job)
    if config is not None and is_follower(config):
        return follow_job(job, config)
    return run_job(folder, _work)


def follow_job(job: Job, config: TrainConfig) -> Status:
    """Compute as one of the further processes of a job; nothing is written."""
    leave_one_core()
    with Project.open(job.spec().project) as project:
        material = material_of_follower(project, config, job.folder)
        train(
            material.examples(),
            config,
            job.folder,
            plan=material.plan,
            features=project.root / FOLDER,
        )
    return job.status()


def _config_or_none(job: Job) -> TrainConfig | None:
    # What is wrong with a config is told by the job itself, in its status.
    try:
        return config_from(job.spec().config)
    except Emo7Error:
        return None


def _work(job: Job) -> Ending:
    return _ending(*_run(job))


def _run(job: Job) -> tuple[TrainResult, TrainConfig]:
    spec = job.spec()
    config = config_from(spec.config)
    update_status(job.folder, epochs=config.num_epochs)
    leave_one_core()
    with (
        term_as_stop() as is_terminated,
        device_of(job, config),
        Project.open(spec.project) as project,
    ):
        material = frozen_material(project, config, job.folder)
        voice = Voice(job, config, project.root, material.snapshot.hash)
        try:
            result = train(
                material.examples(),
                config,
                job.folder,
                on_event=voice.hear,
                should_stop=lambda: is_terminated.is_set() or job.is_stop_requested(),
                label_hash=material.snapshot.hash,
                plan=material.plan,
                features=project.root / FOLDER,
            )
        except BaseException:
            voice.end("FAILED")
            raise
        voice.end("KILLED" if result.was_stopped else "FINISHED")
        return result, config


def device_of(job: Job, config: TrainConfig) -> AbstractContextManager[object]:
    """Return the right to the config's device; one on the GPU waits for it."""
    if resolve_device(config.device).type == "cpu":
        return nullcontext()
    update_status(job.folder, message="waiting for the GPU")
    return GpuLock(default_gpu_lock(), job.id)


@contextmanager
def term_as_stop() -> Iterator[threading.Event]:
    """Give an event that SIGTERM sets; only the main thread can hear signals."""
    heard = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield heard
        return
    before = signal.signal(signal.SIGTERM, lambda number, frame: heard.set())
    try:
        yield heard
    finally:
        signal.signal(signal.SIGTERM, before)


def _ending(result: TrainResult, config: TrainConfig) -> Ending:
    score = f"{config.monitor_words} {result.best:.3f}, {config.target} target"
    kept = f"epoch {result.best_epoch} of {result.epochs} was kept: {score}"
    facts = {"best_epoch": result.best_epoch}
    if result.was_stopped:
        return Ending("stopped", f"stopped early; {kept}", facts)
    return Ending("ended", kept, facts)
