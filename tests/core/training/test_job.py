"""A training as a job on a real project, in this process and in its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from emo7_core.config import TrainConfig
from emo7_core.errors import JobError
from emo7_core.jobs.spec import Job, create_job
from emo7_core.jobs.status import update_status
from emo7_core.jobs.supervisor import Supervisor
from emo7_core.labels.snapshot import take_snapshot
from emo7_core.models.card import read_card
from emo7_core.project import Project
from emo7_core.training.job import train_job
from tests.core.training.small_project import WITHOUT_TRACK, make_project, until

CONFIG = {"hidden_size": 8, "num_layers": 1, "num_epochs": 2, "device": "cpu"}
LONG = CONFIG | {"num_epochs": 5000, "patience": 5000}
ASKED = TrainConfig.model_validate(LONG | {"loss": "focal", "seed": 7})


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of 28 decided clips of 4 signers; one has no landmarks."""
    return make_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(autouse=True)
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)


def job_of(project: Path, **changes: Any) -> Job:
    return create_job(project / "runs", "train", project, CONFIG | changes)


def test_a_job_trains_on_the_projects_labels(project: Path) -> None:
    """Labels in, model out: state, events, snapshot, card and tracking belong together."""
    job = job_of(project)
    assert train_job(job.folder).state == "ended"
    status, (events, _) = job.status(), job.events()
    assert (status.state, status.epoch, status.epochs) == ("ended", 2, 2)
    assert [event["event"] for event in events] == ["data", "epoch", "epoch", "ended"]
    assert [one["name"] for one in events[0]["skipped"]] == [WITHOUT_TRACK]
    card = read_card(job.model_folder)
    with Project.open(project) as opened:
        snapshot = take_snapshot(opened, "human")
    assert card.label_hash == snapshot.hash == events[0]["label_hash"]
    keys = {row.clip_key for row in snapshot.rows if row.name != WITHOUT_TRACK}
    assert {*card.training.clips, *card.validation.clips} == keys
    assert (job.folder / "labels.json").is_file()
    assert (project / "mlflow.db").is_file()
    assert status.best == pytest.approx(card.scores["val_macro_f1"])


def test_a_config_that_is_wrong_fails_with_words(project: Path) -> None:
    """A misspelled knob ends as failed, and names the knob."""
    job = job_of(project, batchsize=3)
    assert train_job(job.folder).state == "failed"
    assert "batchsize" in job.status().message
    assert "Traceback" in "\n".join(job.log_tail(lines=50))


def test_no_labels_fail_with_words(project: Path) -> None:
    """A target without labels is told, and nothing is kept."""
    job = job_of(project, target="caption")
    train_job(job.folder)
    assert job.status().state == "failed"
    assert "cannot be split" in job.status().message
    assert not job.has_model


def test_a_project_that_is_gone_fails_with_words(project: Path, tmp_path: Path) -> None:
    """A job whose project was moved says so."""
    job = create_job(tmp_path / "runs", "train", tmp_path / "gone", CONFIG)
    train_job(job.folder)
    assert "no emo7 project" in job.status().message


def test_what_was_stopped_never_starts(project: Path) -> None:
    """A stop that came before the process did is heard."""
    job = job_of(project)
    job.request_stop()
    assert train_job(job.folder).state == "stopped"
    assert not job.events()[0]


def test_what_is_over_does_not_run_again(project: Path) -> None:
    """A second process for a job that ended changes nothing."""
    job = job_of(project)
    update_status(job.folder, state="failed", message="first")
    assert train_job(job.folder).message == "first"


def test_two_processes_do_not_run_one_job(project: Path) -> None:
    """A job that a living process runs is left to it."""
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        import psutil

        job = job_of(project)
        begun = psutil.Process(sleeper.pid).create_time()
        update_status(job.folder, state="running", pid=sleeper.pid, pid_create_time=begun)
        with pytest.raises(JobError, match=str(sleeper.pid)):
            train_job(job.folder)
    finally:
        sleeper.kill()
        sleeper.wait()


@pytest.fixture(scope="module")
def stopped(project: Path) -> Job:
    """Return a long training that ran in a process of its own and was asked to stop."""
    supervisor = Supervisor(project / "runs")
    job = supervisor.submit("train", ASKED.model_dump())
    until(lambda: job.status().epoch > 1)
    supervisor.stop(job.id)
    until(lambda: job.status().is_over)
    return job


def test_the_config_arrives_in_the_child(stopped: Job) -> None:
    """What was asked for is what the model's card says it was trained with."""
    assert read_card(stopped.model_folder).config == ASKED


def test_stopping_keeps_the_best(stopped: Job) -> None:
    """A long training that is asked to stop ends soon, as stopped, with its best model."""
    status = stopped.status()
    assert (status.state, status.epochs) == ("stopped", 5000)
    assert read_card(stopped.model_folder).epoch == status.best_epoch


def test_a_killed_training_keeps_what_it_had(project: Path) -> None:
    """SIGKILL in the middle: failed with the reason, and the best model so far still loads."""
    supervisor = Supervisor(project / "runs")
    job = supervisor.submit("train", LONG)
    until(lambda: job.status().epoch > 1)
    os.kill(job.status().pid or 0, signal.SIGKILL)
    until(lambda: supervisor.refresh() != [] and job.status().is_over)
    assert job.status().state == "failed"
    assert "SIGKILL" in job.status().message
    assert read_card(job.model_folder).epoch >= 1
