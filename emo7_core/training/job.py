"""A training as a job: from a job folder to its end, whatever happens.

What it is: what the job's own process runs.
What it is not: the queue (jobs/supervisor.py) or the training itself (train.py).
Convention: the last word is in status.json; a traceback is in err.log. SIGTERM is heard as
a wish to stop early.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from emo7_core import telemetry
from emo7_core.config import TrainConfig, config_from
from emo7_core.errors import LandmarkError, ProjectError
from emo7_core.jobs.events import Event, append
from emo7_core.jobs.gpu import GpuLock, default_gpu_lock
from emo7_core.jobs.running import Ending, run_job
from emo7_core.jobs.spec import Job
from emo7_core.jobs.status import Status, update_status
from emo7_core.labels.snapshot import LabelSnapshot, take_snapshot
from emo7_core.models.devices import leave_one_core, resolve_device
from emo7_core.project import Project
from emo7_core.training.sample import Example
from emo7_core.training.tracking import Tracker
from emo7_core.training.tracking_store import store_of
from emo7_core.training.train import TrainResult, train


def train_job(folder: Path) -> Status:
    """Run the training of a job folder and return how it ended.

    Raises:
        JobError: another process runs it already.
    """
    telemetry.switch_off()
    return run_job(folder, _work)


def _work(job: Job) -> Ending:
    return _ending(_run(job))


def examples_of(project: Project, snapshot: LabelSnapshot) -> Iterator[Example]:
    """Yield the labelled clips of a snapshot; a clip without landmarks says why."""
    for row in snapshot.rows:
        track, problem = None, ""
        try:
            track = project.load_track(project.catalog.get(row.clip_id))
        except (LandmarkError, ProjectError) as error:
            problem = str(error)
        yield Example(row.name, track, row.value, row.signer, row.session, row.clip_key, problem)


def _run(job: Job) -> TrainResult:
    spec = job.spec()
    config = config_from(spec.config)
    update_status(job.folder, epochs=config.num_epochs)
    leave_one_core()
    with (
        _term_as_stop() as is_terminated,
        _device(job, config),
        Project.open(spec.project) as project,
    ):
        snapshot = take_snapshot(project, config.target)
        (job.folder / "labels.json").write_text(snapshot.to_json(), encoding="utf-8")
        voice = _Voice(job, config, project.root, snapshot.hash)
        try:
            result = train(
                examples_of(project, snapshot),
                config,
                job.folder,
                on_event=voice.hear,
                should_stop=lambda: is_terminated.is_set() or job.is_stop_requested(),
                label_hash=snapshot.hash,
            )
        except BaseException:
            voice.end("FAILED")
            raise
        voice.end("KILLED" if result.was_stopped else "FINISHED")
        return result


class _Voice:
    """Says what happens: to the events, to the status and to the tracking store."""

    def __init__(self, job: Job, config: TrainConfig, project: Path, label_hash: str) -> None:
        self._job = job
        self._config = config
        self._label_hash = label_hash
        self._vocabulary: list[str] = []
        self._tracker = Tracker(job.folder, store_of(project), self._notice)
        self._is_tracked = False

    def hear(self, event: Event) -> None:
        append(self._job.events_path, event)
        if event["event"] == "data":
            self._vocabulary = event["vocabulary"]
            tags = {"emo7.job": self._job.id, "emo7.labels": self._label_hash}
            tags |= {name: str(event[name]) for name in ("split_by", "training", "validation")}
            self._tracker.begin(self._config, f"{self._config.model_type} {self._job.id}", tags)
            self._is_tracked = True
        elif event["event"] == "epoch":
            best = {name: event[name] for name in ("epoch", "best", "best_epoch")}
            update_status(self._job.folder, **best)
            self._tracker.epoch(event, self._vocabulary)

    def end(self, status: str) -> None:
        if not self._is_tracked:
            return
        if self._job.has_model:
            self._tracker.model(self._job.model_folder)
        self._tracker.close(status)

    def _notice(self, message: str) -> None:
        append(self._job.events_path, {"event": "notice", "message": message})


def _device(job: Job, config: TrainConfig) -> AbstractContextManager[object]:
    if resolve_device(config.device).type == "cpu":
        return nullcontext()
    update_status(job.folder, message="waiting for the GPU")
    return GpuLock(default_gpu_lock(), job.id)


@contextmanager
def _term_as_stop() -> Iterator[threading.Event]:
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


def _ending(result: TrainResult) -> Ending:
    kept = f"epoch {result.best_epoch} of {result.epochs} was kept, score {result.best:.3f}"
    facts = {"best_epoch": result.best_epoch}
    if result.was_stopped:
        return Ending("stopped", f"stopped early; {kept}", facts)
    return Ending("ended", kept, facts)
