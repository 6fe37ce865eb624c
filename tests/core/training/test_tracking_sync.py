"""Sync: what a dead or hanging store did not take arrives later, once, from where it stopped."""

from __future__ import annotations

import json
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from emo7_core.errors import JobError
from emo7_core.training.tracking_spool import Spool
from emo7_core.training.tracking_store import Store, client_of
from emo7_core.training.tracking_sync import ELSEWHERE, NOT_ASKED, sync_project

RECORDS = 3


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an MLflow database without a run; making one takes seconds."""
    path = tmp_path_factory.mktemp("store") / "mlflow.db"
    client_of(Store(f"sqlite:///{path}", path.parent)).search_experiments()
    return path


@pytest.fixture
def store(tmp_path: Path, empty: Path) -> Store:
    shutil.copy(empty, tmp_path / "mlflow.db")
    return Store(f"sqlite:///{tmp_path / 'mlflow.db'}", tmp_path / "mlartifacts")


def spooled(project: Path, name: str) -> Spool:
    spool = Spool(project / "runs" / name)
    spool.folder.mkdir(parents=True)
    begin = {"experiment": "e", "run_name": name, "params": {}, "tags": {"emo7.spool": name}}
    spool.say({"do": "begin", **begin})
    spool.say({"do": "metrics", "step": 1, "values": {"val_loss": 1.5, "val_kappa": None}})
    spool.say({"do": "end", "status": "FINISHED"})
    return spool


@contextmanager
def silent_server() -> Iterator[str]:
    """A server on this machine that takes every call and never answers."""
    held = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)

        def accept() -> None:
            while True:
                try:
                    held.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)
    for one in held:
        one.close()


def test_everything_arrives(tmp_path: Path, store: Store) -> None:
    """Every job's run is in the store, and a second sync sends nothing."""
    spooled(tmp_path, "a1")
    spooled(tmp_path, "b1")
    assert [(one.name, one.sent) for one in sync_project(tmp_path, store)] == [
        ("a1", RECORDS),
        ("b1", RECORDS),
    ]
    assert [one.sent for one in sync_project(tmp_path, store)] == [0, 0]
    client = client_of(store)
    runs = client.search_runs(["1"])
    assert sorted(run.info.run_name for run in runs) == ["a1", "b1"]
    assert {run.data.metrics["val_loss"] for run in runs} == {1.5}


def test_one_job_alone(tmp_path: Path, store: Store) -> None:
    """--job sends that job and leaves the others."""
    spooled(tmp_path, "a1")
    spooled(tmp_path, "b1")
    assert [one.name for one in sync_project(tmp_path, store, "b1")] == ["b1"]
    assert len(client_of(store).search_runs(["1"])) == 1


def test_a_job_that_nobody_tracked(tmp_path: Path, store: Store) -> None:
    """A name without a spool is an error, not a silent success."""
    with pytest.raises(JobError, match="c1"):
        list(sync_project(tmp_path, store, "c1"))


def test_it_goes_on_where_it_stopped(tmp_path: Path, store: Store) -> None:
    """After a first part the rest goes to the same run."""
    spool = spooled(tmp_path, "a1")
    list(sync_project(tmp_path, store))
    run_id = spool.run_id()
    spool.say({"do": "metrics", "step": 2, "values": {"val_loss": 1.25}})
    assert [one.sent for one in sync_project(tmp_path, store)] == [1]
    history = client_of(store).get_metric_history(run_id, "val_loss")
    assert [(one.step, one.value) for one in history] == [(1, 1.5), (2, 1.25)]


def test_an_answer_that_was_lost(tmp_path: Path, store: Store) -> None:
    """What arrived before the note was written is not there twice after the next sync."""
    spool = spooled(tmp_path, "a1")
    list(sync_project(tmp_path, store))
    (spool.folder / "tracking.json").unlink()
    assert [one.sent for one in sync_project(tmp_path, store)] == [RECORDS]
    (run,) = client_of(store).search_runs(["1"])
    assert len(client_of(store).get_metric_history(run.info.run_id, "val_loss")) == 1


