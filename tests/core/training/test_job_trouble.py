"""Jobs in trouble: a full disk, a tracking server that hangs, a trainer that does not listen."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from emo7_core.jobs import running
from emo7_core.jobs.running import Ending, run_job
from emo7_core.jobs.spec import Job, create_job
from emo7_core.jobs.supervisor import Supervisor, process_of
from emo7_core.models.card import read_card
from emo7_core.training import tracking
from emo7_core.training.job import train_job
from tests.core.training.small_project import make_project, until

CONFIG = {"hidden_size": 8, "num_layers": 1, "num_epochs": 2, "device": "cpu"}
# No file may grow beyond 90 KB: the model and the state to resume from do not fit.
FULL = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (90_000, 90_000))
from emo7_core.training.job import train_job
train_job(Path(sys.argv[1]))
"""
# Hears neither the stop file nor SIGTERM.
DEAF = """
import signal, sys, time
from pathlib import Path
from emo7_core.jobs.running import Ending, run_job
def work(job):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("deaf", flush=True)
    time.sleep(600)
    return Ending("ended", "")
run_job(Path(sys.argv[1]), work)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_project(tmp_path)


def child(source: str) -> Callable[[Job], list[str]]:
    return lambda job: [sys.executable, "-c", source, str(job.folder)]


def test_a_full_disk_fails_the_job_with_words(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be written ends the job as failed, says so, and leaves nothing half."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:9")
    supervisor = Supervisor(root / "runs", child(FULL))
    job = supervisor.submit("train", CONFIG | {"hidden_size": 64})
    until(lambda: supervisor.refresh() != [] and job.status().is_over)
    assert job.status().state == "failed"
    assert "cannot be written" in job.status().message
    assert "free space" in job.status().remedy
    assert not list(job.folder.rglob("*.part"))
    until(lambda: not (process := process_of(job.status())) or not process.is_alive())


def test_the_last_words_find_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk the room kept for the last words is given up before they are written."""
    job = create_job(tmp_path, "train", tmp_path, {})
    seen: list[bool] = []
    monkeypatch.setattr(
        running, "append", lambda *args: seen.append((job.folder / "reserve").exists())
    )

    def work(job: Job) -> Ending:
        seen.append((job.folder / "reserve").stat().st_size >= 4096)
        raise OSError(28, "No space left on device")

    assert "No space left" in run_job(job.folder, work).message
    assert seen == [True, False]


@pytest.fixture
def hanging_server() -> Iterator[str]:
    """Return the address of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[socket.socket] = []
        is_over = threading.Event()

        def accept() -> None:
            server.settimeout(0.2)
            while not is_over.is_set():
                try:
                    held.append(server.accept()[0])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=accept, name="hanging server")
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        is_over.set()
        thread.join()
        for one in held:
            one.close()


def test_a_tracking_server_that_hangs_costs_no_model(
    root: Path, monkeypatch: pytest.MonkeyPatch, hanging_server: str
) -> None:
    """The training ends with its model; what was to be tracked waits in the spool."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", hanging_server)
    monkeypatch.setattr(tracking.Tracker.close, "__defaults__", (0.5,))
    job = create_job(root / "runs", "train", root, CONFIG)
    status = train_job(job.folder)
    assert (status.state, status.epoch) == ("ended", 2)
    assert read_card(job.model_folder).epoch == status.best_epoch
    notices = [event for event in job.events()[0] if event["event"] == "notice"]
    assert "emo7 sync" in notices[0]["message"]
    assert (job.folder / "tracking.jsonl").stat().st_size > 0


def test_a_trainer_that_does_not_listen_is_ended(root: Path) -> None:
    """Asked, terminated, killed: cancelling ends also a process that ignores the first two."""
    supervisor = Supervisor(root / "runs", child(DEAF))
    job = supervisor.submit("train", CONFIG)
    until(lambda: job.log_tail("out.log") == ["deaf"])
    assert supervisor.stop(job.id).state == "stopping"
    status = supervisor.cancel(job.id, grace_seconds=0.3)
    assert status.state == "stopped"
    process = process_of(status)
    assert process is not None
    assert not process.is_alive()
