"""Traps in and around a model folder: no command and no address springs one."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from emo7_core.cli.main import main
from emo7_core.project import Project
from tests.core.models.test_resolve import mine
from tests.known_models import known_model
from tests.tracked import Tracked, tracked_project

COMMANDS = {
    "predict": ("predict", "--model", "."),
    "evaluate": ("evaluate", "--model-uri", "."),
    "predict trusted": ("predict", "--model", ".", "--trust-pickle"),
    "models": ("models", "--local"),
}
# A model that fits answers; there is no label to evaluate it on, and no model without a card.
CODES = {
    ("predict", True): 0,
    ("predict trusted", True): 0,
    ("models", True): 0,
    ("models", False): 0,
}


@pytest.fixture(autouse=True)
def own_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)


def trapped(root: Path, has_card: bool) -> Path:
    """Make a project whose only job left a folder of traps."""
    Project.create(root / "p").close()
    folder = root / "p" / "runs" / "hostile" / "model"
    folder.mkdir(parents=True)
    if has_card:
        known_model(folder, seed=5)
    mine(folder, root / "ran")
    return folder


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("has_card", [True, False])
def test_no_command_springs_a_trap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, has_card: bool
) -> None:
    """Code, pickle, loader module and code path stay unopened, with and without a real model."""
    folder = trapped(tmp_path, has_card)
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as ended:
        main([*COMMANDS[command], "--project", str(tmp_path / "p")])
    assert ended.value.code == CODES.get((command, has_card), 2)
    assert not (tmp_path / "ran").exists()


def test_a_process_that_starts_among_the_traps(tmp_path: Path) -> None:
    """A command started from inside the folder imports nothing that lies there."""
    folder = trapped(tmp_path, has_card=True)
    (folder / "torch.py").write_text((folder / "model.py").read_text())
    words = ("-P", "-m", "emo7_core.cli", "predict", "--model", ".", "-p", str(tmp_path / "p"))
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "ran").exists()


@pytest.fixture(scope="module")
def tracked(tmp_path_factory: pytest.TempPathFactory) -> Tracked:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        return tracked_project(tmp_path_factory.mktemp("tracked"))


@pytest.mark.parametrize("form", ["models:/{model}", "runs:/{run}/theirs", "models:/theirs/1"])
def test_no_address_springs_a_trap(tracked: Tracked, tmp_path: Path, form: str) -> None:
    """A logged and registered pickle is refused by each of its addresses, and not opened."""
    folder = tmp_path / "theirs"
    folder.mkdir()
    mine(folder, tmp_path / "ran")
    client = tracked.client
    logged = client.create_logged_model("1", "theirs", tracked.run_id)
    client.log_model_artifacts(logged.model_id, str(folder))
    if form.startswith("models:/theirs"):
        client.create_registered_model("theirs")
        client.create_model_version("theirs", logged.artifact_location, tracked.run_id)
    uri = form.format(model=logged.model_id, run=tracked.run_id)
    with pytest.raises(SystemExit) as ended:
        main(["predict", "--model", uri, "-p", str(tracked.project)])
    client.delete_logged_model(logged.model_id)
    assert ended.value.code == 2
    assert not (tmp_path / "ran").exists()


def test_the_traps_would_spring(tmp_path: Path) -> None:
    """Opened as MLflow and torch open them, the traps do write the file: the tests can fail."""
    mine(tmp_path, tmp_path / "ran")
    with (tmp_path / "data" / "model.pth").open("rb") as file:
        pickle.load(file)
    assert (tmp_path / "ran").exists()
    (tmp_path / "ran").unlink()
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    subprocess.run([sys.executable, "-c", "import loader"], env=environment, check=True, timeout=60)
    assert (tmp_path / "ran").exists()