def test_another_store_is_told_everything(tmp_path: Path, store: Store, empty: Path) -> None:
    """A spool that one store has goes whole to another one."""
    spooled(tmp_path, "a1")
    list(sync_project(tmp_path, store))
    shutil.copy(empty, tmp_path / "second.db")
    second = Store(f"sqlite:///{tmp_path / 'second.db'}", tmp_path / "second")
    assert [one.sent for one in sync_project(tmp_path, second)] == [RECORDS]
    assert len(client_of(second).search_runs(["1"])) == 1


def test_a_cut_line_is_passed_over(tmp_path: Path, store: Store) -> None:
    """A line that a full disk cut does not hold back the rest."""
    spool = spooled(tmp_path, "a1")
    lines = spool.path.read_text().splitlines()
    spool.path.write_text("\n".join([lines[0], lines[1][:20], lines[2], ""]))
    assert [one.problem for one in sync_project(tmp_path, store)] == [""]
    (run,) = client_of(store).search_runs(["1"])
    assert run.info.status == "FINISHED"


def test_a_dead_server_is_asked_once(tmp_path: Path) -> None:
    """Where nobody answers, the reason is told once and everything is kept."""
    spooled(tmp_path, "a1")
    spooled(tmp_path, "b1")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    first, second = sync_project(tmp_path, Store(f"http://127.0.0.1:{port}", None))
    assert (first.sent, first.waiting, second.problem) == (0, RECORDS, NOT_ASKED)
    assert first.problem


def test_a_server_that_hangs_is_given_up(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that never answers is given up, and the same spool then goes elsewhere, whole."""
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_TIMEOUT", "1")
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    spooled(tmp_path, "a1")
    with silent_server() as uri:
        (hung,) = sync_project(tmp_path, Store(uri, None))
    assert (hung.sent, hung.waiting) == (0, RECORDS)
    assert [one.sent for one in sync_project(tmp_path, store)] == [RECORDS]


def test_two_at_once(tmp_path: Path, store: Store) -> None:
    """While another process sends a spool, it is left to it."""
    spool = spooled(tmp_path, "a1")
    with FileLock(str(spool.folder / "tracking.lock")):
        (one,) = sync_project(tmp_path, store)
    assert (one.sent, one.waiting, one.problem) == (0, RECORDS, ELSEWHERE)


def test_results_follow_their_job(tmp_path: Path, store: Store) -> None:
    """Scores of an evaluation go to the run of the job whose model was evaluated."""
    job = spooled(tmp_path, "a1")
    result = Spool(tmp_path / "results" / "r1")
    result.folder.mkdir(parents=True)
    (result.folder / "scores.json").write_text(json.dumps({"n": 1}))
    result.say({"do": "attach", "job": "../../runs/a1"})
    result.say({"do": "metrics", "step": 0, "values": {"test_human_macro_f1": 0.25}})
    assert [one.problem for one in sync_project(tmp_path, store)] == ["", ""]
    run = client_of(store).get_run(job.run_id())
    assert run.data.metrics["test_human_macro_f1"] == 0.25


def test_results_of_a_run_elsewhere_silence_nobody(tmp_path: Path, store: Store) -> None:
    """Results whose run another store has are told as such, and the next ones still go."""
    job = spooled(tmp_path, "a1")
    for name, attach in (("r1", {"run_id": "0" * 32}), ("r2", {"job": "../../runs/a1"})):
        result = Spool(tmp_path / "results" / name)
        result.folder.mkdir(parents=True)
        result.say({"do": "attach", **attach})
        result.say({"do": "metrics", "step": 0, "values": {"test_human_accuracy": 0.5}})
    problems = [one.problem for one in sync_project(tmp_path, store)]
    assert ["no run of this model" in problem for problem in problems] == [False, True, False]
    assert client_of(store).get_run(job.run_id()).data.metrics["test_human_accuracy"] == 0.5
