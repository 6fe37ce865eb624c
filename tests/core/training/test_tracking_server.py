"""A tracking server on this machine, as users run it: sent to, looked up, fetched from."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from emo7_core import telemetry
from emo7_core.models.card import read_card
from emo7_core.models.resolve import resolve
from emo7_core.project import Project
from emo7_core.training.tracking_spool import Spool
from emo7_core.training.tracking_store import client_of, store_of
from emo7_core.training.tracking_sync import sync_project
from tests.known_models import known_model

PATIENCE = 120.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Return the address of a real `mlflow server`, and the folder it was started in."""
    folder = tmp_path_factory.mktemp("server")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = ("--host", "127.0.0.1", "--port", str(port), "--workers", "1")
    words += ("--backend-store-uri", "sqlite:///mlflow.db")
    quiet = telemetry.OFF | {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "mlflow", "server", *words],
            cwd=folder,
            env=os.environ | quiet,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _wait(f"http://127.0.0.1:{port}/health", process, folder / "log")
        yield f"http://127.0.0.1:{port}", folder
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            urlopen(address, timeout=5).close()
            return
        except (URLError, OSError):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)


@pytest.fixture(scope="module")
def project(server: tuple[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project whose job waited for the server, and was sent."""
    root = tmp_path_factory.mktemp("made") / "p"
    Project.create(root).close()
    job = Spool(root / "runs" / "job1")
    known_model(job.folder / "model")
    begin = {"experiment": "e", "run_name": "lstm", "params": {"a": "1"}, "tags": {}}
    job.say({"do": "begin", **begin})
    job.say({"do": "model", "folder": "model"})
    job.say({"do": "end", "status": "FINISHED"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", server[0])
        (sent,) = sync_project(root, store_of(root))
    assert (sent.sent, sent.problem) == (3, "")
    return root


@pytest.fixture(autouse=True)
def at_the_server(server: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", server[0])


def test_addresses_are_fetched_by_fixed_names(project: Path) -> None:
    """A version, a logged model and a run's model arrive as the same three files."""
    (model,) = client_of(store_of(project)).search_logged_models(["1"])
    run = Spool(project / "runs" / "job1").run_id()
    for uri in ("models:/emo7-lstm-7/1", f"models:/{model.model_id}", f"runs:/{run}/model"):
        found = resolve(uri, project)
        assert read_card(found.folder) == read_card(project / "runs" / "job1" / "model")
        assert found.run_id == run
    assert {path.name for path in found.folder.iterdir()} == {
        "MLmodel",
        "model.json",
        "model.safetensors",
    }


def test_the_servers_own_path_opens(
    project: Path, server: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """mlartifacts/... opens beside the server as a folder, and elsewhere by the model's id."""
    (model,) = client_of(store_of(project)).search_logged_models(["1"])
    path = f"mlartifacts/1/models/{model.model_id}/artifacts"
    elsewhere = resolve(path, project).folder
    monkeypatch.chdir(server[1])
    assert resolve(path).folder == Path(path)
    assert read_card(resolve(path).folder) == read_card(elsewhere)


def test_a_server_places_files_nowhere_else(project: Path) -> None:
    """What was fetched lies under the project's artifacts, under a name that is a hash."""
    resolve("models:/emo7-lstm-7/1", project)
    folders = list((project / "mlartifacts" / "fetched").iterdir())
    assert folders
    assert all(len(one.name) == 32 and one.name.isalnum() for one in folders)
