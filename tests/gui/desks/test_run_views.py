"""What Train shows of jobs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from emo7_core.jobs.status import Status
from emo7_gui.desks.run_history import RunHistory
from emo7_gui.desks.run_views import job_row, run_view
from emo7_gui.workers.job_snapshot import JobSnapshot

DATA = {
    "event": "data",
    "training": 20,
    "validation": 10,
    "split_by": "signer",
    "validation_counts": [5, 0, 0, 5, 0, 0, 0],
}
EPOCH = {"event": "epoch", "epoch": 1, "train_loss": 2.0, "val_loss": 2.1, "seconds": 3.0}


def snapshot(kind: str = "train", **values: Any) -> JobSnapshot:
    """Return a job with a status."""
    config = {"target": "human", "seed": 7, "model_type": "lstm"}
    if kind == "predict":
        config = {"model": "m", "name": "LSTM #1"}
    has_model = bool(values.pop("has_model", False))
    return JobSnapshot("1", Path("1"), kind, config, "", Status(**values), has_model)


def test_clips_and_split_stand_under_the_name() -> None:
    """The data event says what it trains on."""
    view = run_view(snapshot(state="running"), 1, RunHistory([DATA, EPOCH]))
    assert (
        view.facts
        == "Human target · 20 clips train, 10 validate · split by signer, seed 7 · 3.0 s an epoch"
    )
    assert view.validation_count == 10


def test_the_best_floor_of_the_validation_part_is_drawn() -> None:
    """Half and half: guessing by shares beats the majority, over seven classes."""
    name, value = run_view(snapshot(state="running"), 1, RunHistory([DATA])).floors["val_macro_f1"]
    assert name == "stratified random"
    assert value == pytest.approx(1 / 7, abs=0.02)


def test_without_data_there_is_no_floor() -> None:
    """A job that has not read its clips yet draws no line."""
    assert run_view(snapshot(), 1, RunHistory([])).floors == {}


def test_a_failure_is_said_once_and_stands_in_the_log() -> None:
    """The reason and what was kept are two facts on the card."""
    status = "The process was ended by SIGKILL; the best model so far was kept.\nlast line"
    failed = snapshot(state="failed", message=status, best_epoch=4, has_model=True)
    view = run_view(failed, 3, RunHistory([EPOCH]))
    assert view.job.problem == "The process was ended by SIGKILL."
    assert view.job.kept == "Kept: the model of epoch 4."
    assert view.log[-1].startswith("The process was ended by SIGKILL")
    assert [remedy.key for remedy in view.job.remedies] == ["retry", "again", "log"]


def test_predictions_count_clips_and_have_no_curves() -> None:
    """Epochs are a training's."""
    running = snapshot("predict", state="running", epoch=30, epochs=206)
    row = job_row(running, 2, RunHistory([]))
    assert (row.name, row.detail) == ("Predictions #2", "LSTM #1 for the comparison")
    assert row.progress == "clip 30 of 206"
    assert not run_view(running, 2, RunHistory([])).has_curves


def test_a_job_that_starts_has_no_epoch() -> None:
    """Nothing says "0 of 0"."""
    assert job_row(snapshot(state="starting"), 1, RunHistory([])).progress == "starting"
    assert job_row(snapshot(state="running"), 1, RunHistory([])).progress == "starting"


def test_the_score_of_an_ended_run_has_its_name() -> None:
    """Best by loss is not called F1."""
    ended = snapshot(state="ended", best=0.5)
    assert job_row(ended, 1, RunHistory([])).note == "val F1 0.50"
    by_loss = JobSnapshot("1", Path("1"), "train", {"monitor": "val_loss"}, "", ended.status, True)
    assert job_row(by_loss, 1, RunHistory([])).note == "val loss 0.50"
