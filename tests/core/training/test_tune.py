"""Tuning: spaces, trials, pruning, workers, resuming."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import optuna
import pytest
from optuna.trial import TrialState

from emo7_core.config import TrainConfig
from emo7_core.config.studies import Tuning
from emo7_core.errors import JobError
from emo7_core.jobs.spec import create_job
from emo7_core.jobs.supervisor import Supervisor, process_of
from emo7_core.models.card import read_card
from emo7_core.training import tune
from emo7_core.training.importance import DATA, PICTURE, tell_importance
from emo7_core.training.sample import prepare
from emo7_core.training.spaces import SPACES, space_of
from emo7_core.training.train import Ready
from emo7_core.training.tune import REASON, Worker, give_up_dead, open_study, suggested
from tests.core.training.small_project import make_project, until
from tests.planted import examples

SMALL = TrainConfig(num_layers=1, num_epochs=2, batch_size=16, device="cpu")
SAMPLES, _ = prepare(examples(3), SMALL.rate)


def worker(folder: Path, **study: Any) -> Worker:
    asked = Tuning(training=SMALL, **study)
    return Worker(0, folder, asked, Ready(list(SAMPLES), []), "hash", folder, lambda: False)


@pytest.mark.parametrize("kind", sorted(SPACES))
def test_what_is_drawn_is_a_config(kind: str) -> None:
    """Settings stay inside their ranges, whole where they must be, and make a valid config."""
    base = TrainConfig.model_validate({"model_type": kind, "loss": "focal"})
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
    for _ in range(20):
        config = suggested(study.ask(), base)
        TrainConfig.model_validate(config.model_dump())
        for one in space_of(base):
            assert one.low <= getattr(config, one.name) <= one.high


def test_the_ranges_are_the_earlier_ones() -> None:
    """LSTM: width 128 to 384, one or two layers, dropout .5 to .8, rate 5e-6 to 5e-5."""
    found = {one.name: (one.low, one.high) for one in SPACES["lstm"]}
    assert found == {
        "hidden_size": (128, 384),
        "num_layers": (1, 2),
        "dropout": (0.5, 0.8),
        "learning_rate": (5e-6, 5e-5),
    }


def test_the_focal_loss_brings_its_settings() -> None:
    """Alpha .5 to 2 and gamma .5 to 3 are tuned with the focal loss alone."""
    focal = SMALL.model_copy(update={"loss": "focal"})
    more = {one.name: (one.low, one.high) for one in space_of(focal)}
    assert more["focal_alpha"] == (0.5, 2.0)
    assert more["focal_gamma"] == (0.5, 3.0)
    assert "focal_alpha" not in {one.name for one in space_of(SMALL)}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep networks small."""
    small = tuple(one for one in SPACES["lstm"] if one.name in ("dropout", "learning_rate"))
    monkeypatch.setattr(tune, "space_of", lambda config: small)
    monkeypatch.setitem(SMALL.__dict__, "hidden_size", 8)


@pytest.mark.usefixtures("quick")
def test_a_worker_tries_as_often_as_asked(tmp_path: Path) -> None:
    """Three trials, each with a value; the best one's model is kept, the others' are not."""
    one = worker(tmp_path, trials=3)
    one.work()
    found = open_study(tmp_path, one.study)
    assert len(found.trials) == 3
    assert read_card(tmp_path / "model").config.dropout == found.best_params["dropout"]
    assert not list((tmp_path / "trials").glob("*/model"))
    assert not list((tmp_path / "trials").glob("*/*.safetensors"))


@pytest.mark.usefixtures("quick")
def test_a_second_start_goes_on(tmp_path: Path) -> None:
    """Two trials of four were tried before; two are added."""
    worker(tmp_path, trials=2).work()
    one = worker(tmp_path, trials=4)
    one.work()
    assert [trial.number for trial in open_study(tmp_path, one.study).trials] == [0, 1, 2, 3]


@pytest.mark.usefixtures("quick")
def test_a_second_start_draws_other_settings(tmp_path: Path) -> None:
    """What was tried before is not tried again because the random numbers began anew."""
    for trials in (1, 2):
        one = worker(tmp_path, trials=trials)
        one.work()
    first, second = open_study(tmp_path, one.study).trials
    assert first.params != second.params


