"""Train over real job folders and children: the queue, and every action by key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from emo7_core.config import TrainConfig
from emo7_core.config.studies import CrossValidation, Tuning
from emo7_core.jobs.events import append
from emo7_core.jobs.gpu import GpuLock
from emo7_core.jobs.spec import create_job
from emo7_core.jobs.status import update_status
from emo7_gui.session import Session
from emo7_gui.train.drop_list import job_data
from tests.gui.desks.train_bench import TrainBench
from tests.gui.waiting import until


@pytest.fixture
def bench(qtbot: QtBot, session: Session) -> Iterator[TrainBench]:
    made = TrainBench(qtbot, session)
    yield made
    made.close()


@pytest.fixture
def queue(bench: TrainBench) -> tuple[str, str, str, str]:
    """One that runs and three that wait."""
    ids = tuple(bench.submit("train", model_type="lstm", seed=seed) for seed in range(4))
    bench.until_state(ids[0], "running")
    until(lambda: waiting(bench) == ids[1:], "the queue", 20)
    return ids  # type: ignore[return-value]


def waiting(bench: TrainBench) -> tuple[str, ...]:
    return tuple(card.row.job_id for card in bench.workspace.jobs.waiting())


def press(bench: TrainBench, job_id: str, action: str) -> None:
    """Choose a job and do what a key does."""
    bench.card(job_id).chosen.emit(job_id)
    until(lambda: bench.workspace.chosen_job == job_id, "the job at the right", 20)
    assert bench.desk.perform(action)


def test_keys_change_the_order(bench: TrainBench, queue: tuple[str, ...]) -> None:
    """Alt Up moves a waiting job one place forward, in the queue itself."""
    press(bench, queue[3], "job_earlier")
    until(lambda: waiting(bench) == (queue[1], queue[3], queue[2]), "the new order", 20)
    assert bench.card(queue[1]).row.note == "next"
    press(bench, queue[1], "job_later")
    until(lambda: waiting(bench) == (queue[3], queue[1], queue[2]), "the order after", 20)


def test_a_job_is_dropped_in_front(bench: TrainBench, queue: tuple[str, ...]) -> None:
    """What is let go above the first waiting card starts next."""
    top = bench.card(queue[1]).geometry().top()
    data: QMimeData = job_data(queue[3])
    left = Qt.MouseButton.LeftButton
    event = QDropEvent(
        QPointF(20, top + 1), Qt.DropAction.MoveAction, data, left, Qt.KeyboardModifier.NoModifier
    )
    bench.workspace.jobs.content.dropEvent(event)
    until(lambda: waiting(bench) == (queue[3], queue[1], queue[2]), "the new order", 20)


def test_start_next_overtakes_those_that_wait(bench: TrainBench, queue: tuple[str, ...]) -> None:
    """It waits for the one that runs, but for no other."""
    bench.desk.submit(TrainConfig(seed=9), is_next=True)
    until(lambda: len(waiting(bench)) == 4, "the new job", 20)
    first = waiting(bench)[0]
    assert bench.desk.jobs[first].config["seed"] == 9


def test_a_waiting_job_is_cancelled_by_key(bench: TrainBench, queue: tuple[str, ...]) -> None:
    """Delete takes it out of the queue; it never ran."""
    press(bench, queue[2], "cancel_job")
    bench.until_state(queue[2], "stopped")
    assert bench.desk.jobs[queue[2]].status.pid is None


def test_stop_early_by_key_keeps_the_best(bench: TrainBench) -> None:
    """The button names what is kept; S asks for it."""
    job = bench.submit("train", model_type="lstm")
    until(lambda: "stop" in (bench.workspace._view.can if bench.workspace._view else ()), "stop")
    assert bench.workspace.actions_row.buttons["stop"].text() == "Stop early, keep epoch 1"
    press(bench, job, "stop_early")
    bench.until_state(job, "stopped")


def test_resume_by_key(bench: TrainBench) -> None:
    """R takes up a stopped training that has something to go on from."""
    job = bench.submit("train", model_type="lstm")
    bench.until_state(job, "running")
    (bench.desk.jobs[job].folder / "resume.safetensors").write_bytes(b"x")
    until(lambda: bench.workspace.actions_row.buttons["stop"].isVisible(), "the button")
    press(bench, job, "stop_early")
    bench.until_state(job, "stopped")
    until(lambda: bench.workspace.actions_row.buttons["resume"].isVisible(), "Resume")
    assert bench.desk.perform("resume_job")
    bench.until_state(job, "running")
    assert bench.desk.jobs[job].status.resumed == 1


def test_out_of_memory_offers_a_smaller_batch(bench: TrainBench, session: Session) -> None:
    """The remedy is a button, and a key; the new job has the smaller batch."""
    assert session.project is not None
    job = create_job(session.project.runs, "train", session.project.root, {"batch_size": 32})
    update_status(
        job.folder,
        state="failed",
        message="the GPU ran out of memory at batch size 32",
        remedy="Try batch size 16.",
        suggestion={"batch_size": 16},
    )
    bench.room.refresh()
    card = bench.card(job.id)
    assert card.row.problem == "The GPU ran out of memory at batch size 32."
    assert card.row.kept == "Kept: its log. Try batch size 16."
    assert card.row.remedies[0].text == "Retry with batch 16"
    press(bench, job.id, "remedy")
    until(lambda: len(bench.desk.jobs) == 2, "the retry", 20)
    assert list(bench.desk.jobs.values())[1].config["batch_size"] == 16


def test_a_job_is_changed_and_asked_again(bench: TrainBench) -> None:
    """A opens the dialog on what the job was asked, whatever its kind."""
    study = CrossValidation(by="session", folds=3, training=TrainConfig(seed=5))
    job = bench.submit("cross-validate", **study.model_dump())
    bench.until_state(job, "running")
    press(bench, job, "cancel_job")
    bench.until_state(job, "stopped")
    press(bench, job, "train_again")
    assert bench.desk.dialog is not None
    assert bench.desk.dialog.asked() == study


def test_the_best_settings_of_a_tuning_are_trained(bench: TrainBench, session: Session) -> None:
    """The dialog opens on a training with them."""
    assert session.project is not None
    tuning = Tuning(training=TrainConfig(seed=5)).model_dump()
    job = create_job(session.project.runs, "tune", session.project.root, tuning)
    event = {"event": "trial", "trial": 0, "state": "complete", "value": 0.3, "best_trial": 0}
    append(job.events_path, event | {"params": {"hidden_size": 144}, "trials": 1})
    update_status(job.folder, state="ended", epoch=1, epochs=1, best=0.3, best_epoch=0)
    bench.room.refresh()
    press(bench, job.id, "train_again")
    assert bench.desk.dialog is not None
    assert bench.desk.dialog.asked() == TrainConfig(seed=5, hidden_size=144)


def test_who_has_the_gpu_is_said(
    bench: TrainBench, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Owner and since when stand in the status bar, and go with the owner."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    facts: list[tuple[str, ...]] = []
    bench.desk.facts_changed.connect(facts.append)
    job = bench.submit("train", model_type="stgcn")
    lock = tmp_path / "cache" / "emo7" / "gpu.lock"
    with GpuLock(lock, job):
        until(lambda: facts and "ST-GCN #1" in facts[-1][0], "the owner", 20)
        assert facts[-1][0].startswith("The GPU is used by ST-GCN #1 since ")
    until(lambda: facts[-1] == ("Jobs go on when this window closes",), "nobody", 20)


def test_a_read_only_window_starts_nothing(bench: TrainBench, session: Session) -> None:
    """It says so instead."""
    job = bench.submit("train")
    until(lambda: bench.workspace.actions_row.buttons["stop"].isVisible(), "the button")
    session.is_read_only, session.read_only_reason = True, "Read only: somebody else."
    press(bench, job, "stop_early")
    assert bench.told[-1] == session.read_only_reason
    assert bench.state(job) == "running"
