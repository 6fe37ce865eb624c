"""A tuning as a job: workers tried side by side, and what they found told as it comes.

What it is: what the job's own process runs: it starts the workers, tells of trials, draws which
settings mattered, and tracks each trial as a run under its own.
What it is not: a worker (tune.py).
Convention: the status counts trials. Workers belong to the job's group of processes, and end
with it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import optuna
from optuna.trial import FrozenTrial, TrialState

from emo7_core import telemetry
from emo7_core.config.studies import Tuning, study_from
from emo7_core.errors import JobError
from emo7_core.jobs.events import Event, append
from emo7_core.jobs.running import Ending, run_job
from emo7_core.jobs.spec import Job
from emo7_core.jobs.status import Status, update_status
from emo7_core.models.devices import leave_one_core
from emo7_core.project import Project
from emo7_core.training.feature_store import FOLDER
from emo7_core.training.importance import tell_importance
from emo7_core.training.job import device_of, term_as_stop
from emo7_core.training.material import frozen_material
from emo7_core.training.spaces import space_of
from emo7_core.training.tracking import Tracker, first_line
from emo7_core.training.tracking_replay import replay
from emo7_core.training.tracking_store import Store, store_of
from emo7_core.training.train import make_ready
from emo7_core.training.tune import (
    EPOCH,
    REASON,
    TRIALS,
    TRIED,
    Worker,
    give_up_dead,
    open_study,
)

LOOK_SECONDS = 0.5
GRACE_SECONDS = 30.0
MOST_DEATHS = 3


def tune_job(folder: Path) -> Status:
    """Run the tuning of a job folder and return how it ended.

    Raises:
        JobError: another process runs it already.
    """
    telemetry.switch_off()
    return run_job(folder, _work)


def tune_worker(folder: Path, number: int) -> None:
    """Work on the trials of a job folder as one of its workers."""
    telemetry.switch_off()
    job = Job(folder.absolute())
    study = study_from(Tuning, job.spec().config)
    leave_one_core(study.workers)
    with Project.open(job.spec().project) as project:
        material = frozen_material(project, study.training, job.folder)
        ready = make_ready(material.examples(), study.training, project.root / FOLDER)
        Worker(
            number,
            job.folder,
            study,
            ready,
            material.snapshot.hash,
            project.root,
            job.is_stop_requested,
        ).work()


def _work(job: Job) -> Ending:
    study = study_from(Tuning, job.spec().config)
    with (
        term_as_stop() as is_terminated,
        device_of(job, study.training),
        Project.open(job.spec().project) as project,
    ):
        # Frozen here, before the workers read it.
        material = frozen_material(project, study.training, job.folder)
        return _Run(job, study, project.root, material.snapshot.hash).do(is_terminated.is_set)


class _Run:
    """One run of a job; what its steps share."""

    def __init__(self, job: Job, study: Tuning, project: Path, label_hash: str) -> None:
        self._job = job
        self._study = study
        self._store: Store = store_of(project)
        self._label_hash = label_hash
        self._tracker = Tracker(job.folder, self._store, self._notice)
        self._found = open_study(job.folder, study)
        self._told: set[int] = set()
        self._workers: dict[int, subprocess.Popen[bytes]] = {}
        self._deaths = 0

    def do(self, is_terminated: Callable[[], bool]) -> Ending:
        give_up_dead(self._found, set(), "interrupted")
        events, _ = self._job.events()
        self._told = {event["trial"] for event in events if event["event"] == "trial"}
        update_status(self._job.folder, epochs=self._study.trials, epoch=self._count())
        self._begin()
        try:
            self._follow(is_terminated)
        except BaseException:
            self._end_workers()
            self._tracker.close("FAILED")
            raise
        return self._finish()

    def _follow(self, is_terminated: Callable[[], bool]) -> None:
        while True:
            if is_terminated():
                self._job.request_stop()
            is_over = self._job.is_stop_requested() or self._count() >= self._study.trials
            if not is_over:
                self._start_workers()
            self._look_after_workers()
            self._tell_trials()
            if not self._workers and (is_over or self._deaths >= MOST_DEATHS):
                return
            time.sleep(LOOK_SECONDS)

    def _start_workers(self) -> None:
        left = self._study.trials - self._count()
        for number in range(self._study.workers):
            # No more of them than trials that are left: the last ones would find nothing to do.
            has_room = len(self._workers) < left and self._deaths < MOST_DEATHS
            if has_room and number not in self._workers:
                self._workers[number] = _start_worker(self._job, number)

    def _look_after_workers(self) -> None:
        for number, process in list(self._workers.items()):
            code = process.poll()
            if code is None:
                continue
            del self._workers[number]
            how = _how_it_died(code)
            give_up_dead(self._found, set(self._workers), f"its worker was {how}")
            if code:
                self._deaths += 1
                self._notice(f"worker {number + 1} was {how}")

    def _tell_trials(self) -> None:
        for trial in self._over():
            if trial.number not in self._told:
                self._told.add(trial.number)
                self._tell(trial)

    def _tell(self, trial: FrozenTrial) -> None:
        best = _best(self._found)
        event: Event = {
            "event": "trial",
            "trial": trial.number,
            "trials": self._study.trials,
            "state": trial.state.name.casefold(),
            "value": trial.value,
            "params": trial.params,
            "epochs": len(trial.intermediate_values),
            "curve": [[step, value] for step, value in trial.intermediate_values.items()],
            "reason": trial.user_attrs.get(REASON, ""),
            "best_trial": None if best is None else best.number,
            "best": None if best is None else best.value,
        }
        append(self._job.events_path, event)
        told = {"epoch": self._count(), "best": event["best"], "best_epoch": event["best_trial"]}
        update_status(self._job.folder, **told)
        if trial.value is not None:
            self._tracker.metrics(trial.number, {"trial_value": trial.value})
        self._send(trial.number)

    def _send(self, number: int) -> None:
        place = self._job.folder / TRIALS / f"{number:04}"
        if not self._tracker.is_known_to_store:
            return  # The store does not take the job's own run; emo7 sync sends all later.
        try:
            replay(place, self._store)
        except Exception as error:  # Whatever a store throws, the tuning goes on.
            self._notice(
                f"trial {number} was not tracked ({first_line(error)}); run emo7 sync later"
            )

    def _finish(self) -> Ending:
        self._tell_trials()
        best = _best(self._found)
        if best is None:
            self._tracker.close("FAILED")
            reasons = [t.user_attrs[REASON] for t in self._over() if REASON in t.user_attrs]
            if self._job.is_stop_requested():
                return Ending("stopped", "stopped before a trial was done; resume goes on")
            raise JobError(f"no trial gave a score: {reasons[-1] if reasons else 'workers died'}")
        event = tell_importance(self._found, space_of(self._study.training), self._job.folder)
        append(self._job.events_path, event)
        self._tracker.metrics(best.number, {"best_value": best.value})
        self._tracker.model(self._job.model_folder)
        count = self._count()
        is_whole = count >= self._study.trials
        self._tracker.close("FINISHED" if is_whole else "KILLED")
        for number in sorted(self._told):
            self._send(number)
        settings = ", ".join(f"{name} {value:.4g}" for name, value in best.params.items())
        words = self._study.training.monitor_words
        score = f"{words} {best.value:.3f} in epoch {best.user_attrs.get(EPOCH)}"
        told = f"trial {best.number} was best of {count}: {settings}; {score}"
        if self._deaths >= MOST_DEATHS and not is_whole and not self._job.is_stop_requested():
            raise JobError(f"{self._deaths} workers died; {told}", remedy="Resume goes on.")
        return Ending("ended" if is_whole else "stopped", told, {"best_trial": best.number})

    def _begin(self) -> None:
        if self._tracker.has_begun:
            self._tracker.go_on()
            return
        config, job_id = self._study.training, self._job.id
        tags = {"emo7.job": job_id, "emo7.labels": self._label_hash, "emo7.kind": "tune"}
        more = {"trials": self._study.trials, "is_pruned": self._study.is_pruned}
        self._tracker.begin(config, f"tune {config.model_type} {job_id}", tags, more)
        space = {one.name: [one.low, one.high] for one in space_of(config)}
        append(self._job.events_path, {"event": "data", "space": space} | more)

    def _count(self) -> int:
        return len(self._found.get_trials(deepcopy=False, states=TRIED))

    def _over(self) -> list[FrozenTrial]:
        return [t for t in self._found.get_trials(deepcopy=False) if t.state.is_finished()]

    def _end_workers(self) -> None:
        for process in self._workers.values():
            process.terminate()
        for process in self._workers.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(GRACE_SECONDS)
            process.kill()

    def _notice(self, message: str) -> None:
        append(self._job.events_path, {"event": "notice", "message": message})


def _start_worker(job: Job, number: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "emo7_core.cli", "tune", "--job", str(job.folder)]
    return subprocess.Popen([*command, "--worker", str(number)], env=os.environ | telemetry.OFF)


def _how_it_died(code: int) -> str:
    if code < 0:
        return f"ended by {signal.Signals(-code).name}"
    return f"ended with code {code}, see err.log"


def _best(found: optuna.Study) -> FrozenTrial | None:
    has_any = bool(found.get_trials(deepcopy=False, states=(TrialState.COMPLETE,)))
    return found.best_trial if has_any else None
