"""The trials of a tuning: one worker that tries settings until enough were tried.

    study.db (Optuna, SQLite, in the job folder) <- any number of workers

What it is: the study, one trial, and the loop of a worker.
What it is not: the job that starts the workers and tells of the trials (tune_job.py).
Convention: a trial's value is its best validation score; a worse one ends early where pruning was
asked for. Only the best trial's model is kept. A trial whose worker died counts as failed, and
another one takes its place.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import optuna
from filelock import FileLock
from optuna.trial import TrialState

from emo7_core.config import TrainConfig
from emo7_core.config.studies import Tuning
from emo7_core.errors import Emo7Error
from emo7_core.jobs.events import Event, append
from emo7_core.models.card import vocabulary_of
from emo7_core.training.order import epoch_seed
from emo7_core.training.resume import STATE
from emo7_core.training.spaces import Range, space_of
from emo7_core.training.tracking import Tracker
from emo7_core.training.tracking_store import store_of
from emo7_core.training.train import Ready, train_ready

DATABASE, TRIALS = "study.db", "trials"
STUDY = "emo7"
TRIED = (TrialState.COMPLETE, TrialState.PRUNED)
REASON, WORKER, EPOCH = "reason", "worker", "best_epoch"
MOST_FAILURES = 3
LOCK_SECONDS = 60.0
FIRST_TRIALS, FIRST_EPOCHS = 5, 3


def open_study(folder: Path, study: Tuning, worker: int = 0) -> optuna.Study:
    """Return the study of a job folder, made now if it is new.

    Args:
        folder: The job folder.
        study: What was asked.
        worker: Its number; workers draw different settings.
    """
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    config = study.training
    storage = optuna.storages.RDBStorage(
        f"sqlite:///{folder / DATABASE}",
        engine_kwargs={"connect_args": {"timeout": LOCK_SECONDS}},
    )
    pruner: optuna.pruners.BasePruner = optuna.pruners.NopPruner()
    if study.is_pruned:
        pruner = optuna.pruners.MedianPruner(FIRST_TRIALS, FIRST_EPOCHS)
    found = optuna.create_study(
        storage=storage,
        study_name=STUDY,
        load_if_exists=True,
        direction="minimize" if config.monitor_mode == "min" else "maximize",
        pruner=pruner,
    )
    # A worker that goes on must not draw again what it drew before.
    tried = len(found.get_trials(deepcopy=False))
    found.sampler = optuna.samplers.TPESampler(seed=epoch_seed(config.seed, tried, worker))
    return found


@dataclass(frozen=True, slots=True)
class Worker:
    """One worker of a tuning.

    Attributes:
        number: From 0.
        folder: The job folder.
        study: What was asked.
        ready: The clips.
        label_hash: Hash of the labels.
        project: The project folder, for the names of tracked runs.
        should_stop: Whether somebody asked to stop.
    """

    number: int
    folder: Path
    study: Tuning
    ready: Ready
    label_hash: str
    project: Path
    should_stop: Callable[[], bool]

    def work(self) -> None:
        """Try settings until enough were tried, or somebody asks to stop.

        Raises:
            Emo7Error: the first trials all failed; it is the error of the last one.
        """
        found = open_study(self.folder, self.study, self.number)
        while not self.should_stop():
            trial = self._next(found)
            if trial is None:
                return
            self._try(found, trial)

    def _next(self, found: optuna.Study) -> optuna.Trial | None:
        """Return a new trial, None where enough are tried or under way."""
        with FileLock(str(self.folder / "study.lock"), timeout=LOCK_SECONDS):
            trials = found.get_trials(deepcopy=False)
            taken = sum(trial.state in (*TRIED, TrialState.RUNNING) for trial in trials)
            if taken >= self.study.trials:
                return None
            trial = found.ask()
            trial.set_user_attr(WORKER, self.number)
            return trial

    def _try(self, found: optuna.Study, trial: optuna.Trial) -> None:
        place = self.folder / TRIALS / f"{trial.number:04}"
        place.mkdir(parents=True, exist_ok=True)
        config = suggested(trial, self.study.training)
        told = _Told(trial, place, config, self)
        try:
            result = train_ready(
                self.ready, config, place, told.hear, self.should_stop, self.label_hash
            )
        except optuna.TrialPruned:
            found.tell(trial, state=TrialState.PRUNED)
            told.end("KILLED")
        except Emo7Error as error:
            self._fail(found, trial, error)
            told.end("FAILED")
        else:
            if result.was_stopped:
                trial.set_user_attr(REASON, "stopped")
                found.tell(trial, state=TrialState.FAIL)
                told.end("KILLED")
                return
            trial.set_user_attr(EPOCH, result.best_epoch)
            found.tell(trial, result.best)
            told.end("FINISHED")
            self._keep_best(found, trial.number, place)
        finally:
            _clear(place)

    def _fail(self, found: optuna.Study, trial: optuna.Trial, error: Emo7Error) -> None:
        """Count a trial as failed; settings that need too much memory are one of many."""
        trial.set_user_attr(REASON, str(error))
        found.tell(trial, state=TrialState.FAIL)
        trials = found.get_trials(deepcopy=False)
        failed = [
            one for one in trials if one.state == TrialState.FAIL and REASON in one.user_attrs
        ]
        has_any = any(one.state in TRIED for one in trials)
        if not has_any and len(failed) >= MOST_FAILURES:
            raise error

    def _keep_best(self, found: optuna.Study, number: int, place: Path) -> None:
        with FileLock(str(self.folder / "study.lock"), timeout=LOCK_SECONDS):
            if found.best_trial.number != number:
                return
            shutil.rmtree(self.folder / "model.old", ignore_errors=True)
            if (self.folder / "model").exists():
                (self.folder / "model").replace(self.folder / "model.old")
            (place / "model").replace(self.folder / "model")
            shutil.rmtree(self.folder / "model.old", ignore_errors=True)


class _Told:
    """Hears the epochs of a trial: for pruning, for its file of events, and for tracking."""

    def __init__(self, trial: optuna.Trial, place: Path, config: TrainConfig, who: Worker) -> None:
        self._trial = trial
        self._place = place
        self._config = config
        # Written here, sent by the job: each run of a trial needs that of the job before it.
        self._tracker = Tracker(place, store_of(who.project), lambda notice: None, is_sent=False)
        tags = {"emo7.job": who.folder.name, "emo7.trial": str(trial.number)}
        name = f"trial {trial.number}"
        self._tracker.begin(config, name, tags, {"trial": trial.number}, parent=who.folder)

    def hear(self, event: Event) -> None:
        append(self._place / "events.jsonl", event)
        if event["event"] != "epoch":
            return
        self._tracker.epoch(event, list(vocabulary_of(self._config.num_classes)))
        value = event[self._config.monitor]
        # A score that is not defined says nothing about the others.
        if value == value:
            self._trial.report(value, event["epoch"])
            if self._trial.should_prune():
                raise optuna.TrialPruned

    def end(self, status: str) -> None:
        self._tracker.close(status)


def suggested(trial: optuna.Trial, base: TrainConfig) -> TrainConfig:
    """Return the config of a trial: what was asked, with its settings from the space."""
    return base.model_copy(update={one.name: _drawn(trial, one) for one in space_of(base)})


def _drawn(trial: optuna.Trial, one: Range) -> float | int:
    if one.is_whole:
        return trial.suggest_int(one.name, int(one.low), int(one.high), log=one.is_log)
    return trial.suggest_float(one.name, one.low, one.high, log=one.is_log)


def give_up_dead(found: optuna.Study, workers: set[int], reason: str) -> None:
    """Count trials as failed that no living worker works on.

    Args:
        found: The study.
        workers: Numbers of the living workers.
        reason: What is said of them.
    """
    for trial in found.get_trials(states=(TrialState.RUNNING,)):
        if trial.user_attrs.get(WORKER) not in workers:
            optuna.Trial(found, trial._trial_id).set_user_attr(REASON, reason)
            found.tell(trial.number, state=TrialState.FAIL)


def _clear(place: Path) -> None:
    """Keep what a trial said, not what it weighed."""
    (place / STATE).unlink(missing_ok=True)
    for name in ("model", "model.previous"):
        shutil.rmtree(place / name, ignore_errors=True)
