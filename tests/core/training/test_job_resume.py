"""A training that is killed in the middle of an epoch and resumed, in processes of its own."""

from __future__ import annotations

import json
import shutil
import signal
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from emo7_core.cli.main import main
from emo7_core.jobs.spec import Job, create_job
from emo7_core.jobs.supervisor import Supervisor
from emo7_core.labels.decision import Draft
from emo7_core.labels.sources import RATER
from emo7_core.models.card import WEIGHTS
from emo7_core.project import Project
from emo7_core.training.job import train_job
from emo7_core.training.resume import STATE, SafeCheckpoint
from tests.core.training.small_project import make_project, until
from tests.core.training.test_resume import assert_same

CONFIG = {
    "hidden_size": 8, "num_layers": 1, "num_epochs": 6, "batch_size": 8, "device": "cpu",
    "balance": "sampler", "seed": 3,
}  # fmt: skip
# Ends its own process for good in the second step of the third epoch.
KILLED = """
import os, signal, sys
from pathlib import Path
from emo7_core.training.job import train_job
from emo7_core.training.keeper import Keeper
whole = Keeper.on_train_batch_end
def deadly(self, trainer, module, *rest):
    if trainer.current_epoch == 2 and trainer.global_step % 3 == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    whole(self, trainer, module, *rest)
Keeper.on_train_batch_end = deadly
train_job(Path(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def monkeypatch_module() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        yield patch


@pytest.fixture(scope="module")
def jobs(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch_module: pytest.MonkeyPatch
) -> tuple[Job, Job]:
    """Return a job that ran through, and one that was killed and resumed."""
    root = make_project(tmp_path_factory.mktemp("project"))
    killing = Supervisor(root / "runs", lambda job: [sys.executable, "-c", KILLED, str(job.folder)])
    cut = killing.submit("train", CONFIG)
    until(lambda: killing.refresh() != [] and cut.status().is_over)
    shutil.copytree(cut.folder, root / "kept")
    with Project.open(root) as project:
        # Labels go on while the job lies still; it must not learn from these.
        log = project.log(project.sources.ensure(RATER, "MK"))
        log.append(Draft(project.catalog.all()[0].id, 6))
    with pytest.raises(SystemExit) as ended:
        main(["jobs", "resume", cut.id, "--project", str(root)])
    assert ended.value.code == 0
    with Project.open(root) as project:
        project.log(project.sources.ensure(RATER, "MK")).append(
            Draft(project.catalog.all()[0].id, project.catalog.all()[0].id % 7)
        )
    whole = create_job(root / "runs", "train", root, CONFIG)
    train_job(whole.folder)
    return whole, cut


def epochs(job: Job) -> dict[int, dict[str, Any]]:
    """Return the epochs that count, without when they were."""
    return {
        event["epoch"]: {k: v for k, v in event.items() if k not in ("time", "seconds")}
        for event in job.events()[0]
        if event["event"] == "epoch"
    }


def test_the_kill_was_in_the_third_epoch(jobs: tuple[Job, Job]) -> None:
    """It died by SIGKILL after two whole epochs, and that was told."""
    kept = Job(jobs[1].folder.parents[1] / "kept")
    assert kept.status().state == "failed"
    assert signal.SIGKILL.name in kept.status().message
    assert sorted(epochs(kept)) == [1, 2]


def test_it_ends_as_the_one_that_ran_through(jobs: tuple[Job, Job]) -> None:
    """Both ended, with the same best epoch and score, to the last bit."""
    whole, cut = (job.status() for job in jobs)
    assert (whole.state, cut.state) == ("ended", "ended")
    assert (whole.best, whole.best_epoch, whole.epoch) == (cut.best, cut.best_epoch, cut.epoch)
    assert (whole.resumed, cut.resumed) == (0, 1)


def test_the_weights_are_equal(jobs: tuple[Job, Job]) -> None:
    """The kept models are the same file."""
    files = [(job.model_folder / WEIGHTS).read_bytes() for job in jobs]
    assert files[0] == files[1]


def test_the_last_states_are_equal(jobs: tuple[Job, Job]) -> None:
    """Weights, optimizer, counters and early stopping after the last epoch are equal."""
    whole, cut = (SafeCheckpoint().load_checkpoint(job.folder / STATE) for job in jobs)
    assert_same(whole, cut)


def test_every_score_is_equal(jobs: tuple[Job, Job]) -> None:
    """Each epoch was told once in the end, with the scores of the whole training."""
    whole, cut = (epochs(job) for job in jobs)
    assert json.dumps(whole) == json.dumps(cut)


def test_the_labels_are_those_of_its_first_start(jobs: tuple[Job, Job]) -> None:
    """What was labelled between kill and resume did not change what it learned from."""
    texts = [(job.folder / "labels.json").read_text() for job in jobs]
    assert texts[0] == texts[1]


def test_it_was_one_tracked_run(jobs: tuple[Job, Job]) -> None:
    """The resumed job went on with its run instead of beginning another."""
    lines = (jobs[1].folder / "tracking.jsonl").read_text().splitlines()
    records = [json.loads(line)["do"] for line in lines]
    assert records.count("begin") == 1
    assert records[-1] == "end"
