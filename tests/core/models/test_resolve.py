"""Finding a model by any of its names, and what is never opened on the way."""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path

import pytest
import yaml

from emo7_core.errors import Emo7Error, ModelError, UsageError
from emo7_core.models.card import CARD
from emo7_core.models.checkpoint import load_model
from emo7_core.models.mlmodel import LARGEST, read_mlmodel
from emo7_core.models.resolve import resolve
from tests.known_models import known_model
from tests.tracked import JOB, Tracked, tracked_project


@pytest.fixture(scope="module")
def tracked(tmp_path_factory: pytest.TempPathFactory) -> Tracked:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        return tracked_project(tmp_path_factory.mktemp("tracked"))


@pytest.fixture(autouse=True)
def own_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)


@pytest.mark.parametrize(
    "uri",
    [
        "models:/{model}",
        "models:/emo7-lstm-7/1",
        "models:/emo7-lstm-7/latest",
        "runs:/{run}/model",
        "mlartifacts/{run}/models/{model}/artifacts",
        "mlartifacts/1/models/{model}/artifacts",
        "{project}/mlartifacts/{run}/models/{model}",
        "{job}",
        "runs/{job}",
        "{project}/runs/{job}",
        "{project}/runs/{job}/model/model.json",
        "file://{project}/runs/{job}",
    ],
)
def test_every_name_leads_to_the_model(tracked: Tracked, uri: str) -> None:
    """Addresses of MLflow, the users' path, a job and a folder open the same model."""
    names = {"model": tracked.model.model_id, "run": tracked.run_id, "job": JOB}
    found = resolve(uri.format(project=tracked.project, **names), tracked.project)
    assert load_model(found.folder).card == load_model(tracked.job / "model").card


def test_an_alias(tracked: Tracked) -> None:
    """models:/name@alias is the version that the alias points to."""
    tracked.client.set_registered_model_alias("emo7-lstm-7", "champion", "1")
    found = resolve("models:/emo7-lstm-7@champion", tracked.project)
    assert (found.folder, found.run_id) == (tracked.artifacts, tracked.run_id)


def test_a_moved_project(tracked: Tracked, tmp_path: Path) -> None:
    """A project that was moved as a whole still finds its logged models."""
    moved = tmp_path / "elsewhere"
    shutil.copytree(tracked.project, moved)
    shutil.move(tracked.artifacts, tmp_path / "aside")
    try:
        found = resolve(f"models:/{tracked.model.model_id}", moved)
    finally:
        shutil.move(tmp_path / "aside", tracked.artifacts)
    assert found.folder.is_relative_to(moved)


def test_the_name_under_which_it_answered(tracked: Tracked) -> None:
    """A model is found by the name that tables of the project show."""
    from emo7_core.labels.sources import MODEL_RUN
    from emo7_core.project import Project

    with Project.open(tracked.project) as project:
        folder = str(tracked.job / "model")
        project.sources.ensure(MODEL_RUN, "LSTM · ab12cd", {"folder": folder})
    assert resolve("LSTM · ab12cd", tracked.project).job == JOB


@pytest.mark.parametrize(
    "uri", ["models:/m-0000", "models:/emo7-lstm-7/99", "models:/nobody/latest", "runs:/0a/model"]
)
def test_what_the_store_does_not_have(tracked: Tracked, uri: str) -> None:
    """An address that leads nowhere is an error in one line."""
    with pytest.raises(ModelError):
        resolve(uri, tracked.project)


