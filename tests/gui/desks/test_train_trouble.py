"""Trainings in trouble: what the window says, and what can be done about it there."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from emo7_core.jobs.executors import ProcessId
from emo7_core.project import Project
from emo7_gui.desks import mlflow_desk
from emo7_gui.desks.mlflow_desk import MlflowDesk
from emo7_gui.session import Session
from tests.core.training.small_project import make_project
from tests.gui.desks.train_bench import HEAD, PATIENT, TrainBench
from tests.gui.waiting import until

# Hears neither the stop file nor SIGTERM.
DEAF = f"""{HEAD}
def work(job):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    update_status(folder, epochs=9, epoch=1, best=0.2, best_epoch=1)
    time.sleep(600)
    return Ending("ended", "")
run_job(folder, work)
"""
# Kills itself as the system does when memory runs out.
KILLED = f"""{HEAD}
import os
def work(job):
    update_status(folder, epochs=9, epoch=4, best=0.2, best_epoch=3)
    (folder / "resume.safetensors").write_bytes(b"x")
    print("epoch 4 of 9", flush=True)
    print("the last line", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
run_job(folder, work)
"""
# No file may grow beyond 90 KB: the model does not fit.
FULL = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (90_000, 90_000))
from emo7_core.training.job import train_job
train_job(Path(sys.argv[1]))
"""
TRAINED = """
import sys
from pathlib import Path
from emo7_core.training import tracking
tracking.Tracker.close.__defaults__ = (0.5,)
from emo7_core.training.job import train_job
train_job(Path(sys.argv[1]))
"""
Open = Callable[..., TrainBench]
QUICK = {"hidden_size": 64, "num_layers": 1, "num_epochs": 1, "device": "cpu"}


@pytest.fixture
def open_train(qtbot: QtBot) -> Iterator[Callable[..., TrainBench]]:
    """Open Train on sessions; all is ended after the test."""
    made: list[TrainBench] = []

    def open_one(session: Session, code: str = PATIENT) -> TrainBench:
        made.append(TrainBench(qtbot, session, code))
        return made[-1]

    yield open_one
    for bench in made:
        bench.close()


@pytest.fixture
def small(tmp_path: Path, qapp: object) -> Iterator[Session]:
    """A project that trains in seconds."""
    made = Session()
    made.open(Project.open(make_project(tmp_path)), "R")
    yield made
    made.close()


def test_a_trainer_that_ignores_stop(open_train: Open, session: Session) -> None:
    """The card says that it was asked; Cancel stays, and ends it."""
    bench = open_train(session, DEAF)
    job = bench.submit("train", model_type="lstm")
    bench.until_state(job, "running")
    until(lambda: bench.workspace.actions_row.buttons["stop"].isVisible(), "the button")
    bench.desk.perform("stop_early")
    bench.until_state(job, "stopping")
    card, actions = bench.card(job), bench.workspace.actions_row
    until(lambda: not actions.buttons["stop"].isVisible(), "one stop is enough")
    assert card.row.progress == "stopping"
    assert card.row.timing == "asked to stop; Cancel ends it"
    assert actions.buttons["cancel"].isVisible()
    status = bench.desk.jobs[job].status
    assert status.pid is not None
    assert status.pid_create_time is not None
    actions.buttons["cancel"].click()
    bench.until_state(job, "stopped")
    assert not ProcessId(status.pid, status.pid_create_time).is_alive()


def test_a_trainer_that_was_killed(open_train: Open, session: Session) -> None:
    """The card has the reason, what was kept, the last lines, and the way on."""
    bench = open_train(session, KILLED)
    job = bench.submit("train", model_type="lstm")
    bench.until_state(job, "failed")
    row = bench.card(job).row
    assert row.problem.startswith("The process was ended by SIGKILL")
    assert row.kept == "Kept: all up to epoch 4."
    assert row.last_lines == ("epoch 4 of 9", "the last line")
    assert [remedy.text for remedy in row.remedies] == ["Resume", "Change …", "Log"]
    assert bench.failures[-1].startswith("LSTM #1 failed: The process was ended by SIGKILL")


def test_a_full_disk(open_train: Open, small: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """The card says what could not be written and what to do."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:9")
    bench = open_train(small, FULL)
    job = bench.submit("train", **QUICK)
    bench.until_state(job, "failed")
    row = bench.card(job).row
    assert "cannot be written" in row.problem
    assert "free space" in row.kept


def test_a_tracking_server_that_hangs(
    open_train: Open, small: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The training ends all the same; its log says how the rest is sent later."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://127.0.0.1:{server.getsockname()[1]}")
        bench = open_train(small, TRAINED)
        job = bench.submit("train", **QUICK)
        bench.until_state(job, "ended")
        view = bench.workspace
        until(lambda: "emo7 sync" in view.log.text.toPlainText(), "the notice in the log", 60)
        assert view.actions_row.buttons["use"].isVisible()


def test_mlflow_pages_that_never_answer(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a while the window says so, and no process is left."""
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    monkeypatch.setattr(mlflow_desk, "PATIENCE_MS", 600)
    silent = ["-c", "import sys; sys.stdin.read()"]
    monkeypatch.setattr(mlflow_desk, "_arguments", lambda *_: silent)
    pages: list[QUrl] = []
    desk = MlflowDesk(session, open_url=pages.append)
    with qtbot.waitSignal(desk.failed, timeout=20_000) as told:
        desk.show()
    assert told.args[0].startswith("MLflow does not answer")
    until(lambda: not desk.is_running, "the end of the server", 20)
    assert pages == []


def test_a_job_is_found_again_at_the_next_start(open_train: Open, session: Session) -> None:
    """The window goes, the job goes on, the next window shows it as it stands."""
    first = open_train(session)
    job = first.submit("train", model_type="lstm")
    first.until_state(job, "running")
    first.desk.stop()
    second = open_train(session)
    second.until_state(job, "running")
    until(lambda: second.workspace.chosen_job == job, "the job at the right", 20)
    until(lambda: second.workspace.curves.macro_f1.value.text() == "0.200", "its curve", 20)