@pytest.mark.usefixtures("quick")
def test_a_trial_of_a_dead_worker_is_replaced(tmp_path: Path) -> None:
    """What a dead worker left running counts as failed, with the reason, and is tried anew."""
    one = worker(tmp_path, trials=1)
    found = open_study(tmp_path, one.study)
    found.ask().set_user_attr("worker", 7)
    one.work()
    assert len(found.trials) == 1
    give_up_dead(found, {0}, "its worker was ended by SIGKILL")
    one.work()
    states = [trial.state for trial in found.trials]
    assert states == [TrialState.FAIL, TrialState.COMPLETE]
    assert "SIGKILL" in found.trials[0].user_attrs[REASON]


@pytest.mark.usefixtures("quick")
def test_a_poor_trial_is_ended_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trial that the pruner gives up runs no further epoch and counts as tried."""
    monkeypatch.setattr(optuna.Trial, "should_prune", lambda self: True)
    one = worker(tmp_path, trials=1)
    one.work()
    (trial,) = open_study(tmp_path, one.study).trials
    assert trial.state == TrialState.PRUNED
    assert list(trial.intermediate_values) == [1]


@pytest.mark.usefixtures("quick")
def test_trials_that_all_fail_end_the_tuning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three failures and no success: the reason is told instead of failing for ever."""

    def fail(*args: object, **more: object) -> None:
        raise JobError("no usable clip")

    monkeypatch.setattr(tune, "train_ready", fail)
    with pytest.raises(JobError, match="no usable clip"):
        worker(tmp_path, trials=30).work()


def test_importance_is_stored_and_drawn(tmp_path: Path) -> None:
    """The setting that decides the score explains most of it; data and picture are there."""
    found = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
    space = SPACES["lstm"]
    for _ in range(30):
        trial = found.ask()
        suggested(trial, SMALL)
        found.tell(trial, trial.params["dropout"])
    event = tell_importance(found, space, tmp_path)
    assert max(event["importance"], key=event["importance"].get) == "dropout"
    assert (tmp_path / PICTURE).read_text().startswith("<?xml")
    assert json.loads((tmp_path / DATA).read_text())["trials"] == 30


def test_few_trials_have_no_importance(tmp_path: Path) -> None:
    """Two trials say nothing: no shares, no picture."""
    found = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
    for value in (1.0, 2.0):
        trial = found.ask()
        suggested(trial, SMALL)
        found.tell(trial, value)
    assert tell_importance(found, SPACES["lstm"], tmp_path)["importance"] == {}
    assert not (tmp_path / PICTURE).exists()


def test_two_workers_are_killed_and_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job with two workers on one study, ended by SIGKILL, resumed: all trials are there."""
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    root = make_project(tmp_path)
    supervisor = Supervisor(root / "runs")
    study = Tuning(trials=3, workers=2, training=SMALL.model_copy(update={"batch_size": 64}))
    job = supervisor.submit("tune", study.model_dump())
    until(lambda: job.status().is_over or job.status().epoch >= 1)
    os.killpg(job.status().pid or 0, signal.SIGKILL)
    until(lambda: supervisor.refresh() != [] and job.status().is_over)
    assert job.status().state == "failed"
    supervisor.resume(job.id)
    until(lambda: supervisor.refresh() != [] and job.status().is_over)
    assert job.status().state == "ended", job.status().message
    tried = [t for t in open_study(job.folder, study).trials if t.state in tune.TRIED]
    assert len(tried) == 3
    assert job.has_model
    until(lambda: not (process := process_of(job.status())) or not process.is_alive())


def test_a_wrong_study_is_told(tmp_path: Path) -> None:
    """A misspelled setting of a study ends as failed and names it."""
    from emo7_core.training.tune_job import tune_job

    root = make_project(tmp_path)
    job = create_job(root / "runs", "tune", root, {"trails": 3})
    assert tune_job(job.folder).state == "failed"
    assert "trails" in job.status().message