def test_no_store_is_made_by_asking(tmp_path: Path) -> None:
    """Asking a project without runs makes no database."""
    with pytest.raises(ModelError, match="nothing was tracked"):
        resolve("models:/x/1", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("uri", ["", "no such name", "runs:/a/../../x", "s3://bucket/model"])
def test_what_names_no_model(tmp_path: Path, uri: str) -> None:
    """Neither a path nor a name: told with what could be said instead."""
    with pytest.raises((ModelError, UsageError), match=r"models:/NAME/VERSION|leads out"):
        resolve(uri, tmp_path)


def test_an_artifact_location_that_climbs_out(tracked: Tracked, tmp_path: Path) -> None:
    """A location with .. behind mlartifacts is not followed into the project's neighbours."""
    import sqlite3

    project = tmp_path / "p"
    (project / "mlartifacts").mkdir(parents=True)
    shutil.copy(tracked.project / "mlflow.db", project / "mlflow.db")
    known_model(tmp_path / "secret")
    place = "file:///gone/mlartifacts/../../secret"
    with sqlite3.connect(project / "mlflow.db") as database:
        database.execute("UPDATE logged_models SET artifact_location = ?", (place,))
    database.close()
    with pytest.raises(ModelError, match="gone"):
        resolve(f"models:/{tracked.model.model_id}", project)


class Bomb:
    """Unpickling this writes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


def mine(folder: Path, sentinel: Path) -> None:
    """Lay everything into a model folder that MLflow or torch would run."""
    source = f"open({str(sentinel)!r}, 'w').close()\n"
    (folder / "code").mkdir(exist_ok=True)
    (folder / "data").mkdir(exist_ok=True)
    for name in ("model.py", "__init__.py", "loader.py", "code/torch.py", "code/loader.py"):
        (folder / name).write_text(source)
    for name in ("model.pkl", "python_model.pkl", "data/model.pth", "data/pickle_module_info.txt"):
        (folder / name).write_bytes(pickle.dumps(Bomb(sentinel)))
    flavor = {"loader_module": "loader", "code": "code", "data": "data", "env": "conda.yaml"}
    flavors = {
        "python_function": flavor | {"model_code_path": "model.py"},
        "pytorch": {"code": "code", "model_data": "data"},
    }
    (folder / "MLmodel").write_text(yaml.safe_dump({"flavors": flavors}))


@pytest.mark.parametrize("has_card", [True, False])
def test_nothing_of_a_hostile_folder_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_card: bool
) -> None:
    """Loader module, code path, model.py and pickles beside a model are not looked at."""
    folder, sentinel = tmp_path / "model", tmp_path / "ran"
    folder.mkdir()
    if has_card:
        known_model(folder)
    mine(folder, sentinel)
    monkeypatch.chdir(folder)
    if has_card:
        assert load_model(resolve(folder).folder).card.model_type == "lstm"
    else:
        with pytest.raises(ModelError, match="pickled model"):
            resolve(folder)
    assert not sentinel.exists()


def test_a_hostile_pickle_that_is_trusted_does_not_run(tmp_path: Path) -> None:
    """--trust-pickle reads tensors in a child; what else the pickle asks for is not done."""
    folder, sentinel = tmp_path / "model", tmp_path / "ran"
    folder.mkdir()
    mine(folder, sentinel)
    with pytest.raises(ModelError, match="no network"):
        resolve(folder, tmp_path, trust_pickle=True)
    assert not sentinel.exists()


def test_yaml_cannot_make_objects(tmp_path: Path) -> None:
    """A tag of Python in MLmodel is refused, not obeyed."""
    known_model(tmp_path)
    path = f"!!python/object/apply:pathlib.Path ['{tmp_path}/ran']"
    tag = f"!!python/object/apply:pathlib.Path.touch [{path}]"
    (tmp_path / "MLmodel").write_text(f"flavors: {tag}\n")
    with pytest.raises(ModelError, match="MLmodel"):
        resolve(tmp_path)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("text", ["[" * 5000, "- a", "flavors: 3", "a: {b: [", "\x00"])
def test_a_damaged_description(tmp_path: Path, text: str) -> None:
    """An MLmodel that is none is an error that people understand."""
    (tmp_path / "MLmodel").write_text(text)
    with pytest.raises(Emo7Error, match="MLmodel"):
        read_mlmodel(tmp_path)


def test_a_huge_description(tmp_path: Path) -> None:
    """An MLmodel of megabytes is not read."""
    (tmp_path / "MLmodel").write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(ModelError, match="too large"):
        read_mlmodel(tmp_path)


def test_names_in_the_card_lead_nowhere(tmp_path: Path) -> None:
    """Files are opened by fixed names: a card cannot name another file of weights."""
    known_model(tmp_path / "model")
    card = json.loads((tmp_path / "model" / CARD).read_text())
    outside = {"weights": "../../secret", "weights_file": "/etc/passwd"}
    (tmp_path / "model" / CARD).write_text(json.dumps(card | outside))
    assert load_model(resolve(tmp_path / "model").folder).card.model_type == "lstm"
